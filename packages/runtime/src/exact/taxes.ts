/** Realised gains and the tax on them (semantics.md 2 and 4). */
import type { Situation } from "../account/situation.ts";
import { firstShortDay } from "../washsales/holding.ts";
import { added, type Decimal, exact, positive, ZERO } from "./decimal.ts";
import type { LotState, Portfolio, Position } from "./portfolio.ts";

export type Term = "short" | "long";

/** One lot's sale. `gain` is what the tax return counts: a washed loss counts 0. */
export interface LotResult {
  readonly lot: string;
  readonly symbol: string;
  readonly quantity: Decimal;
  readonly term: Term;
  readonly gain: Decimal;
  /** loss that does not count, positive */
  readonly washed: Decimal;
}

/** Gains net of losses, and losses alone as positive amounts, by term. */
export interface Realised {
  readonly short: Decimal;
  readonly long: Decimal;
  readonly lossesShort: Decimal;
  readonly lossesLong: Decimal;
  readonly lots: readonly LotResult[];
}

function groupOf(situation: Situation, index: number): string {
  return situation.bundle.universe[index]?.group ?? "";
}

/** Groups with a washed part that is still held: there, no loss of a reachable lot counts yet. */
function groupsShortOfTheirWash(situation: Situation, portfolio: Portfolio): ReadonlySet<string> {
  const short = new Set<string>();
  if (situation.wash.size === 0) return short;
  for (const position of portfolio.positions.values()) {
    for (const state of position.lots) {
      const wash = situation.wash.get(state.lot.id);
      if (wash !== undefined && state.sold.lessThan(exact(wash.washed)))
        short.add(groupOf(situation, position.index));
    }
  }
  return short;
}

/** Shares of the sale whose loss counts. */
function countedShares(situation: Situation, state: LotState, shortOfWash: boolean): Decimal {
  const wash = situation.wash.get(state.lot.id);
  if (wash === undefined) return state.sold;
  return wash.reachable && shortOfWash ? ZERO : positive(state.sold.minus(exact(wash.washed)));
}

/** What a lot's sale comes to on the tax return. */
function taxed(
  situation: Situation,
  { price }: Position,
  state: LotState,
  shortOfWash: boolean,
): { readonly gain: Decimal; readonly washed: Decimal } {
  const { sold, lot } = state;
  const perShare = price.minus(exact(lot.unitCost));
  const counted = perShare.isNegative() ? countedShares(situation, state, shortOfWash) : sold;
  if (counted === sold) return { gain: perShare.times(sold), washed: ZERO };
  return { gain: perShare.times(counted), washed: perShare.times(sold.minus(counted)).abs() };
}

const UNTAXED = { gain: ZERO, washed: ZERO } as const;

/** What the sales of a run realise; all zero where the account is not taxable. */
export function realise(situation: Situation, portfolio: Portfolio): Realised {
  const taxable = situation.account.registration === "taxable";
  const shortOfWash = taxable ? groupsShortOfTheirWash(situation, portfolio) : new Set<string>();
  const longBefore = firstShortDay(situation.market.asOf);
  const sums = { short: ZERO, long: ZERO, lossesShort: ZERO, lossesLong: ZERO };
  const lots: LotResult[] = [];
  for (const position of portfolio.positions.values()) {
    const { symbol, sold } = position;
    if (sold.isZero()) continue;
    const washedShort = shortOfWash.has(groupOf(situation, position.index));
    for (const state of position.lots) {
      if (state.sold.isZero()) continue;
      const { id, acquired } = state.lot;
      const term = acquired < longBefore ? "long" : "short";
      const { gain, washed } = taxable ? taxed(situation, position, state, washedShort) : UNTAXED;
      sums[term] = added(sums[term], gain);
      if (gain.isNegative()) {
        const losses = term === "short" ? "lossesShort" : "lossesLong";
        sums[losses] = sums[losses].minus(gain);
      }
      lots.push({ lot: id, symbol, quantity: state.sold, term, gain, washed });
    }
  }
  return { ...sums, lots };
}

/** Rates and the worth of a loss left over: what the netting rule needs. */
export interface TaxRates {
  readonly short: Decimal;
  readonly long: Decimal;
  /** USD of tax per USD of unused loss: `u` of semantics.md 2 */
  readonly unused: Decimal;
}

/** T(S, L): the US netting rule (semantics.md 2, "netting"). */
export function nettedTax(rates: TaxRates, short: Decimal, long: Decimal): Decimal {
  const both = short.plus(long);
  if (!short.isNegative() && !long.isNegative()) return rates.short.times(short).plus(rates.long.times(long));
  if (both.isNegative()) return rates.unused.times(both);
  return short.isNegative() ? rates.long.times(both) : rates.short.times(both);
}

export function taxRates(situation: Situation): TaxRates {
  const long = exact(situation.account.longRate);
  const unused = situation.policy.objective.taxes?.unusedLossWorth;
  return {
    short: exact(situation.account.shortRate),
    long,
    unused: unused === undefined ? long.dividedBy(2) : exact(unused),
  };
}

/**
 * Tax of the run in USD, the objective's multiplier left out: lot by lot, or netted against the year if the
 * objective says so. With `thisYear` what is realised already is taxed too.
 */
export function taxOf(situation: Situation, realised: Realised, thisYear: boolean): Decimal {
  const { account } = situation;
  if (account.registration !== "taxable") return ZERO;
  const rates = taxRates(situation);
  const ytdShort = exact(account.ytdShort);
  const ytdLong = exact(account.ytdLong);
  if (situation.policy.objective.taxes?.netted === true) {
    const short0 = ytdShort.minus(exact(account.carryShort));
    const long0 = ytdLong.minus(exact(account.carryLong));
    const after = nettedTax(rates, short0.plus(realised.short), long0.plus(realised.long));
    return thisYear ? after : after.minus(nettedTax(rates, short0, long0));
  }
  const run = rates.short.times(realised.short).plus(rates.long.times(realised.long));
  return thisYear ? run.plus(rates.short.times(ytdShort)).plus(rates.long.times(ytdLong)) : run;
}
