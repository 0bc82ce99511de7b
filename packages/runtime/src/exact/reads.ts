/** Which securities an expression is about: a trade in any other leaves its value as it is. */
import type { Expr, SetRef } from "@mandate/compiler";
import type { Situation } from "../account/situation.ts";
import { type Environment, resolveSet } from "./sets.ts";

/** Indices into the universe; undefined where any trade may count, by what it pays or realises. */
export function securitiesRead(
  situation: Situation,
  expr: Expr,
  environment: Environment,
): ReadonlySet<number> | undefined {
  const membersOf = (set: SetRef): ReadonlySet<number> | undefined => {
    const { members, cash } = resolveSet(situation, set, environment);
    return cash ? undefined : members;
  };
  const inner = (part: Expr): ReadonlySet<number> | undefined => securitiesRead(situation, part, environment);
  switch (expr.e) {
    case "constant":
    case "option":
    case "fact":
    case "before":
      return new Set();
    case "measure":
      return expr.base === undefined ? membersOf(expr.of) : union([membersOf(expr.of), membersOf(expr.base)]);
    case "average":
      return membersOf(expr.of);
    case "negate":
    case "abs":
      return inner(expr.of);
    case "add":
    case "subtract":
    case "multiply":
    case "divide":
      return union([inner(expr.left), inner(expr.right)]);
    case "max":
    case "min":
      return union(expr.of.map(inner));
    case "total":
    case "cost":
    case "sum":
      return undefined;
  }
}

function union(sets: readonly (ReadonlySet<number> | undefined)[]): ReadonlySet<number> | undefined {
  const all = new Set<number>();
  for (const set of sets) {
    if (set === undefined) return undefined;
    for (const member of set) all.add(member);
  }
  return all;
}
