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

function applyTrade(bySymbol: ReadonlyMap<string, Gathered>, trade: Trade): void {
  const entry = bySymbol.get(trade.symbol);
  if (entry === undefined) return;
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

/** @throws ImpossibleTrade when the security has no price */
function positionOf(situation: Situation, { symbol, lots, bought }: Gathered): Position {
  const security = situation.market.securities.get(symbol);
  if (security === undefined) throw new ImpossibleTrade(`\`${symbol}\` has no price on the day`);
  let before = ZERO;
  let sold = ZERO;
  for (const state of lots) {
    before = before.plus(state.held);
    if (!state.sold.isZero()) sold = sold.plus(state.sold);
  }
  const after = before.minus(sold).plus(bought);
  return { symbol, index: security.index, price: exact(security.price), before, bought, sold, after, lots };
}

function untraded(situation: Situation): Portfolio {
  const positions = new Map<number, Position>();
  for (const entry of gather(situation.account).values()) {
    const position = positionOf(situation, entry);
    positions.set(position.index, position);
  }
  const { value, account } = situation;
  return { value: exact(value), cash: exact(account.cash), positions, tradingCost: ZERO, traded: [] };
}

/**
 * The account after the trades. What no trade touches is taken over from before them as it is.
 * @param before the account without trades, where it is known already
 * @throws ImpossibleTrade when a lot is missing or too small, or a security has no price
 */
export function portfolioAfter(
  situation: Situation,
  trades: readonly Trade[],
  before = untraded(situation),
): Portfolio {
  if (trades.length === 0) return before;
  const bySymbol = new Map<string, Gathered>();
  for (const { symbol } of trades) {
    if (bySymbol.has(symbol)) continue;
    const held = before.positions.get(situation.market.securities.get(symbol)?.index ?? -1);
    const lots = (held?.lots ?? []).map((state) => ({ ...state }));
    bySymbol.set(symbol, { symbol, lots, bought: ZERO });
  }
  for (const trade of trades) applyTrade(bySymbol, trade);
  const trading = situation.policy.objective.trading;
  const commission = exact(trading?.commission ?? "0");
  const ticket = exact(trading?.ticket ?? "0");
  const positions = new Map(before.positions);
  let { cash, tradingCost } = before;
  for (const entry of bySymbol.values()) {
    const position = positionOf(situation, entry);
    const { index, symbol, price, sold, bought } = position;
    positions.set(index, position);
    const half = exact(situation.market.securities.get(symbol)?.spread ?? ZERO).dividedBy(2);
    const cost = sold.plus(bought).times(price).times(half.plus(commission)).plus(ticket);
    tradingCost = tradingCost.plus(cost);
    cash = cash.plus(sold.minus(bought).times(price)).minus(cost);
  }
  const traded: string[] = [];
  for (const { symbol, bought, sold } of positions.values())
    if (!bought.isZero() || !sold.isZero()) traded.push(symbol);
  return { value: before.value, cash, positions, tradingCost, traded };
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
