/** Decimals from whole numbers of their last digit, as a column of typed decimals has them: no text is made or parsed. */
import type { Decimal } from "decimal.js";
import { Exact } from "./decimal.ts";

/** Digits in a word of decimal.js, which has them in base ten million. */
const WORD = 1e7;
const WORD_DIGITS = 7;

const TENS = Array.from({ length: 16 }, (_, at) => 10 ** at);

/** What a decimal is copied from: its sign, its exponent, its words, the highest first. */
const draft: Decimal & { s: number; e: number; d: number[] } = new Exact(1);

function digitsOf(whole: number): number {
  let digits = 1;
  while (whole >= (TENS[digits] ?? Number.POSITIVE_INFINITY)) digits += 1;
  return digits;
}

/**
 * `value` / 10^`scale`, exactly.
 * @param value a whole number from 0 to 2^53 - 1
 * @param scale digits after the point, 0 to 7
 */
export function scaled(value: number, scale: number): Decimal {
  const unit = TENS[scale];
  if (!Number.isSafeInteger(value) || value < 0 || unit === undefined || scale > WORD_DIGITS)
    throw new RangeError(`${value} with ${scale} digits after the point is beyond what is read exactly`);
  const whole = Math.floor(value / unit);
  // Aligned to a word: 4 digits after the point are the first 4 of a word of 7.
  const rest = (value - whole * unit) * (TENS[WORD_DIGITS - scale] ?? 1);
  const words: number[] = [];
  if (whole >= WORD * WORD) words.push(Math.floor(whole / (WORD * WORD)));
  if (whole >= WORD) words.push(Math.floor(whole / WORD) % WORD);
  if (whole > 0) words.push(whole % WORD);
  if (rest > 0) words.push(rest);
  // decimal.js keeps no words of zeros at the end.
  while (words.length > 1 && words[words.length - 1] === 0) words.pop();
  if (words.length === 0) words.push(0);
  draft.s = 1;
  draft.d = words;
  draft.e = whole > 0 ? digitsOf(whole) - 1 : rest > 0 ? digitsOf(rest) - 1 - WORD_DIGITS : 0;
  return new Exact(draft);
}
