/**
 * A few lines of source with a place underlined. Our own and not a library's: @babel/code-frame shows neither a window of a
 * very long line nor the beginning of a long span, and numbers lines from the start of a text that it splits whole each time.
 */
import type { Place } from "../diagnostic.ts";
import type { Places } from "./places.ts";

/** Longest line of source that is shown whole. */
const WIDTH = 110;
/** What is kept to the left of a place in a line that is longer. */
const LEAD = 30;
/** A span of more lines than this is shown by its beginning. */
const LINES = 4;

export interface Paint {
  readonly gutter: (text: string) => string;
  readonly mark: (text: string) => string;
}

/** The frame around a place, with `around` lines before and after; undefined where there is no line to show. */
export function frame(place: Place, at: Places, paint: Paint, around: number): string | undefined {
  const map = at.lines(place.file);
  const { start, end } = at.range(place);
  // A span that ends at the very beginning of a line does not mark that line.
  const lastMarked = end.character === 0 && end.line > start.line ? end.line - 1 : end.line;
  const long = lastMarked - start.line >= LINES;
  const first = Math.max(0, start.line - around);
  let last = Math.min(map.lineCount - 1, long ? start.line + LINES - 1 : lastMarked + around);
  while (last > lastMarked && map.lineText(last).trim() === "") last -= 1;
  const cut = start.character + LEAD > WIDTH ? start.character - LEAD : 0;
  const numbers = String(last + 1).length;

  const rows: string[] = [];
  let empty = true;
  for (let line = first; line <= last; line += 1) {
    const text = map.lineText(line);
    const shown = clip(text, cut);
    if (shown.trim() !== "") empty = false;
    const marked = line >= start.line && line <= lastMarked;
    const pointer = marked ? paint.mark(">") : " ";
    rows.push(`${pointer} ${paint.gutter(`${String(line + 1).padStart(numbers)} |`)} ${shown}`.trimEnd());
    // Of a span over several lines only the first is underlined; the pointer beside the others is enough.
    if (line !== start.line) continue;
    const to = end.line === line ? end.character : text.length;
    const shift = cut > 0 ? cut - 1 : 0;
    const from = start.character - shift;
    const length = Math.max(1, Math.min(to - shift, shown.length) - from);
    // Tabs stay tabs, so that the marks stand below what they mark whatever a tab's width is.
    const lead = shown.slice(0, from).replace(/[^\t]/g, " ").padEnd(from);
    rows.push(`  ${paint.gutter(`${" ".repeat(numbers)} |`)} ${lead}${paint.mark("^".repeat(length))}`);
  }
  return empty ? undefined : rows.join("\n");
}

/** The part of a line that is shown, from `cut` on, with an ellipsis where something is left out. */
function clip(text: string, cut: number): string {
  const rest = cut === 0 ? text : text.length > cut ? `…${text.slice(cut, cut + WIDTH + 1)}` : "";
  return rest.length > WIDTH ? `${rest.slice(0, WIDTH)}…` : rest;
}
