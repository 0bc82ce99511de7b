/** The disk under the open documents: a project is read as its author sees it. */
import { failed, type HostEntry, type ProjectHost } from "@mandate/compiler";
import { below, folderOf, nameOf } from "../places/paths.ts";

/**
 * A host that answers with an open document's text where there is one. A document that is open and not on the disk (a new
 * file, or one deleted under its editor) is a file of its folder.
 *
 * @param texts the open documents' texts, by their real path
 */
export function overlay(disk: ProjectHost, texts: ReadonlyMap<string, string>): ProjectHost {
  const encoder = new TextEncoder();
  const inside = (folder: string): boolean =>
    [...texts.keys()].some((path) => below(folder, path) !== undefined);
  return {
    readFile: (path, limit) => {
      const text = texts.get(path);
      return text === undefined ? disk.readFile(path, limit) : encoder.encode(text);
    },
    list: (folder) => {
      const listed = disk.list(folder);
      const names = new Map<string, HostEntry>();
      for (const path of texts.keys()) {
        const rest = below(folder, path);
        if (rest === undefined) continue;
        const [name = "", ...deeper] = rest.split("/");
        names.set(name, { name, kind: deeper.length === 0 ? "file" : "folder" });
      }
      if (failed(listed))
        return listed.failure === "missing" && names.size > 0 ? [...names.values()] : listed;
      for (const entry of listed) names.delete(entry.name);
      return [...listed, ...names.values()];
    },
    realPath: (path) => {
      if (texts.has(path)) return path;
      const real = disk.realPath(path);
      return failed(real) && real.failure === "missing" && inside(path) ? path : real;
    },
    kind: (path) => {
      if (texts.has(path)) return "file";
      const kind = disk.kind(path);
      return failed(kind) && kind.failure === "missing" && inside(path) ? "folder" : kind;
    },
  };
}

/** A path with the links in it followed, as far as it exists: what is not there yet lies where its folder does. */
export function realPathOf(disk: ProjectHost, path: string): string {
  const real = disk.realPath(path);
  if (!failed(real)) return real;
  const folder = folderOf(path);
  if (folder === undefined) return path;
  const above = realPathOf(disk, folder);
  return above === "/" ? `/${nameOf(path)}` : `${above}/${nameOf(path)}`;
}
