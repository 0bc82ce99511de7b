/** Disks for tests: one in memory, and the real one. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { HostEntry, HostFailure, ProjectHost } from "@mandate/compiler";

export interface Disk {
  /** a new, empty folder: its absolute path */
  readonly folder: () => string;
  readonly write: (path: string, text: string) => void;
  /** a file, or a folder with all in it */
  readonly remove: (path: string) => void;
  readonly close: () => void;
}

/** The host that reads files in a map, by their absolute path. */
export function hostOf(files: ReadonlyMap<string, string>): ProjectHost {
  const missing: HostFailure = { failure: "missing", why: "there is no such file or folder" };
  const isFolder = (path: string): boolean =>
    path === "/" || [...files.keys()].some((file) => file.startsWith(`${path}/`));
  const kind = (path: string) => (files.has(path) ? "file" : isFolder(path) ? "folder" : missing);
  return {
    readFile: (path) => {
      const text = files.get(path);
      return text === undefined ? missing : new TextEncoder().encode(text);
    },
    list: (folder) => {
      if (!isFolder(folder)) return missing;
      const prefix = folder === "/" ? "/" : `${folder}/`;
      const found = new Map<string, HostEntry>();
      for (const file of files.keys()) {
        if (!file.startsWith(prefix)) continue;
        const [name = "", ...rest] = file.slice(prefix.length).split("/");
        found.set(name, { name, kind: rest.length === 0 ? "file" : "folder" });
      }
      return [...found.values()];
    },
    realPath: (path) => (kind(path) === missing ? missing : path),
    kind,
  };
}

/** Files in a map, and the host that reads them. */
export function memoryDisk(): Disk & { readonly host: ProjectHost; readonly files: Map<string, string> } {
  const files = new Map<string, string>();
  let folders = 0;
  return {
    files,
    folder: () => `/case${++folders}`,
    write: (path, text) => void files.set(path, text),
    remove: (path) => {
      for (const file of files.keys()) if (file === path || file.startsWith(`${path}/`)) files.delete(file);
    },
    close: () => files.clear(),
    host: hostOf(files),
  };
}

/** Folders of the system's for temporary files; all are gone after `close`. */
export function realDisk(): Disk {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "mandate-lsp-")));
  let folders = 0;
  return {
    folder: () => {
      const path = join(root, `case${++folders}`);
      mkdirSync(path);
      return path;
    },
    write: (path, text) => {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    },
    remove: (path) => rmSync(path, { recursive: true, force: true }),
    close: () => rmSync(root, { recursive: true, force: true }),
  };
}
