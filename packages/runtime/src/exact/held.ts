/** The account before any trade: worked out once, its value and its positions alike. */
import type { BookAccount, DaySecurity, Market } from "../account/book.ts";
import type { Situation } from "../account/situation.ts";
import { type Decimal, exact, total, ZERO } from "./decimal.ts";
import { decimalOf, NOTHING, plus, product, scaledOf } from "./integer.ts";
import { ImpossibleTrade, type LotState, type Portfolio, type Position } from "./portfolio.ts";

/** @throws ImpossibleTrade when the security has no price */
export function securityOf(market: Market, symbol: string): DaySecurity {
  const security = market.securities.get(symbol);
  if (security === undefined) throw new ImpossibleTrade(`\`${symbol}\` has no price on the day`);
  return security;
}

/** A position that no trade touches. */
export function untouched(security: DaySecurity, before: Decimal, lots: readonly LotState[]): Position {
  const { symbol, index } = security;
  const price = exact(security.price);
  const dollars = product(scaledOf(before), scaledOf(price));
  return {
    symbol,
    index,
    price,
    before,
    bought: ZERO,
    sold: ZERO,
    after: before,
    lots,
    dollars,
    paid: NOTHING,
    cost: NOTHING,
  };
}

/** Positions by index into the universe, in the order of the account's lots. */
type Positions = ReadonlyMap<number, Position>;

const known = new WeakMap<BookAccount, { readonly market: Market; readonly positions: Positions }>();

function heldPositions(account: BookAccount, market: Market): Positions {
  const made = known.get(account);
  if (made?.market === market) return made.positions;
  const bySymbol = new Map<string, LotState[]>();
  for (const lot of account.lots) {
    const state = { lot, held: exact(lot.quantity), sold: ZERO };
    const lots = bySymbol.get(lot.symbol);
    if (lots === undefined) bySymbol.set(lot.symbol, [state]);
    else lots.push(state);
  }
  const positions = new Map<number, Position>();
  for (const [symbol, lots] of bySymbol) {
    const security = securityOf(market, symbol);
    positions.set(security.index, untouched(security, total(lots.map(({ held }) => held)), lots));
  }
  known.set(account, { market, positions });
  return positions;
}

/**
 * V: what is held and cash, before trading, USD.
 * @throws ImpossibleTrade when a security that is held has no price
 */
export function worth(account: BookAccount, market: Market): Decimal {
  let held = NOTHING;
  for (const { dollars } of heldPositions(account, market).values()) held = plus(held, dollars);
  return exact(account.cash).plus(decimalOf(held.n, held.places));
}

/**
 * The account without trades.
 * @throws ImpossibleTrade when a security that is held has no price
 */
export function untraded({ account, market, value }: Situation): Portfolio {
  const positions = heldPositions(account, market);
  return { value: exact(value), cash: exact(account.cash), positions, tradingCost: ZERO, traded: [] };
}
