/** Whether two values say the same, however deep: plain data, maps, sets, decimals, and what the compiler hangs on them. */
import { Decimal } from "decimal.js";

/**
 * What a thing says of where it stands: its tree, its file, its place in the bundle. `build` makes an expression of a
 * tree, and stands and falls with it.
 */
const PLACES: ReadonlySet<string> = new Set(["node", "nameNode", "span", "source", "unit", "build"]);

/** Whether a property says where its thing stands. A model's node says by a word of that name what kind it is. */
export function isPlace(key: string, value: unknown): boolean {
  return PLACES.has(key) && typeof value !== "string";
}

export type Compare = (key: string, a: unknown, b: unknown) => boolean | undefined;

/** Two values without their places. */
export function sameMeaning(a: unknown, b: unknown): boolean {
  return same(a, b, (key, one) => (isPlace(key, one) ? true : undefined));
}

/** Two values with their places. A file counts by its path and layer, for its text is in the tree; a `build` by its tree. */
export function sameThing(a: unknown, b: unknown): boolean {
  return same(a, b, (key, one, other) => {
    if (key === "build") return true;
    return key === "unit" ? same(headOf(one), headOf(other)) : undefined;
  });
}

function headOf(unit: unknown): unknown {
  if (typeof unit !== "object" || unit === null || !("path" in unit && "layer" in unit)) return unit;
  return { path: unit.path, layer: unit.layer };
}

/**
 * Functions and whatever else is no data are the same only where they are one and the same.
 * @param decided says of a property by its name whether it is the same; undefined where it is to be looked into
 */
export function same(a: unknown, b: unknown, decided: Compare = () => undefined): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Decimal.isDecimal(a) || Decimal.isDecimal(b))
    return Decimal.isDecimal(a) && Decimal.isDecimal(b) && a.equals(b) && a.isNegative() === b.isNegative();
  if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false;
  if (Array.isArray(a) && Array.isArray(b)) return sameItems(a, b, decided);
  if (a instanceof Map && b instanceof Map) return sameItems([...a], [...b], decided);
  if (a instanceof Set && b instanceof Set) return sameItems([...a], [...b], decided);
  const one = Object.entries(a);
  const other = Object.entries(b);
  return (
    one.length === other.length &&
    one.every(([key, value], place) => {
      const [otherKey, otherValue] = other[place] ?? [];
      return key === otherKey && (decided(key, value, otherValue) ?? same(value, otherValue, decided));
    })
  );
}

function sameItems(a: readonly unknown[], b: readonly unknown[], decided: Compare): boolean {
  return a.length === b.length && a.every((item, place) => same(item, b[place], decided));
}
