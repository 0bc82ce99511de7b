/** The small changes to a row of tokens that recovery tries, cheapest first, and what each of them costs. */
import { createTokenInstance, type TokenType } from "chevrotain";
import { spanOf, type Token } from "../tokens/lex.ts";
import * as V from "../tokens/vocabulary.ts";
import { nearest } from "./near.ts";
import { clauseStart, opensLine, starters, startsClause } from "./segments.ts";
import { synonymsAt } from "./synonyms.ts";
import { spelling } from "./words.ts";

/** Take `drop` tokens away at `at` and put one of type `insert` there. */
export interface Edit {
  readonly at: number;
  readonly drop: number;
  readonly insert?: TokenType;
  /** the word or sign that the dropped tokens were meant to be */
  readonly meant?: string;
  /** it completes a line that breaks off: the next one begins at `at` */
  readonly completes?: true;
  readonly cost: number;
}

/** What is missing most often, the likeliest first. */
const structural: readonly TokenType[] = [
  V.RBrace,
  V.LBrace,
  V.RParen,
  V.Comma,
  V.LessEqual,
  V.Colon,
  V.Equal,
  V.Quantity,
  V.Identifier,
  V.LParen,
  V.StringToken,
  V.DateToken,
  V.Dot,
  V.DotDot,
];
const byName = new Map<string, TokenType>(V.vocabulary.map((type) => [type.name, type]));
const words: readonly string[] = [...V.keywords.keys()];

/** The concrete types behind the names that a parser's error gives. */
export function expectedTypes(expected: readonly string[]): TokenType[] {
  const types: TokenType[] = [];
  for (const name of expected) {
    if (name === V.NameLike.name) types.push(V.Identifier);
    else if (name === V.BinaryOperator.name) types.push(V.LessEqual);
    else if (name === V.Arithmetic.name) types.push(V.Plus);
    else {
      const type = byName.get(name);
      if (type !== undefined) types.push(type);
    }
  }
  return types;
}

/** A token that nobody wrote, at the end of the token before it. */
export function invented(type: TokenType, after: Token | undefined, floor: number): Token {
  const offset = after === undefined ? Math.max(0, floor) : spanOf(after).end;
  return createTokenInstance(type, "", offset, offset, 0, 0, 0, 0);
}

/** The row with the edit made. */
export function apply(tokens: readonly Token[], edit: Edit, floor: number): Token[] {
  const before = tokens.slice(0, edit.at);
  if (edit.insert !== undefined) {
    const old = edit.drop >= 1 ? tokens[edit.at] : undefined;
    const token = invented(edit.insert, tokens[edit.at - 1], floor);
    if (edit.meant !== undefined && old !== undefined) {
      // a misspelt word keeps its place, so that spans stay true
      token.image = old.image;
      token.startOffset = old.startOffset;
    }
    before.push(token);
  }
  const after = tokens.slice(edit.at + edit.drop);
  return before.concat(after);
}

/** The edits around the token at `at` that the parser could not take; `expected` is what it would have taken. */
export function nearEdits(
  tokens: readonly Token[],
  at: number,
  expected: readonly TokenType[],
  text: string,
): Edit[] {
  const edits: Edit[] = [...habits(tokens, at, expected, text), ...completing(tokens, at, text)];
  // a line that begins where a clause may begin goes on with nothing
  const fresh = expected.includes(V.RBrace) && opensLine(tokens, at, text);
  const insertions = [...new Set([...expected, ...structural])];
  for (const place of [at, at - 1, at + 1, at - 2]) {
    if (place < 0 || place > tokens.length) continue;
    const distance = place === at ? 0 : place === at - 1 ? 0.25 : 0.45;
    const token = tokens[place];
    for (const type of insertions) {
      const likely = expected.includes(type) && place === at ? 0 : type === V.LessEqual ? 0.3 : 0.1;
      const goesOn = fresh && place <= at && type !== V.RBrace && !isKeyword(type) ? 1 : 0;
      edits.push({ at: place, drop: 0, insert: type, cost: 1 + distance + likely + goesOn });
    }
    if (token === undefined) continue;
    // without its first word, or the last one before it, the rest of a line would go on with the line before
    const joins = fresh && place <= at && (place < at || !opensLine(tokens, at + 1, text)) ? 1 : 0;
    edits.push({ at: place, drop: 1, cost: (isNeeded(tokens, token) ? 2.6 : 1.15) + distance + joins });
    const meant = misspelt(token);
    if (meant !== undefined) {
      edits.push({ at: place, drop: 1, insert: V.K(meant), meant, cost: 0.8 + distance });
    }
    if (place === at) edits.push({ at: place, drop: 1, insert: V.Quantity, cost: 2 });
    if (place === at) edits.push({ at: place, drop: 1, insert: V.Identifier, cost: 2.05 });
    if (place === at) edits.push({ at: place, drop: 1, insert: V.LessEqual, cost: 2.05 });
  }
  return edits.sort((a, b) => a.cost - b.cost);
}

function isKeyword(type: TokenType): boolean {
  return /^'\w+'/.test(type.name);
}

