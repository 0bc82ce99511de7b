/** An account's positions and cash before and after trades, share by share. */
import type { Lot } from "../account/book.ts";
import { type Decimal, ZERO } from "./decimal.ts";
import { decimalOf, minus, NOTHING, plus, type Scaled } from "./integer.ts";

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
  /** USD of what is held after the trades */
  readonly dollars: Scaled;
  /** USD bought less USD sold */
  readonly paid: Scaled;
  /** USD of spread, commission and ticket */
  readonly cost: Scaled;
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

/** Shares of a position that are worth anything: what `count(holdings)` counts. */
export function isHeld(position: Position): boolean {
  return position.after.greaterThan(ZERO);
}

/** Cash as it would be without one security's trade. */
export function cashWithout({ cash }: Portfolio, { paid, cost }: Position): Decimal {
  const spent = plus(paid, cost);
  return cash.plus(decimalOf(spent.n, spent.places));
}

/** The same portfolio with one security's trade taken back; cheaper than to apply all the others again. */
export function withoutTrade(portfolio: Portfolio, traded: Position): Portfolio {
  const { index, symbol, before, sold, lots, dollars, paid, cost } = traded;
  const untouched: Position = {
    ...traded,
    bought: ZERO,
    sold: ZERO,
    after: before,
    lots: sold.isZero() ? lots : lots.map((state) => ({ ...state, sold: ZERO })),
    dollars: minus(dollars, paid),
    paid: NOTHING,
    cost: NOTHING,
  };
  return {
    ...portfolio,
    cash: cashWithout(portfolio, traded),
    positions: new Map(portfolio.positions).set(index, untouched),
    tradingCost: portfolio.tradingCost.minus(decimalOf(cost.n, cost.places)),
    traded: portfolio.traded.filter((other) => other !== symbol),
  };
}
