/** Exact decimals: 50 digits, so that sums of money and products with weights lose nothing that a cent or 1e-9 could show. */
import { Decimal } from "decimal.js";

export const Exact = Decimal.clone({
  precision: 50,
  rounding: Decimal.ROUND_HALF_EVEN,
  toExpNeg: -40,
  toExpPos: 40,
});

export type { Decimal };

export const ZERO: Decimal = new Exact(0);
export const ONE: Decimal = new Exact(1);

/** A decimal of this precision, from text, a float or another precision. */
export function exact(value: Decimal | string | number): Decimal {
  // Decimals of every precision share one prototype: `instanceof` does not tell them apart.
  return value instanceof Exact && value.constructor === Exact ? value : new Exact(value);
}

/** The sum, without the work of adding to nothing. */
export function added(sum: Decimal, more: Decimal): Decimal {
  return sum.isZero() ? more : sum.plus(more);
}

export function total(values: Iterable<Decimal>): Decimal {
  let sum = ZERO;
  for (const value of values) sum = added(sum, value);
  return sum;
}

export function positive(value: Decimal): Decimal {
  return value.isNegative() ? ZERO : value;
}

const POWERS = Array.from({ length: 22 }, (_, k) => Number(`1e${k}`));

/** The nearest float: what `toNumber` gives, without the detour by text for what has up to fourteen digits. */
export function float(value: Decimal): number {
  const { d: words, e, s } = value;
  if (value.isFinite() && words.length <= 2 && e < 14) {
    const n = (words[0] ?? 0) * (words.length === 2 ? 10_000_000 : 1) + (words[1] ?? 0);
    const places = (words.length - 1 - Math.floor(e / 7)) * 7;
    // Both are whole numbers that floats hold exactly, so that the quotient is the nearest float.
    if (places >= 0 && places <= 21) return (s * n) / (POWERS[places] ?? 1);
  }
  return value.toNumber();
}
