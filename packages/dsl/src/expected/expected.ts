/** What may stand at a place, from the parser itself: so that an editor offers what the parser takes. */
import type { TokenType } from "chevrotain";
import { parser } from "../parse.ts";
import { spelling } from "../recovery/words.ts";
import { lex, spanOf, type Token } from "../tokens/lex.ts";
import * as V from "../tokens/vocabulary.ts";

/** One thing that may come next. */
export interface Expected {
  readonly what: "word" | "sign" | "name" | "amount" | "date" | "text";
  /** how a word or sign is spelt; empty for the others */
  readonly spelling: string;
  /** the grammar's rules that would read it, outermost first: `declaration`, `account`, `clauses`, … */
  readonly rules: readonly string[];
}

export interface Expectation {
  /** what may come next; empty where the text before it is wrong within its declaration, or inside a comment or string */
  readonly next: readonly Expected[];
  /** of the declaration around the place, the last token before it last; without the word that is being written */
  readonly before: readonly Token[];
  /** where the word that is being written begins: the offset itself if there is none */
  readonly start: number;
}

/** Longer declarations than this are looked at from their last blocks only: one that long is never written by hand. */
const LONGEST = 4000;

/** What may stand at an offset, given the text before it. Never throws. */
export function expectedAt(text: string, offset: number): Expectation {
  // A word after the place gives keywords whose role hangs on their neighbour (`use NAME`) the role that they will have.
  const lexed = lex(`${text.slice(0, offset)} x`);
  const last = lexed.tokens.at(-1);
  const nothing: Expectation = { next: [], before: [], start: offset };
  if (last === undefined || last.image !== "x" || last.startOffset !== offset + 1) return nothing;
  const all = lexed.tokens.slice(0, -1);
  const written = all.at(-1);
  const inWord =
    written !== undefined &&
    spanOf(written).end === offset &&
    /^[\p{L}_`]/u.test(written.image) &&
    !closed(written);
  const tokens = inWord ? all.slice(0, -1) : all;
  const start = inWord && written !== undefined ? written.startOffset : offset;
  if (tokens.at(-1)?.tokenType === V.StringToken && !/[^\\]"$|^""$/.test(tokens.at(-1)?.image ?? ""))
    return nothing;
  const before = declarationAround(text, tokens);
  if (before.length > LONGEST || lexed.tooDeep) return { next: [], before, start };
  const paths = [
    ...parser().computeContentAssist("declaration", before),
    // A declaration that is complete may be followed by another.
    ...(before.length > 0 && complete(before) ? parser().computeContentAssist("declaration", []) : []),
  ];
  const seen = new Set<string>();
  const next: Expected[] = [];
  for (const { nextTokenType, ruleStack } of paths) {
    const expected = named(nextTokenType, ruleStack);
    const key = `${expected.what} ${expected.spelling} ${ruleStack.join(" ")}`;
    if (seen.has(key)) continue;
    seen.add(key);
    next.push(expected);
  }
  return { next, before, start };
}

function closed({ image }: Token): boolean {
  return image.length > 1 && image.startsWith("`") && image.endsWith("`");
}

function named(type: TokenType, rules: readonly string[]): Expected {
  const of = (what: Expected["what"], spelt = ""): Expected => ({ what, spelling: spelt, rules });
  if (type === V.NameLike || type === V.Identifier || type === V.QuotedName) return of("name");
  if (type === V.Quantity) return of("amount");
  if (type === V.DateToken) return of("date");
  if (type === V.StringToken) return of("text");
  const spelt = spelling(type) ?? "";
  return of(/^\w/.test(spelt) ? "word" : "sign", spelt);
}

function complete(tokens: readonly Token[]): boolean {
  const { stop, findings } = parser().run("", tokens.slice(), []);
  return stop === undefined && findings.length === 0;
}

const openers = new Set(
  "account asset attribute list sleeve model objective menu limit prefer profile waive equivalents household wash test choose tilt substitute never keep sell exclude reserve raise tighten trade".split(
    " ",
  ),
);

/**
 * The tokens of the declaration that the text breaks off in. A mistake in an earlier one is its own affair: a declaration
 * begins with one of its words outside all braces, or at a line's very beginning, whatever was left open above.
 */
function declarationAround(text: string, tokens: readonly Token[]): Token[] {
  const begins: { readonly index: number; readonly surely: boolean }[] = [];
  let depth = 0;
  for (const [index, token] of tokens.entries()) {
    if (token.tokenType === V.LBrace) depth++;
    else if (token.tokenType === V.RBrace) depth = Math.max(0, depth - 1);
    else if (openers.has(token.image)) {
      const surely = token.startOffset === 0 || /[\r\n]/.test(text[token.startOffset - 1] ?? "");
      if (surely) depth = 0;
      if (depth === 0 && tokens[index - 1]?.tokenType !== V.Dot) begins.push({ index, surely });
    }
  }
  // `waive Limit in account "1"`, `never sell`: a word that may begin a declaration may also be a part of the one before.
  let at = begins.length - 1;
  for (; at > 0 && begins[at]?.surely === false; at--) {
    const [from = 0, to = 0] = [begins[at - 1]?.index, begins[at]?.index];
    if (complete(tokens.slice(from, to))) break;
    if (parser().computeContentAssist("declaration", tokens.slice(from, to + 1)).length === 0) break;
  }
  return tokens.slice(begins[at]?.index ?? 0);
}
