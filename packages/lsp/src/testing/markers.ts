/** Texts with marks in them: `<|>` is a cursor, `«…»` a range that is expected, `«name|…»` one with a name. */
import { LineMap } from "@mandate/dsl";
import type { Position, Range } from "vscode-languageserver/node.js";

export interface Marked {
  /** without its marks */
  readonly text: string;
  readonly cursors: readonly number[];
  readonly ranges: readonly { readonly name: string; readonly start: number; readonly end: number }[];
}

const MARK = /<\|>|«(?:([A-Za-z][\w ]*)\|)?|»/g;

/** Takes the marks out of a text; ranges may nest. */
export function readMarks(marked: string): Marked {
  const cursors: number[] = [];
  const ranges: { name: string; start: number; end: number }[] = [];
  const open: { name: string; start: number }[] = [];
  let text = "";
  let from = 0;
  for (const match of marked.matchAll(MARK)) {
    text += marked.slice(from, match.index);
    from = match.index + match[0].length;
    if (match[0] === "<|>") cursors.push(text.length);
    else if (match[0] === "»") {
      const begun = open.pop();
      if (begun === undefined) throw new Error("a range ends that never began");
      ranges.push({ ...begun, end: text.length });
    } else open.push({ name: match[1] ?? "", start: text.length });
  }
  if (open.length > 0) throw new Error("a range begins that never ends");
  text += marked.slice(from);
  return { text, cursors, ranges: ranges.sort((a, b) => a.start - b.start || b.end - a.end) };
}

export function position(text: string, offset: number): Position {
  return new LineMap(text).position(offset);
}

export function range(text: string, { start, end }: { start: number; end: number }): Range {
  const lines = new LineMap(text);
  return { start: lines.position(start), end: lines.position(end) };
}

/** What a range of a text covers. */
export function slice(text: string, { start, end }: Range): string {
  const lines = new LineMap(text);
  return text.slice(lines.offset(start), lines.offset(end));
}

/** A text after edits that do not overlap, as an editor would apply them. */
export function edited(
  text: string,
  edits: readonly { readonly range: Range; readonly newText: string }[],
): string {
  const lines = new LineMap(text);
  const placed = edits.map(({ range, newText }) => ({
    start: lines.offset(range.start),
    end: lines.offset(range.end),
    newText,
  }));
  let result = "";
  let from = 0;
  for (const { start, end, newText } of placed.sort((a, b) => a.start - b.start || a.end - b.end)) {
    if (start < from) throw new Error("two edits overlap");
    result += text.slice(from, start) + newText;
    from = end;
  }
  return result + text.slice(from);
}
