/** A trade's reasons in words and cents; over all trades they add up to the change in the total cost. */
import type { Source } from "@mandate/compiler";
import { type CheckedRow, missesIn } from "../checker/index.ts";
import { type Decimal, ZERO } from "../exact/decimal.ts";
import { decimalOf, magnitude, power } from "../exact/integer.ts";
import type { Context } from "../exact/measures.ts";
import { cashWithout } from "../exact/portfolio.ts";
import { securitiesRead } from "../exact/reads.ts";
import type { Reason } from "../proposal/account.ts";
import {
  attribute,
  type Contribution,
  type Move,
  movesOf,
  PLACES,
  type Term,
  withoutMove,
} from "./attribution.ts";

const sourceTexts = new WeakMap<Source, string>();

export function sourceText(source: Source): string {
  let known = sourceTexts.get(source);
  if (known === undefined) {
    known = `${source.file}:${source.line}`;
    sourceTexts.set(source, known);
  }
  return known;
}

function money(value: Decimal): string {
  const whole = value.abs().toFixed(value.abs().lessThan(100) ? 2 : 0);
  return `$${whole.replace(/\B(?=(\d{3})+(?!\d))/g, ",")}`;
}

/** At most three names, the weightiest first. */
function names(parts: readonly Contribution[]): string {
  const unique = [...new Set(parts.map((part) => part.about))];
  const shown = unique.slice(0, 3).map((name) => `\`${name}\``);
  const more = unique.length - shown.length;
  return `${shown.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

function taxText({ results }: Move): string {
  const phrases: string[] = [];
  for (const term of ["short", "long"] as const) {
    let losses = ZERO;
    let gains = ZERO;
    for (const result of results) {
      if (result.term !== term) continue;
      if (result.gain.isNegative()) losses = losses.plus(result.gain);
      else gains = gains.plus(result.gain);
    }
    if (!losses.isZero()) phrases.push(`harvests a ${money(losses)} ${term}-term loss`);
    if (!gains.isZero()) phrases.push(`realises a ${money(gains)} ${term}-term gain`);
  }
  return phrases.join(" and ");
}

function text(move: Move, term: Term, parts: readonly Contribution[], better: boolean): string {
  const { symbol } = move.position;
  switch (term) {
    case "drift":
      return better ? `brings ${names(parts)} closer to target` : `moves ${names(parts)} away from target`;
    case "alternates":
      return better
        ? `holds less of \`${symbol}\` in place of the preferred security`
        : `holds \`${symbol}\` in place of the preferred security`;
    case "tax":
      return taxText(move);
    case "trading":
      return "pays spread and commission";
    case "risk":
      return better ? "lowers active risk" : "adds active risk";
    case "preferences":
      return better ? `meets the preference ${names(parts)}` : `goes against the preference ${names(parts)}`;
  }
}

interface Draft {
  readonly text: string;
  /** whole numbers of 10^−PLACES dollars */
  readonly value: bigint;
  readonly source?: Source;
}

/** What a trade has to do with one line of a policy, by one term. */
interface Group {
  readonly move: Move;
  readonly term: Term;
  readonly source: Source | undefined;
  readonly parts: Contribution[];
}

function sameLine(a: Source | undefined, b: Source | undefined): boolean {
  return a === b || (a !== undefined && a.file === b?.file && a.line === b.line);
}

/** In the order of their first parts. */
function grouped(contributions: readonly Contribution[]): Group[] {
  const groups: Group[] = [];
  const ofMove = new Map<Move, Group[]>();
  for (const part of contributions) {
    const { move, term, source } = part;
    let own = ofMove.get(move);
    if (own === undefined) {
      own = [];
      ofMove.set(move, own);
    }
    const group = own.find((other) => other.term === term && sameLine(other.source, source));
    if (group !== undefined) group.parts.push(part);
    else {
      const made = { move, term, source, parts: [part] };
      own.push(made);
      groups.push(made);
    }
  }
  return groups;
}

