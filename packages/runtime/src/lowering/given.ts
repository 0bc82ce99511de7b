/** Expressions and conditions as numbers at one point: before any trade, or at a point that is to be looked at. */
import type { Condition, Expr } from "@mandate/compiler";
import { factAmount, factIs } from "../account/facts.ts";
import { evaluateAffine, virtual } from "./affine.ts";
import type { Draft } from "./draft.ts";
import { averageForms, gainsForm, setMeasure, totalMeasure, weightOf } from "./measures.ts";
import { netBefore, nettedTax, ratesOf } from "./netting.ts";
import { trackingErrorBefore } from "./risk.ts";
import { type Environment, NO_ITEMS } from "./sets.ts";

/** Values of columns, the negative ones (affine.ts) included. */
export type Point = (column: number) => number;

/** The account before any trade. */
export function noTrades(draft: Draft): Point {
  const { frame } = draft;
  return (column) => {
    if (column >= 0) {
      if (column === draft.deviation) return trackingErrorBefore(frame);
      return column === draft.cash ? frame.cash : 0;
    }
    const { kind, security } = virtual(column);
    const held = frame.held[security] ?? 0;
    return kind === "weight" ? held : kind === "held" && held > 0 ? 1 : 0;
  };
}

/** Numbers closer than this are the same: what floats lose of exact decimals. */
const SAME = 1e-12;

function option(draft: Draft, name: string): number | undefined {
  const value = draft.frame.situation.policy.choices.find((choice) => choice.option === name)?.value;
  if (value?.kind === "quantity" || value?.kind === "case") return Number(value.value);
  return value?.kind === "flag" ? Number(value.on) : undefined;
}

/** Value of an expression at a point; undefined where there is nothing to measure (an empty base, a choice of none). */
export function valueAt(
  draft: Draft,
  expr: Expr,
  environment: Environment,
  point: Point,
): number | undefined {
  const inner = (part: Expr): number | undefined => valueAt(draft, part, environment, point);
  switch (expr.e) {
    case "constant":
      return Number(expr.value);
    case "option":
      return option(draft, expr.option);
    case "fact":
      return factAmount(draft.frame.situation, expr.fact)?.toNumber();
    case "measure": {
      const level = evaluateAffine(setMeasure(draft, expr, environment), point);
      if (expr.base === undefined) return level;
      const base = evaluateAffine(weightOf(draft, draft.sets.resolve(expr.base, environment)), point);
      return base > SAME ? level / base : undefined;
    }
    case "total":
      return totalAt(draft, expr, point);
    case "average": {
      const { sum, base } = averageForms(draft, expr, environment);
      const weight = evaluateAffine(base, point);
      return weight > SAME ? evaluateAffine(sum, point) / weight : undefined;
    }
    case "cost":
      throw new Error("a term of the cost is known in tests only");
    case "before":
      return valueAt(draft, expr.of, environment, noTrades(draft));
    case "sum": {
      let sum = 0;
      for (const item of draft.sets.items(expr.loop, environment)) {
        const value = valueAt(draft, expr.body, new Map(environment).set(expr.loop.variable, item), point);
        if (value === undefined) return undefined;
        sum += value;
      }
      return sum;
    }
    case "add":
    case "subtract":
    case "multiply":
    case "divide":
      return arithmetic(expr.e, inner(expr.left), inner(expr.right));
    case "negate": {
      const value = inner(expr.of);
      return value === undefined ? undefined : -value;
    }
    case "abs": {
      const value = inner(expr.of);
      return value === undefined ? undefined : Math.abs(value);
    }
    case "max":
    case "min": {
      const values = expr.of.map(inner).filter((value) => value !== undefined);
      if (values.length === 0) return undefined;
      return expr.e === "max" ? Math.max(...values) : Math.min(...values);
    }
  }
}

function arithmetic(
  e: "add" | "subtract" | "multiply" | "divide",
  left: number | undefined,
  right: number | undefined,
): number | undefined {
  if (left === undefined || right === undefined) return undefined;
  if (e === "add") return left + right;
  if (e === "subtract") return left - right;
  if (e === "multiply") return left * right;
  return right === 0 ? undefined : left / right;
}

function totalAt(draft: Draft, expr: Extract<Expr, { e: "total" }>, point: Point): number {
  const { policy } = draft.frame.situation;
  if (expr.measure !== "tax" || policy.objective.taxes?.netted !== true) {
    return evaluateAffine(totalMeasure(draft, expr), point);
  }
  if (!draft.frame.taxable) return 0;
  const { value } = draft.frame;
  const rates = ratesOf(draft);
  const before = netBefore(draft);
  const short = before.short + evaluateAffine(gainsForm(draft, "short", false), point) / value;
  const long = before.long + evaluateAffine(gainsForm(draft, "long", false), point) / value;
  const start = expr.thisYear === true ? 0 : nettedTax(rates, before.short, before.long);
  return value * (nettedTax(rates, short, long) - start);
}

/** A value that no trade changes. */
export function given(draft: Draft, expr: Expr, environment: Environment = NO_ITEMS): number | undefined {
  return valueAt(draft, expr, environment, noTrades(draft));
}

/** Whether a condition is true before any trade. What cannot be measured is not true. */
export function holdsBefore(draft: Draft, condition: Condition): boolean {
  const { policy } = draft.frame.situation;
  const choice = (name: string) => policy.choices.find((candidate) => candidate.option === name)?.value;
  switch (condition.c) {
    case "constant":
      return condition.value;
    case "all":
      return condition.of.every((part) => holdsBefore(draft, part));
    case "any":
      return condition.of.some((part) => holdsBefore(draft, part));
    case "not":
      return !holdsBefore(draft, condition.of);
    case "compare":
      return compare(condition.operator, given(draft, condition.left), given(draft, condition.right));
    case "between": {
      const value = given(draft, condition.of);
      return (
        compare(">=", value, given(draft, condition.low)) &&
        compare("<=", value, given(draft, condition.high))
      );
    }
    case "fact is":
      return factIs(draft.frame.situation, condition.fact, condition.value);
    case "option is": {
      const value = choice(condition.option);
      if (value?.kind === "case") return value.case === condition.case;
      return value?.kind === "flag" && condition.case === (value.on ? "on" : "off");
    }
    case "chosen": {
      const value = choice(condition.option);
      return value !== undefined && value.kind !== "none";
    }
  }
}

function compare(operator: string, left: number | undefined, right: number | undefined): boolean {
  if (left === undefined || right === undefined) return false;
  const same = Math.abs(left - right) <= SAME * Math.max(1, Math.abs(left), Math.abs(right));
  switch (operator) {
    case "=":
      return same;
    case "!=":
      return !same;
    case "<=":
      return same || left < right;
    case ">=":
      return same || left > right;
    case "<":
      return !same && left < right;
    default:
      return !same && left > right;
  }
}
