/** A project that is compiled again and again as its files change, as in an editor. */
import { type Compilation, type CompileOptions, compile } from "../compile.ts";
import type { ProjectFile, ProjectInput } from "../input.ts";
import { layersOf } from "../project/layers.ts";
import { insidePath } from "../project/paths.ts";

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

export function createWorkspace(project: ProjectInput, options: CompileOptions): Workspace {
  let state = opened(project);
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
      last ??= compile(inputOf(state), options);
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
