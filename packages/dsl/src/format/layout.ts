/** Layout of one declaration: which blocks stay on their line, which are broken, where long lines wrap. */
import { spanOf, type Token } from "../tokens/lex.ts";
import * as V from "../tokens/vocabulary.ts";
import type { Comment } from "../tree/index.ts";
import { alignOf } from "./align.ts";
import { type Line, width } from "./lines.ts";
import type { Shape } from "./shape.ts";
import { gap, written } from "./spacing.ts";

export interface Source {
  readonly text: string;
  readonly tokens: readonly Token[];
  /** those inside of the declaration */
  readonly comments: readonly Comment[];
  readonly shape: Shape;
}

/** Words before which a long line may be broken. */
const breakable = new Set(
  "because grandfathered waivable until approved set default where or and except when band unused beyond".split(
    " ",
  ),
);

/** Lays out the tokens `from`..`to` (exclusive) as one item at `indent`. `blank`: a blank line before it is kept. */
export function layOut(
  source: Source,
  from: number,
  to: number,
  indent: number,
  blank: boolean,
  lines: Line[],
): void {
  const { tokens, shape } = source;
  if (staysOnLine(source, from, to)) {
    const flat = flatText(source, from, to);
    if (indent + flat.length <= width) {
      const align = alignOf(tokens, from, to, shape);
      lines.push(align === undefined ? { indent, code: flat, blank } : { indent, code: flat, blank, align });
      return;
    }
  }
  const row = new Row(lines, indent, blank);
  const head = lines.length;
  let i = from;
  while (i < to) {
    const token = tokens[i] as Token;
    if (i > from) comments(source, i, row, false);
    row.put(written(token), i === from ? "" : gap(tokens[i - 1] as Token, token, shape), mayBreak(source, i));
    if (token.tokenType === V.LBrace && isBlock(source, i)) {
      const close = matching(tokens, i);
      block(source, i, close, indent, row, lines);
      i = close;
      row.put("}", "", false);
    }
    i++;
  }
  row.end();
  alignHead(source, from, to, lines[head]);
}

/** An allocation whose block is broken stands in columns with its siblings by its first line. */
function alignHead({ tokens, shape }: Source, from: number, to: number, line: Line | undefined): void {
  if (line === undefined || shape.items.get(tokens[from]?.startOffset ?? -1) !== "Allocation") return;
  const open = tokens.findIndex(({ tokenType }, i) => i > from && i < to && tokenType === V.LBrace);
  const whole = open < 0 ? "" : `${flatText({ tokens, shape }, from, open)} {`;
  const align = line.code === whole ? alignOf(tokens, from, open, shape) : undefined;
  if (align !== undefined) line.align = align;
}

function block(source: Source, open: number, close: number, indent: number, row: Row, lines: Line[]): void {
  const { tokens, shape } = source;
  let first = true;
  let start = open + 1;
  const inner = indent + 2;
  while (start < close) {
    let end = start + 1;
    for (let depth = depthOf(tokens[start] as Token); end < close; end++) {
      const token = tokens[end] as Token;
      if (depth === 0 && shape.items.has(token.startOffset)) break;
      depth += depthOf(token);
    }
    comments(source, start, row, true, inner, first);
    row.end();
    layOut(source, start, end, inner, !first && blankBefore(source, tokens[start] as Token), lines);
    row.adopt();
    first = false;
    start = end;
  }
  comments(source, close, row, true, inner, first);
  row.end();
  row.restart();
}

function depthOf(token: Token): number {
  if (token.tokenType === V.LBrace || token.tokenType === V.LParen) return 1;
  return token.tokenType === V.RBrace || token.tokenType === V.RParen ? -1 : 0;
}

function matching(tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let i = open; i < tokens.length; i++) {
    if (tokens[i]?.tokenType === V.LBrace) depth++;
    else if (tokens[i]?.tokenType === V.RBrace && --depth === 0) return i;
  }
  return tokens.length - 1;
}

/** Braces that hold items, not the members of a set. */
function isBlock({ tokens, shape }: Source, open: number): boolean {
  const next = tokens[open + 1];
  return next !== undefined && shape.items.has(next.startOffset);
}

function mayBreak({ tokens }: Source, i: number): boolean {
  const token = tokens[i] as Token;
  if (tokens[i - 1]?.tokenType === V.Comma) return true;
  return breakable.has(token.image) && token.tokenType !== V.Identifier;
}

