/** Whether two values say the same, however deep: plain data, maps, sets and decimals. */
import { Decimal } from "decimal.js";

/** Functions and whatever else is no data are the same only where they are one and the same. */
export function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Decimal.isDecimal(a) || Decimal.isDecimal(b))
    return Decimal.isDecimal(a) && Decimal.isDecimal(b) && a.equals(b) && a.isNegative() === b.isNegative();
  if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false;
  if (Array.isArray(a) && Array.isArray(b)) return sameItems(a, b);
  if (a instanceof Map && b instanceof Map) return sameItems([...a], [...b]);
  if (a instanceof Set && b instanceof Set) return sameItems([...a], [...b]);
  return sameItems(Object.entries(a), Object.entries(b));
}

function sameItems(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((item, place) => same(item, b[place]));
}
