/**
 * Measures in floats, with how far off they can be at most: a comparison that the error cannot change needs no decimals
 * (the filter of J. R. Shewchuk, "Adaptive precision floating-point arithmetic and fast robust geometric predicates",
 * 1997). What no estimate is given for, or what one cannot decide, is decided in exact decimals.
 */
import type { Expr } from "@mandate/compiler";
import { type Decimal, float } from "./decimal.ts";
import type { Context } from "./measures.ts";
import type { Portfolio, Position } from "./portfolio.ts";
import { type Environment, type ResolvedSet, resolveSet } from "./sets.ts";

/** The true value is within `error` of `value`. */
export interface Estimate {
  readonly value: number;
  readonly error: number;
}

/** Twice the relative error of one rounded operation: room for the rounding of the bounds themselves. */
const UNIT = Number.EPSILON;

/** Of a decimal itself. */
export function estimateOf(value: Decimal): Estimate {
  const nearest = float(value);
  return { value: nearest, error: UNIT * Math.abs(nearest) };
}

type Amount = "after" | "bought" | "sold" | "traded";

/** Dollars of one position, each of its terms within 2 · UNIT of itself. */
function dollarsOf({ price, after, bought, sold }: Position, amount: Amount): number {
  const dollars = (shares: Decimal): number => (shares.isZero() ? 0 : float(shares) * float(price));
  switch (amount) {
    case "after":
      return dollars(after);
    case "bought":
      return dollars(bought);
    case "sold":
      return dollars(sold);
    case "traded":
      return dollars(bought) + dollars(sold);
  }
}

/** A sum of n terms loses at most n roundings of the sum of their magnitudes, beside what the terms lack themselves. */
function summed(portfolio: Portfolio, set: ResolvedSet, amount: Amount): Estimate {
  const { positions } = portfolio;
  let value = 0;
  let magnitude = 0;
  let count = 0;
  const add = (position: Position | undefined): void => {
    if (position === undefined) return;
    const dollars = dollarsOf(position, amount);
    if (dollars === 0) return;
    value += dollars;
    magnitude += Math.abs(dollars);
    count += 1;
  };
  if (set.members.size < positions.size) for (const member of set.members) add(positions.get(member));
  else for (const position of positions.values()) if (set.members.has(position.index)) add(position);
  return { value, error: (count + 3) * UNIT * magnitude };
}

const amounts: Readonly<Record<string, Amount | undefined>> = {
  weight: "after",
  value: "after",
  bought: "bought",
  sold: "sold",
  traded: "traded",
};

/** An estimate of an expression; undefined for all but dollars and weights of whole sets. */
export function estimate(context: Context, expr: Expr, environment: Environment): Estimate | undefined {
  if (expr.e !== "measure" || expr.base !== undefined) return undefined;
  const amount = amounts[expr.measure];
  if (amount === undefined || expr.unit.unit === "shares") return undefined;
  const set = resolveSet(context.situation, expr.of, environment);
  if (set.filter !== undefined) return undefined;
  const { portfolio } = context;
  let { value, error } = summed(portfolio, set, amount);
  if (set.cash && amount === "after") {
    const cash = estimateOf(portfolio.cash);
    error += cash.error + UNIT * (Math.abs(value) + Math.abs(cash.value));
    value += cash.value;
  }
  if (expr.measure !== "weight" && expr.unit.unit !== "weight") return { value, error };
  const share = value / float(portfolio.value);
  return {
    value: share,
    error: (error / float(portfolio.value)) * (1 + 8 * UNIT) + 3 * UNIT * Math.abs(share),
  };
}

/** Which side of another a value is on: -1 below, 1 above, 0 where the estimates cannot tell. */
export function compareEstimates(a: Estimate, b: Estimate): -1 | 0 | 1 {
  const room = (a.error + b.error) * (1 + 8 * UNIT) + UNIT * (Math.abs(a.value) + Math.abs(b.value));
  const over = a.value - b.value;
  return over > room ? 1 : over < -room ? -1 : 0;
}
