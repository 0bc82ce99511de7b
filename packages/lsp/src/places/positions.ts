/**
 * Offsets and the protocol's positions. The compiler counts UTF-16 units, as the protocol does unless client and server
 * agree on another unit (LSP 3.17, `PositionEncodingKind`): only here is that known.
 */
import type { LineMap, Span } from "@mandate/dsl";
import type { Position, Range } from "vscode-languageserver";

export type Encoding = "utf-8" | "utf-16" | "utf-32";

const known: readonly string[] = ["utf-8", "utf-16", "utf-32"] satisfies Encoding[];

/** The client's favourite that we can count in; UTF-16 is the protocol's own. */
export function chooseEncoding(offered: readonly string[] | undefined): Encoding {
  const isKnown = (name: string): name is Encoding => known.includes(name);
  return offered?.find(isKnown) ?? "utf-16";
}

export function toPosition(lines: LineMap, offset: number, encoding: Encoding): Position {
  const { line, character } = lines.position(offset);
  if (encoding === "utf-16") return { line, character };
  return { line, character: unitsIn(lines.lineText(line).slice(0, character), encoding) };
}

/** A column inside a character means its beginning; one past the line's end means the line's end. */
export function toOffset(lines: LineMap, { line, character }: Position, encoding: Encoding): number {
  if (encoding === "utf-16") return lines.offset({ line, character });
  let column = 0;
  let units = 0;
  for (const letter of line < lines.lineCount ? lines.lineText(line) : "") {
    units += unitsIn(letter, encoding);
    if (units > character) break;
    column += letter.length;
  }
  return lines.offset({ line, character: column });
}

export function toSpan(lines: LineMap, range: Range, encoding: Encoding): Span {
  const start = toOffset(lines, range.start, encoding);
  return { start, end: Math.max(start, toOffset(lines, range.end, encoding)) };
}

function unitsIn(text: string, encoding: "utf-8" | "utf-32"): number {
  let count = 0;
  for (const letter of text) {
    const point = letter.codePointAt(0) ?? 0;
    count += encoding === "utf-32" ? 1 : point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
  return count;
}
