/** Commits as `git log` lists them. */
import { git } from "./git.ts";

export interface Commit {
  /** hexadecimal, whole; absent for what is not committed yet */
  readonly hash?: string;
  /** of its author, ISO */
  readonly date: string;
  readonly author: string;
  /** the first line of its message */
  readonly subject: string;
}

/** @param words of `git log`, without a format */
export function commitsIn(folder: string, [log = "log", ...words]: readonly string[]): Commit[] {
  const text = git(folder, [log, "--format=%H%x00%as%x00%an%x00%s", ...words])?.toString("utf8") ?? "";
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line): Commit => {
      const [hash = "", date = "", author = "", subject = ""] = line.split("\0");
      return { hash, date, author, subject };
    });
}

/** `a1b2c3d 2026-03-02 (their name) what the commit says` */
export function commitText({ hash, date, author, subject }: Commit): string {
  return hash === undefined ? "not committed yet" : `${hash.slice(0, 7)} ${date} (${author}) ${subject}`;
}
