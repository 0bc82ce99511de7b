/** Why a book cannot be read at all: for whole files, where no account could be trusted. */

export type BookErrorCode =
  | "MDT7101" // nothing there
  | "MDT7102" // not something that can be a book
  | "MDT7103" // unreadable
  | "MDT7104" // empty
  | "MDT7105" // a column is missing
  | "MDT7106" // a column twice, or a header that is none
  | "MDT7107" // encoding
  | "MDT7108" // changed or gone while it was read
  | "MDT7109" // no room to work in
  | "MDT7110"; // the day of the run

/** `message` is one clear sentence for people; the caller prints it and exits with 2 (cli.md). */
export class BookError extends Error {
  readonly code: BookErrorCode;
  readonly file: string | undefined;

  constructor(code: BookErrorCode, message: string, file?: string) {
    super(message);
    this.name = "BookError";
    this.code = code;
    this.file = file;
  }
}

/** What the system said, in words: `permission denied` rather than a code. */
export function systemReason(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  switch (code) {
    case "ENOENT":
      return "it is not there";
    case "EACCES":
    case "EPERM":
      return "permission denied";
    case "EISDIR":
      return "it is a folder, not a file";
    case "ELOOP":
      return "its links lead in a circle";
    case "EMFILE":
    case "ENFILE":
      return "too many files are open";
    case "ENOSPC":
      return "the disk is full";
    case "EIO":
      return "the disk reports an error";
    default:
      return code === "" ? "it could not be read" : `it could not be read (${code})`;
  }
}
