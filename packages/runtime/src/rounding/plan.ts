/** Rounded trades in the making: whole increments of each security, and which lots a sale takes. */
import type { Lot } from "../account/book.ts";
import type { Situation } from "../account/situation.ts";
import { type Decimal, exact, ZERO } from "../exact/decimal.ts";
import type { ContinuousTrade } from "../lowering/index.ts";
import type { LotSale, Trade } from "../proposal/proposal.ts";

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
  /** lots in the order in which they are sold: the optimum's, then by what they cost to sell */
  readonly lots: readonly Lot[];
  readonly quantity: Decimal;
}

/** Below this share of an increment the optimum is taken to mean a multiple of it: floats are no finer. */
const SNAP = "1e-6";

function lotsOf(situation: Situation, symbol: string): readonly Lot[] {
  return situation.account.lots.filter((lot) => lot.symbol === symbol);
}

/** Tax per dollar of a lot, for the order beyond what the optimum sells: losses first, then the least gain. */
function taxOrder(price: Decimal, lots: readonly Lot[]): Lot[] {
  const gain = (lot: Lot): Decimal => price.minus(exact(lot.unitCost));
  return [...lots].sort((a, b) => gain(a).comparedTo(gain(b)) || (a.id < b.id ? -1 : 1));
}

function saleOrder(situation: Situation, trade: ContinuousTrade, price: Decimal): Lot[] {
  const own = lotsOf(situation, trade.symbol);
  const taken = new Map(trade.lots.map((sale) => [sale.lot, sale.quantity]));
  const share = (lot: Lot): number => (taken.get(lot.id) ?? 0) / Number(lot.quantity);
  const first = own.filter((lot) => taken.has(lot.id)).sort((a, b) => share(b) - share(a));
  return [
    ...first,
    ...taxOrder(
      price,
      own.filter((lot) => !taken.has(lot.id)),
    ),
  ];
}

export function plansOf(situation: Situation, trades: readonly ContinuousTrade[]): Plan[] {
  return trades.map((trade) => {
    const security = situation.market.securities.get(trade.symbol);
    if (security === undefined) throw new RangeError(`${trade.symbol} has no price`);
    const price = exact(security.price);
    const held = lotsOf(situation, trade.symbol).reduce((sum, lot) => sum.plus(exact(lot.quantity)), ZERO);
    const lots = trade.side === "sell" ? saleOrder(situation, trade, price) : [];
    const plan = {
      symbol: trade.symbol,
      side: trade.side,
      wanted: exact(trade.quantity),
      price,
      increment: exact(security.increment),
      held,
      lots,
      quantity: ZERO,
    };
    return withQuantity(plan, nearest(plan));
  });
}

/** The multiple of the increment, or the whole position, that is nearest to what the optimum wants. */
function nearest(plan: Plan): Decimal {
  const below = floorOf(plan, plan.wanted);
  const above = stepUp({ ...plan, quantity: below });
  return plan.wanted.minus(below).lessThan(above.minus(plan.wanted)) ? below : above;
}

function floorOf(plan: Plan, shares: Decimal): Decimal {
  if (plan.side === "sell" && shares.greaterThanOrEqualTo(plan.held)) return plan.held;
  const units = shares.dividedBy(plan.increment);
  const near = units.toDecimalPlaces(0);
  const whole = units.minus(near).abs().lessThan(SNAP) ? near : units.floor();
  return whole.times(plan.increment);
}

/** The next quantity up: one increment more, or the whole position. */
export function stepUp(plan: Plan): Decimal {
  const next = plan.quantity.dividedBy(plan.increment).floor().plus(1).times(plan.increment);
  return plan.side === "sell" && next.greaterThan(plan.held) ? plan.held : next;
}

/** The next quantity down; not below none. */
export function stepDown(plan: Plan): Decimal {
  const next = plan.quantity.dividedBy(plan.increment).ceil().minus(1).times(plan.increment);
  return next.isNegative() ? ZERO : next;
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
