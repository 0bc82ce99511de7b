/** The parser's findings in the author's words. */
import type { TokenType } from "chevrotain";
import type { Token } from "../tokens/lex.ts";
import { stringIsClosed } from "../tokens/literals.ts";
import * as V from "../tokens/vocabulary.ts";

const phrases = new Map<TokenType, string>([
  [V.Identifier, "a name"],
  [V.Quantity, "an amount"],
  [V.DateToken, "a date such as `2026-11-20`"],
  [V.StringToken, "a text in quotation marks"],
  [V.LessEqual, "a comparison such as `<=`"],
]);

/** What a token of this type is called: “a name”, “`{`”, “`because`”. */
export function expectedWords(type: TokenType): string {
  return phrases.get(type) ?? `\`${spelling(type) ?? type.name}\``;
}

/** How a token of this type is spelt, if there is one way only. */
export function spelling(type: TokenType): string | undefined {
  const role = /^'(\w+)'/.exec(type.name)?.[1];
  if (role !== undefined) return role;
  return V.signSpellings(type)[0];
}

/** What is found, as it is quoted: a long string is cut, the end has words. */
export function foundWords(token: Token | undefined, endOfFile: boolean): string {
  if (token === undefined) return endOfFile ? "the end of the file" : "the end of the declaration";
  return token.image.length > 40 ? `${token.image.slice(0, 39)}…` : token.image;
}

const named = new Set(
  "limit prefer model sleeve menu option profile list attribute equivalents account household test".split(
    " ",
  ),
);
const clauses = new Set(
  "waive objective keep sell never choose tilt substitute exclude reserve raise tighten trade"
    .split(" ")
    .concat(
      "lot sold bought realised carrying expect prices drift taxes trading risk waivable band".split(" "),
    ),
);

/** What was being written at `index`: “limit `EquityCap`”, “`keep` clause”; empty at top level. */
export function contextAt(tokens: readonly Token[], index: number, betweenClauses: boolean): string {
  let depth = 0;
  let outside = false;
  for (let i = Math.min(index, tokens.length) - 1; i >= 0; i--) {
    const token = tokens[i] as Token;
    if (token.tokenType === V.RBrace) depth++;
    else if (token.tokenType === V.LBrace) {
      if (depth === 0) outside = true;
      else depth--;
    }
    if (depth > 0 || (betweenClauses && !outside)) continue;
    const next = tokens[i + 1];
    if (token.image === "class" && tokens[i - 1]?.image === "asset" && isName(next))
      return `asset class \`${bare(next)}\``;
    if (named.has(token.image)) {
      if (isName(next) && next !== undefined && i + 1 < index) return `${token.image} \`${bare(next)}\``;
      if (next?.tokenType === V.StringToken && next.image !== "") return `${token.image} ${next.image}`;
      if (!outside && i + 1 >= index) return token.image;
    }
    if (!outside && clauses.has(token.image) && !named.has(tokens[i - 1]?.image ?? ""))
      return `\`${token.image}\``;
    if (outside && token.image === "objective") return "objective";
  }
  return "";
}

/** The word that begins the clause in which `index` stands, or the line of its block: what its shape can be shown by. */
export function clauseAt(tokens: readonly Token[], index: number): string | undefined {
  for (let i = Math.min(index, tokens.length) - 1; i >= 0; i--) {
    const token = tokens[i] as Token;
    if (token.tokenType === V.LBrace || token.tokenType === V.RBrace) {
      if (i < index - 1) return undefined;
      continue;
    }
    // a word right behind one that gives a name is that name
    if (shaped.has(token.image) && !named.has(tokens[i - 1]?.image ?? "")) return token.image;
  }
  return undefined;
}

/** Words that begin something whose whole shape fits into a line. */
const shaped = new Set([
  ...clauses,
  ...named,
  "for",
  "each",
  "minimum",
  "asset",
  "attribute",
  "wash",
  "prices",
]);

function isName(token: Token | undefined): token is Token {
  if (token === undefined || token.image === "") return false;
  return token.tokenType === V.Identifier || token.tokenType === V.QuotedName || V.keywords.has(token.image);
}

function bare(token: Token): string {
  return token.image.replaceAll("`", "");
}

/** Whether the token is one that the lexer has already complained of as unclosed. */
export function isUnclosed(token: Token | undefined): boolean {
  if (token === undefined || token.image === "") return false;
  if (token.tokenType === V.StringToken) return !stringIsClosed(token.image);
  return token.tokenType === V.QuotedName && (token.image.length < 2 || !token.image.endsWith("`"));
}
