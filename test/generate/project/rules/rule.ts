/** What rules are made of: their scope, bounds with room, forms of one bound. */
import type { Random } from "../../random.ts";
import type { BoundPlan, OptionPlan } from "../plan.ts";
import type { SetScope } from "../sets.ts";

export interface RuleScope extends SetScope {
  readonly options: readonly OptionPlan[];
  /** bounds leave every model room */
  readonly roomy: boolean;
  /** counts and the like, which need binaries */
  readonly binaries: boolean;
  /** `tracking error`, which needs a risk model in the book */
  readonly risk: boolean;
}

export interface RulePlan {
  readonly text: string;
  readonly bound?: BoundPlan;
  /** a `when` without which the rule says nothing */
  readonly needs?: string;
  /** what a preference for it costs per */
  readonly per?: string;
}

export const random01 = (random: Random, low: number, high: number): number =>
  random.integer(low, high) / 100;

/** A ceiling above (a floor below) what the models want, in whole percents. */
export function ceiling(scope: RuleScope, most: number): number {
  if (!scope.roomy) return random01(scope.random, 5, 100);
  return Math.min(1, Math.ceil(most * 100) / 100 + random01(scope.random, 3, 25));
}

export function floor(scope: RuleScope, least: number): number {
  if (!scope.roomy) return random01(scope.random, 0, 60);
  return Math.max(0, Math.floor(least * 100) / 100 - random01(scope.random, 3, 25));
}

export function upTo(
  text: string,
  level: number,
  safe: number,
  write: (level: number) => string,
  per?: string,
  symbols: string[] = [],
): RulePlan {
  const bound: BoundPlan = { operator: "<=", level, write, symbols, safe };
  return { text: `${text} <= ${write(level)}`, bound, ...(per === undefined ? {} : { per }) };
}

export function downTo(
  text: string,
  level: number,
  safe: number,
  write: (level: number) => string,
  per?: string,
): RulePlan {
  const bound: BoundPlan = { operator: ">=", level, write, symbols: [], safe };
  return { text: `${text} >= ${write(level)}`, bound, ...(per === undefined ? {} : { per }) };
}
