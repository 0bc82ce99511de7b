/** Collects diagnostics, each built from its entry in the catalogue. */
import type { Span } from "@mandate/dsl";
import type { Entry, Parameters } from "../catalogue/entry.ts";
import type { Diagnostic, Fix, Place, Related } from "./diagnostic.ts";

export interface Extra {
  readonly related?: readonly Related[];
  readonly fixes?: readonly Fix[];
  readonly tags?: readonly ("unnecessary" | "deprecated")[];
}

export interface Reporter {
  readonly diagnostics: readonly Diagnostic[];
  /** What was reported since the last time this was asked. */
  readonly take: () => readonly Diagnostic[];
  readonly report: <P extends Parameters>(
    entry: Entry<P>,
    place: Place,
    parameters: P,
    extra?: Extra,
  ) => void;
}

/** Builds one diagnostic from its entry; pure. */
export function diagnose<P extends Parameters>(
  entry: Entry<P>,
  place: Place,
  parameters: P,
  extra: Extra = {},
): Diagnostic {
  const help = typeof entry.help === "function" ? entry.help(parameters) : entry.help;
  return {
    code: entry.code,
    severity: entry.severity,
    // A name that the author put in back-ticks needs no second pair around it.
    message: entry.message(parameters).replace(/``([^`]+)``/g, "`$1`"),
    ...(help === undefined ? {} : { help }),
    file: place.file,
    span: { start: place.span.start, end: place.span.end },
    related: extra.related ?? [],
    fixes: extra.fixes ?? [],
    ...(extra.tags === undefined ? {} : { tags: extra.tags }),
  };
}

const NOTHING: readonly Diagnostic[] = [];

export function createReporter(): Reporter {
  let diagnostics: Diagnostic[] = [];
  return {
    get diagnostics() {
      return diagnostics;
    },
    take: () => {
      if (diagnostics.length === 0) return NOTHING;
      const taken = diagnostics;
      diagnostics = [];
      return taken;
    },
    report: (entry, place, parameters, extra) => {
      diagnostics.push(diagnose(entry, place, parameters, extra));
    },
  };
}

/** Without exact repetitions: the same code at the same place with the same words. The first of them stays. */
export function unrepeated(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const seen = new Set<string>();
  return diagnostics.filter(({ code, file, span, message }) => {
    const key = `${code}\n${file}\n${span.start}\n${message}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** By file, then place, then code: the order in which people read them. */
export function inOrder(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return [...diagnostics].sort(
    (a, b) =>
      (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) ||
      a.span.start - b.span.start ||
      a.span.end - b.span.end ||
      (a.code < b.code ? -1 : a.code > b.code ? 1 : 0),
  );
}

/** A fix that puts a near name where an unknown one stands. */
export function replaceFix(file: string, span: Span, newText: string, title = `write \`${newText}\``): Fix {
  return { title, edits: [{ file, span: { start: span.start, end: span.end }, newText }], preferred: true };
}
