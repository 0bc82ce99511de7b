/** How a project is read. The command line passes the disk in, an editor the disk under its open documents, a test a map. */

/** Why the host could not do what was asked, as a half sentence for people: `permission denied`. */
export interface HostFailure {
  readonly failure: "missing" | "loop" | "other";
  readonly why: string;
}

export interface HostEntry {
  readonly name: string;
  readonly kind: "file" | "folder" | "link" | "other";
}

/** Paths are absolute, with `/` between their parts. No function throws for what is wrong with a file. */
export interface ProjectHost {
  /** the whole file; a failure for folders and for files longer than `limit` bytes */
  readonly readFile: (path: string, limit: number) => Uint8Array | HostFailure;
  /** what lies in a folder, in any order; links as links */
  readonly list: (folder: string) => readonly HostEntry[] | HostFailure;
  /** the path with every link in it followed */
  readonly realPath: (path: string) => string | HostFailure;
  /** links followed */
  readonly kind: (path: string) => "file" | "folder" | "other" | HostFailure;
}

/** Whether a host's answer is a failure. */
export function failed<T>(answer: T | HostFailure): answer is HostFailure {
  return typeof answer === "object" && answer !== null && "failure" in answer;
}
