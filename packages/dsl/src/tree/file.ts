import type { Declaration } from "./declaration.ts";
import type { Span } from "./span.ts";

/** A comment of any kind, delimiters included. */
export interface Comment {
  readonly span: Span;
  readonly style: "line" | "block" | "doc";
  readonly text: string;
}

/** One file's text as a tree. Any text gives one. */
export interface PolicyFile {
  readonly declarations: readonly Declaration[];
  readonly comments: readonly Comment[];
  readonly span: Span;
}
