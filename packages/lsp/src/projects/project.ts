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
import { below } from "../places/paths.ts";
import type { Encoding } from "../places/positions.ts";
import { asRead, type Snapshot, type Source, sourceOf } from "./snapshot.ts";

/** What a project asks of the world; each answer may differ from one moment to the next. */
export interface Surroundings {
  readonly host: ProjectHost;
  readonly encoding: () => Encoding;
  /** ISO date */
  readonly today: () => string;
  /** how the editor calls the file at an absolute path */
  readonly uri: (path: string) => string;
  /** absolute paths of open documents whose text begins with a byte order mark */
  readonly marked: () => readonly string[];
}

export interface Project {
  /** the folder with the manifest, absolute, links followed */
  readonly root: string;
  /** as it is now */
  readonly snapshot: () => Snapshot;
  /** as it was checked last, which may be a keystroke ago: for answers that have no time to wait for a check */
  readonly lately: () => Snapshot;
  /** an open document's text is this now */
  readonly edited: (path: string, text: string) => void;
  /** a file changed on the disk, came or went: it is read again, or all is where that may mean more than its text */
  readonly touched: (path: string) => void;
  /** what was proved of a snapshot, as one more; undefined where it is no longer how the project is */
  readonly proved: (of: Snapshot, findings: readonly Diagnostic[]) => Snapshot | undefined;
  /** whether a file that was read, or looked for in vain, lies below an absolute path */
  readonly readsBelow: (folder: string) => boolean;
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
  /** texts since, as the editor or the disk has them */
  readonly edits: Map<string, string>;
  readonly today: string;
}

export function openProject(root: string, surroundings: Surroundings): Project {
  let reading: Reading | undefined;
  let workspace: Workspace | undefined;
  let current: Snapshot | undefined;
  let last: Snapshot | undefined;
  let sources: ReadonlyMap<string, Source> = new Map();

  const paths = new Set<string>();
  const host: ProjectHost = {
    ...surroundings.host,
    readFile: (path, limit) => {
      paths.add(path);
      return surroundings.host.readFile(path, limit);
    },
  };

  const read = (today: string): Reading => {
    paths.clear();
    const loaded = loadProject(root, host);
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
    const marked = new Set(surroundings.marked());
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
        const edited = written.get(path);
        const text = edited === undefined ? loaded?.text(path) : asRead(edited);
        if (text === undefined) return undefined;
        const last = before.get(path);
        const next = sourceOf(path, text, marked.has(`${root}/${path}`));
        const source = last?.text === text && last.inset === next.inset ? last : next;
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
  /** A text that is known to be in the project, as it was read or written last. */
  const known = (path: string): string | undefined =>
    stale || reading?.workspace === undefined || path.endsWith(".json")
      ? undefined
      : (reading.edits.get(path) ?? reading.loaded?.text(path));
  const forget = (): void => {
    stale = true;
    current = undefined;
  };
  const edited = (path: string, text: string): void => {
    const before = known(path);
    if (before === undefined) forget();
    if (before === undefined || before === text) return;
    reading?.edits.set(path, text);
    reading?.workspace?.set(path, asRead(text));
    current = undefined;
  };
  const snapshot = (): Snapshot => {
    if (current === undefined || current.today !== surroundings.today()) current = build();
    last = current;
    return current;
  };
  return {
    root,
    snapshot,
    lately: () => last ?? snapshot(),
    edited,
    touched: (path) => {
      const damaged = reading?.loaded?.diagnostics().some(({ file }) => file === path) === true;
      const text = known(path) === undefined || damaged ? undefined : textAt(`${root}/${path}`, host);
      if (text === undefined) forget();
      else edited(path, text);
    },
    proved: (of, findings) => {
      if (current !== of) return undefined;
      if (findings.length > 0) current = { ...of, diagnostics: inOrder([...of.diagnostics, ...findings]) };
      return current;
    },
    readsBelow: (folder) => [...paths].some((path) => below(folder, path) !== undefined),
  };
}

/** Undefined where there is no file, or its bytes are no text. */
function textAt(path: string, host: ProjectHost): string | undefined {
  const bytes = host.readFile(path, LARGEST_READ);
  if (failed(bytes)) return undefined;
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
