/** Elements whose rules read an option with a few values: one variant for each value. */
import type { ChoiceValue } from "../../bundle/index.ts";
import type { Element } from "../linear/element.ts";
import { walkRule } from "../linear/walk.ts";
import { type Assignment, type Guarding, holds } from "./guard.ts";

export interface Variant {
  /** with what it takes for granted in `fixed` */
  readonly element: Element;
  readonly of: Element;
  /** values that it stands for, by variable */
  readonly needs: Assignment;
}

const MOST = 64;

export function variantsOf(element: Element, guarding: Guarding): readonly Variant[] {
  const keys = new Set<string>();
  const ask = (option: string) => {
    for (const key of [`option ${option}`, `chosen ${option}`])
      if (guarding.variables.has(key)) keys.add(key);
  };
  for (const rule of element.rules)
    walkRule(rule, {
      expr: (expr) => {
        if (expr.e === "option") ask(expr.option);
      },
      set: (set) => {
        if (set.set === "chosen") ask(set.option);
      },
    });
  let all: readonly Variant[] = [{ element, of: element, needs: new Map() }];
  for (const key of keys) {
    const variable = guarding.variables.get(key);
    if (variable === undefined || guarding.choice(variable.name) !== undefined) continue;
    if (all.length * variable.values.length > MOST) return [];
    all = all.flatMap(({ element: before, needs }) =>
      variable.values.flatMap((value): Variant[] => {
        // Where nothing is chosen, a rule about the choice does not bind.
        if (variable.kind === "chosen" && value.choice?.kind === "none") return [];
        const fixed = new Map<string, ChoiceValue>(before.fixed ?? []);
        if (value.choice !== undefined) fixed.set(variable.name, value.choice);
        return [
          {
            element: { ...before, id: `${before.id} ${variable.name}=${value.text}`, fixed },
            of: element,
            needs: new Map(needs).set(key, value),
          },
        ];
      }),
    );
  }
  return all;
}

/** Whether a variant is in force: false as soon as something assigned speaks against it. */
export function inForce(variant: Variant, assignment: Assignment, guarding: Guarding): boolean | undefined {
  let known: boolean | undefined = true;
  for (const [key, value] of variant.needs) {
    const assigned = assignment.get(key);
    if (assigned === undefined) known = undefined;
    else if (assigned.text !== value.text) return false;
  }
  if (variant.of.when === undefined) return known;
  const guard = holds(variant.of.when, new Map([...variant.needs, ...assignment]), guarding);
  if (guard === false) return false;
  return guard === undefined ? undefined : known;
}
