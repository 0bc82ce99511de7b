/** The account before and after trades, share by share. */
import type { BookAccount, Lot } from "../account/book.ts";
import type { Situation } from "../account/situation.ts";
import type { Trade } from "../proposal/proposal.ts";
import { type Decimal, exact, ZERO } from "./decimal.ts";

export interface LotState {
  readonly lot: Lot;
  readonly held: Decimal;
  readonly sold: Decimal;
}

/** One security, held or traded. Quantities in shares. */
export interface Position {
  readonly symbol: string;
  readonly index: number;
  readonly price: Decimal;
  readonly before: Decimal;
  readonly bought: Decimal;
  readonly sold: Decimal;
  readonly after: Decimal;
  readonly lots: readonly LotState[];
}

export interface Portfolio {
  /** V of semantics.md: before trading, whatever is traded */
  readonly value: Decimal;
  readonly cash: Decimal;
  readonly positions: ReadonlyMap<number, Position>;
  /** spread, commission and tickets: USD */
  readonly tradingCost: Decimal;
  /** symbols that trade */
  readonly traded: readonly string[];
}

/** A trade that the account cannot make at all, whatever its policy says. */
export class ImpossibleTrade extends Error {}

interface Gathered {
  readonly symbol: string;
  readonly lots: { lot: Lot; held: Decimal; sold: Decimal }[];
  bought: Decimal;
}

function gather(account: BookAccount): Map<string, Gathered> {
  const bySymbol = new Map<string, Gathered>();
  for (const lot of account.lots) {
    let entry = bySymbol.get(lot.symbol);
    if (entry === undefined) {
      entry = { symbol: lot.symbol, lots: [], bought: ZERO };
      bySymbol.set(lot.symbol, entry);
    }
    entry.lots.push({ lot, held: exact(lot.quantity), sold: ZERO });
  }
  return bySymbol;
}

function applyTrade(bySymbol: Map<string, Gathered>, trade: Trade): void {
  let entry = bySymbol.get(trade.symbol);
  if (entry === undefined) {
    entry = { symbol: trade.symbol, lots: [], bought: ZERO };
    bySymbol.set(trade.symbol, entry);
  }
  const quantity = exact(trade.quantity);
  if (!quantity.isPositive() || quantity.isZero()) {
    throw new ImpossibleTrade(`a trade in \`${trade.symbol}\` of ${quantity.toFixed()} shares is no trade`);
  }
  if (trade.side === "buy") {
    entry.bought = entry.bought.plus(quantity);
    return;
  }
  let fromLots = ZERO;
  for (const sale of trade.lots) {
    const state = entry.lots.find((candidate) => candidate.lot.id === sale.lot);
    if (state === undefined) {
      throw new ImpossibleTrade(`the account has no lot \`${sale.lot}\` of \`${trade.symbol}\` to sell`);
    }
    state.sold = state.sold.plus(exact(sale.quantity));
    if (state.sold.greaterThan(state.held)) {
      throw new ImpossibleTrade(`lot \`${sale.lot}\` of \`${trade.symbol}\` has fewer shares than are sold`);
    }
    fromLots = fromLots.plus(exact(sale.quantity));
  }
  if (!fromLots.equals(quantity)) {
    throw new ImpossibleTrade(
      `a sale of ${quantity.toFixed()} \`${trade.symbol}\` names ${fromLots.toFixed()} shares of lots`,
    );
  }
}

/**
 * The account after the trades.
 * @throws ImpossibleTrade when a lot is missing or too small, or a security has no price
 */
export function portfolioAfter(situation: Situation, trades: readonly Trade[]): Portfolio {
  const bySymbol = gather(situation.account);
  for (const trade of trades) applyTrade(bySymbol, trade);
  const trading = situation.policy.objective.trading;
  const commission = exact(trading?.commission ?? "0");
  const ticket = exact(trading?.ticket ?? "0");
  const positions = new Map<number, Position>();
  const traded: string[] = [];
  let cash = exact(situation.account.cash);
  let tradingCost = ZERO;
  for (const entry of bySymbol.values()) {
    const security = situation.market.securities.get(entry.symbol);
    if (security === undefined) throw new ImpossibleTrade(`\`${entry.symbol}\` has no price on the day`);
    const price = exact(security.price);
    let before = ZERO;
    let sold = ZERO;
    for (const state of entry.lots) {
      before = before.plus(state.held);
      sold = sold.plus(state.sold);
    }
    const after = before.minus(sold).plus(entry.bought);
    const dollars = sold.plus(entry.bought).times(price);
    if (!dollars.isZero()) {
      traded.push(entry.symbol);
      const half = exact(security.spread).dividedBy(2).plus(commission);
      const cost = dollars.times(half).plus(ticket);
      tradingCost = tradingCost.plus(cost);
      cash = cash.plus(sold.minus(entry.bought).times(price)).minus(cost);
    }
    positions.set(security.index, {
      symbol: entry.symbol,
      index: security.index,
      price,
      before,
      bought: entry.bought,
      sold,
      after,
      lots: entry.lots,
    });
  }
  return { value: exact(situation.value), cash, positions, tradingCost, traded };
}

/** Shares of a position that are worth anything: what `count(holdings)` counts. */
export function isHeld(position: Position): boolean {
  return position.after.greaterThan(ZERO);
}

/**
 * The same portfolio with one security's trade taken back; cheaper than to apply all the others again.
 * @param cost what that trade paid in spread, commission and ticket, USD
 */
export function withoutTrade(portfolio: Portfolio, index: number, cost: Decimal): Portfolio {
  const position = portfolio.positions.get(index);
  if (position === undefined) return portfolio;
  const untouched: Position = {
    ...position,
    bought: ZERO,
    sold: ZERO,
    after: position.before,
    lots: position.lots.map((state) => ({ ...state, sold: ZERO })),
  };
  return {
    ...portfolio,
    cash: portfolio.cash.plus(position.bought.minus(position.sold).times(position.price)).plus(cost),
    positions: new Map(portfolio.positions).set(index, untouched),
    tradingCost: portfolio.tradingCost.minus(cost),
    traded: portfolio.traded.filter((symbol) => symbol !== position.symbol),
  };
}
