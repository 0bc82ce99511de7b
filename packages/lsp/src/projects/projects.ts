/** Every project that the editor's folders and documents lie in, and the way from a document to its own. */
import { failed, findProject, MANIFEST, type ProjectHost } from "@mandate/compiler";
import type { Documents } from "../documents/documents.ts";
import { overlay, realPathOf } from "../documents/overlay.ts";
import { below, folderOf, nameOf, pathOf, uriOf } from "../places/paths.ts";
import type { Encoding } from "../places/positions.ts";
import { loneFile } from "./lone.ts";
import { openProject, type Project } from "./project.ts";
import { asRead, type Here, isMarked, type Snapshot, sourceOf } from "./snapshot.ts";

export interface Projects {
  /** the document in its project, as both are now; undefined for a file that is neither open nor part of a project */
  readonly here: (uri: string) => Here | undefined;
  /** an open document as it is now, in its project as that was checked last */
  readonly lately: (uri: string) => Here | undefined;
  /** every project that is known, those of open documents among them */
  readonly all: () => readonly Project[];
  /** a document was opened or typed in */
  readonly edited: (uri: string) => void;
  /** a document was closed, or a file came, went or changed on the disk; after a manifest, all is looked for again */
  readonly touched: (uri: string) => void;
  readonly addFolder: (uri: string) => void;
  readonly removeFolder: (uri: string) => void;
  /** open policy files that lie in no project, each on its own */
  readonly lone: () => readonly Here[];
}

/** No firm nests its policies deeper than this below what it opens in an editor. */
const DEEPEST = 6;

