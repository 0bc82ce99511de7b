/** Why a book cannot be read at all: for whole files, where no account could be trusted. */
import type { bookErrors } from "@mandate/compiler";

/** A code of the one catalogue. */
export type BookErrorCode = (typeof bookErrors)[keyof typeof bookErrors];

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
