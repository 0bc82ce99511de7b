/** Dollars from whole cents. */
import type { Decimal } from "./decimal.ts";
import { fromWords, WORD } from "./words.ts";

/** Two digits after the point are the first two of a word of seven. */
const CENT_OF_WORD = 100_000;

/** @param cents a whole number that floats hold exactly */
export function ofCents(cents: number): Decimal {
  const all = Math.abs(cents);
  const whole = Math.floor(all / 100);
  const words = [
    Math.floor(whole / (WORD * WORD)),
    Math.floor(whole / WORD) % WORD,
    whole % WORD,
    (all - whole * 100) * CENT_OF_WORD,
  ];
  return fromWords(cents < 0, words, 1);
}
