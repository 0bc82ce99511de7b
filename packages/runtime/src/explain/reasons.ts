/** A trade's reasons in words and cents; over all trades they add up to the change in the total cost. */
import type { Source } from "@mandate/compiler";
import { type CheckedRow, missesIn } from "../checker/index.ts";
import { type Decimal, exact, ZERO } from "../exact/decimal.ts";
import type { Context } from "../exact/measures.ts";
import type { Reason } from "../proposal/account.ts";
import { attribute, type Contribution, type Move, movesOf, type Term, withoutMove } from "./attribution.ts";

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
  for (const term of ["short", "long"] as const) {
    const lots = after.realised.lots.filter((lot) => lot.symbol === symbol && lot.term === term);
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
  readonly value: Decimal;
  readonly source?: Source;
}

function drafts(after: Context, contributions: readonly Contribution[]): Draft[] {
  const groups = new Map<string, Contribution[]>();
  for (const part of contributions) {
    const key = `${part.symbol} ${part.term} ${part.source === undefined ? "" : sourceText(part.source)}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [part]);
    else group.push(part);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const value = group.reduce((sum, part) => sum.plus(part.saved), ZERO);
    const better = !value.isNegative();
    const along = group
      .filter((part) => part.saved.isNegative() !== better)
      .sort((a, b) => b.saved.abs().comparedTo(a.saved.abs()));
    const words = text(after, first.symbol, first.term, along.length > 0 ? along : group, better);
    const draft = { symbol: first.symbol, text: words, value };
    return [first.source === undefined ? draft : { ...draft, source: first.source }];
  });
}

/** Rounds to cents so that the sum is the rounded sum: the largest remainders take what is left. */
function toCents(all: readonly Draft[]): Draft[] {
  const floors = all.map((draft) => draft.value.times(100).floor());
  const target = all
    .reduce((sum, draft) => sum.plus(draft.value), ZERO)
    .times(100)
    .toDecimalPlaces(0);
  let left = target.minus(floors.reduce((sum, value) => sum.plus(value), ZERO)).toNumber();
  const order = all
    .map((draft, at) => ({ at, remainder: draft.value.times(100).minus(floors[at] ?? ZERO) }))
    .sort((a, b) => b.remainder.comparedTo(a.remainder) || a.at - b.at);
  const raised = new Set<number>();
  for (const { at } of order) {
    if (left <= 0) break;
    raised.add(at);
    left -= 1;
  }
  return all.map((draft, at) => ({
    ...draft,
    value: (floors[at] ?? ZERO).plus(raised.has(at) ? 1 : 0).dividedBy(100),
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
  const rounded = new Map<string, Draft[]>();
  for (const draft of toCents(drafts(after, attribute(before, after, all)))) {
    const own = rounded.get(draft.symbol);
    if (own === undefined) rounded.set(draft.symbol, [draft]);
    else own.push(draft);
  }
  const bySymbol = new Map<string, Reason[]>();
  for (const trade of after.trades) {
    const own = (rounded.get(trade.symbol) ?? [])
      .filter((draft) => !draft.value.isZero())
      .sort((a, b) => b.value.abs().comparedTo(a.value.abs()))
      .map(({ text: words, value, source }): Reason => {
        const reason = { text: words, value };
        return source === undefined ? reason : { ...reason, source: sourceText(source) };
      });
    const net = own.reduce((sum, reason) => sum.plus(reason.value), exact(0));
    const move = moves.get(trade.symbol);
    const needed = net.isNegative() && move !== undefined ? requirement(after, tight, move) : undefined;
    bySymbol.set(trade.symbol, needed === undefined ? own : [needed, ...own]);
  }
  return bySymbol;
}
