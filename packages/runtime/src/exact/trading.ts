/** The account after trades: which lots they take, what they pay. */
import type { ObjectiveIR } from "@mandate/compiler";
import type { DaySecurity } from "../account/book.ts";
import type { Situation } from "../account/situation.ts";
import type { Trade } from "../proposal/proposal.ts";
import { added, type Decimal, exact, ZERO } from "./decimal.ts";
import { securityOf, untouched } from "./held.ts";
import { decimalOf, minus, NOTHING, plus, product, type Scaled, scaledOf } from "./integer.ts";
import { ImpossibleTrade, type LotState, type Portfolio, type Position } from "./portfolio.ts";

/** What is done in one security. */
interface Traded {
  readonly security: DaySecurity;
  readonly before: Position;
  lots: LotState[] | undefined;
  bought: Decimal;
  sold: Decimal;
}

function sell(traded: Traded, trade: Trade, quantity: Decimal): void {
  const lots = traded.lots ?? [...traded.before.lots];
  traded.lots = lots;
  let fromLots = ZERO;
  for (const sale of trade.lots) {
    const shares = exact(sale.quantity);
    const at = lots.findIndex(({ lot }) => lot.id === sale.lot);
    const state = lots[at];
    if (state === undefined) {
      throw new ImpossibleTrade(`the account has no lot \`${sale.lot}\` of \`${trade.symbol}\` to sell`);
    }
    const sold = added(state.sold, shares);
    if (sold.greaterThan(state.held)) {
      throw new ImpossibleTrade(`lot \`${sale.lot}\` of \`${trade.symbol}\` has fewer shares than are sold`);
    }
    lots[at] = { lot: state.lot, held: state.held, sold };
    fromLots = added(fromLots, shares);
  }
  if (!fromLots.equals(quantity)) {
    throw new ImpossibleTrade(
      `a sale of ${quantity.toFixed()} \`${trade.symbol}\` names ${fromLots.toFixed()} shares of lots`,
    );
  }
  traded.sold = added(traded.sold, quantity);
}

function apply(traded: Traded, trade: Trade): void {
  const quantity = exact(trade.quantity);
  if (!quantity.isPositive() || quantity.isZero()) {
    throw new ImpossibleTrade(`a trade in \`${trade.symbol}\` of ${quantity.toFixed()} shares is no trade`);
  }
  if (trade.side === "buy") traded.bought = added(traded.bought, quantity);
  else sell(traded, trade, quantity);
}

/** What trading costs under one objective. */
interface Charges {
  readonly ticket: Scaled;
  readonly commission: Decimal;
  /** half the spread and commission, of each dollar traded; by security, once each */
  readonly rates: WeakMap<DaySecurity, Scaled>;
}

const chargesOf = new WeakMap<ObjectiveIR, Charges>();

function charges(objective: ObjectiveIR): Charges {
  let known = chargesOf.get(objective);
  if (known === undefined) {
    const { ticket = "0", commission = "0" } = objective.trading ?? {};
    known = { ticket: scaledOf(exact(ticket)), commission: exact(commission), rates: new WeakMap() };
    chargesOf.set(objective, known);
  }
  return known;
}

function rateOf({ commission, rates }: Charges, security: DaySecurity): Scaled {
  let rate = rates.get(security);
  if (rate === undefined) {
    rate = scaledOf(exact(security.spread).dividedBy(2).plus(commission));
    rates.set(security, rate);
  }
  return rate;
}

function after({ security, before: held, lots, bought, sold }: Traded, charged: Charges): Position {
  const { symbol, index, price, before } = held;
  const each = scaledOf(price);
  const purchase = bought.isZero() ? NOTHING : product(scaledOf(bought), each);
  const sale = sold.isZero() ? NOTHING : product(scaledOf(sold), each);
  const paid = minus(purchase, sale);
  const left = sold.isZero() ? before : before.minus(sold);
  return {
    symbol,
    index,
    price,
    before,
    bought,
    sold,
    after: bought.isZero() ? left : left.plus(bought),
    lots: lots ?? held.lots,
    dollars: plus(held.dollars, paid),
    paid,
    cost: plus(product(plus(purchase, sale), rateOf(charged, security)), charged.ticket),
  };
}

/**
 * The account after the trades. What no trade touches is taken over from before them as it is.
 * @param before the account without trades
 * @throws ImpossibleTrade when a lot is missing or too small, or a security has no price
 */
export function portfolioAfter(situation: Situation, trades: readonly Trade[], before: Portfolio): Portfolio {
  if (trades.length === 0) return before;
  const { market, policy } = situation;
  const bySymbol = new Map<string, Traded>();
  for (const trade of trades) {
    const { symbol } = trade;
    let traded = bySymbol.get(symbol);
    if (traded === undefined) {
      const security = securityOf(market, symbol);
      const held = before.positions.get(security.index) ?? untouched(security, ZERO, []);
      traded = { security, before: held, lots: undefined, bought: ZERO, sold: ZERO };
      bySymbol.set(symbol, traded);
    }
    apply(traded, trade);
  }
  const positions = new Map(before.positions);
  const charged = charges(policy.objective);
  let paid = NOTHING;
  let cost = NOTHING;
  for (const traded of bySymbol.values()) {
    const position = after(traded, charged);
    positions.set(position.index, position);
    paid = plus(paid, position.paid);
    cost = plus(cost, position.cost);
  }
  const spent = plus(paid, cost);
  const traded: string[] = [];
  for (const { symbol, bought, sold } of positions.values())
    if (!bought.isZero() || !sold.isZero()) traded.push(symbol);
  return {
    value: before.value,
    cash: before.cash.minus(decimalOf(spent.n, spent.places)),
    positions,
    tradingCost: before.tradingCost.plus(decimalOf(cost.n, cost.places)),
    traded,
  };
}
