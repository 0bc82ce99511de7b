/** What a policy's rules ask of the lowering, found by walking their expressions once a rule. */
import type { Expr, Loop, Rule, SetRef } from "@mandate/compiler";

export interface Needs {
  /** some set is of lots by holding time: lots may not be merged */
  readonly lots: boolean;
  readonly trades: boolean;
  readonly holdings: boolean;
  /** the tax itself is limited or charged for */
  readonly tax: boolean;
}

type Found = { -readonly [K in keyof Needs]: boolean };

const cache = new WeakMap<Rule, Needs>();

export function needsOf(clauses: readonly { readonly rules: readonly Rule[] }[]): Needs {
  const all: Found = { lots: false, trades: false, holdings: false, tax: false };
  for (const clause of clauses) {
    for (const rule of clause.rules) {
      const needs = ofRule(rule);
      all.lots ||= needs.lots;
      all.trades ||= needs.trades || rule.rule === "minimum trade";
      all.holdings ||= needs.holdings;
      all.tax ||= needs.tax;
    }
  }
  return all;
}

function ofRule(rule: Rule): Needs {
  const known = cache.get(rule);
  if (known !== undefined) return known;
  const found: Found = { lots: false, trades: false, holdings: false, tax: false };
  if (rule.rule === "compare") {
    for (const loop of rule.loops) walkLoop(loop, found);
    walk(rule.left, found);
    walk(rule.right, found);
  } else walk(rule.amount, found);
  cache.set(rule, found);
  return found;
}

function walk(expr: Expr, found: Found): void {
  switch (expr.e) {
    case "measure":
      walkSet(expr.of, found);
      if (expr.base !== undefined) walkSet(expr.base, found);
      return;
    case "average":
      walkSet(expr.of, found);
      return;
    case "total":
      if (expr.measure === "trades") found.trades = true;
      if (expr.measure === "holdings") found.holdings = true;
      if (expr.measure === "tax") found.tax = true;
      return;
    case "sum":
      walkLoop(expr.loop, found);
      walk(expr.body, found);
      return;
    case "add":
    case "subtract":
    case "multiply":
    case "divide":
      walk(expr.left, found);
      walk(expr.right, found);
      return;
    case "negate":
    case "abs":
    case "before":
      walk(expr.of, found);
      return;
    case "max":
    case "min":
      for (const part of expr.of) walk(part, found);
      return;
    default:
      return;
  }
}

function walkLoop(loop: Loop, found: Found): void {
  if (loop.range.over !== "classes") walkSet(loop.range.of, found);
}

function walkSet(ref: SetRef, found: Found): void {
  if (ref.set === "lots") found.lots = true;
  else if (ref.set === "union" || ref.set === "intersection" || ref.set === "difference") {
    walkSet(ref.left, found);
    walkSet(ref.right, found);
  }
}
