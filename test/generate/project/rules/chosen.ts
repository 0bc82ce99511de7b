/** Rules that an account's choices decide. */
import { anySet } from "../sets.ts";
import { name } from "../write.ts";
import type { RulePlan, RuleScope } from "./rule.ts";
import { weight } from "./weights.ts";

/** Rules that an option decides. */
export function chosen(scope: RuleScope): RulePlan {
  const { random, options } = scope;
  const usable = options.filter((option) => !option.tilt && !(option.kind === "count" && !scope.binaries));
  if (usable.length === 0) return weight(scope);
  const option = random.pick(usable);
  const needs = option.mayBeNone ? { needs: `${option.name} is chosen` } : {};
  switch (option.kind) {
    case "money":
      return { text: `gains${random.pick(["", " this year"])} <= ${option.name}`, ...needs };
    case "percent":
      return option.name.endsWith("pace")
        ? { text: `turnover <= ${option.name}`, ...needs }
        : { text: `weight(Cash) >= ${option.name}`, ...needs };
    case "pp":
      return {
        text: `abs(drift(${random.pick(scope.classes.filter((plan) => plan.parent === undefined).map((plan) => name(plan.name)))})) <= ${scope.roomy ? "5 * " : ""}${option.name}`,
        ...needs,
      };
    case "count":
      return { text: `count(trades) <= ${option.name}`, ...needs };
    case "shares":
      return { text: `for each s in securities: bought(s) <= ${option.name}`, ...needs };
    case "number":
      return { text: `weight(${anySet(scope).text}) <= ${option.name} * 100%`, ...needs };
    case "lists":
      return { text: `for each s in ${option.name}: bought(s) = $0` };
    case "flag":
      return { text: "gains(short) <= $0", needs: option.name };
    case "choice":
      return { text: `turnover <= 95%`, needs: `${option.name} = ${random.pick(option.names)}` };
  }
}
