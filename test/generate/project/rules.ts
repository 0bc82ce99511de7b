/** Rules of every measure, unit and curvature; each leaves room around the models unless told not to. */
import type { BoundPlan } from "./plan.ts";
import { amounts } from "./rules/amounts.ts";
import { chosen } from "./rules/chosen.ts";
import { each } from "./rules/each.ts";
import type { RulePlan, RuleScope } from "./rules/rule.ts";
import { shapes } from "./rules/shapes.ts";
import { weight, weightOf } from "./rules/weights.ts";
import { money } from "./write.ts";

export type { RulePlan, RuleScope } from "./rules/rule.ts";

function binaries(scope: RuleScope): RulePlan {
  const { random } = scope;
  return random.pick<RulePlan>([
    {
      text: `minimum trade ${random.pick([money(random.integer(1, 8) * 100), `${random.integer(2, 15)}bps`])}`,
    },
    {
      text: `minimum holding ${random.pick([money(random.integer(1, 5) * 100), `${random.integer(2, 10)}bps`])}`,
    },
    {
      text: `count(trades) <= ${scope.roomy ? random.integer(60, 120) : random.integer(5, 20)}`,
      per: "trade",
    },
    {
      text: `count(holdings) <= ${scope.roomy ? random.integer(80, 150) : random.integer(5, 30)}`,
      per: "holding",
    },
  ]);
}

/** Any rule. */
export function makeRule(scope: RuleScope): RulePlan {
  const kinds = [weight, weight, weightOf, each, each, amounts, amounts, shapes, shapes, chosen, chosen];
  return scope.random.pick(scope.binaries ? [...kinds, binaries] : kinds)(scope);
}

/** A rule of one bound: it can be tightened and waived. */
export function makeBound(scope: RuleScope): RulePlan & { readonly bound: BoundPlan } {
  for (;;) {
    const { bound, text, per } = makeRule(scope);
    if (bound !== undefined) return { bound, text, ...(per === undefined ? {} : { per }) };
  }
}
