/** The typed core as text: what a clause means once every abbreviation is written out. */
import type { Bundle, Condition, Duration, Expr, Loop, Range, SetRef, Unit } from "../bundle/index.ts";
import { amount, type Measure } from "./amounts.ts";

/** What the core refers to by number. */
export type Sets = Pick<Bundle, "sets">;

/** A loop's head: `for each i in issuers of where not fund` */
export function loopText({ variable, range }: Loop, bundle: Sets): string {
  return `for each ${variable} in ${rangeText(range, bundle)}`;
}

function rangeText(range: Range, bundle: Sets): string {
  switch (range.over) {
    case "securities":
    case "issuers": {
      const of = setText(range.of, bundle);
      // `issuers where not fund` says already what it is a set of.
      return of === range.over || of.startsWith(`${range.over} `) ? of : `${range.over} of ${of}`;
    }
    case "classes":
      return `classes ${range.classes.join(", ")}`;
  }
}

/** A set by the name that people call it. */
export function setText(set: SetRef, bundle: Sets): string {
  switch (set.set) {
    case "fixed":
      return bundle.sets[set.id]?.label ?? "nothing";
    case "variable":
      return set.name;
    case "chosen":
      return set.option;
    case "union":
      return `(${setText(set.left, bundle)} or ${setText(set.right, bundle)})`;
    case "intersection":
      return `(${setText(set.left, bundle)} and ${setText(set.right, bundle)})`;
    case "difference":
      return `(${setText(set.left, bundle)} except ${setText(set.right, bundle)})`;
    case "lots":
      return `lots of ${setText(set.of, bundle)} held ${set.comparison} ${durationText(set.duration)}`;
  }
}

function durationText({ count, of }: Duration): string {
  return `${count} ${count === 1 ? of.slice(0, -1) : of}`;
}

const binary = { add: "+", subtract: "-", multiply: "*", divide: "/" } as const;
const binding = { add: 1, subtract: 1, multiply: 2, divide: 2 } as const;

/** An expression; `outer` is how tightly what stands around it binds. */
export function exprText(expr: Expr, bundle: Sets, outer = 0): string {
  switch (expr.e) {
    case "constant":
      return constantText(expr.value, expr.unit);
    case "option":
      return expr.option;
    case "fact":
      return `account.${expr.fact}`;
    case "measure": {
      const base = expr.base === undefined ? "" : ` of ${setText(expr.base, bundle)}`;
      return `${expr.measure}(${setText(expr.of, bundle)}${base})`;
    }
    case "total": {
      const year = expr.thisYear === true ? " this year" : "";
      const counted =
        expr.measure === "holdings" || expr.measure === "trades" ? `count(${expr.measure})` : expr.measure;
      return `${counted}${expr.term === undefined ? "" : `(${expr.term})`}${year}`;
    }
    case "average":
      return `average(${expr.attribute} of ${setText(expr.of, bundle)})`;
    case "cost":
      return `cost.${expr.term}`;
    case "before":
      return `before(${exprText(expr.of, bundle)})`;
    case "sum":
      return `sum(${expr.loop.variable} in ${rangeText(expr.loop.range, bundle)}: ${exprText(expr.body, bundle)})`;
    case "add":
    case "subtract":
    case "multiply":
    case "divide": {
      const level = binding[expr.e];
      const text = `${exprText(expr.left, bundle, level)} ${binary[expr.e]} ${exprText(expr.right, bundle, level + 1)}`;
      return level < outer ? `(${text})` : text;
    }
    case "negate":
      return `-${exprText(expr.of, bundle, 3)}`;
    case "abs":
      return `abs(${exprText(expr.of, bundle)})`;
    case "max":
    case "min":
      return `${expr.e}(${expr.of.map((part) => exprText(part, bundle)).join(", ")})`;
  }
}

function constantText(value: string, unit: Unit): string {
  const measures: Readonly<Partial<Record<Unit["unit"], Measure>>> = {
    weight: "percent",
    points: "points",
    money: "money",
    shares: "shares",
  };
  const measure = measures[unit.unit];
  return measure === undefined ? value : amount(value, measure);
}

/** A condition; `outer` as in `exprText`. */
export function conditionText(condition: Condition, bundle: Sets, outer = 0): string {
  switch (condition.c) {
    case "constant":
      return condition.value ? "always" : "never";
    case "all":
    case "any": {
      const level = condition.c === "any" ? 1 : 2;
      const text = condition.of
        .map((part) => conditionText(part, bundle, level))
        .join(condition.c === "any" ? " or " : " and ");
      return level < outer ? `(${text})` : text;
    }
    case "not":
      return `not ${conditionText(condition.of, bundle, 3)}`;
    case "compare":
      return `${exprText(condition.left, bundle)} ${condition.operator} ${exprText(condition.right, bundle)}`;
    case "between":
      return `${exprText(condition.of, bundle)} in ${exprText(condition.low, bundle)}..${exprText(condition.high, bundle)}`;
    case "fact is":
      return `account.${condition.fact} = "${condition.value}"`;
    case "option is":
      return `${condition.option} = ${condition.case}`;
    case "chosen":
      return `${condition.option} is chosen`;
  }
}
