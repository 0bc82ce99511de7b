/** Rules of every curvature. */
import { anySet, classSet, range } from "../sets.ts";
import { score } from "../universe.ts";
import { name, percent, points } from "../write.ts";
import { ceiling, type RulePlan, type RuleScope, random01, upTo } from "./rule.ts";

/** Drift, differences, maxima: what takes percentage points, and what is convex or concave. */
export function shapes(scope: RuleScope): RulePlan {
  const { random, models, securities } = scope;
  const [left, right] = [anySet(scope), anySet(scope)];
  const wide = scope.roomy ? random01(random, 60, 99) : random01(random, 2, 30);
  const pair = random
    .some(securities, 2)
    .map(({ symbol }) => ({ text: name(symbol), members: new Set([symbol]), cash: false }));
  const each = pair.map((set) => range(models, set));
  const inPair = pair.map((set) => `weight(${set.text})`).join(", ");
  const choices: (() => RulePlan)[] = [
    () => ({ text: `abs(drift(${left.text})) <= ${points(wide)}`, per: "1pp" }),
    () => ({ text: `drift(${left.text}) in -${points(wide)}..${points(wide)}`, per: "1pp" }),
    () => ({ text: `weight(${left.text}) <= target(${left.text}) + ${points(wide)}`, per: "1pp" }),
    () => ({
      text: `weight(${left.text}) - weight(${right.text}) <= ${points(scope.roomy ? 1 : wide)}`,
      per: "1pp",
    }),
    () => ({
      text: `weight(${left.text}) <= weight(${right.text}) + ${points(scope.roomy ? 1 : wide)}`,
      per: "1pp",
    }),
    () => ({
      text: `weight(${left.text}) <= before(weight(${left.text})) + ${points(scope.roomy ? 1 : wide)}`,
    }),
    () => {
      const most = Math.max(...each.map((one) => one.most));
      return upTo(`max(${inPair})`, ceiling(scope, most), most, percent);
    },
    () => ({ text: `min(${inPair}) >= ${percent(0)}` }),
    () => ({ text: `2 * weight(${left.text}) + weight(${right.text}) <= ${percent(scope.roomy ? 3 : 0.9)}` }),
    () => ({ text: `weight(${left.text}) / 2 <= ${percent(ceiling(scope, range(models, left).most))}` }),
    () => average(scope),
    () => ({
      text: scope.risk
        ? `tracking error <= ${percent(random01(random, 20, 40))}`
        : `sum(s in ${classSet(scope.classes, securities, random.pick(scope.classes)).text}: weight(s)) <= ${percent(1)}`,
      per: "1pp",
    }),
  ];
  return random.pick(choices)();
}

/** The average of an attribute: between the least and the most that any security has. */
function average(scope: RuleScope): RulePlan {
  const { random, classes, securities } = scope;
  const set = classSet(classes, securities, random.pick(classes.filter((plan) => plan.name !== "Cash")));
  const known = securities
    .filter(({ symbol, score: own }) => own !== "" && set.members.has(symbol))
    .map((one) => Number(one.score));
  const least = Math.floor(Math.min(100, ...known)) - (scope.roomy ? 1 : -10);
  return { text: `average(${score} of ${set.text}) >= ${Math.max(0, least)}`, per: "1" };
}
