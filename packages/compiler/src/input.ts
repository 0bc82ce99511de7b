import type { Layer } from "./bundle/index.ts";

/** A policy file as it was found; `none` and `several` say that its path lies in no layer, or in more than one. */
export interface ProjectFile {
  /** relative to the project, with `/` */
  readonly path: string;
  readonly text: string;
  readonly layer: Layer | "none" | "several";
}

/** What a compilation reads. The caller does the reading, so that the same text always compiles to the same bundle. */
export interface ProjectInput {
  readonly manifest: {
    readonly name: string;
    /** path of the universe's CSV, relative to the project */
    readonly universe: string;
    readonly layers: Readonly<Record<Layer, readonly string[]>>;
    readonly book?: string;
  };
  /** where the manifest's text names the universe, for a finding about it */
  readonly universeAt?: { readonly start: number; readonly end: number };
  readonly files: readonly ProjectFile[];
  /** text of a file that a policy names (CSV), by its path relative to the project; undefined if there is none */
  readonly read: (path: string) => { readonly text: string } | undefined;
}
