/**
 * Expressions of decisions as affine forms: affine ones as they are, convex ones through new columns that lie on or
 * above them (epigraphs). With `sign` -1 the expression's negative is bounded, so concave ones become convex.
 */
import type { Expr } from "@mandate/compiler";
import { type Affine, addScaled, constant, scaled } from "./affine.ts";
import type { Draft } from "./draft.ts";
import { given } from "./given.ts";
import { averageForms, setMeasure, totalMeasure, weightOf } from "./measures.ts";
import { netBefore, nettedTax, nettedTaxForm, ratesOf } from "./netting.ts";
import type { Environment } from "./sets.ts";

/** The denominator of `weight(X of Y)` and of averages: such a comparison is multiplied out by it. */
export function baseOf(draft: Draft, expr: Expr, environment: Environment): Affine | undefined {
  switch (expr.e) {
    case "measure":
      return expr.base === undefined
        ? undefined
        : weightOf(draft, draft.sets.resolve(expr.base, environment));
    case "average":
      return averageForms(draft, expr, environment).base;
    case "add":
    case "subtract":
    case "multiply":
    case "divide":
      return baseOf(draft, expr.left, environment) ?? baseOf(draft, expr.right, environment);
    case "negate":
    case "abs":
      return baseOf(draft, expr.of, environment);
    case "max":
    case "min":
      for (const part of expr.of) {
        const base = baseOf(draft, part, environment);
        if (base !== undefined) return base;
      }
      return undefined;
    default:
      return undefined;
  }
}

/** Whether no decision enters an expression. */
function isGiven(expr: Expr): boolean {
  switch (expr.e) {
    case "constant":
    case "option":
    case "fact":
    case "before":
    case "cost":
      return true;
    case "measure":
      return expr.measure === "target";
    case "total":
    case "average":
      return false;
    case "sum":
      return isGiven(expr.body);
    case "add":
    case "subtract":
    case "multiply":
    case "divide":
      return isGiven(expr.left) && isGiven(expr.right);
    case "negate":
    case "abs":
      return isGiven(expr.of);
    case "max":
    case "min":
      return expr.of.every(isGiven);
  }
}

/** A form that is never below sign · expr, and equal to it at its least; multiplied by `base` where one is given. */
export function upperForm(
  draft: Draft,
  expr: Expr,
  sign: 1 | -1,
  environment: Environment,
  base?: Affine,
): Affine | undefined {
  const part = (inner: Expr, way: 1 | -1): Affine | undefined =>
    upperForm(draft, inner, way, environment, base);
  if (isGiven(expr)) {
    const value = given(draft, expr, environment);
    if (value === undefined) return undefined;
    return base === undefined ? constant(sign * value) : scaled(base, sign * value);
  }
  switch (expr.e) {
    case "measure":
      return signed(setMeasure(draft, expr, environment), sign);
    case "total":
      return scaled(totalForm(draft, expr, sign), sign);
    case "average":
      return signed(averageForms(draft, expr, environment).sum, sign);
    case "negate":
      return part(expr.of, sign === 1 ? -1 : 1);
    case "add":
    case "subtract": {
      const left = part(expr.left, sign);
      const right = part(expr.right, expr.e === "add" ? sign : sign === 1 ? -1 : 1);
      if (left === undefined || right === undefined) return undefined;
      const sum = scaled(left, 1);
      addScaled(sum, right, 1);
      return sum;
    }
    case "multiply":
    case "divide": {
      const leftGiven = expr.e === "multiply" && isGiven(expr.left);
      const factor = given(draft, leftGiven ? expr.left : expr.right, environment);
      if (factor === undefined || (expr.e === "divide" && factor === 0)) return undefined;
      const by = expr.e === "divide" ? 1 / factor : factor;
      const inner = part(leftGiven ? expr.right : expr.left, by * sign >= 0 ? 1 : -1);
      return inner === undefined ? undefined : scaled(inner, Math.abs(by));
    }
    case "sum": {
      const sum = constant(0);
      for (const item of draft.sets.items(expr.loop, environment)) {
        const turn = new Map(environment).set(expr.loop.variable, item);
        const form = upperForm(draft, expr.body, sign, turn, base);
        if (form === undefined) return undefined;
        addScaled(sum, form, 1);
      }
      return sum;
    }
    case "abs":
      return epigraph(draft, [part(expr.of, 1), part(expr.of, -1)], sign, "abs");
    case "max":
    case "min": {
      // max is convex, and so is the negative of min: each from the side that the comparison bounds.
      const forms = expr.of.map((inner) => part(inner, sign));
      return epigraph(draft, forms, expr.e === "max" ? sign : sign === 1 ? -1 : 1, expr.e);
    }
    default:
      throw new Error(`a given ${expr.e} cannot be lowered as a decision`);
  }
}

/** @param form of nobody else's */
function signed(form: Affine, sign: 1 | -1): Affine {
  return sign === 1 ? form : scaled(form, -1);
}

function epigraph(
  draft: Draft,
  forms: readonly (Affine | undefined)[],
  sign: 1 | -1,
  what: string,
): Affine | undefined {
  if (sign !== 1) throw new Error(`\`${what}\` is compared from the side on which it is not convex`);
  const known = forms.filter((form) => form !== undefined);
  if (known.length === 0) return undefined;
  const top = draft.column(-Infinity, Infinity);
  for (const form of known) {
    const row = scaled(form, -1);
    row.cols.push(top);
    row.coefs.push(1);
    draft.row(row, 0, Infinity);
  }
  return { constant: 0, cols: [top], coefs: [1] };
}

function totalForm(draft: Draft, expr: Extract<Expr, { e: "total" }>, sign: 1 | -1): Affine {
  if (expr.measure === "tracking error" && sign !== 1)
    throw new Error("tracking error is compared from below");
  if (expr.measure !== "tax" || draft.frame.situation.policy.objective.taxes?.netted !== true)
    return totalMeasure(draft, expr);
  if (!draft.frame.taxable) return constant(0);
  if (sign !== 1) throw new Error("netted tax is compared from below");
  const form = scaled(nettedTaxForm(draft), draft.frame.value);
  const before = netBefore(draft);
  if (expr.thisYear === true) {
    form.constant += draft.frame.value * nettedTax(ratesOf(draft), before.short, before.long);
  }
  return form;
}
