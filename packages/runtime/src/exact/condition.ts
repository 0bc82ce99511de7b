/** Conditions of the typed core in exact decimals. */
import type { Condition, Expr } from "@mandate/compiler";
import { factIs } from "../account/facts.ts";
import { type Decimal, ZERO } from "./decimal.ts";
import { evaluate } from "./expression.ts";
import type { Context } from "./measures.ts";
import type { Environment } from "./sets.ts";

/** Half a cent, and 1e-9 of weight (language.md, "Tests in the language"): what an `expect` tolerates. */
export interface Tolerance {
  readonly money: Decimal;
  readonly other: Decimal;
}

const NO_TOLERANCE: Tolerance = { money: ZERO, other: ZERO };

function compare(operator: string, difference: Decimal, tolerance: Decimal): boolean {
  switch (operator) {
    case "=":
      return difference.abs().lessThanOrEqualTo(tolerance);
    case "!=":
      return difference.abs().greaterThan(tolerance);
    case "<=":
      return difference.lessThanOrEqualTo(tolerance);
    case ">=":
      return difference.greaterThanOrEqualTo(tolerance.negated());
    case "<":
      return difference.isNegative() && !difference.isZero() && difference.abs().greaterThan(tolerance);
    default:
      return difference.greaterThan(tolerance);
  }
}

/** Whether a condition is true. What cannot be measured is not true. */
export function holds(
  context: Context,
  condition: Condition,
  environment: Environment = new Map(),
  tolerance: Tolerance = NO_TOLERANCE,
): boolean {
  const inner = (part: Condition): boolean => holds(context, part, environment, tolerance);
  const slack = (expr: Expr): Decimal => (expr.unit.unit === "money" ? tolerance.money : tolerance.other);
  switch (condition.c) {
    case "constant":
      return condition.value;
    case "all":
      return condition.of.every(inner);
    case "any":
      return condition.of.some(inner);
    case "not":
      return !inner(condition.of);
    case "compare": {
      const left = evaluate(context, condition.left, environment);
      const right = evaluate(context, condition.right, environment);
      if (left === undefined || right === undefined) return false;
      return compare(condition.operator, left.minus(right), slack(condition.left));
    }
    case "between": {
      const value = evaluate(context, condition.of, environment);
      const low = evaluate(context, condition.low, environment);
      const high = evaluate(context, condition.high, environment);
      if (value === undefined || low === undefined || high === undefined) return false;
      const tolerated = slack(condition.of);
      return compare(">=", value.minus(low), tolerated) && compare("<=", value.minus(high), tolerated);
    }
    case "fact is":
      return factIs(context.situation, condition.fact, condition.value);
    case "option is": {
      const value = context.situation.policy.choices.find(
        (choice) => choice.option === condition.option,
      )?.value;
      if (value?.kind === "case") return value.case === condition.case;
      return value?.kind === "flag" && condition.case === (value.on ? "on" : "off");
    }
    case "chosen": {
      const value = context.situation.policy.choices.find(
        (choice) => choice.option === condition.option,
      )?.value;
      return value !== undefined && value.kind !== "none";
    }
  }
}
