import { Buffer } from "node:buffer";
import type { HostEntry, HostFailure, ProjectHost } from "../host.ts";

/** What lies at a path: text, bytes, or a link to another absolute path. */
export type MemoryFile = string | Uint8Array | { readonly link: string };

const missing: HostFailure = { failure: "missing", why: "there is no such file" };
const circle: HostFailure = { failure: "loop", why: "its links go round in a circle" };

/** A disk for tests: absolute paths with `/` and what lies there. */
export function memoryHost(files: Readonly<Record<string, MemoryFile>>): ProjectHost {
  const isFolder = (path: string): boolean =>
    path === "/" || Object.keys(files).some((file) => file.startsWith(`${path}/`));
  const resolve = (path: string, hops = 0): string | HostFailure => {
    if (hops > 40) return circle;
    let at = "";
    const parts = path.split("/").filter((part) => part !== "");
    for (const [index, part] of parts.entries()) {
      at = `${at}/${part}`;
      const entry = files[at];
      if (typeof entry === "object" && "link" in entry)
        return resolve([entry.link, ...parts.slice(index + 1)].join("/"), hops + 1);
    }
    const found = at === "" ? "/" : at;
    return files[found] !== undefined || isFolder(found) ? found : missing;
  };
  const entryKind = (path: string): HostEntry["kind"] => {
    const entry = files[path];
    if (entry === undefined) return "folder";
    return typeof entry === "object" && "link" in entry ? "link" : "file";
  };
  return {
    realPath: (path) => resolve(path),
    kind: (path) => {
      const found = resolve(path);
      return typeof found === "object" ? found : isFolder(found) ? "folder" : "file";
    },
    readFile: (path, limit) => {
      const found = resolve(path);
      if (typeof found === "object") return found;
      const entry = files[found];
      if (entry === undefined || (typeof entry === "object" && "link" in entry))
        return { failure: "other", why: "it is a folder" };
      const bytes = typeof entry === "string" ? Buffer.from(entry, "utf8") : entry;
      return bytes.length > limit ? { failure: "other", why: "it is too large" } : bytes;
    },
    list: (folder) => {
      const found = resolve(folder);
      if (typeof found === "object") return found;
      const prefix = found === "/" ? "/" : `${found}/`;
      const names = new Set(
        Object.keys(files).flatMap((file) =>
          file.startsWith(prefix) ? [file.slice(prefix.length).split("/")[0] ?? ""] : [],
        ),
      );
      return [...names].map((name) => ({ name, kind: entryKind(`${prefix}${name}`) }));
    },
  };
}
