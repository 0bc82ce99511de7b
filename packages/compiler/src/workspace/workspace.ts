/** A project that is compiled again and again as its files change, as in an editor. */
import { type Compilation, type CompileOptions, compilationOf } from "../compile.ts";
import { type ReadFile, readFile } from "../files/read.ts";
import type { ProjectFile, ProjectInput } from "../input.ts";
import { layersOf } from "../project/layers.ts";
import { byCodeUnit, insidePath } from "../project/paths.ts";
import { emptySetTable, type SetTable } from "../sets/value.ts";
import { type KeptAccounts, keepAccounts, NO_ACCOUNTS } from "./accounts.ts";
import { type Notes, newNotes } from "./cells.ts";
import { type KeptFirm, keepFirm } from "./firm.ts";
import { type Watch, type Watched, watch } from "./watch.ts";

export interface Workspace {
  /**
   * Replaces, adds or (undefined) removes a file, by its path relative to the project: a policy (`.mandate`), whose
   * layer is the manifest's to say, or a file that policies name (CSV). A file is read from the project's `read` until
   * it is set here. A manifest that changes is another project: `replace`.
   */
  readonly set: (path: string, text: string | undefined) => void;
  /** Another manifest, or another set of files. What is as before stays checked; files that policies name are read again. */
  readonly replace: (project: ProjectInput) => void;
  /** The project as it is now: what `compile` takes. */
  readonly project: () => ProjectInput;
  /** What `compile` gives for the files as they are now: the same diagnostics in the same order, model and bundle. */
  readonly compilation: () => Compilation;
}

/**
 * Opens a project. Nothing is compiled before the first `compilation`; after that, what a change cannot have touched is
 * kept: trees up to the change, everything of the firm where only accounts changed, and each account whose own blocks,
 * and whatever it looked up in the firm's, say what they said.
 */
export function createWorkspace(project: ProjectInput, options: CompileOptions): Workspace {
  let state = opened(project);
  const kept = nothingKept();
  let last: Compilation | undefined;
  return {
    set: (path, text) => {
      last = undefined;
      if (!path.endsWith(".mandate")) state.data.set(path, text === undefined ? undefined : { text });
      else if (text === undefined) state.policies.delete(path);
      else state.policies.set(path, { path, text, layer: state.layerOf(path) });
    },
    replace: (next) => {
      last = undefined;
      state = opened(next);
    },
    project: () => inputOf(state),
    compilation: () => {
      last ??= compiled(kept, inputOf(state), options);
      return last;
    },
  };
}

interface State {
  readonly base: ProjectInput;
  readonly layerOf: (path: string) => ProjectFile["layer"];
  readonly policies: Map<string, ProjectFile>;
  /** files that policies name, as they were read or set */
  readonly data: Map<string, { readonly text: string } | undefined>;
}

function opened(base: ProjectInput): State {
  return {
    base,
    layerOf: layersOf(base.manifest.layers),
    policies: new Map(base.files.map((file) => [file.path, file])),
    data: new Map(),
  };
}

function inputOf({ base, policies, data }: State): ProjectInput {
  return {
    ...base,
    files: [...policies.values()],
    read: (written) => {
      const path = insidePath(written) ?? written;
      if (!data.has(path)) data.set(path, base.read(written));
      return data.get(path);
    },
  };
}

interface Kept {
  files: ReadonlyMap<string, ReadFile>;
  firm: KeptFirm | undefined;
  accounts: KeptAccounts;
  sets: SetTable;
  /** how many sets there were when all was compiled afresh */
  fresh: number;
  readonly notes: Notes;
  readonly watch: Watch;
  watched: Watched | undefined;
  revision: number;
}

function nothingKept(): Kept {
  const notes = newNotes();
  return {
    files: new Map(),
    firm: undefined,
    accounts: NO_ACCOUNTS,
    sets: emptySetTable(),
    fresh: 0,
    notes,
    watch: watch(notes),
    watched: undefined,
    revision: 0,
  };
}

function compiled(kept: Kept, project: ProjectInput, { today }: CompileOptions): Compilation {
  // A table never forgets: sets that nobody names any more are left behind with a new one.
  if (kept.sets.list.length > 2 * kept.fresh + ROOM) {
    kept.sets = emptySetTable();
    kept.firm = undefined;
    kept.accounts = NO_ACCOUNTS;
    kept.fresh = 0;
  }
  const files = filesOf(kept, project);
  const firm = keepFirm(kept.firm, project, today, files, kept.sets);
  if (firm !== kept.firm || kept.watched === undefined) {
    kept.firm = firm;
    kept.revision += 1;
    kept.watched = kept.watch.renew(firm.firm, kept.revision);
  }
  const { watched, revision, notes } = kept;
  kept.accounts = keepAccounts(kept.accounts, files, { watched, revision, notes });
  if (kept.fresh === 0) kept.fresh = kept.sets.list.length;
  const { results, diagnostics } = kept.accounts;
  return compilationOf({ files, firm: firm.firm, accounts: results, diagnostics });
}

/** Sets left behind that are not worth compiling everything afresh for. */
const ROOM = 20_000;

function filesOf(kept: Kept, project: ProjectInput): readonly ReadFile[] {
  const inOrder = project.files.every(
    ({ path }, place, all) => place === 0 || byCodeUnit(all[place - 1]?.path ?? "", path) <= 0,
  );
  const sorted = inOrder ? project.files : [...project.files].sort((a, b) => byCodeUnit(a.path, b.path));
  const files = sorted.map((file) => {
    const before = kept.files.get(file.path);
    const same = before?.file.text === file.text && before.file.layer === file.layer;
    return same ? before : readFile(file, before);
  });
  kept.files = new Map(files.map((read) => [read.file.path, read]));
  return files;
}
