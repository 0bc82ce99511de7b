/** A revision of a git repository as a folder that only this program sees: the work tree stays as it is. */
import type { HostEntry, HostFailure, ProjectHost } from "@mandate/compiler";
import { portable } from "../files/nodeHost.ts";
import { git } from "./git.ts";

export interface Tree {
  readonly host: ProjectHost;
  /** the project's folder in it */
  readonly folder: string;
}

interface Blob {
  readonly hash: string;
  readonly link: boolean;
}

/**
 * The project's folder as it was in a revision.
 *
 * @param folder of the project, in the work tree
 * @returns undefined where git knows no such revision, or the folder is in no repository
 * @throws {CliError} where git cannot be run
 */
export function treeOf(folder: string, revision: string): Tree | undefined {
  if (revision.startsWith("-")) return undefined;
  const commit = git(folder, ["rev-parse", "--verify", "--quiet", "--end-of-options", `${revision}^{tree}`]);
  const top = git(folder, ["rev-parse", "--show-toplevel"]);
  const prefix = git(folder, ["rev-parse", "--show-prefix"]);
  if (commit === undefined || top === undefined || prefix === undefined) return undefined;
  const root = portable(top.toString("utf8").trimEnd());
  const listing = git(root, ["ls-tree", "-r", "-z", commit.toString("utf8").trim()]);
  if (listing === undefined) return undefined;
  const blobs = new Map<string, Blob>();
  for (const line of listing.toString("utf8").split("\0")) {
    const [, mode = "", type = "", hash = "", path = ""] =
      /^(\d+) (\w+) ([0-9a-f]+)\t(.*)$/s.exec(line) ?? [];
    if (type === "blob") blobs.set(`${root}/${path}`, { hash, link: mode === "120000" });
  }
  const inside = prefix.toString("utf8").trimEnd().replace(/\/$/, "");
  return { host: hostOf(root, blobs), folder: inside === "" ? root : `${root}/${inside}` };
}

const missing: HostFailure = { failure: "missing", why: "there is no such file in this revision" };

function hostOf(root: string, blobs: ReadonlyMap<string, Blob>): ProjectHost {
  const folders = new Map<string, Set<string>>();
  for (const path of blobs.keys()) {
    for (let at = path; at !== root; ) {
      const cut = at.lastIndexOf("/");
      const parent = at.slice(0, cut);
      const inside = folders.get(parent) ?? new Set<string>();
      inside.add(at.slice(cut + 1));
      folders.set(parent, inside);
      at = parent;
    }
  }
  const contents = new Map<string, Uint8Array>();
  const read = (hash: string): Uint8Array | undefined => {
    const known = contents.get(hash) ?? git(root, ["cat-file", "blob", hash]);
    if (known !== undefined) contents.set(hash, known);
    return known;
  };
  const resolve = (path: string, hops = 0): string | HostFailure => {
    if (hops > 40) return { failure: "loop", why: "its links go round in a circle" };
    const blob = blobs.get(path);
    if (blob?.link === true) {
      const target = Buffer.from(read(blob.hash) ?? []).toString("utf8");
      return resolve(normalised(`${path.slice(0, path.lastIndexOf("/"))}/${target}`), hops + 1);
    }
    return blob !== undefined || folders.has(path) ? path : missing;
  };
  return {
    realPath: (path) => resolve(path),
    kind: (path) => {
      const found = resolve(path);
      return typeof found === "object" ? found : folders.has(found) ? "folder" : "file";
    },
    readFile: (path, limit) => {
      const found = resolve(path);
      if (typeof found === "object") return found;
      const blob = blobs.get(found);
      if (blob === undefined) return { failure: "other", why: "it is a folder" };
      const bytes = read(blob.hash);
      if (bytes === undefined) return { failure: "other", why: "git cannot read it" };
      return bytes.length > limit ? { failure: "other", why: "it is too large" } : bytes;
    },
    list: (folder) => {
      const found = resolve(folder);
      if (typeof found === "object") return found;
      return [...(folders.get(found) ?? [])].map((name): HostEntry => {
        const path = `${found}/${name}`;
        return {
          name,
          kind: folders.has(path) ? "folder" : blobs.get(path)?.link === true ? "link" : "file",
        };
      });
    },
  };
}

/** `.` and `..` worked in. */
function normalised(path: string): string {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return `/${parts.join("/")}`;
}
