/** What one diagnostic is: a stable code, its words, and its page of the handbook. */
import type { Layer } from "../bundle/index.ts";
import type { Severity } from "../diagnostics/diagnostic.ts";

/** Values that a message is built from. */
export type Parameters = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

/**
 * A small piece of policy, compiled with the handbook's base project (`catalogue/base.ts`) around it. An `avoid`
 * example gives exactly its diagnostic, a `prefer` example no error: both are tests.
 */
export interface Example {
  readonly text: string;
  /** of the file that `text` is put in; firm if absent */
  readonly layer?: Layer;
  /** other files, by path, that replace or join the base project's */
  readonly files?: Readonly<Record<string, string>>;
}

export interface Page {
  /** why it matters, for a reader of the policy */
  readonly why: string;
  readonly avoid?: Example;
  readonly prefer?: Example;
}

export interface Entry<P extends Parameters> {
  readonly code: string;
  readonly severity: Severity;
  /** of the handbook's page, in kebab case */
  readonly name: string;
  /** one lower-case sentence; the author's own words in back-ticks */
  readonly message: (parameters: P) => string;
  /** what to do about it, where the message does not say so */
  readonly help?: string | ((parameters: P) => string | undefined);
  readonly page: Page;
}

/** An entry as lists of entries see it, whatever its parameters. */
export type AnyEntry = Pick<Entry<never>, "code" | "severity" | "name" | "page">;

/** Declares an entry; the parameter type is checked wherever the entry is reported. */
export function entry<P extends Parameters>(definition: Entry<P>): Entry<P> {
  return definition;
}

/** ` did you mean …?` as the end of a message, if a name is near. */
export function meant(near: string | undefined): string {
  return near === undefined ? "" : `; did you mean \`${near}\`?`;
}

/** `a`, `b` and `c` */
export function series(items: readonly string[], word: "and" | "or" = "and"): string {
  const quoted = items.map((item) => `\`${item}\``);
  if (quoted.length <= 1) return quoted.join("");
  return `${quoted.slice(0, -1).join(", ")} ${word} ${quoted[quoted.length - 1]}`;
}
