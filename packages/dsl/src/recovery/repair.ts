/**
 * Repair of one segment: where the strict parser stops, small edits are tried there, and the one that lets it go
 * furthest at the least cost is kept (least-cost repair, as Aho and Peterson 1972 do it for whole texts, here tried only
 * around the stop). So the grammar needs no productions for mistakes, a mistake gives one finding, and all that is right
 * around it keeps its meaning.
 */
import type { TokenType } from "chevrotain";
import type { SyntaxFinding } from "../finding.ts";
import type { MandateParser, Outcome } from "../grammar/declaration.ts";
import type { Token } from "../tokens/lex.ts";
import * as V from "../tokens/vocabulary.ts";
import type { Comment, Declaration } from "../tree/index.ts";
import { apply, completions, type Edit, expectedTypes, farEdits, invented, nearEdits } from "./edits.ts";
import { describe, type Repair } from "./report.ts";
import { nextLine, opensLine } from "./segments.ts";

export interface Work {
  readonly grammar: MandateParser;
  readonly text: string;
  readonly docs: readonly Comment[];
  /** offsets at which the lexer has reported something already */
  readonly reported: readonly number[];
  /** how many more tokens may be parsed in trials; then mistakes are skipped instead of repaired */
  trials: number;
}

export interface Repaired {
  readonly declarations: readonly Declaration[];
  readonly findings: readonly SyntaxFinding[];
}

/**
 * A repair that reaches this many tokens further, or into the next line's clause, is as good as one that reaches the end:
 * a mistake further on is another one, and no reason to leave out all up to it.
 */
const farEnough = 24;
/** More mistakes than this in one declaration, and the rest of it is left out. */
const mostRepairs = 200;

/** Parses `original`, repairing it as it must. `floor` is the end of the token before it, -1 if there is none. */
export function repair(work: Work, original: readonly Token[], floor: number): Repaired {
  let tokens = original.slice();
  const repairs: Repair[] = [];
  for (let round = 0; ; round++) {
    const outcome = work.grammar.run(work.text, tokens, work.docs, floor);
    if (outcome.stop === undefined) return finished(outcome, repairs, work);
    const at = stopIndex(tokens, outcome);
    const next = round < mostRepairs ? choose(work, tokens, at, outcome, floor) : undefined;
    if (next === undefined) {
      repairs.push({ edit: { at, drop: tokens.length - at, cost: 9 }, before: tokens, at, expected: [] });
      return close(work, tokens.slice(0, at), repairs, floor);
    }
    const endsEarly = at >= tokens.length && next.insert !== undefined;
    repairs.push({ edit: next, before: tokens, at, expected: outcome.stop.expected });
    tokens = apply(tokens, next, floor);
    if (endsEarly) return close(work, tokens, repairs, floor);
  }
}

/** The text ends too early: closes what is open, adds what must be there, without another word. */
function close(work: Work, row: Token[], repairs: Repair[], floor: number): Repaired {
  const tokens = row;
  for (let round = 0; round < 400; round++) {
    const outcome = work.grammar.run(work.text, tokens, work.docs, floor);
    if (outcome.stop === undefined || work.trials <= 0) return finished(outcome, repairs, work);
    const at = stopIndex(tokens, outcome);
    if (at < tokens.length) {
      // what was taken before is not taken now: give it up from there
      tokens.length = at;
      continue;
    }
    const candidates = [...completions, ...expectedTypes(outcome.stop.expected)];
    const fit = candidates.find((type) => {
      const trial = [...tokens, invented(type, tokens[tokens.length - 1], floor)];
      work.trials -= trial.length;
      const tried = work.grammar.run(work.text, trial, [], floor);
      return tried.stop === undefined || stopIndex(trial, tried) >= trial.length;
    });
    if (fit === undefined) return finished(outcome, repairs, work);
    tokens.push(invented(fit, tokens[tokens.length - 1], floor));
  }
  return finished(work.grammar.run(work.text, tokens, work.docs, floor), repairs, work);
}

function finished(outcome: Outcome, repairs: readonly Repair[], work: Work): Repaired {
  const described = describe(repairs, work.text, work.reported);
  return { declarations: outcome.declarations, findings: [...described, ...outcome.findings] };
}

function stopIndex(tokens: readonly Token[], outcome: Outcome): number {
  const token = outcome.stop?.token;
  const index = token === undefined ? -1 : tokens.indexOf(token);
  return index < 0 ? tokens.length : index;
}

