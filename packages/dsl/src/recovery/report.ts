/** From repairs to findings. */
import type { SyntaxFinding } from "../finding.ts";
import { spanOf, type Token } from "../tokens/lex.ts";
import * as V from "../tokens/vocabulary.ts";
import { cover, type Span } from "../tree/index.ts";
import { type Edit, expectedTypes } from "./edits.ts";
import { opensLine, starters, startsClause } from "./segments.ts";
import { misreadSum } from "./sum.ts";
import { clauseAt, contextAt, expectedWords, foundWords, isUnclosed, spelling } from "./words.ts";

export interface Repair {
  readonly edit: Edit;
  /** the tokens that the edit was made to */
  readonly before: readonly Token[];
  /** where the parser had stopped */
  readonly at: number;
  /** the names of the tokens that it would have taken there */
  readonly expected: readonly string[];
}

const starterSet = new Set(starters);

/**
 * One finding a mistake. A repair right behind another one in its clause is its consequence, and one beside something that the lexer
 * has reported is the lexer's: neither says anything more.
 */
export function describe(
  repairs: readonly Repair[],
  text: string,
  reported: readonly number[],
): SyntaxFinding[] {
  const findings: SyntaxFinding[] = [];
  let last = -1;
  for (const repair of repairs) {
    const { edit, before, at } = repair;
    const apart = realBetween(before, last, at) >= 3 || clauseBetween(before, last, at, text);
    const first = findings.length === 0 && last < 0;
    // what completes a line says nothing of the next one
    const touched = edit.completes === true ? edit.at - 1 : edit.at;
    last = before[Math.max(touched, 0)]?.startOffset ?? text.length;
    if (!first && !apart) continue;
    const sum = misreadSum(before, at, text);
    if (sum !== undefined) {
      findings.push(sum.finding);
      last = Math.max(last, sum.end);
      continue;
    }
    if (besideReported(before, edit, text, reported)) continue;
    const said = finding(repair, text);
    if (said !== undefined) findings.push(said);
  }
  return findings;
}

/** How many tokens that someone wrote lie between the last repair's place and the next stop. */
function realBetween(tokens: readonly Token[], from: number, at: number): number {
  let count = 0;
  for (let i = Math.min(at, tokens.length) - 1; i >= 0 && count < 3; i--) {
    const token = tokens[i] as Token;
    if (token.startOffset < from) break;
    if (token.image !== "") count++;
  }
  return count;
}

/** Whether a clause begins on a line of its own after the last repair's place, up to the next stop. */
function clauseBetween(tokens: readonly Token[], from: number, at: number, text: string): boolean {
  for (let i = Math.min(at, tokens.length - 1); i > 0; i--) {
    if ((tokens[i]?.startOffset ?? 0) <= from) return false;
    if (startsClause(tokens, i, text)) return true;
  }
  return false;
}

function besideReported(
  tokens: readonly Token[],
  edit: Edit,
  text: string,
  reported: readonly number[],
): boolean {
  const previous = lastReal(tokens, edit.at);
  const next =
    tokens.slice(edit.at + edit.drop).find((token) => token.image !== "") ?? lastReal(tokens, tokens.length);
  if (isUnclosed(previous)) return true;
  if (tokens.slice(edit.at, edit.at + edit.drop).some(isUnclosed)) return true;
  const from = previous === undefined ? 0 : previous.startOffset;
  const to = next === undefined ? text.length : spanOf(next).end;
  // an unclosed string takes the brace at its line's end with it
  return reported.some((offset) => offset >= from && offset < to);
}

function lastReal(tokens: readonly Token[], before: number): Token | undefined {
  for (let i = Math.min(before, tokens.length) - 1; i >= 0; i--)
    if (tokens[i]?.image !== "") return tokens[i];
  return undefined;
}