function drafted({ move, term, source, parts }: Group): Draft {
  let value = 0n;
  for (const { saved } of parts) value += saved;
  const better = value >= 0n;
  const along = parts
    .filter(({ saved }) => saved < 0n !== better)
    .sort((a, b) => compared(magnitude(b.saved), magnitude(a.saved)));
  const words = text(move, term, along.length > 0 ? along : parts, better);
  return source === undefined ? { text: words, value } : { text: words, value, source };
}

function compared(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

const CENT = power(PLACES - 2);

function floorCents(value: bigint): bigint {
  const cut = value / CENT;
  return cut * CENT > value ? cut - 1n : cut;
}

/** To the cent, halves to the even one. */
function roundedCents(value: bigint): bigint {
  const floor = floorCents(value);
  const twice = 2n * (value - floor * CENT);
  return twice > CENT || (twice === CENT && floor % 2n !== 0n) ? floor + 1n : floor;
}

/**
 * Rounds to cents so that the sum is the rounded sum: the largest remainders take what is left.
 * @returns cents, in the order of the drafts
 */
function toCents(all: readonly Draft[]): number[] {
  let sum = 0n;
  let floored = 0n;
  const remainders = all.map(({ value }, at) => {
    const floor = floorCents(value);
    sum += value;
    floored += floor;
    const remainder = value - floor * CENT;
    return { at, floor: Number(floor), remainder, near: Number(remainder) };
  });
  const cents = remainders.map(({ floor }) => floor);
  const left = Number(roundedCents(sum) - floored);
  // Floats keep the order of what they differ by; where they do not differ, the whole numbers decide.
  remainders.sort((a, b) => b.near - a.near || compared(b.remainder, a.remainder) || a.at - b.at);
  for (const { at, floor } of remainders.slice(0, left)) cents[at] = floor + 1;
  return cents;
}

/** Whether a row's level may change by a trade. */
function concerns({ situation }: Context, { rule, environment }: CheckedRow, { position }: Move): boolean {
  if (rule.rule !== "compare") return true;
  return securitiesRead(situation, rule.left, environment)?.has(position.index) ?? true;
}

/** What a trade that costs more than it saves is for: the limit that would be missed without it. */
function requirement(after: Context, tight: readonly CheckedRow[], move: Move): Reason | undefined {
  const concerned = tight.filter((row) => concerns(after, row, move));
  const alone = concerned.length === 0 ? after : withoutMove(after, move);
  const missed = concerned.find((row) => missesIn(alone, row));
  if (missed !== undefined) {
    const name = missed.item === "" ? missed.clause.name : `${missed.clause.name}(${missed.item})`;
    return {
      text: `without it \`${name}\` would be missed`,
      value: ZERO,
      source: sourceText(missed.clause.source),
    };
  }
  return cashWithout(after.portfolio, move.position).isNegative()
    ? { text: "without it cash would be below zero", value: ZERO }
    : undefined;
}

/**
 * Reasons by symbol, weightiest first.
 * @param tight rows that bind: among them is what a trade that costs more than it saves is for
 */
export function reasons(
  before: Context,
  after: Context,
  tight: readonly CheckedRow[],
): ReadonlyMap<string, readonly Reason[]> {
  const moves = movesOf(after);
  const groups = grouped(attribute(before, after, moves));
  const drafts = groups.map(drafted);
  const told = new Map<Move, { readonly draft: Draft; readonly cents: number }[]>();
  for (const move of moves) told.set(move, []);
  toCents(drafts).forEach((cents, at) => {
    const group = groups[at];
    const draft = drafts[at];
    if (cents !== 0 && group !== undefined && draft !== undefined)
      told.get(group.move)?.push({ draft, cents });
  });
  const bySymbol = new Map<string, Reason[]>();
  for (const [move, own] of told) {
    let net = 0;
    for (const { cents } of own) net += cents;
    const needed = net < 0 ? requirement(after, tight, move) : undefined;
    const because = own
      .sort((a, b) => Math.abs(b.cents) - Math.abs(a.cents))
      .map(({ draft: { text: words, source }, cents }): Reason => {
        const reason = { text: words, value: decimalOf(BigInt(cents), 2) };
        return source === undefined ? reason : { ...reason, source: sourceText(source) };
      });
    bySymbol.set(move.position.symbol, needed === undefined ? because : [needed, ...because]);
  }
  return bySymbol;
}
