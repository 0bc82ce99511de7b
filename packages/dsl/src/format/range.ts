/** The canonical layout of a part of a text, as edits of the space between its words. */
import type { Span } from "../tree/index.ts";
import { format } from "./format.ts";

export interface FormatEdit {
  readonly span: Span;
  readonly newText: string;
}

/**
 * The least edits that bring the lines of `range` into the layout that `format` gives them; none where they have it.
 * Words and comments stay as they are, but for the space inside a quantity: only white space is replaced, so that a cursor
 * in an editor keeps its place.
 *
 * @param range offsets into `text`; edits outside the lines that it touches are left out
 * @returns edits in the order of the text, none overlapping
 */
export function formatRange(text: string, range: Span): readonly FormatEdit[] {
  const formatted = format(text);
  if (formatted === text) return [];
  const lines = wholeLines(text, range);
  return spaceEdits(text, formatted).filter(({ span }) => span.start >= lines.start && span.end <= lines.end);
}

/** From the beginning of the first line to the end of the last, its line break too. */
function wholeLines(text: string, { start, end }: Span): Span {
  const first = text.lastIndexOf("\n", start - 1) + 1;
  const next = text.indexOf("\n", Math.max(end - 1, start));
  return { start: start === 0 ? 0 : first, end: next < 0 ? text.length : next + 1 };
}

/** Where two texts that differ in white space only differ. */
function spaceEdits(before: string, after: string): readonly FormatEdit[] {
  const edits: FormatEdit[] = [];
  let i = 0;
  let j = 0;
  while (i < before.length || j < after.length) {
    const from = i;
    const to = j;
    while (i < before.length && isSpace(before, i)) i++;
    while (j < after.length && isSpace(after, j)) j++;
    const newText = after.slice(to, j);
    if (before.slice(from, i) !== newText) edits.push({ span: { start: from, end: i }, newText });
    // one character that both have; a layout that changed anything else would not be one
    i++;
    j++;
  }
  return edits;
}

function isSpace(text: string, at: number): boolean {
  return /[\s\uFEFF]/.test(text[at] ?? "");
}
