import type { Element } from "../linear/element.ts";
import type { Pair } from "./clause.ts";

/** Names of either version, in order. */
export function names(...all: readonly (readonly { readonly name: string }[])[]): readonly string[] {
  return [...new Set(all.flatMap((some) => some.map(({ name }) => name)))].sort();
}

/** Elements of one id, side by side. */
export function pairs(before: readonly Element[], after: readonly Element[]): readonly Pair[] {
  const old = new Map(before.map((element) => [element.id, element]));
  const now = new Map(after.map((element) => [element.id, element]));
  return [...new Set([...old.keys(), ...now.keys()])]
    .sort()
    .map((id): Pair => ({ id, a: old.get(id), b: now.get(id) }));
}