/** What is likelier than any slip: another word for the same, a thing of another kind where only one kind can stand. */
function habits(tokens: readonly Token[], at: number, expected: readonly TokenType[], text: string): Edit[] {
  const edits: Edit[] = [];
  for (const place of [at, at - 1]) {
    for (const { drop, type } of place < 0 ? [] : synonymsAt(tokens, place)) {
      const word = spelling(type);
      if (word !== undefined)
        edits.push({ at: place, drop, insert: type, meant: word, cost: place === at ? 0.7 : 0.85 });
    }
  }
  const token = tokens[at];
  // `Equity held less than 1 year`: what is said of lots is a condition
  if (token?.tokenType === V.Roles.held) edits.push({ at, drop: 0, insert: V.K("where"), cost: 0.6 });
  const brackets = [V.LBrace, V.RBrace, V.LParen, V.RParen];
  const replaceable =
    token !== undefined &&
    !brackets.includes(token.tokenType) &&
    !starters.includes(token.image) &&
    !startsClause(tokens, at, text);
  if (replaceable && expected.length <= 3) {
    for (const type of expected)
      if (!brackets.includes(type)) edits.push({ at, drop: 1, insert: type, cost: 1.12 });
  }
  return edits;
}

/** The words that a clause never ends with: something follows, on their line as everybody writes it. */
const unfinished = new Set(
  "by to from until with buy sell keep exclude band model profile tilt tighten substitute never choose for use because per cost expect".split(
    " ",
  ),
);

/** A line that breaks off is read on into the next one, and what stands there is found wrong: its end comes first. */
function completing(tokens: readonly Token[], at: number, text: string): Edit[] {
  for (let place = at; place > Math.max(0, at - 3); place--) {
    if (!opensLine(tokens, place, text)) continue;
    const last = tokens[place - 1]?.image ?? "";
    const cash = last === "cash" && /^(?:reserve|raise)$/.test(tokens[place - 2]?.image ?? "");
    if (!cash && !unfinished.has(last)) return [];
    return [V.Identifier, V.Quantity, V.DateToken, V.StringToken].map((insert, i) => ({
      at: place,
      drop: 0,
      insert,
      completes: true,
      cost: 0.9 + 0.01 * i,
    }));
  }
  return [];
}

/** Whether the token closes what something before it opens: then it is no stray one. */
function isNeeded(tokens: readonly Token[], token: Token): boolean {
  const opener =
    token.tokenType === V.RBrace ? V.LBrace : token.tokenType === V.RParen ? V.LParen : undefined;
  if (opener === undefined) return false;
  let open = 0;
  for (const { tokenType } of tokens) {
    if (tokenType === opener) open++;
    else if (tokenType === token.tokenType) open--;
  }
  return open >= 0;
}

function misspelt(token: Token): string | undefined {
  return token.tokenType === V.Identifier && token.image !== "" ? nearest(token.image, words) : undefined;
}

/** A clause of more tokens is not left out as a whole for what is wrong at its end. */
const longestClause = 12;

/** Dearer ones: any keyword that may be missing; or leaving out all up to where something new may begin. */
export function farEdits(tokens: readonly Token[], at: number, text: string): Edit[] {
  const edits: Edit[] = [];
  // a line that begins with a name of the author's own is no clause that lacks its first word: many words would do
  const unknown = opensLine(tokens, at, text) && tokens[at]?.tokenType === V.Identifier ? 1 : 0;
  for (const word of words) {
    edits.push({ at, drop: 0, insert: V.K(word), cost: 1.3 + unknown });
    if (at > 0) edits.push({ at: at - 1, drop: 0, insert: V.K(word), cost: 1.5 });
  }
  // a stray closer is noticed only where what it closed goes on
  let closers = 0;
  for (let place = at - 1; place >= 0 && closers < 5; place--) {
    if (tokens[place]?.tokenType !== V.RBrace) continue;
    edits.push({ at: place, drop: 1, cost: 1.25 + 0.05 * closers++ });
  }
  const clause = clauseStart(tokens, at, text);
  const froms = [...new Set([at, at - 1, at - 2, ...(at - clause < longestClause ? [clause] : [])])];
  let depth = 0;
  let stops = 0;
  for (let end = at; end <= tokens.length && stops < 14; end++) {
    const token = tokens[end];
    const previous = tokens[end - 1];
    if (end >= at && isStop(token, previous, depth, text)) {
      stops++;
      for (const start of froms) {
        // one token alone is dropped more cheaply
        if (start >= 0 && end - start > 1)
          edits.push({ at: start, drop: end - start, cost: 1.6 + 0.04 * (end - start) });
      }
      edits.push({ at, drop: end - at, insert: V.Quantity, cost: 2 + 0.04 * (end - at) });
    }
    if (token?.tokenType === V.LBrace) depth++;
    if (token?.tokenType === V.RBrace && --depth < 0) break;
  }
  return edits.sort((a, b) => a.cost - b.cost);
}

const starterSet = new Set(starters);

function isStop(token: Token | undefined, previous: Token | undefined, depth: number, text: string): boolean {
  if (token === undefined) return true;
  if (token.tokenType === V.RBrace && depth === 0) return true;
  if (depth > 0) return false;
  if (previous?.tokenType === V.RBrace || starterSet.has(token.image)) return true;
  if (token.tokenType === V.Comma || token.tokenType === V.RParen) return true;
  return previous !== undefined && /[\r\n]/.test(text.slice(spanOf(previous).end, token.startOffset));
}

/** What closes or completes a text that ends too early, the likeliest first. */
export const completions: readonly TokenType[] = [
  V.RParen,
  V.RBrace,
  V.Quantity,
  V.LessEqual,
  V.StringToken,
  V.DateToken,
  V.Identifier,
  V.LBrace,
  V.Equal,
  V.Colon,
  V.Dot,
  V.LParen,
];
