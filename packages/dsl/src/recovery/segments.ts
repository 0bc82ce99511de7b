/** Where declarations begin in a text that does not parse: so that a mistake in one costs no other its meaning. */
import { spanOf, type Token } from "../tokens/lex.ts";
import * as V from "../tokens/vocabulary.ts";

const signAfterKeyword = new Set([V.Dot, V.LParen, V.RParen, V.Comma, V.DotDot]);
const afterNamed = new Set([V.LBrace, V.StringToken, V.Equal, V.Colon, V.K("from"), V.K("is"), V.K("when")]);

/** The words that begin a declaration. */
export const starters: readonly string[] = (
  "asset attribute list sleeve model objective menu limit prefer profile waive equivalents account household test " +
  "wash choose tilt substitute never keep sell exclude reserve raise tighten trade"
).split(" ");
const starterSet = new Set(starters);
/** Those of them that stand nowhere else. */
const onlyAtTop = new Set(
  "attribute list sleeve objective menu waive equivalents household test wash".split(" "),
);

/** The words that begin a clause inside a block, on a line of its own. */
const clauseStarters = new Set([
  ...starters,
  ..."option use minimum for drift risk taxes trading on prices expect lot sold bought realised carrying cash".split(
    " ",
  ),
  ..."taxable traditional roth exempt".split(" "),
]);

/** Where the first line from `at` on begins that stands in no block opened since. */
export function nextLine(tokens: readonly Token[], at: number, text: string): number {
  let depth = 0;
  for (let i = at; i < tokens.length; i++) {
    if (depth <= 0 && opensLine(tokens, i, text)) return i;
    const type = tokens[i]?.tokenType;
    if (type === V.LBrace) depth++;
    else if (type === V.RBrace) depth--;
  }
  return Number.POSITIVE_INFINITY;
}

/** Where the clause begins that is being written right before `at`; 0 if no line shows one. */
export function clauseStart(tokens: readonly Token[], at: number, text: string): number {
  for (let i = at - 1; i > 0; i--) if (startsClause(tokens, i, text)) return i;
  return 0;
}

/** Whether a clause begins at `i`, on a line of its own. */
export function startsClause(tokens: readonly Token[], i: number, text: string): boolean {
  return clauseStarters.has(tokens[i]?.image ?? "") && opensLine(tokens, i, text);
}

/** Whether the token at `i` is the first of its line. */
export function opensLine(tokens: readonly Token[], i: number, text: string): boolean {
  const token = tokens[i];
  const previous = tokens[i - 1];
  if (token === undefined || previous === undefined) return false;
  return lineStartBefore(text, spanOf(previous).end, token.startOffset) !== "inside";
}

/** Whether a declaration's first words stand at `i`. */
function hasHeader(tokens: readonly Token[], i: number): boolean {
  const word = tokens[i]?.image ?? "";
  const next = tokens[i + 1];
  const second = tokens[i + 2];
  if (next === undefined) return false;
  switch (word) {
    case "asset":
      return next.image === "class";
    case "wash":
      return next.image === "sales";
    case "objective":
      return next.tokenType === V.LBrace;
    case "account":
    case "household":
    case "test":
      return next.tokenType === V.StringToken;
    case "attribute":
    case "list":
    case "sleeve":
    case "model":
    case "menu":
    case "limit":
    case "prefer":
    case "profile":
    case "equivalents":
      return isNameLike(next) && second !== undefined && afterNamed.has(second.tokenType);
    case "waive":
      return isNameLike(next) && (second?.image === "for" || second?.image === "in");
    case "never":
      return next.image === "buy" || next.image === "sell";
    case "reserve":
    case "raise":
      return next.image === "cash";
    case "trade":
      return next.image === "at";
    case "tilt":
      return next.tokenType === V.Quantity || next.tokenType === V.Minus;
    case "choose":
      return isNameLike(next) && second?.tokenType === V.Dot;
    case "substitute":
      return isNameLike(next) && second?.image === "with";
    case "tighten":
      return isNameLike(next) && (second?.image === "to" || second?.image === "for");
    case "keep":
    case "sell":
    case "exclude":
      return isNameLike(next);
    default:
      return false;
  }
}

