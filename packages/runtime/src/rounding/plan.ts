/** Rounded trades in the making: whole increments of each security, and which lots a sale takes. */
import { holds } from "../exact/condition.ts";
import { type Decimal, Exact, exact, ZERO } from "../exact/decimal.ts";
import { evaluate } from "../exact/expression.ts";
import type { Context } from "../exact/measures.ts";
import type { ContinuousTrade, Lowered } from "../lowering/index.ts";
import type { LotSale, Trade } from "../proposal/proposal.ts";
import { exactShares, type Grid, gridOf, nearest, sharesAt } from "./grid.ts";

/** One security that the optimum trades. */
export interface Plan {
  readonly symbol: string;
  readonly side: "buy" | "sell";
  /** the security's place in the account */
  readonly security: number;
  /** dollars a share */
  readonly price: number;
  /** the optimum's shares, before rounding */
  readonly wanted: number;
  readonly increment: Decimal;
  readonly held: Decimal;
  /** places of lots in the order in which they are sold: the optimum's, then by what they cost to sell */
  readonly lots: readonly number[];
  /** what the quantity may be */
  readonly grid: Grid;
  /** the quantity, in increments */
  readonly count: number;
}

/** Shares, in floats. */
export function quantityOf({ grid, count }: Plan): number {
  return sharesAt(grid, count);
}

/** Dollars of an increment. */
export function incrementDollars({ grid, price }: Plan): number {
  return (grid.unit / grid.scale) * price;
}

/** Shares of lots that are nearer than this are the same. */
const SAME = 1e-6;

