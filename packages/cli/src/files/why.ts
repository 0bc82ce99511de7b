/** The system's errors about files, as half a sentence for people. */

const words: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file or folder",
  EACCES: "permission denied",
  EPERM: "permission denied",
  EISDIR: "it is a folder",
  ENOTDIR: "a part of its path is a file and not a folder",
  ELOOP: "its links go round in a circle",
  ENAMETOOLONG: "its name is too long",
  ENOSPC: "the disk is full",
  EDQUOT: "the disk is full",
  EROFS: "the disk is read-only",
  EEXIST: "something else has its name",
  EBUSY: "another program has it open",
  EMFILE: "too many files are open",
  EIO: "the disk failed to read it",
};

/** The code of an error of the system's; undefined for anything else that was thrown. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}

/** Why a file could not be used. Errors that are none of the system's are thrown on: they are ours. */
export function whyOf(error: unknown): string {
  const code = codeOf(error);
  if (code === undefined) throw error;
  return words[code] ?? `the system says ${code}`;
}
