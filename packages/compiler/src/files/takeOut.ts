/** A fix that takes something out of a file, and what would be left of its line. */
import type { Span } from "@mandate/dsl";
import type { Fix } from "../diagnostics/diagnostic.ts";
import type { FileUnit } from "./unit.ts";

/** With the blanks before it; and with its line break, where it has a line of its own. */
export function takeOut({ path, text }: FileUnit, { start, end }: Span, title: string): Fix {
  const before = text.slice(0, start);
  const from = before.trimEnd().length;
  const gap = before.slice(from);
  // A comment before it ends with its line: what follows on the line must not become a part of it.
  const alone = /^[^\S\r\n]*(?:[\r\n]|$)/.test(text.slice(end));
  const kept = alone ? from : start - (/[^\S\r\n]*$/.exec(gap)?.[0].length ?? 0);
  return { title, edits: [{ file: path, span: { start: kept, end }, newText: "" }], preferred: true };
}
