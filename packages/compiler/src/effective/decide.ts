/** Conditions decided as far as choices and the account's row decide them. */
import type { Decimal } from "decimal.js";
import type { ChoiceValue, Condition, Expr } from "../bundle/index.ts";
import { Exact, readDecimal } from "../numbers/decimal.ts";

export interface Known {
  readonly choices: ReadonlyMap<string, ChoiceValue>;
  /** a text fact of the account; undefined if the row does not say */
  readonly fact: (name: string) => string | undefined;
  readonly profiles: ReadonlySet<string>;
}

/** Amounts that the row gives beside its columns, or that holdings decide. */
const OF_THE_ACCOUNT = new Set([
  "value",
  "cash",
  "st_rate",
  "lt_rate",
  "ytd_short",
  "ytd_long",
  "carry_short",
  "carry_long",
]);

/** True, false, or the part that needs holdings. */
export function decide(condition: Condition, known: Known): boolean | Condition {
  switch (condition.c) {
    case "constant":
      return condition.value;
    case "not": {
      const of = decide(condition.of, known);
      return typeof of === "boolean" ? !of : { c: "not", of };
    }
    case "all":
    case "any": {
      const absorbing = condition.c === "any";
      const open: Condition[] = [];
      for (const part of condition.of) {
        const decided = decide(part, known);
        if (decided === absorbing) return absorbing;
        if (typeof decided !== "boolean") open.push(decided);
      }
      const [only] = open;
      if (only === undefined) return !absorbing;
      return open.length === 1 ? only : { c: condition.c, of: open };
    }
    case "chosen":
      return (known.choices.get(condition.option)?.kind ?? "none") !== "none";
    case "option is": {
      const value = known.choices.get(condition.option);
      if (value?.kind === "case") return value.case === condition.case;
      return value?.kind === "flag" && value.on === (condition.case === "on");
    }
    case "fact is":
      if (condition.fact === "profile") return known.profiles.has(condition.value);
      return known.fact(condition.fact) === condition.value;
    case "compare": {
      const left = amountOf(condition.left, known);
      const right = amountOf(condition.right, known);
      if (left === undefined || right === undefined) return condition;
      if (left === "none" || right === "none") return false;
      return compare(left, condition.operator, right);
    }
    case "between": {
      const of = amountOf(condition.of, known);
      const low = amountOf(condition.low, known);
      const high = amountOf(condition.high, known);
      if (of === undefined || low === undefined || high === undefined) return condition;
      if (of === "none" || low === "none" || high === "none") return false;
      return compare(of, ">=", low) && compare(of, "<=", high);
    }
  }
}

function compare(
  left: Decimal,
  operator: (Condition & { readonly c: "compare" })["operator"],
  right: Decimal,
): boolean {
  switch (operator) {
    case "=":
      return left.equals(right);
    case "!=":
      return !left.equals(right);
    case "<":
      return left.lessThan(right);
    case "<=":
      return left.lessThanOrEqualTo(right);
    case ">":
      return left.greaterThan(right);
    case ">=":
      return left.greaterThanOrEqualTo(right);
  }
}

/** The value of what choices and columns decide; `none` where an option has none; undefined where holdings decide. */
function amountOf(expr: Expr, known: Known): Decimal | "none" | undefined {
  switch (expr.e) {
    case "constant":
      return (
        readDecimal(expr.value) ??
        (expr.unit.unit === "date" ? new Exact(expr.value.replaceAll("-", "")) : undefined)
      );
    case "option": {
      const value = known.choices.get(expr.option);
      if (value?.kind === "quantity" || value?.kind === "case") return new Exact(value.value);
      return "none";
    }
    case "fact": {
      if (OF_THE_ACCOUNT.has(expr.fact)) return undefined;
      // An empty number meets no condition (language.md, "Authority").
      return readDecimal(known.fact(expr.fact) ?? "") ?? "none";
    }
    case "negate": {
      const of = amountOf(expr.of, known);
      return of === undefined || of === "none" ? of : of.negated();
    }
    case "add":
    case "subtract":
    case "multiply":
    case "divide": {
      const left = amountOf(expr.left, known);
      const right = amountOf(expr.right, known);
      if (left === undefined || right === undefined) return undefined;
      if (left === "none" || right === "none") return "none";
      if (expr.e === "add") return left.plus(right);
      if (expr.e === "subtract") return left.minus(right);
      if (expr.e === "multiply") return left.times(right);
      return right.isZero() ? undefined : left.dividedBy(right);
    }
    default:
      return undefined;
  }
}
