/** Decimals from the words of their coefficient, as decimal.js keeps them: no text is made or parsed. */
import { type Decimal, Exact } from "./decimal.ts";

/** Digits in a word of decimal.js, which has them in base ten million. */
export const WORD_DIGITS = 7;

export const WORD = 1e7;

/** Powers of ten up to a word. */
export const TENS: readonly number[] = Array.from({ length: WORD_DIGITS + 1 }, (_, at) => 10 ** at);

/** What a decimal is copied from: its sign, its exponent, its words, the highest first. */
const draft: Decimal & { s: number; e: number; d: number[] } = new Exact(1);

function digitsOf(word: number): number {
  let digits = 1;
  while (word >= (TENS[digits] ?? Number.POSITIVE_INFINITY)) digits += 1;
  return digits;
}

/**
 * The number that the words spell.
 * @param words whole numbers from 0 to 9,999,999, the highest first; zeros at either end do no harm
 * @param after how many of the words stand after the point
 */
export function fromWords(negative: boolean, words: number[], after: number): Decimal {
  let first = 0;
  while (first < words.length && words[first] === 0) first += 1;
  let end = words.length;
  while (end > first && words[end - 1] === 0) end -= 1;
  if (first === end) return new Exact(0);
  draft.s = negative ? -1 : 1;
  draft.d = end - first === words.length ? words : words.slice(first, end);
  draft.e = (words.length - first - after - 1) * WORD_DIGITS + digitsOf(words[first] ?? 0) - 1;
  return new Exact(draft);
}