/** What is said of a repair; undefined if it is half of another one: a brace that closes one that nobody wrote. */
function finding({ edit, before, at, expected }: Repair, text: string): SyntaxFinding | undefined {
  const old = before[edit.at];
  // where the block could have ended, no clause before belongs to the mistake
  const context = contextAt(before, edit.at, expected.includes(V.RBrace.name));
  const found = foundWords(old, text.slice(endBefore(before, before.length)).trim() === "");
  if (edit.drop > 0 && old !== undefined) {
    const span = spanOf(old);
    if (edit.meant !== undefined) {
      if (starterSet.has(edit.meant) && context === "") {
        return { code: "MDT1007", what: "unknown declaration", found, near: edit.meant, span };
      }
      const whole = cover(span, spanOf(before[edit.at + edit.drop - 1] ?? old));
      return {
        code: "MDT1009",
        what: "unexpected",
        found: text.slice(whole.start, whole.end).replace(/\s+/g, " "),
        context,
        instead: `\`${edit.meant}\``,
        insert: edit.meant,
        span: whole,
      };
    }
    if (edit.insert !== undefined) {
      const unexpected = { code: "MDT1009", what: "unexpected", found, context, span } as const;
      const instead = expectedWords(edit.insert);
      if (edit.insert === V.StringToken && /^[\w.]+$/.test(old.image))
        return {
          ...unexpected,
          instead: `a text in quotation marks, such as \`"${old.image}"\``,
          insert: `"${old.image}"`,
        };
      const word = edit.insert === V.LessEqual ? undefined : spelling(edit.insert);
      return word === undefined ? { ...unexpected, instead } : { ...unexpected, instead, insert: word };
    }
    if (old.tokenType === V.RBrace || old.tokenType === V.RParen) {
      return { code: "MDT1011", what: "stray closer", found, span };
    }
    const culprit = before[at];
    if (at > edit.at && at < edit.at + edit.drop && culprit !== undefined) {
      const written = clauseAt(before, at) ?? clauseAt(before, edit.at);
      return {
        code: "MDT1009",
        what: "unexpected",
        found: foundWords(culprit, false),
        context: contextAt(before, at, false),
        ...(written === undefined ? {} : { clause: written }),
        span: spanOf(culprit),
      };
    }
    const [wanted] = expectedTypes(expected);
    if (edit.drop > 1 && at === edit.at + edit.drop && wanted !== undefined) {
      const end = endBefore(before, at);
      return {
        code: "MDT1008",
        what: "expected",
        expected: expectedWords(wanted),
        found: foundWords(culprit, text.slice(end).trim() === ""),
        context: contextAt(before, at, false),
        span: { start: end, end },
      };
    }
    // a line of its own is no part of the clause before it; where it compares, it is the line of a limit
    const own = edit.at === at && opensLine(before, at, text);
    const compares = before[at + 1]?.tokenType === V.LParen || before[at + 1]?.tokenType === V.LessEqual;
    const clause = own ? (compares ? "limit" : undefined) : clauseAt(before, edit.at);
    const shape = clause === undefined ? {} : { clause };
    const sign = edit.drop === 1 && /^[^\w"`]+$/.test(old.image);
    return {
      code: "MDT1009",
      what: "unexpected",
      found,
      context,
      ...(sign ? { insert: "" } : {}),
      ...shape,
      span,
    };
  }
  const type = edit.insert ?? V.Identifier;
  const between = expected.includes(V.RBrace.name) && edit.at === at && opensLine(before, at, text);
  const place =
    between && type !== V.RBrace && old !== undefined ? old.startOffset : endBefore(before, edit.at);
  const span: Span = { start: place, end: place };
  if (type === V.RBrace) {
    const opener = openerOf(before, edit.at);
    if (opener?.image === "") return undefined;
    if (opener !== undefined) {
      return { code: "MDT1010", what: "unclosed brace", opener: "{", span: spanOf(opener), related: [span] };
    }
  }
  const word = type === V.LessEqual ? undefined : spelling(type);
  if (word !== undefined && starterSet.has(word) && context === "" && old !== undefined) {
    return { code: "MDT1007", what: "unknown declaration", found, span: spanOf(old) };
  }
  const either = type === V.Quantity && expected.includes(V.NameLike.name);
  const wanted = either ? "a name or an amount" : expectedWords(type);
  const base = { code: "MDT1008", what: "expected", expected: wanted, found, context, span } as const;
  if (word === undefined) return base;
  return { ...base, insert: spaced(word, text, place) };
}

/** The text to put in, with the space that keeps it apart from its neighbours. */
function spaced(word: string, text: string, at: number): string {
  const tight = /^[,:.)]$/.test(word) || at === 0;
  const before = tight || /\s/.test(text[at - 1] ?? " ") ? "" : " ";
  const behind = /^[A-Za-z0-9_`"$]/.test(text[at] ?? "") && word !== "(" && word !== "." ? " " : "";
  return before + word + behind;
}

function endBefore(tokens: readonly Token[], index: number): number {
  const previous = tokens[index - 1];
  return previous === undefined ? (tokens[0]?.startOffset ?? 0) : spanOf(previous).end;
}

/** The brace that a missing `}` at `index` would have closed. */
function openerOf(tokens: readonly Token[], index: number): Token | undefined {
  let depth = 0;
  for (let i = index - 1; i >= 0; i--) {
    const token = tokens[i] as Token;
    if (token.tokenType === V.RBrace) depth++;
    else if (token.tokenType === V.LBrace && depth-- === 0) return token;
  }
  return undefined;
}
