/** Rounded trades in the making: whole increments of each security, and which lots a sale takes. */
import type { Lot } from "../account/book.ts";
import type { Situation } from "../account/situation.ts";
import { holds } from "../exact/condition.ts";
import { type Decimal, Exact, exact, ZERO } from "../exact/decimal.ts";
import { evaluate } from "../exact/expression.ts";
import type { Context } from "../exact/measures.ts";
import type { ContinuousTrade, Lowered } from "../lowering/index.ts";
import type { LotSale, Trade } from "../proposal/proposal.ts";
import { above, below, type Grid, gridOf, nearest, onGrid, sharesOf } from "./grid.ts";

/** One security that the optimum trades. */
export interface Plan {
  readonly symbol: string;
  readonly side: "buy" | "sell";
  /** the optimum's shares, before rounding */
  readonly wanted: Decimal;
  readonly price: Decimal;
  readonly increment: Decimal;
  /** shares held: a sale of all of them ignores the increment (semantics.md 3) */
  readonly held: Decimal;
  /** shares below which the trade is nothing or, of a sale, everything: minimum trade, and washed parts (semantics.md 3, 4) */
  readonly least: Decimal;
  /** shares of which a holding is nothing or at least so many: minimum holding */
  readonly keep: Decimal;
  /** lots in the order in which they are sold: the optimum's, then by what they cost to sell */
  readonly lots: readonly Lot[];
  /** what the quantity may be */
  readonly grid: Grid;
  readonly quantity: Decimal;
}

const lotsBySymbol = new WeakMap<readonly Lot[], ReadonlyMap<string, readonly Lot[]>>();

function lotsOf({ account }: Situation, symbol: string): readonly Lot[] {
  let known = lotsBySymbol.get(account.lots);
  if (known === undefined) {
    const grouped = new Map<string, Lot[]>();
    for (const lot of account.lots) {
      const own = grouped.get(lot.symbol);
      if (own === undefined) grouped.set(lot.symbol, [lot]);
      else own.push(lot);
    }
    known = grouped;
    lotsBySymbol.set(account.lots, known);
  }
  return known.get(symbol) ?? [];
}

/** Tax per dollar of a lot, for the order beyond what the optimum sells: losses first, then the least gain. */
function taxOrder(price: Decimal, lots: readonly Lot[]): Lot[] {
  const gain = (lot: Lot): Decimal => price.minus(exact(lot.unitCost));
  return [...lots].sort((a, b) => gain(a).comparedTo(gain(b)) || (a.id < b.id ? -1 : 1));
}

/** Shares of lots that are nearer than this are the same. */
const SAME = 1e-6;

function saleOrder(situation: Situation, trade: ContinuousTrade, price: Decimal): Lot[] {
  const own = lotsOf(situation, trade.symbol);
  const taken = new Map(trade.lots.map((sale) => [sale.lot, sale.quantity]));
  // Sold whole, or as much as another, whatever the last bits of floats say.
  const share = (lot: Lot): number => Math.round((taken.get(lot.id) ?? 0) / Number(lot.quantity) / SAME);
  const first = own.filter((lot) => taken.has(lot.id)).sort((a, b) => share(b) - share(a));
  return [
    ...first,
    ...taxOrder(
      price,
      own.filter((lot) => !taken.has(lot.id)),
    ),
  ];
}

/** Dollars below which a trade, or a holding, is not permitted. */
export interface Minimums {
  readonly trade: Decimal;
  readonly holding: Decimal;
}

/** The policy's minimums in force, USD. */
function minimumsOf(before: Context): Minimums {
  const { situation } = before;
  let trade = ZERO;
  let holding = ZERO;
  for (const clause of situation.policy.clauses) {
    if (clause.when !== undefined && !holds(before, clause.when)) continue;
    for (const rule of clause.rules) {
      if (rule.rule !== "minimum trade" && rule.rule !== "minimum holding") continue;
      const stated = evaluate(before, rule.amount) ?? ZERO;
      const dollars = rule.amount.unit.unit === "weight" ? stated.times(before.portfolio.value) : stated;
      if (rule.rule === "minimum trade") trade = Exact.max(trade, dollars);
      else holding = Exact.max(holding, dollars);
    }
  }
  return { trade, holding };
}

/**
 * Shares that have to go before any loss of the group counts: through the last lot whose washed part the optimum sells
 * whole. One share less, and all losses of the group count for nothing (semantics.md 4).
 */
function washedShares(situation: Situation, trade: ContinuousTrade, lots: readonly Lot[]): Decimal {
  const sold = new Map(trade.lots.map((sale) => [sale.lot, sale.quantity]));
  let before = ZERO;
  let least = ZERO;
  for (const lot of lots) {
    const washed = exact(situation.wash.get(lot.id)?.washed ?? ZERO);
    if (washed.greaterThan(0) && (sold.get(lot.id) ?? 0) >= washed.toNumber() * (1 - 1e-9)) {
      least = before.plus(washed);
    }
    before = before.plus(exact(lot.quantity));
  }
  return least;
}

/** Of V: an optimum's amounts are told no finer, so that the last pivots of one solver round as another's do. */
const GRAIN = 1e-8;

