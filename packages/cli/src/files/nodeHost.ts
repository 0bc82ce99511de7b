import { type Dirent, readdirSync, readFileSync, realpathSync, type Stats, statSync } from "node:fs";
import { sep } from "node:path";
import type { HostEntry, HostFailure, ProjectHost } from "@mandate/compiler";
import { codeOf, whyOf } from "./why.ts";

/** The disk, as projects are read from it. */
export const nodeHost: ProjectHost = {
  readFile: (path, limit) =>
    attempt(() => {
      const { size } = statSync(path);
      if (size > limit)
        return {
          failure: "other",
          why: `it is ${Math.ceil(size / 2 ** 20)} MB long, and ${limit / 2 ** 20} MB is the most that is read`,
        };
      return readFileSync(path);
    }),
  list: (folder) =>
    attempt(() =>
      readdirSync(folder, { withFileTypes: true }).map((entry) => ({
        name: entry.name,
        kind: kindOf(entry),
      })),
    ),
  realPath: (path) => attempt(() => portable(realpathSync.native(path))),
  kind: (path) =>
    attempt(() => {
      const kind = kindOf(statSync(path));
      return kind === "link" ? "other" : kind;
    }),
};

/** A path of the system's with `/` between its parts. */
export function portable(path: string): string {
  return sep === "/" ? path : path.replaceAll(sep, "/");
}

function kindOf(entry: Dirent | Stats): HostEntry["kind"] {
  if (entry.isSymbolicLink()) return "link";
  if (entry.isDirectory()) return "folder";
  return entry.isFile() ? "file" : "other";
}

function attempt<T>(read: () => T | HostFailure): T | HostFailure {
  try {
    return read();
  } catch (error) {
    const code = codeOf(error);
    const failure = code === "ENOENT" || code === "ENOTDIR" ? "missing" : code === "ELOOP" ? "loop" : "other";
    return { failure, why: whyOf(error) };
  }
}
