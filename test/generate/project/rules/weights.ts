/** Weights of the account, and of a class. */
import type { SetPlan } from "../plan.ts";
import { anySet, classSet, makeCondition, modelRange, range, securitySet } from "../sets.ts";
import { percent } from "../write.ts";
import { ceiling, downTo, floor, type RulePlan, type RuleScope, random01, upTo } from "./rule.ts";

/** `weight(X) <= 20%`, `>=`, `in`. */
export function weight(scope: RuleScope): RulePlan {
  const { random } = scope;
  const set = anySet(scope);
  const { most, least } = range(scope.models, set);
  const kind = random.integer(0, 3);
  const text = `weight(${set.text})`;
  if (kind === 0) return downTo(text, floor(scope, least), least, percent, "1pp");
  const high = ceiling(scope, most + (set.cash ? 0.1 : 0));
  if (kind === 1)
    return {
      text: `${text} in ${percent(Math.min(floor(scope, least), high))}..${percent(high)}`,
      per: "1pp",
    };
  return upTo(
    text,
    high,
    Math.min(1, most + (set.cash ? 0.1 : 0)),
    random.chance(0.15) ? (level) => `${Math.round(level * 10_000)}bps` : percent,
    "1pp",
  );
}

/** `weight(X of Y)`: of a class's securities. */
export function weightOf(scope: RuleScope): RulePlan {
  const { random, classes, securities, models } = scope;
  const whole = classSet(classes, securities, random.pick(classes.filter((plan) => plan.name !== "Cash")));
  const part = partOf(scope, whole);
  const ratios = models.map((model) => {
    const of = modelRange(model, whole).least;
    return of === 0 ? 1 : Math.min(1, modelRange(model, part).most / of);
  });
  const text = `weight(${part.text} of ${whole.text})`;
  if (random.chance(0.2)) return downTo(text, scope.roomy ? 0 : random01(random, 0, 30), 0, percent);
  return upTo(text, ceiling(scope, Math.max(...ratios)), Math.max(...ratios), percent);
}

/** Something inside of a set: one of its securities, or those that meet a condition. */
function partOf({ random, securities }: RuleScope, whole: SetPlan): SetPlan {
  if (random.chance(0.5)) return securitySet(random.pick([...whole.members]));
  const condition = makeCondition(random, securities);
  const members = [...whole.members].filter((symbol) => condition.members.has(symbol));
  return { text: `${whole.text} where ${condition.text}`, members: new Set(members), cash: false };
}
