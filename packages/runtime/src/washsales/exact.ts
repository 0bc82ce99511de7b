import { Decimal } from "decimal.js";

/**
 * Decimals of 100 digits. Inputs have at most 18 digits before the point and 18 after it, and what is divided is put
 * back on that grid, so every sum here is exact and a split loses nothing.
 */
export const Exact = Decimal.clone({
  precision: 100,
  rounding: Decimal.ROUND_HALF_EVEN,
  toExpNeg: -40,
  toExpPos: 40,
});

export type { Decimal };

/** A number as callers have it: text is read exactly, a float as its shortest decimal text. */
export type Amount = Decimal | number | string;

export const ZERO: Decimal = new Exact(0);

const DECIMALS = 18;
const MAGNITUDE = new Exact("1e18");
const PLAIN_NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** Losses below it are what splitting a lot's cost on the grid leaves, not losses. USD. */
export const DUST: Decimal = new Exact("1e-12");

/** The exact value, or undefined where it is not a finite decimal below 1e18 with at most 18 decimals. */
export function exactAmount(amount: Amount): Decimal | undefined {
  const value = finiteAmount(amount);
  if (value === undefined || value.abs().gte(MAGNITUDE) || value.decimalPlaces() > DECIMALS) return undefined;
  return value;
}

/** The exact value, or undefined where it is not a finite decimal. */
export function finiteAmount(amount: Amount): Decimal | undefined {
  if (typeof amount === "string" && !PLAIN_NUMBER.test(amount)) return undefined;
  const value = new Exact(amount);
  return value.isFinite() ? value : undefined;
}

/** On the grid of the inputs. */
export function onGrid(value: Decimal): Decimal {
  return value.toDecimalPlaces(DECIMALS);
}

/** The part of `total` that falls on `part` of `whole`, on the grid; give the rest `total` less it. */
export function proRata(total: Decimal, part: Decimal, whole: Decimal): Decimal {
  return onGrid(total.times(part).div(whole));
}

export function sum(values: Iterable<Decimal>): Decimal {
  let total = ZERO;
  for (const value of values) total = total.plus(value);
  return total;
}
