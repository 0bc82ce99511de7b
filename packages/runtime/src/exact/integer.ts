/**
 * Decimals as whole numbers of some power of ten. Sums and products of them are exact and take a tenth of the time that
 * decimals take; what is reported becomes a decimal again, once.
 */
import { type Decimal, Exact } from "./decimal.ts";

/** `n` · 10^−`places` */
export interface Scaled {
  readonly n: bigint;
  readonly places: number;
}

const powers: bigint[] = [1n];

/** 10^k, k ≥ 0 */
export function power(k: number): bigint {
  for (let at = powers.length; at <= k; at++) powers.push(10n ** BigInt(at));
  return powers[k] ?? 1n;
}

/** Decimal places of a word of decimal.js's coefficient. */
const WORD = 7;
const BASE = 10_000_000;

/**
 * The decimal itself, to the last digit; `places` is a multiple of 7.
 * @throws RangeError if it is not finite
 */
export function scaledOf(value: Decimal): Scaled {
  const { d: words, e, s } = value;
  if (!value.isFinite()) throw new RangeError(`${value.toString()} is no amount`);
  let n = 0n;
  if (words.length <= 2) n = BigInt((words[0] ?? 0) * (words.length === 2 ? BASE : 1) + (words[1] ?? 0));
  else for (const word of words) n = n * 10_000_000n + BigInt(word);
  if (s < 0) n = -n;
  const shift = (Math.floor(e / WORD) - words.length + 1) * WORD;
  return shift >= 0 ? { n: n * power(shift), places: 0 } : { n, places: -shift };
}

/** The number of 10^−`places`; what is finer than that is cut off. */
export function rescaled({ n, places: from }: Scaled, places: number): bigint {
  if (places === from) return n;
  return places > from ? n * power(places - from) : n / power(from - places);
}

/** The product, exact. */
export function product(a: Scaled, b: Scaled): Scaled {
  return { n: a.n * b.n, places: a.places + b.places };
}

export function decimalOf(n: bigint, places: number): Decimal {
  return n === 0n ? new Exact(0) : new Exact(`${n}e-${places}`);
}

export function magnitude(n: bigint): bigint {
  return n < 0n ? -n : n;
}
