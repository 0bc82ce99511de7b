/** Weights of the account, and of a class. */
import type { SetPlan } from "../plan.ts";
import { anySet, classSet, modelRange, range, whereSet } from "../sets.ts";
import { name, percent } from "../write.ts";
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
  const inside = random.chance(0.5) ? random.pick([...whole.members]) : undefined;
  const part: SetPlan =
    inside === undefined ? whereSet(scope) : { text: name(inside), members: new Set([inside]), cash: false };
  const ratios = models.map((model) => {
    const of = modelRange(model, whole).least;
    return of === 0 ? 1 : Math.min(1, modelRange(model, part).most / of);
  });
  const text = `weight(${part.text} of ${whole.text})`;
  if (random.chance(0.2)) return downTo(text, scope.roomy ? 0 : random01(random, 0, 30), 0, percent);
  return upTo(text, ceiling(scope, Math.max(...ratios)), Math.max(...ratios), percent);
}
