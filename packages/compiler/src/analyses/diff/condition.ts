/** When a clause of two versions applies: to fewer, to more, to others, or to the same. */
import { decidable, type Guarding, holds } from "../choices/guard.ts";
import { type Choices, variablesOf } from "../choices/variables.ts";
import type { Element } from "../linear/element.ts";
import { combinations, openVariables } from "./combinations.ts";
import { plainCondition } from "./normal.ts";

export interface Applies {
  /** in some case only the earlier clause applies */
  readonly less: boolean;
  /** in some case only the later clause applies */
  readonly more: boolean;
}

const EITHER: Applies = { less: true, more: true };
const SAME: Applies = { less: false, more: false };

/** Compared case by case, whatever words the conditions are written in; where a case cannot be told, as both. */
export function appliesTo(choices: Choices, choice: Guarding["choice"], a: Element, b: Element): Applies {
  if (plainCondition(a.view, a.when) === plainCondition(b.view, b.when)) return SAME;
  const bare = [a, b].map((element): Element => ({ ...element, rules: [] }));
  const variables = variablesOf(bare, choices);
  const guarding: Guarding = { choices, variables, choice };
  if (!bare.every((element) => decidable(element, guarding))) return EITHER;
  const assignments = combinations(openVariables(variables, choice));
  if (assignments === undefined) return EITHER;
  let [less, more] = [false, false];
  for (const assignment of assignments) {
    const applies = ({ when }: Element) => when === undefined || holds(when, assignment, guarding) === true;
    if (applies(a) && !applies(b)) less = true;
    if (applies(b) && !applies(a)) more = true;
  }
  return { less, more };
}
