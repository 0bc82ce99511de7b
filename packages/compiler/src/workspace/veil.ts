/** A value that says so when it is asked where it stands. */
import { Decimal } from "decimal.js";
import { isPlace } from "./same.ts";

/** The same data, of the same type; `asked` is called whenever one of its places is read, however deep it lies. */
export function veiled<T>(value: T, asked: () => void): T {
  if (typeof value !== "object" || value === null || Decimal.isDecimal(value)) return value;
  if (value instanceof Map || value instanceof Set) return value;
  if (Array.isArray(value)) return value.map((item: unknown) => veiled(item, asked)) as T;
  const veil = {};
  for (const [key, inner] of Object.entries(value)) {
    const plain = isPlace(key, inner) ? undefined : { value: veiled(inner, asked), enumerable: true };
    const get = (): unknown => {
      asked();
      return inner;
    };
    Object.defineProperty(veil, key, plain ?? { get, enumerable: true });
  }
  return veil as T;
}
