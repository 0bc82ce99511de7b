/** Expressions of the typed core in exact decimals. */
import type { Expr } from "@mandate/compiler";
import { factAmount } from "../account/facts.ts";
import type { Situation } from "../account/situation.ts";
import { type Decimal, exact, ZERO } from "./decimal.ts";
import { average, type Context, plainMeasure, setMeasure } from "./measures.ts";
import { type Environment, loopItems } from "./sets.ts";

function fact(situation: Situation, name: string): Decimal | undefined {
  const amount = factAmount(situation, name);
  return amount === undefined ? undefined : exact(amount);
}

function option(situation: Situation, name: string): Decimal | undefined {
  const choice = situation.policy.choices.find((candidate) => candidate.option === name)?.value;
  switch (choice?.kind) {
    case "quantity":
    case "case":
      return exact(choice.value);
    case "flag":
      return exact(choice.on ? 1 : 0);
    default:
      return undefined;
  }
}

const constants = new WeakMap<Expr, Decimal>();

function constant(expr: Extract<Expr, { e: "constant" }>): Decimal {
  let value = constants.get(expr);
  if (value === undefined) {
    value = exact(expr.value);
    constants.set(expr, value);
  }
  return value;
}

/** Value of an expression; undefined where there is nothing to measure (a weight of an empty set, a choice of none). */
export function evaluate(
  context: Context,
  expr: Expr,
  environment: Environment = new Map(),
): Decimal | undefined {
  const inner = (part: Expr): Decimal | undefined => evaluate(context, part, environment);
  switch (expr.e) {
    case "constant":
      return constant(expr);
    case "option":
      return option(context.situation, expr.option);
    case "fact":
      return fact(context.situation, expr.fact);
    case "measure":
      return setMeasure(context, expr, environment);
    case "total":
      return plainMeasure(context, expr);
    case "average":
      return average(context, expr.attribute, expr.of, environment);
    case "cost":
      if (context.costs === undefined) throw new RangeError("costs are known in tests only");
      return context.costs(expr.term);
    case "before":
      return evaluate(context.before ?? context, expr.of, environment);
    case "sum": {
      let sum: Decimal | undefined = ZERO;
      for (const item of loopItems(context.situation, expr.loop, environment)) {
        const value = evaluate(context, expr.body, new Map(environment).set(expr.loop.variable, item));
        sum = value === undefined || sum === undefined ? undefined : sum.plus(value);
      }
      return sum;
    }
    case "add":
    case "subtract":
    case "multiply":
    case "divide": {
      const left = inner(expr.left);
      const right = inner(expr.right);
      if (left === undefined || right === undefined) return undefined;
      if (expr.e === "add") return left.plus(right);
      if (expr.e === "subtract") return left.minus(right);
      if (expr.e === "multiply") return left.times(right);
      return right.isZero() ? undefined : left.dividedBy(right);
    }
    case "negate":
      return inner(expr.of)?.negated();
    case "abs":
      return inner(expr.of)?.abs();
    case "max":
    case "min": {
      let best: Decimal | undefined;
      for (const part of expr.of) {
        const value = inner(part);
        if (value === undefined) continue;
        if (best === undefined || (expr.e === "max" ? value.greaterThan(best) : value.lessThan(best)))
          best = value;
      }
      return best;
    }
  }
}
