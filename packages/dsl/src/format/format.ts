/**
 * The canonical layout.
 *
 * - A declaration a line, or a block a clause a line, indented by two spaces; a block that its author put on one line stays
 *   there if it fits into 110 columns, its items two spaces apart. A test is always broken.
 * - Longer lines wrap before words such as `because`, `where`, `or`, and after commas, indented by four.
 * - Lines of one kind, one below the other, stand in columns: limits, preferences and accounts of one line at their brace;
 *   a model's weights (at their ends), bands and braces; the objective's terms behind what they price; options at their
 *   type, default and setters; lists and chosen values at their `=`; lots; comments at line ends. Nothing is torn further apart than 28 columns.
 * - Comments stay where they are, a group's blank line too (one at most).
 * - A declaration with a mistake in it is left as it is.
 */
import { type ParseResult, parse } from "../parse.ts";
import { lex, spanOf, type Token } from "../tokens/lex.ts";
import type { Comment, Declaration } from "../tree/index.ts";
import { hasBlank, layOut } from "./layout.ts";
import { type Line, render } from "./lines.ts";
import { shapeOf } from "./shape.ts";

/** The text in its canonical layout; the same text if it is in it already. Never loses a token or a comment. */
export function format(text: string): string {
  return formatted(text).text;
}

/** The same, and whether the text parses: where it does not, it is laid out only around its mistakes. */
export function formatted(text: string): { readonly text: string; readonly parses: boolean } {
  const source = text.startsWith("\uFEFF") ? text.slice(1) : text;
  const parsed = parse(source);
  const parses = parsed.findings.length === 0;
  const laidOut = render(layOutFile(source, parsed));
  if (laidOut === source) return { text: laidOut, parses };
  const before = words(parsed.tokens, parsed.file.comments);
  const { tokens, comments } = lex(laidOut);
  const after = words(tokens, comments);
  // The one promise that must hold whatever the layout does: nothing is lost.
  const same = before.length === after.length && before.every((word, i) => word === after[i]);
  return { text: same ? laidOut : text, parses };
}

function words(tokens: readonly Token[], comments: readonly Comment[]): string[] {
  return [...tokens, ...comments].map((part) =>
    ("image" in part ? part.image : part.text).replace(/\s+/g, ""),
  );
}

interface Unit {
  readonly declaration?: Declaration;
  readonly inside: Declaration[];
  readonly start: number;
  end: number;
}

function layOutFile(text: string, parsed: ParseResult): Line[] {
  const lines: Line[] = [];
  let previousEnd = 0;
  let next = 0;
  const { comments } = parsed.file;
  const emitComments = (to: number): void => {
    for (; next < comments.length && (comments[next] as Comment).span.start < to; next++) {
      const comment = comments[next] as Comment;
      const line = lines[lines.length - 1];
      const sameLine = !/[\r\n]/.test(text.slice(previousEnd, comment.span.start)) && line !== undefined;
      if (sameLine && line.comment === undefined && line.verbatim !== true) line.comment = comment.text;
      else lines.push({ indent: 0, code: comment.text, blank: hasBlank(text, comment.span.start) });
      previousEnd = comment.span.end;
    }
  };
  for (const unit of units(text, parsed)) {
    emitComments(unit.start);
    if (unit.declaration === undefined) {
      const code = text.slice(unit.start, unit.end);
      lines.push({ indent: 0, code, blank: hasBlank(text, unit.start), verbatim: true });
    } else {
      const tokens = between(parsed.tokens, unit.start, unit.end);
      const inside = comments.filter(({ span }) => span.start >= unit.start && span.end <= unit.end);
      const shape = shapeOf(unit.declaration, unit.inside, tokens);
      layOut(
        { text, tokens, comments: inside, shape },
        0,
        tokens.length,
        0,
        hasBlank(text, unit.start),
        lines,
      );
    }
    while (next < comments.length && (comments[next] as Comment).span.start < unit.end) next++;
    previousEnd = unit.end;
  }
  emitComments(text.length + 1);
  return lines;
}

/** Tokens are in order: the ones inside by binary search. */
function between(tokens: readonly Token[], start: number, end: number): readonly Token[] {
  const first = (offset: number): number => {
    let low = 0;
    let high = tokens.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((tokens[middle] as Token).startOffset < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return tokens.slice(first(start), first(end));
}

/** Sound declarations, and the stretches of text between them that are none. */
function units(text: string, { file, findings, tokens }: ParseResult): Unit[] {
  const found: Unit[] = [];
  for (const declaration of file.declarations) {
    const { start, end } = declaration.span;
    const last = found[found.length - 1];
    if (last !== undefined && start < last.end) {
      last.inside.push(declaration);
      continue;
    }
    const broken = findings.some(({ span }) => span.start <= end && span.end >= start);
    if (!broken && (findings.length === 0 || ownLines(text, start, end)))
      found.push({ declaration, inside: [], start, end });
  }
  if (findings.length === 0) return found;
  return withGaps(text, found, tokens);
}

/** Beside a mistake, only what has its lines to itself is touched. */
function ownLines(text: string, start: number, end: number): boolean {
  const before = /(?:^|[\r\n])$/.test(text.slice(Math.max(0, start - 1), start));
  return before && /^[ \t]*(?:\/\/[^\r\n]*)?(?:[\r\n]|$)/.test(text.slice(end, end + 2000));
}

function withGaps(text: string, sound: readonly Unit[], tokens: readonly Token[]): Unit[] {
  const all: Unit[] = [];
  let index = 0;
  const gap = (before: number): void => {
    const from = index;
    while (index < tokens.length && (tokens[index] as Token).startOffset < before) index++;
    if (index === from) return;
    const last = tokens[index - 1] as Token;
    const start = (tokens[from] as Token).startOffset;
    all.push({ inside: [], start: lineStart(text, start), end: spanOf(last).end });
  };
  for (const unit of sound) {
    gap(unit.start);
    all.push(unit);
    while (index < tokens.length && (tokens[index] as Token).startOffset < unit.end) index++;
  }
  gap(Number.POSITIVE_INFINITY);
  return all;
}

function lineStart(text: string, offset: number): number {
  let start = offset;
  while (start > 0 && (text[start - 1] === " " || text[start - 1] === "\t")) start--;
  return start;
}
