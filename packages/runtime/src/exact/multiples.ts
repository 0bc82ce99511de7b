/**
 * How often one decimal goes into another. Both are taken as whole numbers of one power of ten, in floats where these
 * hold them exactly, which of shares and increments they nearly always do; in integers of any size where they do not.
 */
import { type Decimal, float } from "./decimal.ts";
import { rescaled, scaledOf } from "./integer.ts";
import { WORD, WORD_DIGITS } from "./words.ts";

/** `n` / `scale`, each a whole number that a float holds exactly. */
export interface Fraction {
  readonly n: number;
  readonly scale: number;
}

/** Words after the point. */
function fine({ d: words, e }: Decimal): number {
  return Math.max(0, words.length - 1 - Math.floor(e / WORD_DIGITS));
}

/** The decimal as a whole number of 10^(−7 · `words`); NaN where a float does not hold it exactly. */
function wholeAt(value: Decimal, words: number): number {
  const { d, e, s } = value;
  let n = 0;
  for (const word of d) n = n * WORD + word;
  // A product above 2^53 may be rounded, but stays above it.
  const shift = words + Math.floor(e / WORD_DIGITS) - d.length + 1;
  for (let k = 0; k < shift; k++) n *= WORD;
  return Number.isSafeInteger(n) ? s * n : Number.NaN;
}

/** What is finer than floats hold is told by its nearest float. */
export function fractionOf(value: Decimal): Fraction {
  const words = fine(value);
  const n = words <= 2 ? wholeAt(value, words) : Number.NaN;
  return Number.isNaN(n) ? { n: float(value), scale: 1 } : { n, scale: WORD ** words };
}

export interface Division {
  readonly times: number;
  /** 0 where nothing is left */
  readonly rest: number;
}

/** How often `by`, above 0, goes into a value: the whole times, towards 0. */
export function divided(value: Decimal, by: Decimal): Division {
  const words = Math.max(fine(value), fine(by));
  const n = wholeAt(value, words);
  const unit = wholeAt(by, words);
  if (!Number.isNaN(n) && !Number.isNaN(unit)) {
    // A quotient below 2^53 that is rounded up to a whole number was one: it would have to be off by 1 / n.
    const times = Math.trunc(n / unit);
    return { times, rest: n - times * unit };
  }
  const places = words * WORD_DIGITS;
  const big = rescaled(scaledOf(value), places);
  const bigUnit = rescaled(scaledOf(by), places);
  return { times: Number(big / bigUnit), rest: Number(big % bigUnit) };
}

/** ⌈value / by⌉ of what is not negative. */
export function raised({ times, rest }: Division): number {
  return rest === 0 ? times : times + 1;
}
