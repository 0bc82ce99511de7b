/** The securities of a set, once it is known what the account chose. */
import type { SetRef } from "../bundle/index.ts";
import type { Plan } from "./plan.ts";

/** Symbols; the time for which lots were held counts for nothing here, as targets have no lots. */
export function symbolsOf(
  plan: Plan,
  ref: SetRef,
  chosen: ReadonlyMap<string, readonly string[]>,
): ReadonlySet<string> {
  switch (ref.set) {
    case "fixed":
      return ofSet(plan, ref.id);
    case "chosen": {
      const lists = chosen.get(ref.option) ?? [];
      return new Set(lists.flatMap((list) => [...ofSet(plan, plan.bundle.lists[list] ?? -1)]));
    }
    case "lots":
      return symbolsOf(plan, ref.of, chosen);
    case "variable":
      return new Set();
    default: {
      const left = symbolsOf(plan, ref.left, chosen);
      const right = symbolsOf(plan, ref.right, chosen);
      if (ref.set === "union") return new Set([...left, ...right]);
      return new Set([...left].filter((symbol) => right.has(symbol) === (ref.set === "intersection")));
    }
  }
}

function ofSet(plan: Plan, id: number): ReadonlySet<string> {
  const { sets, universe } = plan.bundle;
  return new Set((sets[id]?.members ?? []).flatMap((index) => universe[index]?.symbol ?? []));
}