/** Whether the author put all of it on one line, and no comment keeps it from staying there. */
function staysOnLine(source: Source, from: number, to: number): boolean {
  const { tokens, shape, text } = source;
  if (tokens[from]?.image === "test" && tokens[from + 1]?.tokenType === V.StringToken) return false;
  for (let i = from + 1; i < to; i++) {
    const left = spanOf(tokens[i - 1] as Token).end;
    const token = tokens[i] as Token;
    const between = text.slice(left, token.startOffset);
    if (between.includes("//") || between.includes("/*")) return false;
    const atItem = shape.items.has(token.startOffset);
    const afterLast = token.tokenType === V.RBrace && closesBlock(source, i, from);
    if ((atItem || afterLast) && /[\r\n]/.test(between)) return false;
  }
  return true;
}

function closesBlock(source: Source, close: number, from: number): boolean {
  let depth = 0;
  for (let i = close; i >= from; i--) {
    if (source.tokens[i]?.tokenType === V.RBrace) depth++;
    else if (source.tokens[i]?.tokenType === V.LBrace && --depth === 0) return isBlock(source, i);
  }
  return false;
}

function flatText({ tokens, shape }: Pick<Source, "tokens" | "shape">, from: number, to: number): string {
  let flat = "";
  for (let i = from; i < to; i++) {
    const token = tokens[i] as Token;
    flat += (i === from ? "" : gap(tokens[i - 1] as Token, token, shape)) + written(token);
  }
  return flat;
}

/** Whether the text has an empty line right before the token (or before the comments above it). */
function blankBefore(source: Source, token: Token): boolean {
  return hasBlank(source.text, token.startOffset);
}

/** Whether only white space with an empty line in it stands before `offset`. */
export function hasBlank(text: string, offset: number): boolean {
  let breaks = 0;
  for (let i = offset - 1; i >= 0; i--) {
    const code = text.charCodeAt(i);
    if (code === 10 || (code === 13 && text.charCodeAt(i + 1) !== 10)) breaks++;
    else if (code !== 32 && code !== 9 && code !== 13) break;
    if (breaks === 2) return true;
  }
  return false;
}

/** Puts the comments before token `i`: at a line's end if they stood there, else on lines of their own. */
function comments(source: Source, i: number, row: Row, atItem: boolean, inner?: number, first = false): void {
  const from = spanOf(source.tokens[i - 1] as Token).end;
  const to = (source.tokens[i] as Token).startOffset;
  let previous = from;
  let leading = first;
  for (const comment of source.comments) {
    if (comment.span.start < from || comment.span.start >= to) continue;
    const sameLine = !/[\r\n]/.test(source.text.slice(previous, comment.span.start));
    row.comment(comment, {
      sameLine,
      ends: comment.style !== "block" || atItem,
      blank: atItem && !leading && hasBlank(source.text, comment.span.start),
      ...(inner === undefined ? {} : { inner }),
    });
    previous = comment.span.end;
    leading = false;
  }
}

interface Placement {
  readonly sameLine: boolean;
  /** nothing may follow it on its line */
  readonly ends: boolean;
  readonly blank: boolean;
  readonly inner?: number;
}

/** The line that is being written. */
class Row {
  private code = "";
  private indent: number;
  private blank: boolean;
  private breakAt = -1;
  private readonly lines: Line[];
  private readonly own: number;

  constructor(lines: Line[], indent: number, blank: boolean) {
    this.lines = lines;
    this.own = indent;
    this.indent = indent;
    this.blank = blank;
  }

  put(word: string, space: string, mayBreak: boolean): void {
    if (this.code !== "" && mayBreak) this.breakAt = this.code.length;
    const spaced = this.code === "" ? word : this.code + space + word;
    if (this.indent + spaced.length > width && this.breakAt > 0) {
      const rest = spaced.slice(this.breakAt).trimStart();
      this.code = this.code.slice(0, this.breakAt);
      this.end();
      this.code = rest;
    } else this.code = spaced;
  }

  /** Ends the line; what follows of the same item is indented further. */
  end(): void {
    if (this.code !== "") {
      this.lines.push({ indent: this.indent, code: this.code, blank: this.blank });
      this.blank = false;
      this.indent = this.own + 4;
    }
    this.code = "";
    this.breakAt = -1;
  }

  /** The closing brace stands below the item's beginning. */
  restart(): void {
    this.indent = this.own;
    this.blank = false;
  }

  /** After an inner item was laid out, a comment at its end belongs to its last line. */
  adopt(): void {
    this.code = "";
  }

  comment(comment: Comment, place: Placement): void {
    const last = this.lines[this.lines.length - 1];
    if (place.sameLine && this.code !== "" && !place.ends) {
      this.code += ` ${comment.text}`;
      return;
    }
    this.end();
    const line = this.lines[this.lines.length - 1] ?? last;
    if (place.sameLine && line !== undefined && line.comment === undefined && line.verbatim !== true) {
      line.comment = comment.text;
      return;
    }
    this.lines.push({ indent: place.inner ?? this.indent, code: comment.text, blank: place.blank });
  }
}
