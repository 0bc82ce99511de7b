/** One project under edits: read, compiled, and kept until something in it changes. */
import {
  compile,
  createWorkspace,
  type Diagnostic,
  failed,
  inOrder,
  type LoadedProject,
  loadProject,
  type ProjectHost,
  type ProjectInput,
  type Workspace,
} from "@mandate/compiler";
import type { Encoding } from "../places/positions.ts";
import { type Snapshot, type Source, sourceOf } from "./snapshot.ts";

/** What a project asks of the world; each answer may differ from one moment to the next. */
export interface Surroundings {
  readonly host: ProjectHost;
  readonly encoding: () => Encoding;
  /** ISO date */
  readonly today: () => string;
  /** how the editor calls the file at an absolute path */
  readonly uri: (path: string) => string;
}

export interface Project {
  /** the folder with the manifest, absolute, links followed */
  readonly root: string;
  /** as it is now */
  readonly snapshot: () => Snapshot;
  /** an open document's text is this now */
  readonly edited: (path: string, text: string) => void;
  /** files came, went or changed on the disk: all is read again */
  readonly stale: () => void;
}

/** Bytes; an answer to a keystroke has no time for more. */
const LARGEST_READ = 64 * 1024 * 1024;

const nothing: ProjectInput = {
  manifest: { name: "", universe: "", layers: { firm: [], advisor: [], client: [] } },
  files: [],
  read: () => undefined,
};

/** A project as it was last read, and the edits since. */
interface Reading {
  readonly loaded: LoadedProject | undefined;
  /** absent where the manifest leaves nothing to compile */
  readonly workspace: Workspace | undefined;
  readonly policies: ReadonlySet<string>;
  readonly edits: Map<string, string>;
  readonly today: string;
}

export function openProject(root: string, surroundings: Surroundings): Project {
  let reading: Reading | undefined;
  let workspace: Workspace | undefined;
  let current: Snapshot | undefined;
  let sources: ReadonlyMap<string, Source> = new Map();

  const read = (today: string): Reading => {
    const loaded = loadProject(root, surroundings.host);
    if (failed(loaded) || loaded.input === undefined) {
      const known = failed(loaded) ? undefined : loaded;
      return { loaded: known, workspace: undefined, policies: new Set(), edits: new Map(), today };
    }
    // A new reading of the same day keeps what the workspace knows of files that are as before.
    if (workspace === undefined || reading?.today !== today)
      workspace = createWorkspace(loaded.input, { today });
    else workspace.replace(loaded.input);
    const policies = new Set(loaded.input.files.map(({ path }) => path));
    return { loaded, workspace, policies, edits: new Map(), today };
  };

  const build = (): Snapshot => {
    const today = surroundings.today();
    if (reading === undefined || stale || reading.today !== today) reading = read(today);
    stale = false;
    const { loaded, workspace: compiled, edits } = reading;
    const compilation = compiled?.compilation() ?? compile(nothing, { today });
    // What was wrong with a file's bytes is no matter once its text is the editor's.
    const ofFiles = (loaded?.diagnostics() ?? []).filter(({ file }) => !edits.has(file));
    const diagnostics: readonly Diagnostic[] = inOrder([
      ...ofFiles,
      ...(compiled === undefined ? [] : compilation.diagnostics),
    ]);
    const before = sources;
    const kept = new Map<string, Source>();
    const written = new Map(edits);
    sources = kept;
    return {
      root,
      whole: compiled !== undefined,
      ...(loaded?.manifest === undefined ? {} : { manifest: loaded.manifest }),
      encoding: surroundings.encoding(),
      today,
      compilation,
      diagnostics,
      source: (path) => {
        const known = kept.get(path);
        if (known !== undefined) return known;
        const text = written.get(path) ?? loaded?.text(path);
        if (text === undefined) return undefined;
        const last = before.get(path);
        const source = last?.text === text ? last : sourceOf(path, text);
        kept.set(path, source);
        return source;
      },
      read: (path) => {
        const bytes = surroundings.host.readFile(`${root}/${path}`, LARGEST_READ);
        return failed(bytes) ? undefined : new TextDecoder().decode(bytes);
      },
      uri: (path) => surroundings.uri(`${root}/${path}`),
    };
  };

  let stale = false;
  return {
    root,
    snapshot: () => {
      if (current === undefined || current.today !== surroundings.today()) current = build();
      return current;
    },
    edited: (path, text) => {
      if (reading === undefined || stale) return;
      const known = reading.policies.has(path) || reading.loaded?.text(path) !== undefined;
      if (known && reading.workspace !== undefined && path.endsWith(".json") === false) {
        if ((reading.edits.get(path) ?? reading.loaded?.text(path)) === text) return;
        reading.edits.set(path, text);
        reading.workspace.set(path, text);
      } else stale = true;
      current = undefined;
    },
    stale: () => {
      stale = true;
      current = undefined;
    },
  };
}