function isNameLike(token: Token): boolean {
  return token.tokenType === V.Identifier || token.tokenType === V.QuotedName || V.keywords.has(token.image);
}

function balanced(tokens: readonly Token[]): boolean {
  let depth = 0;
  for (const token of tokens) {
    if (token.tokenType === V.LBrace) depth++;
    else if (token.tokenType === V.RBrace && --depth < 0) return false;
  }
  return depth === 0;
}

/** The indices at which segments begin, the first of them 0; each segment is parsed on its own. */
export function segmentStarts(text: string, tokens: readonly Token[]): number[] {
  const trusted = balanced(tokens);
  const starts: number[] = [];
  let depth = 0;
  let previousEnd = 0;
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i] as Token;
    const line = lineStartBefore(text, previousEnd, token.startOffset);
    const previous = tokens[i - 1];
    if (previous === undefined) starts.push(i);
    else if (begins(tokens, i, previous, { depth, trusted, line })) {
      starts.push(i);
      depth = 0;
    }
    if (token.tokenType === V.LBrace) depth++;
    else if (token.tokenType === V.RBrace) depth = Math.max(0, depth - 1);
    previousEnd = spanOf(token).end;
  }
  return starts;
}

interface Place {
  readonly depth: number;
  readonly trusted: boolean;
  /** the first token of a line: at the left margin, or further in */
  readonly line: "margin" | "indented" | "inside";
}

function begins(tokens: readonly Token[], i: number, previous: Token, place: Place): boolean {
  const token = tokens[i] as Token;
  const known = starterSet.has(token.image);
  const header = known && hasHeader(tokens, i);
  if (token.image === "account" && previous.image === "in") return false;
  if (place.depth === 0) {
    // where braces do not balance, an indented clause may well belong to a block whose brace is missing
    const ownLine =
      place.line === "margin" || (place.line === "indented" && (place.trusted || onlyAtTop.has(token.image)));
    const afterBlock = previous.tokenType === V.RBrace && (place.trusted || place.line === "inside");
    if (header && (ownLine || afterBlock || (onlyAtTop.has(token.image) && !starterSet.has(previous.image))))
      return true;
    if (known && place.line === "margin") return !signAfterKeyword.has(tokens[i + 1]?.tokenType ?? V.Dot);
    if (place.line !== "inside" && isNamed(tokens, i) && !isOpen(previous) && !starterSet.has(previous.image))
      return true;
    const fresh = place.line === "margin" || previous.tokenType === V.RBrace;
    return fresh && token.tokenType === V.Identifier && looksDeclared(tokens[i + 1]) && !isOpen(previous);
  }
  if (place.trusted || !known) return false;
  if (place.line === "margin") return !signAfterKeyword.has(tokens[i + 1]?.tokenType ?? V.Dot);
  const fresh = place.line === "indented" || previous.tokenType === V.RBrace;
  if (token.image === "household") return fresh && header && tokens[i + 2]?.tokenType === V.LBrace;
  return fresh && header && onlyAtTop.has(token.image);
}

/** `Sin = …`, `sector: …` on a line of its own: a declaration whose first word is missing */
function isNamed(tokens: readonly Token[], i: number): boolean {
  const token = tokens[i] as Token;
  const next = tokens[i + 1]?.tokenType;
  const name = token.tokenType === V.Identifier || token.tokenType === V.QuotedName;
  return name && (next === V.Equal || next === V.Colon);
}

function looksDeclared(next: Token | undefined): boolean {
  return (
    next !== undefined &&
    (next.tokenType === V.LBrace || next.tokenType === V.StringToken || isNameLike(next))
  );
}

/** Whether something must still follow the token, so that the next line goes on with it. */
function isOpen(token: Token): boolean {
  return token.tokenType.CATEGORIES?.includes(V.BinaryOperator) === true ||
    signAfterKeyword.has(token.tokenType)
    ? token.tokenType !== V.RParen
    : token.tokenType === V.Colon || token.tokenType === V.Equal;
}

function lineStartBefore(text: string, from: number, to: number): Place["line"] {
  for (let i = to - 1; i >= from; i--) {
    const code = text.charCodeAt(i);
    if (code === 10 || code === 13) return i === to - 1 ? "margin" : "indented";
  }
  return from === 0 ? (to === 0 ? "margin" : "indented") : "inside";
}