/** The lots that the optimum sells, by how much of each; then losses, and the least gain first. */
function saleOrder(
  { frame }: Lowered,
  security: number,
  sold: ReadonlyMap<string, number>,
): readonly number[] {
  const own = frame.lotsOf[security] ?? [];
  if (own.length < 2) return own;
  const idOf = (place: number): string => frame.lots[place]?.id ?? "";
  // Sold whole, or as much as another, whatever the last bits of floats say.
  const share = (place: number): number => {
    const lot = frame.lots[place];
    return lot === undefined ? 0 : Math.round((sold.get(lot.id) ?? 0) / lot.quantity / SAME);
  };
  const gain = (place: number): number => frame.lots[place]?.gain ?? 0;
  const first = own.filter((place) => sold.has(idOf(place))).sort((a, b) => share(b) - share(a));
  const others = own
    .filter((place) => !sold.has(idOf(place)))
    .sort((a, b) => gain(a) - gain(b) || (idOf(a) < idOf(b) ? -1 : 1));
  return [...first, ...others];
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
    for (const rule of clause.rules) {
      if (rule.rule !== "minimum trade" && rule.rule !== "minimum holding") continue;
      if (clause.when !== undefined && !holds(before, clause.when)) continue;
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
function washedShares(
  { frame, situation }: Lowered,
  lots: readonly number[],
  sold: ReadonlyMap<string, number>,
): Decimal {
  if (lots.every((place) => (frame.lots[place]?.washedQuantity ?? 0) === 0)) return ZERO;
  let before = ZERO;
  let least = ZERO;
  for (const place of lots) {
    const lot = situation.account.lots[place];
    if (lot === undefined) continue;
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
function wantedOf(quantity: number, held: number, grain: number): number {
  const digits = 10 ** Math.min(15, Math.max(0, Math.ceil(-Math.log10(grain))));
  const wanted = Math.round(quantity * digits) / digits;
  return Math.abs(wanted - held) <= grain ? held : wanted;
}

/** @param amounts of an optimum, in floats, or of trades that are in whole increments already */
export function plansOf(
  lowered: Lowered,
  before: Context,
  trades: readonly ContinuousTrade[],
  amounts: "optimum" | "whole" = "optimum",
): Plan[] {
  const { frame, situation } = lowered;
  const minimums = minimumsOf(before);
  return trades.map((trade): Plan => {
    const { symbol, side } = trade;
    const day = situation.market.securities.get(symbol);
    if (day === undefined) throw new RangeError(`${symbol} has no price`);
    const security = frame.local[day.index] ?? -1;
    const price = frame.price[security] ?? 1;
    const held = before.portfolio.positions.get(day.index)?.before ?? ZERO;
    const sold = new Map(trade.lots.map((sale) => [sale.lot, sale.quantity]));
    const lots = side === "sell" ? saleOrder(lowered, security, sold) : [];
    const increment = exact(day.increment);
    const washed = washedShares(lowered, lots, sold);
    const grid = gridOf({ side, increment, held, price: exact(day.price), washed, minimums });
    const wanted =
      amounts === "whole"
        ? trade.quantity
        : wantedOf(trade.quantity, side === "sell" ? grid.held : 0, (frame.value * GRAIN) / price);
    return {
      symbol,
      side,
      security,
      price,
      wanted,
      increment,
      held,
      lots,
      grid,
      count: nearest(grid, wanted),
    };
  });
}

/**
 * Plans of nothing for what the optimum leaves alone, and for the other side of what it trades: increments of these may
 * make up for what rounding the others leaves. Not of securities with others identical to them, in taxable accounts: what
 * may be bought of those depends on what is sold (semantics.md 4).
 */
export function idlePlans(lowered: Lowered, before: Context, planned: readonly Plan[]): Plan[] {
  const { frame, partsOf, parts, draft } = lowered;
  const taken = { buy: new Uint8Array(frame.count), sell: new Uint8Array(frame.count) };
  for (const { security, side } of planned) taken[side][security] = 1;
  const groups = new Map<string, number>();
  const groupOf = (i: number): string => frame.compiled.group[frame.universe[i] ?? 0] ?? "";
  for (let i = 0; i < frame.count; i++) groups.set(groupOf(i), (groups.get(groupOf(i)) ?? 0) + 1);
  const idle: ContinuousTrade[] = [];
  for (let i = 0; i < frame.count; i++) {
    if (frame.taxable && (groups.get(groupOf(i)) ?? 0) > 1) continue;
    const nothing = { symbol: frame.symbol[i] ?? "", quantity: 0, value: 0, lots: [] };
    if (taken.buy[i] === 0 && (draft.most[i] ?? 0) > 0) idle.push({ ...nothing, side: "buy" });
    const sellable = (partsOf[i] ?? []).some((part) => (draft.upper[parts[part]?.column ?? -1] ?? 0) > 0);
    if (taken.sell[i] === 0 && sellable) idle.push({ ...nothing, side: "sell" });
  }
  return plansOf(lowered, before, idle);
}

/** For each plan, the plan of the other side of its security, of which one must be nothing; -1 for none. */
export function otherSides(plans: readonly Plan[]): readonly number[] {
  const places = { buy: new Map<number, number>(), sell: new Map<number, number>() };
  plans.forEach(({ security, side }, at) => {
    places[side].set(security, at);
  });
  return plans.map(({ security, side }) => places[side === "buy" ? "sell" : "buy"].get(security) ?? -1);
}

export function withCount(plan: Plan, count: number): Plan {
  return { ...plan, count };
}

/** Sells lots in the plan's order until the quantity is reached. */
function salesOf({ situation }: Lowered, lots: readonly number[], quantity: Decimal): LotSale[] {
  const sales: LotSale[] = [];
  let left = quantity;
  for (const place of lots) {
    if (left.isZero()) break;
    const lot = situation.account.lots[place];
    if (lot === undefined) continue;
    const held = exact(lot.quantity);
    const sold = left.lessThan(held) ? left : held;
    sales.push({ lot: lot.id, quantity: sold });
    left = left.minus(sold);
  }
  return sales;
}

/** Exact trades, by symbol; plans of nothing are left out. */
export function tradesOf(lowered: Lowered, plans: readonly Plan[]): Trade[] {
  return plans
    .filter(({ count }) => count > 0)
    .map((plan): Trade => {
      const { symbol, side, lots } = plan;
      const quantity = exactShares(plan.grid, plan.count, plan);
      return { symbol, side, quantity, lots: side === "sell" ? salesOf(lowered, lots, quantity) : [] };
    })
    .sort((a, b) => (a.symbol < b.symbol ? -1 : 1));
}
