/** A trade's reasons in words and cents; over all trades they add up to the change in the total cost. */
import type { Source } from "@mandate/compiler";
import { type CheckedRow, missesIn } from "../checker/index.ts";
import { type Decimal, ZERO } from "../exact/decimal.ts";
import { decimalOf, magnitude, power } from "../exact/integer.ts";
import type { Context } from "../exact/measures.ts";
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

export function sourceText(source: Source): string {
  return `${source.file}:${source.line}`;
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

function taxText(after: Context, symbol: string): string {
  const phrases: string[] = [];
  const ofSymbol = after.realised.lots.filter((lot) => lot.symbol === symbol);
  for (const term of ["short", "long"] as const) {
    const lots = ofSymbol.filter((lot) => lot.term === term);
    const losses = lots.filter((lot) => lot.gain.isNegative()).reduce((sum, lot) => sum.plus(lot.gain), ZERO);
    const gains = lots.filter((lot) => !lot.gain.isNegative()).reduce((sum, lot) => sum.plus(lot.gain), ZERO);
    if (!losses.isZero()) phrases.push(`harvests a ${money(losses)} ${term}-term loss`);
    if (!gains.isZero()) phrases.push(`realises a ${money(gains)} ${term}-term gain`);
  }
  return phrases.join(" and ");
}

function text(
  after: Context,
  symbol: string,
  term: Term,
  parts: readonly Contribution[],
  better: boolean,
): string {
  switch (term) {
    case "drift":
      return better ? `brings ${names(parts)} closer to target` : `moves ${names(parts)} away from target`;
    case "alternates":
      return better
        ? `holds less of \`${symbol}\` in place of the preferred security`
        : `holds \`${symbol}\` in place of the preferred security`;
    case "tax":
      return taxText(after, symbol);
    case "trading":
      return "pays spread and commission";
    case "risk":
      return better ? "lowers active risk" : "adds active risk";
    case "preferences":
      return better ? `meets the preference ${names(parts)}` : `goes against the preference ${names(parts)}`;
  }
}

interface Draft {
  readonly symbol: string;
  readonly text: string;
  /** whole numbers of 10^−PLACES dollars */
  readonly value: bigint;
  readonly source?: Source;
}

function drafts(after: Context, contributions: readonly Contribution[]): Draft[] {
  const places = new Map<Source | undefined, string>();
  const placeOf = (source: Source | undefined): string => {
    const place = places.get(source) ?? (source === undefined ? "" : sourceText(source));
    places.set(source, place);
    return place;
  };
  const groups = new Map<string, Contribution[]>();
  for (const part of contributions) {
    const key = `${part.symbol} ${part.term} ${placeOf(part.source)}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [part]);
    else group.push(part);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    let value = 0n;
    for (const part of group) value += part.saved;
    const better = value >= 0n;
    const along = group
      .filter((part) => part.saved < 0n !== better)
      .sort((a, b) => compared(magnitude(b.saved), magnitude(a.saved)));
    const words = text(after, first.symbol, first.term, along.length > 0 ? along : group, better);
    const draft = { symbol: first.symbol, text: words, value };
    return [first.source === undefined ? draft : { ...draft, source: first.source }];
  });
}

function compared(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

const CENT = power(PLACES - 2);

function floorCents(value: bigint): bigint {
  const cut = value / CENT;
  return cut * CENT > value ? cut - 1n : cut;
}

interface Cents extends Omit<Draft, "value"> {
  readonly cents: bigint;
}

/** Rounds to cents so that the sum is the rounded sum: the largest remainders take what is left. */
function toCents(all: readonly Draft[]): Cents[] {
  const floors = all.map((draft) => floorCents(draft.value));
  let sum = 0n;
  let floored = 0n;
  for (const { value } of all) sum += value;
  for (const floor of floors) floored += floor;
  let left = decimalOf(sum, PLACES - 2)
    .toDecimalPlaces(0)
    .minus(floored.toString())
    .toNumber();
  const order = all
    .map((draft, at) => ({ at, remainder: draft.value - (floors[at] ?? 0n) * CENT }))
    .sort((a, b) => compared(b.remainder, a.remainder) || a.at - b.at);
  const raised = new Set<number>();
  for (const { at } of order) {
    if (left <= 0) break;
    raised.add(at);
    left -= 1;
  }
  return all.map(({ value: _exact, ...draft }, at) => ({
    ...draft,
    cents: (floors[at] ?? 0n) + (raised.has(at) ? 1n : 0n),
  }));
}

/** What a trade that costs more than it saves is for: the limit that would be missed without it. */
function requirement(after: Context, tight: readonly CheckedRow[], move: Move): Reason | undefined {
  const alone = withoutMove(after, move);
  const missed = tight.find((row) => missesIn(alone, row));
  if (missed !== undefined) {
    const name = missed.item === "" ? missed.clause.name : `${missed.clause.name}(${missed.item})`;
    return {
      text: `without it \`${name}\` would be missed`,
      value: ZERO,
      source: sourceText(missed.clause.source),
    };
  }
  return alone.portfolio.cash.isNegative()
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
  const all = movesOf(after);
  const moves = new Map(all.map((move) => [move.position.symbol, move]));
  const rounded = new Map<string, Cents[]>();
  for (const draft of toCents(drafts(after, attribute(before, after, all)))) {
    const own = rounded.get(draft.symbol);
    if (own === undefined) rounded.set(draft.symbol, [draft]);
    else own.push(draft);
  }
  const bySymbol = new Map<string, Reason[]>();
  for (const trade of after.trades) {
    const own = (rounded.get(trade.symbol) ?? [])
      .filter((draft) => draft.cents !== 0n)
      .sort((a, b) => compared(magnitude(b.cents), magnitude(a.cents)));
    const told = own.map(({ text: words, cents, source }): Reason => {
      const reason = { text: words, value: decimalOf(cents, 2) };
      return source === undefined ? reason : { ...reason, source: sourceText(source) };
    });
    let net = 0n;
    for (const { cents } of own) net += cents;
    const move = moves.get(trade.symbol);
    const needed = net < 0n && move !== undefined ? requirement(after, tight, move) : undefined;
    bySymbol.set(trade.symbol, needed === undefined ? told : [needed, ...told]);
  }
  return bySymbol;
}
