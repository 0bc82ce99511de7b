import type { ChoiceValue } from "../../bundle/index.ts";
import type { Element } from "./element.ts";
import { itemsOf, START } from "./expression.ts";
import { floats } from "./field.ts";
import type { Space } from "./space.ts";
import { buildSystem, type System } from "./system.ts";

/** One item of each kind that the clause's loops range over, to stand apart from the others of its kind. */
export function representatives(
  base: { readonly space: Space; readonly elements: readonly Element[] } | undefined,
  element: Element,
  choice: (option: string) => ChoiceValue | undefined,
  built?: Pick<System<number>, "partition" | "cash">,
): { readonly groups: readonly (readonly number[])[]; readonly labels: ReadonlySet<string> } {
  const groups: (readonly number[])[] = [];
  const labels = new Set<string>();
  if (!element.rules.some((rule) => rule.rule === "compare" && rule.loops.length > 0))
    return { groups, labels };
  const system = built ?? (base === undefined ? undefined : buildSystem(floats, { ...base, choice }));
  if (system === undefined) return { groups, labels };
  for (const rule of element.rules) {
    if (rule.rule !== "compare") continue;
    for (const loop of rule.loops) {
      const reading = {
        field: floats,
        view: element.view,
        partition: system.partition,
        columns: { cash: system.cash, extra: () => system.cash + 1 },
        choice,
        history: false,
      };
      for (const item of itemsOf(reading, loop, START)) {
        labels.add(item.label);
        if (item.single) groups.push(item.set.members);
      }
    }
  }
  return { groups, labels };
}
