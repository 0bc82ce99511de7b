/**
 * Decimals as whole numbers of some power of ten. Sums and products of them are exact and take a tenth of the time that
 * decimals take; what is reported becomes a decimal again, once.
 */
import type { Decimal } from "./decimal.ts";
import { fromWords, WORD, WORD_DIGITS } from "./words.ts";

/** `n` · 10^−`places` */
export interface Scaled {
  readonly n: bigint;
  readonly places: number;
}

export const NOTHING: Scaled = { n: 0n, places: 0 };

const powers: bigint[] = [1n];

/** 10^k, k ≥ 0 */
export function power(k: number): bigint {
  for (let at = powers.length; at <= k; at++) powers.push(10n ** BigInt(at));
  return powers[k] ?? 1n;
}

/**
 * The decimal itself, to the last digit; `places` is a multiple of 7.
 * @throws RangeError if it is not finite
 */
export function scaledOf(value: Decimal): Scaled {
  const { d: words, e, s } = value;
  if (!value.isFinite()) throw new RangeError(`${value.toString()} is no amount`);
  let n = 0n;
  if (words.length <= 2) n = BigInt((words[0] ?? 0) * (words.length === 2 ? WORD : 1) + (words[1] ?? 0));
  else for (const word of words) n = n * 10_000_000n + BigInt(word);
  if (s < 0) n = -n;
  const shift = (Math.floor(e / WORD_DIGITS) - words.length + 1) * WORD_DIGITS;
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

/** The sum, exact. */
export function plus(a: Scaled, b: Scaled): Scaled {
  if (b.n === 0n) return a;
  if (a.n === 0n) return b;
  if (a.places === b.places) return { n: a.n + b.n, places: a.places };
  const places = Math.max(a.places, b.places);
  return { n: rescaled(a, places) + rescaled(b, places), places };
}

export function negated({ n, places }: Scaled): Scaled {
  return { n: -n, places };
}

export function minus(a: Scaled, b: Scaled): Scaled {
  return plus(a, negated(b));
}

const TWO_WORDS = WORD * WORD;
const TWO_WORDS_WHOLE = BigInt(TWO_WORDS);
const MOST_IN_FLOATS = BigInt(Number.MAX_SAFE_INTEGER);

/** `n` · 10^−`places` as a decimal, to the last digit. */
export function decimalOf(n: bigint, places: number): Decimal {
  const after = Math.ceil(places / WORD_DIGITS);
  // Aligned to a word: four digits after the point are the first four of a word of seven.
  let rest = magnitude(n) * power(after * WORD_DIGITS - places);
  const lowest: number[] = [];
  while (rest > MOST_IN_FLOATS) {
    const two = Number(rest % TWO_WORDS_WHOLE);
    lowest.push(two % WORD, Math.floor(two / WORD));
    rest /= TWO_WORDS_WHOLE;
  }
  const highest = Number(rest);
  lowest.push(highest % WORD, Math.floor(highest / WORD) % WORD, Math.floor(highest / TWO_WORDS));
  while (lowest.length < after) lowest.push(0);
  return fromWords(n < 0n, lowest.reverse(), after);
}

export function magnitude(n: bigint): bigint {
  return n < 0n ? -n : n;
}
