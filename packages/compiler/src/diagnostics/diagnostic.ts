import type { Span } from "@mandate/dsl";

export type Severity = "error" | "warning" | "information";

/** A place in a file of the project; `file` is relative to it, with `/`. */
export interface Place {
  readonly file: string;
  readonly span: Span;
}

export interface Related extends Place {
  readonly message: string;
}

export interface TextEdit extends Place {
  readonly newText: string;
}

/** A quick fix: one click that does what the message advises. */
export interface Fix {
  readonly title: string;
  readonly edits: readonly TextEdit[];
  /** the obvious one of several */
  readonly preferred: boolean;
}

/** The one object that every rendering (terminal, JSON, SARIF, GitHub, LSP) comes from. */
export interface Diagnostic extends Place {
  /** `MDT2001` */
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  /** what to do about it, if the message does not say so */
  readonly help?: string;
  readonly related: readonly Related[];
  readonly fixes: readonly Fix[];
  readonly tags?: readonly ("unnecessary" | "deprecated")[];
}