/** What the optimum wants, in shares, without the noise of floats; a position sold out is sold to the last share. */
function wantedOf(quantity: number, held: Decimal, grain: number): Decimal {
  if (grain === 0) return exact(quantity);
  const digits = Math.min(15, Math.max(0, Math.ceil(-Math.log10(grain))));
  const wanted = exact(quantity.toFixed(digits));
  return wanted.minus(held).abs().lessThanOrEqualTo(exact(grain)) ? held : wanted;
}

/** @param amounts of an optimum, in floats, or of trades that are in whole increments already */
export function plansOf(
  before: Context,
  trades: readonly ContinuousTrade[],
  amounts: "optimum" | "whole" = "optimum",
): Plan[] {
  const { situation } = before;
  const minimums = minimumsOf(before);
  return trades.map((trade) => {
    const security = situation.market.securities.get(trade.symbol);
    if (security === undefined) throw new RangeError(`${trade.symbol} has no price`);
    const price = exact(security.price);
    const held = lotsOf(situation, trade.symbol).reduce((sum, lot) => sum.plus(exact(lot.quantity)), ZERO);
    const lots = trade.side === "sell" ? saleOrder(situation, trade, price) : [];
    const { symbol, side } = trade;
    const increment = exact(security.increment);
    const least = Exact.max(minimums.trade.dividedBy(price), washedShares(situation, trade, lots));
    const keep = minimums.holding.dividedBy(price);
    const grid = gridOf({ side, increment, held, least, keep });
    const grain = amounts === "whole" ? 0 : situation.value.times(GRAIN).dividedBy(price).toNumber();
    const wanted = wantedOf(trade.quantity, side === "sell" ? held : ZERO, grain);
    const quantity = sharesOf(grid, nearest(grid, wanted));
    return { symbol, side, wanted, price, increment, held, least, keep, lots, grid, quantity };
  });
}

/**
 * Plans of nothing for what the optimum leaves alone, and for the other side of what it trades: increments of these may
 * make up for what rounding the others leaves. Not of securities with others identical to them, in taxable accounts: what
 * may be bought of those depends on what is sold (semantics.md 4).
 */
export function idlePlans(before: Context, lowered: Lowered, planned: readonly Plan[]): Plan[] {
  const { frame, partsOf, parts, draft } = lowered;
  const taken = new Set(planned.map(({ symbol, side }) => `${side} ${symbol}`));
  const groups = new Map<string, number>();
  const groupOf = (i: number): string => frame.compiled.group[frame.universe[i] ?? 0] ?? "";
  for (let i = 0; i < frame.count; i++) groups.set(groupOf(i), (groups.get(groupOf(i)) ?? 0) + 1);
  const idle: ContinuousTrade[] = [];
  const add = (symbol: string, side: Plan["side"]): void => {
    if (!taken.has(`${side} ${symbol}`)) idle.push({ symbol, side, quantity: 0, value: 0, lots: [] });
  };
  for (let i = 0; i < frame.count; i++) {
    const symbol = frame.symbol[i] ?? "";
    if (frame.taxable && (groups.get(groupOf(i)) ?? 0) > 1) continue;
    if ((draft.most[i] ?? 0) > 0) add(symbol, "buy");
    const sellable = (partsOf[i] ?? []).some((part) => (draft.upper[parts[part]?.column ?? -1] ?? 0) > 0);
    if (sellable) add(symbol, "sell");
  }
  return plansOf(before, idle);
}

/** For each plan, the plan of the other side of its security, of which one must be nothing; -1 for none. */
export function otherSides(plans: readonly Plan[]): readonly number[] {
  const places = new Map(plans.map(({ symbol, side }, at) => [`${side} ${symbol}`, at]));
  return plans.map(({ symbol, side }) => places.get(`${side === "buy" ? "sell" : "buy"} ${symbol}`) ?? -1);
}

/** The next permitted quantity up: an increment more, past what would be too small, or the whole position. */
export function stepUp({ grid, quantity }: Plan): Decimal {
  return sharesOf(grid, above(grid, onGrid(grid, quantity, false)));
}

/** The next permitted quantity down; nothing, where less would be too small. */
export function stepDown({ grid, quantity }: Plan): Decimal {
  return sharesOf(grid, below(grid, onGrid(grid, quantity, true)));
}

export function withQuantity(plan: Plan, quantity: Decimal): Plan {
  return { ...plan, quantity };
}

/** Sells lots in the plan's order until the quantity is reached. */
function salesOf(plan: Plan): LotSale[] {
  const sales: LotSale[] = [];
  let left = plan.quantity;
  for (const lot of plan.lots) {
    if (left.isZero()) break;
    const held = exact(lot.quantity);
    const quantity = left.lessThan(held) ? left : held;
    sales.push({ lot: lot.id, quantity });
    left = left.minus(quantity);
  }
  return sales;
}

/** Exact trades, by symbol; plans of nothing are left out. */
export function tradesOf(plans: readonly Plan[]): Trade[] {
  return plans
    .filter((plan) => plan.quantity.greaterThan(ZERO))
    .map((plan): Trade => {
      const { symbol, side, quantity } = plan;
      return { symbol, side, quantity, lots: side === "sell" ? salesOf(plan) : [] };
    })
    .sort((a, b) => (a.symbol < b.symbol ? -1 : 1));
}