function choose(
  work: Work,
  tokens: readonly Token[],
  at: number,
  outcome: Outcome,
  floor: number,
): Edit | undefined {
  const expected: TokenType[] = expectedTypes(outcome.stop?.expected ?? []);
  const shortened = abridge(work, tokens, at, outcome, floor);
  // where the clause before is incomplete, the next one is the one that begins here
  const open = outcome.stop?.expected.includes(V.RBrace.name) !== true;
  const following = nextLine(tokens, open ? at : at + 1, work.text);
  let best: Edit | undefined;
  let bestWorth = 0;
  const consider = (edits: readonly Edit[]): void => {
    for (const edit of edits) {
      // dearer ones follow: even one that reaches the end could not be worth more
      if (best !== undefined && worth(farEnough, edit.cost) <= bestWorth) return;
      if (work.trials <= 0) return;
      // what is left out before the edit, and where the trial ends: `farEnough` after it, more would count for nothing
      const { cut, already } =
        edit.at >= shortened.until ? shortened : { cut: 0, already: outcome.findings.length };
      const end = Math.max(at, edit.at + edit.drop) + farEnough + 1;
      const row = cut === 0 ? tokens : shortened.row;
      const trial = apply(row.slice(0, end - cut), { ...edit, at: edit.at - cut }, floor);
      work.trials -= trial.length;
      const tried = work.grammar.run(work.text, trial, [], floor);
      const shift = edit.drop - (edit.insert === undefined ? 0 : 1) + cut;
      const whole = end >= tokens.length;
      const stopped = tried.stop === undefined ? trial.length : stopIndex(trial, tried);
      const reach = tried.stop === undefined && whole ? Number.POSITIVE_INFINITY : stopped + shift;
      const taken = edit.insert === undefined || reach > edit.at - 1 + edit.drop;
      const progress = Math.min(farEnough, reach - Math.max(at, edit.at + edit.drop));
      const mends =
        edit.at + edit.drop <= following &&
        reach > following &&
        endsClause(work, trial.slice(0, following - shift), floor);
      const completes =
        edit.completes === true && reach > at && endsClause(work, trial.slice(0, edit.at - cut + 1), floor);
      const atEnd = reach >= tokens.length || mends || completes;
      if (!taken || (progress <= 0 && !(atEnd && taken))) continue;
      const value = worth(
        atEnd ? farEnough : progress,
        edit.cost + 1.5 * Math.max(0, tried.findings.length - already),
      );
      if (best === undefined || value > bestWorth) {
        best = edit;
        bestWorth = value;
      }
    }
  };
  consider(nearEdits(tokens, at, expected, work.text));
  if (best === undefined || bestWorth < worth(farEnough, 1.4)) consider(farEdits(tokens, at, work.text));
  return best;
}

interface Abridged {
  /** the tokens without the first of the clauses of the block that the parser stopped in */
  readonly row: readonly Token[];
  /** how many are left out, and the index from which on all are there */
  readonly cut: number;
  readonly until: number;
  /** what the parser finds in the row by itself */
  readonly already: number;
}

/**
 * Trials need the block's opening and the clauses around the stop, not all that was repaired before: else a block with
 * many mistakes would take the square of their number. Where the parser stops otherwise without the rest, all of it stays.
 */
function abridge(
  work: Work,
  tokens: readonly Token[],
  at: number,
  outcome: Outcome,
  floor: number,
): Abridged {
  const already = outcome.findings.length;
  const all: Abridged = { row: tokens, cut: 0, until: 0, already };
  const starts = lineStarts(tokens, at, work.text);
  const from = starts[0] ?? 0;
  const until = starts.at(-3) ?? 0;
  if (until <= from) return all;
  const row = [...tokens.slice(0, from), ...tokens.slice(until)];
  work.trials -= from + at - until;
  const tried = work.grammar.run(work.text, row, [], floor);
  const same =
    tried.stop?.token === outcome.stop?.token &&
    tried.stop?.expected.join() === outcome.stop?.expected.join();
  return same ? { row, cut: until - from, until, already: tried.findings.length } : all;
}

/** Where lines begin, up to `at`, in the block around it and in no block inside that. */
function lineStarts(tokens: readonly Token[], at: number, text: string): readonly number[] {
  const starts: number[] = [];
  let depth = 0;
  for (let i = Math.min(at, tokens.length - 1); i > 0; i--) {
    const type = tokens[i]?.tokenType;
    if (i < at && (type === V.RBrace || type === V.RParen)) depth++;
    else if (i < at && (type === V.LBrace || type === V.LParen)) {
      if (depth-- === 0) break;
    }
    if (depth === 0 && opensLine(tokens, i, text)) starts.unshift(i);
  }
  return starts;
}

/** Whether a clause is complete where the tokens end, so that another may follow it. */
function endsClause(work: Work, tokens: Token[], floor: number): boolean {
  work.trials -= tokens.length;
  const { stop } = work.grammar.run(work.text, tokens, [], floor);
  if (stop === undefined || tokens.includes(stop.token)) return false;
  return stop.expected.includes(V.RBrace.name);
}

function worth(progress: number, cost: number): number {
  return 0.2 * progress - cost + 10;
}