export function knownProjects(
  disk: ProjectHost,
  documents: Documents,
  settings: { readonly encoding: () => Encoding; readonly today: () => string },
): Projects {
  const texts = new Map<string, string>();
  const spelled = new Map<string, string>();
  const host = overlay(disk, texts);
  const folders = new Set<string>();
  const projects = new Map<string, Project>();
  const lone = new Map<string, { readonly text: string; readonly snapshot: Snapshot }>();
  /** folders with a manifest in the editor's folders; absent until they are looked for */
  let found: Set<string> | undefined;

  const surroundings = {
    ...settings,
    host,
    uri: (path: string) => spelled.get(path) ?? uriOf(path),
    marked: () => [...texts].flatMap(([path, text]) => (isMarked(text) ? [path] : [])),
  };

  /** Brings the overlay in line with what is open: few documents are, so all are looked at. */
  const sync = (): void => {
    texts.clear();
    spelled.clear();
    for (const { uri, text } of documents.all()) {
      const path = pathOf(uri);
      if (path === undefined) continue;
      const real = realPathOf(disk, path);
      texts.set(real, text);
      spelled.set(real, uri);
    }
  };

  const realOf = (uri: string): string | undefined => {
    const path = pathOf(uri);
    return path === undefined ? undefined : realPathOf(disk, path);
  };

  /** Projects that are gone are found no more; those still there are opened again. */
  const forget = (): void => {
    projects.clear();
    found = undefined;
  };

  const projectAt = (root: string): Project => {
    const known = projects.get(root) ?? openProject(root, surroundings);
    projects.set(root, known);
    return known;
  };

  const rootOf = (real: string): string | undefined => {
    const folder = folderOf(real);
    return folder === undefined ? undefined : findProject(folder, host);
  };

  const projectOf = (real: string): Project | undefined => {
    const root = rootOf(real);
    return root === undefined ? undefined : projectAt(root);
  };

  const search = (folder: string, depth: number, roots: Set<string>): void => {
    const listed = host.list(folder);
    if (failed(listed)) return;
    if (listed.some(({ name }) => name === MANIFEST)) roots.add(folder);
    if (depth === 0) return;
    for (const { name, kind } of listed)
      if (kind === "folder" && !name.startsWith(".") && name !== "node_modules")
        search(folder === "/" ? `/${name}` : `${folder}/${name}`, depth - 1, roots);
  };

  /** Those in the editor's folders, and those around what is open; others are forgotten. */
  const all = (): readonly Project[] => {
    if (found === undefined) {
      found = new Set();
      for (const folder of folders) search(folder, DEEPEST, found);
    }
    const roots = new Set(found);
    for (const path of texts.keys()) {
      const root = rootOf(path);
      if (root !== undefined) roots.add(root);
    }
    for (const root of projects.keys()) if (!roots.has(root)) projects.delete(root);
    return [...roots].map(projectAt);
  };

  const alone = (path: string, uri: string, text: string): Here | undefined => {
    const before = lone.get(uri);
    const snapshot =
      before?.text === text
        ? before.snapshot
        : loneFile(path, uri, text, { encoding: settings.encoding(), today: settings.today() });
    lone.set(uri, { text, snapshot });
    const source = snapshot.source(path);
    return source === undefined ? undefined : { snapshot, source };
  };

  const here = (uri: string): Here | undefined => {
    const document = documents.get(uri);
    const path = pathOf(uri);
    const real = realOf(uri);
    const project = real === undefined ? undefined : projectOf(real);
    if (project !== undefined && real !== undefined) {
      const snapshot = project.snapshot();
      const inside = below(project.root, real);
      const source = inside === undefined || !snapshot.whole ? undefined : snapshot.source(inside);
      if (source !== undefined) return { snapshot, source };
    }
    const isPolicy = path === undefined || path.endsWith(".mandate");
    return document === undefined || !isPolicy
      ? undefined
      : alone(nameOf(path ?? uri), document.uri, document.text);
  };

  /** Or was one: it takes the files below it along, manifests too. What is gone is known by what was read of it. */
  const isFolder = (path: string): boolean => {
    const kind = host.kind(path);
    if (!failed(kind)) return kind === "folder";
    return [...projects.values()].some(
      (project) =>
        project.root === path || below(path, project.root) !== undefined || project.readsBelow(path),
    );
  };

  const lately = (uri: string): Here | undefined => {
    const document = documents.get(uri);
    const real = realOf(uri);
    const project = real === undefined ? undefined : projectOf(real);
    const inside = project === undefined || real === undefined ? undefined : below(project.root, real);
    const snapshot = project?.lately();
    // A file that was not there at the last check has to wait for the next.
    if (document === undefined || inside === undefined || snapshot?.source(inside) === undefined)
      return here(uri);
    return snapshot.whole
      ? { snapshot, source: sourceOf(inside, asRead(document.text), isMarked(document.text)) }
      : here(uri);
  };

  return {
    here,
    lately,
    all,
    edited: (uri) => {
      sync();
      const document = documents.get(uri);
      const real = realOf(uri);
      if (document === undefined || real === undefined) return;
      for (const project of projects.values()) {
        const inside = below(project.root, real);
        if (inside !== undefined) project.edited(inside, document.text);
      }
    },
    touched: (uri) => {
      sync();
      if (documents.get(uri) === undefined) lone.delete(uri);
      const real = realOf(uri);
      if (real === undefined) return;
      if (nameOf(real) === MANIFEST || isFolder(real)) forget();
      else if (isRead(real))
        for (const project of projects.values()) {
          const inside = below(project.root, real);
          if (inside !== undefined) project.touched(inside);
        }
    },
    addFolder: (uri) => {
      const real = realOf(uri);
      if (real === undefined) return;
      folders.add(real);
      found = undefined;
    },
    removeFolder: (uri) => {
      const real = realOf(uri);
      if (real === undefined) return;
      folders.delete(real);
      forget();
    },
    lone: () =>
      [...documents.all()].flatMap(({ uri }) => {
        const found = here(uri);
        return found === undefined || found.snapshot.whole ? [] : [found];
      }),
  };
}

/** Files that a project is read from, or could be. */
function isRead(path: string): boolean {
  return /\.(?:mandate|csv|json)$/.test(path);
}
