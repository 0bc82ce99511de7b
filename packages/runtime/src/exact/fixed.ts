/** Decimals as text with so many places: what `toFixed` writes, read off the coefficient's words without rounding a copy. */
import type { Decimal } from "./decimal.ts";
import { TENS, WORD, WORD_DIGITS } from "./words.ts";

const MOST_PLACES = WORD_DIGITS - 1;

/**
 * What `value.toFixed(places)` gives: halves go to the even digit.
 * @param places digits after the point, 1 to 6
 */
export function fixed(value: Decimal, places: number): string {
  const { d: words, e, s } = value;
  const before = Math.floor(e / WORD_DIGITS) + 1;
  if (!value.isFinite() || before > 2 || places < 1 || places > MOST_PLACES) return value.toFixed(places);
  let whole = before < 1 ? 0 : (words[0] ?? 0);
  if (before === 2) whole = whole * WORD + (words[1] ?? 0);
  const first = before < 0 ? 0 : (words[before] ?? 0);
  const more = before < 0 || words.length > before + 1;
  const unit = TENS[WORD_DIGITS - places] ?? 1;
  let kept = Math.floor(first / unit);
  const twice = 2 * (first - kept * unit);
  if (twice > unit || (twice === unit && (more || kept % 2 === 1))) kept += 1;
  if (kept === TENS[places]) {
    kept = 0;
    whole += 1;
  }
  const sign = s < 0 && !value.isZero() ? "-" : "";
  return `${sign}${whole}.${String(kept).padStart(places, "0")}`;
}
