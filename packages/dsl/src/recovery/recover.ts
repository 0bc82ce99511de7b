/** Recovery, for texts that do not parse as they stand: declaration by declaration, each on its own. */
import type { SyntaxFinding } from "../finding.ts";
import type { MandateParser } from "../grammar/declaration.ts";
import { type Lexed, spanOf, type Token } from "../tokens/lex.ts";
import * as V from "../tokens/vocabulary.ts";
import type { Comment, Declaration } from "../tree/index.ts";
import { prune } from "./depth.ts";
import { nearest } from "./near.ts";
import { type Repaired, repair, type Work } from "./repair.ts";
import { segmentStarts, starters } from "./segments.ts";
import { foundWords } from "./words.ts";

const starterSet = new Set(starters);
/** Tokens that trial parses may take in all: about a second's worth. */
const mostTrials = 1_500_000;

/** What could be made of a text with mistakes. */
export function recover(
  grammar: MandateParser,
  text: string,
  lexed: Lexed,
  docs: readonly Comment[],
): Repaired {
  const declarations: Declaration[] = [];
  const findings: SyntaxFinding[] = [];
  const reported = lexed.findings
    .filter((finding) => finding.code !== "MDT1005")
    .map((finding) => finding.span.start);
  const work: Work = { grammar, text, docs, reported, trials: mostTrials };
  const starts = segmentStarts(text, lexed.tokens);
  starts.forEach((start, i) => {
    const whole = lexed.tokens.slice(start, starts[i + 1] ?? lexed.tokens.length);
    const before = lexed.tokens[start - 1];
    const floor = before === undefined ? -1 : spanOf(before).end;
    const tokens = lexed.tooDeep ? prune(whole, findings) : whole;
    const result = segment(work, tokens, floor);
    for (const declaration of result.declarations) declarations.push(declaration);
    for (const finding of result.findings) findings.push(finding);
  });
  return { declarations, findings };
}

/** One segment: its first word says what it is, and where it says nothing, it is read as what it nearly says. */
function segment(work: Work, tokens: Token[], floor: number): Repaired {
  const first = tokens[0];
  if (first === undefined || starterSet.has(first.image)) return repair(work, tokens, floor);
  const span = spanOf(first);
  const closers = leadingClosers(tokens);
  if (closers > 0) {
    // a run of them is one mistake
    const stray: SyntaxFinding = { code: "MDT1011", what: "stray closer", found: first.image, span };
    const rest = segment(work, tokens.slice(closers), spanOf(tokens[closers - 1] as Token).end);
    return { ...rest, findings: [stray, ...rest.findings] };
  }
  const found = foundWords(first, false);
  const near = first.tokenType === V.Identifier ? nearest(first.image, starters) : undefined;
  const unknown: SyntaxFinding =
    near === undefined
      ? { code: "MDT1007", what: "unknown declaration", found, span }
      : { code: "MDT1007", what: "unknown declaration", found, near, span };
  const silent = work.reported.includes(span.start);
  const findings = silent ? [] : [unknown];
  const read = near === undefined ? guess(work, tokens, floor) : respelt(work, tokens, near, floor);
  if (read !== undefined)
    return { declarations: read.declarations, findings: [...findings, ...read.findings] };
  return skip(work, tokens, findings);
}

function leadingClosers(tokens: readonly Token[]): number {
  const end = tokens.findIndex((token) => token.tokenType !== V.RBrace && token.tokenType !== V.RParen);
  return end < 0 ? tokens.length : end;
}

function respelt(work: Work, tokens: Token[], word: string, floor: number): Repaired | undefined {
  const token = { ...(tokens[0] as Token), tokenType: V.K(word), tokenTypeIdx: V.K(word).tokenTypeIdx ?? 0 };
  const row = [token, ...tokens.slice(1)];
  const result = repair(work, row, floor);
  return result.findings.length === 0 ? result : undefined;
}

/** The keyword is missing altogether: if only one makes sense of the rest, that one. */
function guess(work: Work, tokens: Token[], floor: number): Repaired | undefined {
  let only: Repaired | undefined;
  for (const word of starters) {
    if (work.trials <= 0) return undefined;
    const type = V.K(word);
    const at = (tokens[0] as Token).startOffset;
    const token = { image: "", startOffset: at, tokenType: type, tokenTypeIdx: type.tokenTypeIdx ?? 0 };
    work.trials -= tokens.length;
    const outcome = work.grammar.run(work.text, [token, ...tokens], work.docs, floor);
    if (outcome.stop !== undefined) continue;
    if (only !== undefined) return undefined;
    only = outcome;
  }
  return only;
}

/** Leaves out what is no declaration: to the end of its balanced braces, then to the next word that begins one. */
function skip(work: Work, tokens: Token[], findings: SyntaxFinding[]): Repaired {
  let depth = 0;
  for (let i = 1; i < tokens.length; i++) {
    const token = tokens[i] as Token;
    if (depth === 0 && starterSet.has(token.image)) {
      const outcome = work.grammar.run(
        work.text,
        tokens.slice(i),
        work.docs,
        spanOf(tokens[i - 1] as Token).end,
      );
      if (outcome.stop === undefined) {
        return { declarations: outcome.declarations, findings: [...findings, ...outcome.findings] };
      }
    }
    if (token.tokenType === V.LBrace) depth++;
    else if (token.tokenType === V.RBrace) depth = Math.max(0, depth - 1);
  }
  return { declarations: [], findings };
}
