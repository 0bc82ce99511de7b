/** A `sum` whose parts stand the wrong way round, or that does not say what it adds up over. */
import type { SyntaxFinding } from "../finding.ts";
import { spanOf, type Token } from "../tokens/lex.ts";
import * as V from "../tokens/vocabulary.ts";
import { contextAt } from "./words.ts";

interface Misread {
  readonly finding: SyntaxFinding;
  /** where the sum ends: what is wrong up to there is a consequence */
  readonly end: number;
}

/**
 * `sum(weight(s): s in Tech)`, `sum(weight(s) for s in Tech)`, `sum(weight(AAPL): MSFT)`: the parser takes the measure's
 * name for the variable, and stops at the bracket behind it. Any token put in there would make another mistake of it.
 */
export function misreadSum(tokens: readonly Token[], at: number, text: string): Misread | undefined {
  const stop = tokens[at];
  if (stop?.tokenType !== V.LParen && stop?.tokenType !== V.RParen) return undefined;
  if (tokens[at - 3]?.tokenType !== V.Roles.sum || tokens[at - 2]?.tokenType !== V.LParen) return undefined;
  const first = tokens[at - 1];
  const close = closerOf(tokens, at - 2);
  const last = tokens[close - 1];
  if (first === undefined || last === undefined || first.image === "") return undefined;
  const end = spanOf(last).end;
  const span = { start: first.startOffset, end };
  const turned = turnedRound(tokens, at - 1, close, text);
  if (turned === undefined) {
    const expected = "what to add up over and a colon, as in `s in Tech:`,";
    const point = { start: span.start, end: span.start };
    const found = first.image;
    return {
      end,
      finding: { code: "MDT1008", what: "expected", expected, found, context: "a `sum`", span: point },
    };
  }
  return {
    end,
    finding: {
      code: "MDT1009",
      what: "unexpected",
      found: text.slice(span.start, span.end).replace(/\s+/g, " "),
      context: contextAt(tokens, at, false),
      instead: `\`${turned}\``,
      insert: turned,
      span,
    },
  };
}

/** The index of the bracket that closes the one at `open`; of nothing where a brace or the end comes first. */
function closerOf(tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let i = open; i < tokens.length; i++) {
    const type = tokens[i]?.tokenType;
    if (type === V.LParen) depth++;
    else if (type === V.RParen && --depth === 0) return i;
    else if (type === V.RBrace) break;
  }
  return -1;
}

/** `s in Tech: weight(s)` of `weight(s): s in Tech` or `weight(s) for each s in Tech` */
function turnedRound(tokens: readonly Token[], from: number, to: number, text: string): string | undefined {
  let depth = 0;
  for (let i = from; i < to; i++) {
    const token = tokens[i] as Token;
    if (token.tokenType === V.LParen) depth++;
    else if (token.tokenType === V.RParen) depth--;
    if (depth > 0 || (token.tokenType !== V.Colon && token.image !== "for")) continue;
    const variable = tokens[i + 1]?.image === "each" ? i + 2 : i + 1;
    if (tokens[variable + 1]?.image !== "in" || variable + 2 >= to) return undefined;
    const over = between(tokens, variable, to, text);
    return `${over}: ${between(tokens, from, i, text)}`;
  }
  return undefined;
}

function between(tokens: readonly Token[], from: number, to: number, text: string): string {
  const [first, last] = [tokens[from], tokens[to - 1]];
  if (first === undefined || last === undefined) return "";
  return text.slice(first.startOffset, spanOf(last).end);
}
