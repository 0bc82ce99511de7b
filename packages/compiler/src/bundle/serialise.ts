/** A bundle as canonical JSON: equal bundles, equal bytes. */
import type { Bundle } from "./bundle.ts";

/** Keys sorted by code unit, no white space; the text that a bundle's content hash is of. */
export function serialiseBundle(bundle: Bundle): string {
  return canonical(bundle);
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join(",")}}`;
  }
  return JSON.stringify(value);
}
