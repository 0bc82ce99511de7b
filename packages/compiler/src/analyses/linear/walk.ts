/** Everything that an expression, a set or a condition speaks of. */
import type { Condition, Expr, Loop, Rule, SetRef } from "../../bundle/index.ts";

export interface Visitor {
  readonly expr?: (expr: Expr) => void;
  readonly set?: (set: SetRef) => void;
  readonly loop?: (loop: Loop) => void;
}

function walkSet(set: SetRef, visitor: Visitor): void {
  visitor.set?.(set);
  if (set.set === "lots") walkSet(set.of, visitor);
  if (set.set === "union" || set.set === "intersection" || set.set === "difference") {
    walkSet(set.left, visitor);
    walkSet(set.right, visitor);
  }
}

function walkLoop(loop: Loop, visitor: Visitor): void {
  visitor.loop?.(loop);
  if (loop.range.over !== "classes") walkSet(loop.range.of, visitor);
}

export function walkExpr(expr: Expr, visitor: Visitor): void {
  visitor.expr?.(expr);
  switch (expr.e) {
    case "measure":
      walkSet(expr.of, visitor);
      if (expr.base !== undefined) walkSet(expr.base, visitor);
      return;
    case "average":
      walkSet(expr.of, visitor);
      return;
    case "before":
    case "negate":
    case "abs":
      walkExpr(expr.of, visitor);
      return;
    case "sum":
      walkLoop(expr.loop, visitor);
      walkExpr(expr.body, visitor);
      return;
    case "add":
    case "subtract":
    case "multiply":
    case "divide":
      walkExpr(expr.left, visitor);
      walkExpr(expr.right, visitor);
      return;
    case "max":
    case "min":
      for (const part of expr.of) walkExpr(part, visitor);
      return;
    default:
  }
}

export function walkRule(rule: Rule, visitor: Visitor): void {
  if (rule.rule !== "compare") {
    walkExpr(rule.amount, visitor);
    return;
  }
  for (const loop of rule.loops) walkLoop(loop, visitor);
  walkExpr(rule.left, visitor);
  walkExpr(rule.right, visitor);
}

/** The plain conditions that a condition is put together of. */
export function atomsOf(condition: Condition): readonly Condition[] {
  switch (condition.c) {
    case "all":
    case "any":
      return condition.of.flatMap(atomsOf);
    case "not":
      return atomsOf(condition.of);
    default:
      return [condition];
  }
}

const read = new WeakMap<readonly Rule[], ReturnType<typeof readBy>>();

/** The same of rules alone, which are asked about again and again. */
export function readByRules(rules: readonly Rule[]): ReturnType<typeof readBy> {
  const known = read.get(rules);
  if (known !== undefined) return known;
  const made = readBy(rules, []);
  read.set(rules, made);
  return made;
}

/** The options that rules and levels read, and whether they read targets, which each model sets. */
export function readBy(
  rules: readonly Rule[],
  levels: readonly Expr[],
): { readonly options: readonly string[]; readonly targets: boolean } {
  const options = new Set<string>();
  let targets = false;
  const visitor: Visitor = {
    expr: (expr) => {
      if (expr.e === "option") options.add(expr.option);
      if (expr.e === "measure" && (expr.measure === "target" || expr.measure === "drift")) targets = true;
    },
    set: (set) => {
      if (set.set === "chosen") options.add(set.option);
    },
  };
  for (const rule of rules) walkRule(rule, visitor);
  for (const level of levels) walkExpr(level, visitor);
  return { options: [...options], targets };
}
