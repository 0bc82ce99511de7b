/** Decimals from whole numbers of their last digit, as a column of typed decimals has them: no text is made or parsed. */
import type { Decimal } from "decimal.js";
import { fromWords, TENS, WORD, WORD_DIGITS } from "./words.ts";

/**
 * `value` / 10^`scale`, exactly.
 * @param value a whole number from 0 to 2^53 - 1
 * @param scale digits after the point, 0 to 7
 */
export function scaled(value: number, scale: number): Decimal {
  const unit = TENS[scale];
  if (!Number.isSafeInteger(value) || value < 0 || unit === undefined)
    throw new RangeError(`${value} with ${scale} digits after the point is beyond what is read exactly`);
  const whole = Math.floor(value / unit);
  // Aligned to a word: 4 digits after the point are the first 4 of a word of 7.
  const rest = (value - whole * unit) * (TENS[WORD_DIGITS - scale] ?? 1);
  const words = [Math.floor(whole / (WORD * WORD)), Math.floor(whole / WORD) % WORD, whole % WORD, rest];
  return fromWords(false, words, 1);
}
