/** The rules of a limit or preference, with their `for each`. */
import type { ComparisonRule, Expression, Rule as RuleNode } from "@mandate/dsl";
import type { Condition, Loop, Rule } from "../bundle/index.ts";
import { catalogue } from "../catalogue/index.ts";
import { chosenBy } from "../conditions/when.ts";
import type { Scope } from "../env.ts";
import { placeOf, sourceOf, textOf } from "../files/unit.ts";
import { type RangeValue, rangeIR, resolveRange, variableOf } from "../sets/range.ts";
import { infer, withVariable } from "../types/infer.ts";
import type { Typed } from "../types/typed.ts";
import { describe, settled } from "../types/unit.ts";
import { askedFor } from "./asked.ts";
import { type Compared, compareRules } from "./compare.ts";

const { types, authority } = catalogue;

export interface RuleInfo {
  readonly rule: Rule;
  readonly compared?: Compared;
  readonly ranges: readonly RangeValue[];
}

/** The core rules of one rule of the text; undefined where it is wrong, which has been reported. */
export function resolveRule(scope: Scope, node: RuleNode): RuleInfo[] | undefined {
  if (node.kind === "MinimumRule") {
    const amount = amountIn(scope, node.amount, `a minimum ${node.what}`, ["money", "percent"]);
    if (amount === undefined) return undefined;
    const words = { never: `no ${node.what} can be that large`, does: `asks for no minimum ${node.what}` };
    if (!askedFor(scope, node, amount, words)) return undefined;
    const rule: Rule = {
      rule: node.what === "trade" ? "minimum trade" : "minimum holding",
      amount: amount.build(settled(amount.ty)),
      source: sourceOf(scope.unit, node.span),
      text: textOf(scope.unit, node.span),
    };
    return [{ rule, ranges: [] }];
  }
  let inner: Scope | undefined = scope;
  const loops: Loop[] = [];
  const ranges: RangeValue[] = [];
  let sound = true;
  for (const each of node.forEach) {
    const range: RangeValue | undefined = inner === undefined ? undefined : resolveRange(inner, each.range);
    if (range === undefined) sound = false;
    if (inner === undefined) continue;
    if (range !== undefined) {
      loops.push({ variable: each.variable.text, range: rangeIR(inner, range) });
      ranges.push(range);
    }
    inner = withVariable(
      inner,
      each.variable,
      range === undefined ? undefined : variableOf(each.variable.text, range),
    );
  }
  if (inner === undefined) return undefined;
  const compared = compareRules(inner, node.condition, loops);
  if (compared === undefined || !sound) return undefined;
  warnUnused(scope, node);
  return compared.map((one) => ({ rule: one.rule, compared: one, ranges }));
}

/** `for each s in Tech: weight(Tech) <= 5%` limits the whole of Tech, over and over: it reads as if it limited each. */
function warnUnused({ env, unit }: Scope, { forEach, condition }: ComparisonRule): void {
  for (const [index, { variable, range }] of forEach.entries()) {
    const within = [...forEach.slice(index + 1).map((inner) => inner.range), condition];
    if (within.some((part) => mentions(part, variable.text))) continue;
    env.reporter.report(types.unusedVariable, placeOf(unit, variable), {
      found: variable.text,
      range: textOf(unit, range.span),
    });
  }
}

/** Whether a name stands anywhere in an expression. */
function mentions(node: unknown, name: string): boolean {
  if (typeof node !== "object" || node === null) return false;
  if ("kind" in node && node.kind === "Name" && "text" in node && node.text === name) return true;
  return Object.values(node).some((inner) => mentions(inner, name));
}

const UNITS = {
  money: "money such as `$500`",
  percent: "a percent of the account such as `2%`",
  points: "percentage points such as `2pp`",
};

/** An amount in one of some units, not decided, not negative; reported and undefined if it is not. */
export function amountIn(
  scope: Scope,
  node: Expression,
  where: string,
  units: readonly (keyof typeof UNITS)[],
  fixed = false,
): Typed | undefined {
  const typed = infer(scope, node);
  if (typed === undefined) return undefined;
  const place = placeOf(scope.unit, node);
  const found = textOf(scope.unit, node.span);
  const { ty } = typed;
  const fits =
    (ty.u === "percent" && ty.base.base !== "set" && units.includes("percent")) ||
    (ty.u === "bps" && (units.includes("percent") || units.includes("points"))) ||
    ((ty.u === "money" || ty.u === "points") && units.includes(ty.u));
  if (!fits) {
    const expected = units.map((unit) => UNITS[unit]).join(" or ");
    scope.env.reporter.report(types.wrongUnit, place, { found, is: describe(ty), expected, where });
    return undefined;
  }
  if (typed.stage === "decided" || (fixed && typed.stage !== "fixed")) {
    scope.env.reporter.report(types.notFixed, place, { found, where });
    return undefined;
  }
  if (typed.value?.isNegative() === true && !typed.value.isZero()) {
    scope.env.reporter.report(types.negative, place, { found, where });
    return undefined;
  }
  return typed;
}

/** Warns where an option that nobody need choose is read without `when … is chosen`. */
export function warnMaybeNone(
  scope: Scope,
  read: ReadonlySet<string>,
  when: Condition | undefined,
  node: RuleNode,
): void {
  const chosen = chosenBy(when);
  for (const name of read) {
    const option = scope.env.options.get(name);
    if (option?.mayBeNone !== true || option.kind === "lists" || chosen.has(name)) continue;
    scope.env.reporter.report(authority.maybeNone, placeOf(scope.unit, node), { option: name });
  }
}
