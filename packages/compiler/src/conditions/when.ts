import type { Expression } from "@mandate/dsl";
import type { Condition } from "../bundle/index.ts";
import type { Scope } from "../env.ts";
import { inferCondition } from "./condition.ts";

/** Options that `is chosen` stands for wherever the condition is true. */
export function chosenBy(condition: Condition | undefined): ReadonlySet<string> {
  if (condition === undefined) return new Set();
  if (condition.c === "chosen") return new Set([condition.option]);
  if (condition.c === "all") return new Set(condition.of.flatMap((part) => [...chosenBy(part)]));
  return new Set();
}

/** The condition after `when`; undefined also where there is none. */
export function whenOf(scope: Scope, when: Expression | undefined): Condition | undefined {
  return when === undefined ? undefined : inferCondition(scope, when);
}
