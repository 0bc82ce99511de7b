/** Dollars from whole cents. */
import type { Decimal } from "./decimal.ts";
import { scaled } from "./scaled.ts";

/** @param cents a whole number that floats hold exactly */
export function ofCents(cents: number): Decimal {
  const dollars = scaled(Math.abs(cents), 2);
  return cents < 0 ? dollars.negated() : dollars;
}
