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
import { limitName } from "./words.ts";

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
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return `\`${only.about}\``;
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

/** What a trade does by one term, priced by one line of a policy. */
interface Effect {
  readonly term: Term;
  readonly source: Source | undefined;
  readonly parts: Contribution[];
  /** its place among all effects */
  readonly at: number;
  /** whole numbers of 10^−PLACES dollars */
  saved: bigint;
}

function sameLine(a: Source | undefined, b: Source | undefined): boolean {
  return a === b || (a !== undefined && a.file === b?.file && a.line === b.line);
}

/** Effects in the order of their first parts, and those of each trade. */
function grouped(contributions: readonly Contribution[]): {
  readonly effects: readonly Effect[];
  readonly ofMove: ReadonlyMap<Move, readonly Effect[]>;
} {
  const effects: Effect[] = [];
  const ofMove = new Map<Move, Effect[]>();
  for (const part of contributions) {
    const { move, term, source, saved } = part;
    let own = ofMove.get(move);
    if (own === undefined) {
      own = [];
      ofMove.set(move, own);
    }
    let effect = own.find((other) => other.term === term && sameLine(other.source, source));
    if (effect === undefined) {
      effect = { term, source, parts: [], at: effects.length, saved: 0n };
      own.push(effect);
      effects.push(effect);
    }
    effect.parts.push(part);
    effect.saved += saved;
  }
  return { effects, ofMove };
}

/** The parts that are for the better, or for the worse, the weightiest first. */
function weightiest(parts: readonly Contribution[], better: boolean): readonly Contribution[] {
  const along = parts.filter(({ saved }) => saved < 0n !== better);
  along.sort((a, b) => compared(magnitude(b.saved), magnitude(a.saved)));
  return along.length > 0 ? along : parts;
}

function reasonOf(move: Move, { term, source, parts, saved }: Effect, cents: bigint): Reason {
  const better = saved >= 0n;
  const words = text(move, term, parts.length === 1 ? parts : weightiest(parts, better), better);
  const value = decimalOf(cents, 2);
  return source === undefined ? { text: words, value } : { text: words, value, source: sourceText(source) };
}

function compared(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

const CENT = power(PLACES - 2);

/** Cents cut off at the lower one, and what is above it. */
function floorCents(value: bigint): { readonly floor: bigint; readonly remainder: bigint } {
  const cut = value / CENT;
  const rest = value - cut * CENT;
  return rest < 0n ? { floor: cut - 1n, remainder: rest + CENT } : { floor: cut, remainder: rest };
}

/** To the cent, halves to the even one. */
function roundedCents(value: bigint): bigint {
  const { floor, remainder } = floorCents(value);
  const twice = 2n * remainder;
  return twice > CENT || (twice === CENT && floor % 2n !== 0n) ? floor + 1n : floor;
}

/**
 * Rounds to cents so that the sum is the rounded sum: the largest remainders take what is left.
 * @param all whole numbers of 10^−PLACES dollars
 * @returns cents, in the same order
 */
function toCents(all: readonly bigint[]): bigint[] {
  let sum = 0n;
  let floored = 0n;
  const remainders = all.map((value, at) => {
    const { floor, remainder } = floorCents(value);
    sum += value;
    floored += floor;
    return { at, floor, remainder, near: Number(remainder) };
  });
  const cents = remainders.map(({ floor }) => floor);
  const left = Number(roundedCents(sum) - floored);
  // Floats keep the order of what they differ by; where they do not differ, the whole numbers decide.
  remainders.sort((a, b) => b.near - a.near || compared(b.remainder, a.remainder) || a.at - b.at);
  for (const { at, floor } of remainders.slice(0, left)) cents[at] = floor + 1n;
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
    return {
      text: `without it \`${limitName(missed)}\` would be missed`,
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
  const { effects, ofMove } = grouped(attribute(before, after, moves));
  const cents = toCents(effects.map(({ saved }) => saved));
  const centsOf = ({ at }: Effect): bigint => cents[at] ?? 0n;
  const bySymbol = new Map<string, Reason[]>();
  for (const move of moves) {
    const own = (ofMove.get(move) ?? []).filter((effect) => centsOf(effect) !== 0n);
    own.sort((a, b) => compared(magnitude(centsOf(b)), magnitude(centsOf(a))));
    let net = 0n;
    for (const effect of own) net += centsOf(effect);
    const because = own.map((effect) => reasonOf(move, effect, centsOf(effect)));
    const needed = net < 0n ? requirement(after, tight, move) : undefined;
    bySymbol.set(move.position.symbol, needed === undefined ? because : [needed, ...because]);
  }
  return bySymbol;
}
