/** Sums, products, and the functions that bend: each with its unit, stage and curvature. */
import type { Binary, Call, Expression, Unary } from "@mandate/dsl";
import type { Expr, Unit } from "../bundle/index.ts";
import { catalogue } from "../catalogue/index.ts";
import type { Scope } from "../env.ts";
import { placeOf, textOf } from "../files/unit.ts";
import { addDuration } from "../numbers/dates.ts";
import { durationOf } from "../numbers/duration.ts";
import { constant } from "./literals.ts";
import { reportUnits } from "./mismatch.ts";
import { bendOf, flipped, laterOf, ratioOf, sumOfCurves, type Term, type Typed, termsOf } from "./typed.ts";
import { added, baseText, common, describe, settle, type Ty } from "./unit.ts";

const { types } = catalogue;

/** Two ratios can be multiplied out together only by one and the same whole. */
export function mixesRatios(scope: Scope, left: Typed, right: Typed): boolean {
  const mixed =
    left.ratio !== undefined && right.ratio !== undefined
      ? left.ratio.key !== right.ratio.key
      : (left.ratio !== undefined && right.stage === "decided") ||
        (right.ratio !== undefined && left.stage === "decided");
  if (!mixed || scope.inTest) return false;
  scope.env.reporter.report(types.mixedRatios, placeOf(scope.unit, right.node), {
    left: textOf(scope.unit, left.node.span),
    right: textOf(scope.unit, right.node.span),
  });
  return true;
}

export function sum(scope: Scope, node: Binary, left: Typed, right: Typed): Typed | undefined {
  const operator = node.operator === "-" ? "-" : "+";
  const ty = added(operator, left.ty, right.ty);
  if (ty === undefined) {
    if (left.ty.u === "percent" && right.ty.u === "percent") {
      scope.env.reporter.report(types.differentBases, placeOf(scope.unit, node), {
        left: textOf(scope.unit, left.node.span),
        leftBase: baseText(left.ty.base),
        right: textOf(scope.unit, right.node.span),
        rightBase: baseText(right.ty.base),
        verb: operator === "+" ? "added" : "subtracted",
      });
    } else {
      scope.env.reporter.report(types.cannotAdd, placeOf(scope.unit, node), {
        left: textOf(scope.unit, left.node.span),
        leftIs: describe(left.ty),
        right: textOf(scope.unit, right.node.span),
        rightIs: describe(right.ty),
        verb: operator === "+" ? "added to" : "subtracted from",
      });
    }
    return undefined;
  }
  if (mixesRatios(scope, left, right)) return undefined;
  if (ty.u === "date") return dateSum(scope, node, left, right);
  const curve = sumOfCurves(left.curve, operator === "+" ? right.curve : flipped(right.curve));
  const whole = common(left.ty, right.ty);
  const sign = operator === "+" && left.sign === right.sign ? left.sign : 0;
  const value =
    left.value !== undefined && right.value !== undefined
      ? { value: operator === "+" ? left.value.plus(right.value) : left.value.minus(right.value) }
      : {};
  const terms: Term[] = [
    ...termsOf(left),
    ...termsOf(right).map(
      (term): Term => (operator === "+" ? term : { sign: term.sign === 1 ? -1 : 1, typed: term.typed }),
    ),
  ];
  return {
    ty,
    stage: laterOf(left.stage, right.stage),
    curve,
    ...bendOf(curve === "none" ? right : left, right, left),
    sign: value.value === undefined ? sign : value.value.isNegative() ? -1 : 1,
    ...value,
    ...ratioOf(left, right),
    node,
    terms,
    build: (unit) => {
      // Parts of a difference of percents keep the base they share, though the difference itself is in points.
      const hint = whole !== undefined && unit.unit === "points" ? settle(whole, unit) : unit;
      const e = operator === "+" ? "add" : "subtract";
      return {
        e,
        left: left.build(settle(left.ty, hint)),
        right: right.build(settle(right.ty, pointHint(ty, right.ty, hint))),
        unit,
      };
    },
  };
}

/** `5% + 25bps`: what is added to a percent is points. */
function pointHint(sumTy: Ty, ty: Ty, hint: Unit): Unit {
  return sumTy.u === "percent" && ty.u === "bps" ? { unit: "points" } : hint;
}

function dateSum(scope: Scope, node: Binary, left: Typed, right: Typed): Typed | undefined {
  const [date, time] = left.ty.u === "date" ? [left, right] : [right, left];
  const start = date.build({ unit: "date" });
  const duration = durationOf(time.node);
  if (start.e !== "constant" || duration === undefined) {
    scope.env.reporter.report(types.notFixed, placeOf(scope.unit, node), {
      found: textOf(scope.unit, node.span),
      where: "a date",
    });
    return undefined;
  }
  const value = addDuration(start.value, duration, node.operator === "-" ? -1 : 1);
  return {
    ty: { u: "date" },
    stage: "fixed",
    curve: "affine",
    sign: 0,
    node,
    build: (unit) => ({ e: "constant", value, unit }),
  };
}

export function negate(node: Unary, operand: Typed): Typed {
  if (operand.value !== undefined) return constant(node, operand.ty, operand.value.negated());
  return {
    ty: operand.ty,
    stage: operand.stage,
    curve: flipped(operand.curve),
    ...bendOf(operand),
    sign: operand.sign === 0 ? 0 : operand.sign === 1 ? -1 : 1,
    ...ratioOf(operand),
    node,
    terms: termsOf(operand).map((term): Term => ({ sign: term.sign === 1 ? -1 : 1, typed: term.typed })),
    build: (unit) => ({ e: "negate", of: operand.build(unit), unit }),
  };
}

function cannot(scope: Scope, node: Binary, left: Typed, right: Typed): undefined {
  scope.env.reporter.report(types.cannotMultiply, placeOf(scope.unit, node), {
    left: textOf(scope.unit, left.node.span),
    leftIs: describe(left.ty),
    right: textOf(scope.unit, right.node.span),
    rightIs: describe(right.ty),
    verb: node.operator === "*" ? "multiplied by" : "divided by",
  });
  return undefined;
}

/** A bent amount times a factor of unknown sign bends either way. */
function scaled(amount: Typed, factor: Typed): Pick<Typed, "curve" | "bend"> {
  const curve =
    amount.curve === "affine" || factor.sign === 1
      ? amount.curve
      : factor.sign === -1
        ? flipped(amount.curve)
        : "none";
  return { curve, ...bendOf(amount) };
}

export function product(scope: Scope, node: Binary, left: Typed, right: Typed): Typed | undefined {
  if (left.stage === "decided" && right.stage === "decided") {
    scope.env.reporter.report(types.productOfDecided, placeOf(scope.unit, node), {
      left: textOf(scope.unit, left.node.span),
      right: textOf(scope.unit, right.node.span),
    });
    return undefined;
  }
  const ty = productTy(left.ty, right.ty);
  if (ty === undefined) return cannot(scope, node, left, right);
  const [amount, factor] =
    left.stage === "decided" || right.ty.u === "number" ? [left, right] : [right, left];
  const value =
    left.value !== undefined && right.value !== undefined ? { value: left.value.times(right.value) } : {};
  return {
    ty,
    stage: laterOf(left.stage, right.stage),
    ...scaled(amount, factor),
    sign: left.sign * right.sign === 1 ? 1 : left.sign * right.sign === -1 ? -1 : 0,
    ...value,
    ...ratioOf(left, right),
    node,
    build: (unit) => ({
      e: "multiply",
      left: left.build(left.ty.u === "number" ? { unit: "number" } : settle(left.ty, unit)),
      right: right.build(right.ty.u === "number" ? { unit: "number" } : settle(right.ty, unit)),
      unit,
    }),
  };
}

function productTy(a: Ty, b: Ty): Ty | undefined {
  if (a.u === "date" || b.u === "date" || a.u === "duration" || b.u === "duration") return undefined;
  if (a.u === "number") return b;
  if (b.u === "number") return a;
  // A share of an amount of money is an amount of money, as $ / $ = % has it the other way round.
  if (a.u === "percent" && a.base.base !== "set" && b.u === "money") return b;
  if (b.u === "percent" && b.base.base !== "set" && a.u === "money") return a;
  return undefined;
}

/** Where an account may choose zero, the clause says nothing for it: a hole that its reader does not see. */
function warnOfZero(scope: Scope, divisor: Typed): void {
  const { node } = divisor;
  if (node.kind !== "Reference" || node.path.length !== 2) return;
  const option = scope.env.options.get(node.path.map(({ text }) => text).join("."));
  if (option === undefined) return;
  const { low, high, cases, kind } = option;
  const zero =
    kind === "choice"
      ? cases.some(({ value }) => value?.isZero() === true)
      : !(low?.greaterThan(0) === true || high?.lessThan(0) === true);
  if (zero)
    scope.env.reporter.report(types.mayDivideByZero, placeOf(scope.unit, node), { option: option.name });
}

export function quotient(scope: Scope, node: Binary, left: Typed, right: Typed): Typed | undefined {
  if (right.stage === "decided") {
    const part = weightArgument(left.node, scope);
    const whole = weightArgument(right.node, scope);
    const instead = part !== undefined && whole !== undefined ? `weight(${part} of ${whole})` : undefined;
    scope.env.reporter.report(types.divisionByDecided, placeOf(scope.unit, node), {
      left: textOf(scope.unit, left.node.span),
      right: textOf(scope.unit, right.node.span),
      instead,
    });
    return undefined;
  }
  if (right.value?.isZero() === true) {
    scope.env.reporter.report(types.divisionByZero, placeOf(scope.unit, node), {
      found: textOf(scope.unit, node.span),
    });
    return undefined;
  }
  warnOfZero(scope, right);
  const ty = quotientTy(left.ty, right.ty);
  if (ty === undefined) return cannot(scope, node, left, right);
  const inside = right.ty.u === "number" ? undefined : common(left.ty, right.ty);
  const value =
    left.value !== undefined && right.value !== undefined ? { value: left.value.dividedBy(right.value) } : {};
  return {
    ty,
    stage: laterOf(left.stage, right.stage),
    ...scaled(left, right),
    sign: left.sign * right.sign === 1 ? 1 : left.sign * right.sign === -1 ? -1 : 0,
    ...value,
    ...ratioOf(left),
    node,
    build: (unit) => {
      const hint = inside === undefined ? unit : settle(inside);
      const by: Unit = right.ty.u === "number" ? { unit: "number" } : hint;
      return {
        e: "divide",
        left: left.build(inside === undefined ? settle(left.ty, hint) : hint),
        right: right.build(by),
        unit,
      };
    },
  };
}

function weightArgument(node: Expression, scope: Scope): string | undefined {
  if (node.kind !== "Call" || node.of !== undefined) return undefined;
  const [argument] = node.arguments;
  if (argument === undefined || (node.callee.text !== "weight" && node.callee.text !== "value"))
    return undefined;
  return textOf(scope.unit, argument.span);
}

function quotientTy(a: Ty, b: Ty): Ty | undefined {
  if (a.u === "date" || b.u === "date" || a.u === "duration" || b.u === "duration") return undefined;
  if (b.u === "number") return a;
  const both = common(a, b);
  if (both === undefined) return undefined;
  return both.u === "money" || both.u === "cash" || both.u === "flow"
    ? { u: "percent", base: { base: "free" } }
    : { u: "number" };
}

const ABS = {
  is: "a distance",
  because: "portfolios far away on either side of it cannot be told to stay away from the middle",
};
const MAX = {
  is: "the larger of several",
  because: "that one or another of them is large is an alternative, and all rules of a limit hold together",
};
const MIN = {
  is: "the smaller of several",
  because: "that one or another of them is small is an alternative, and all rules of a limit hold together",
};

/** `abs(x)`: x must not bend. */
export function absolute(scope: Scope, node: Call, operand: Typed): Typed | undefined {
  const fixed = operand.value;
  if (fixed !== undefined) return constant(node, operand.ty, fixed.abs());
  const decided = operand.stage === "decided";
  const bent = operand.curve !== "affine" && !(operand.curve === "convex" && operand.sign === 1);
  if (bent && !scope.inTest) return tooBent(scope, operand, "abs");
  return {
    ty: operand.ty,
    stage: operand.stage,
    curve: decided ? "convex" : "affine",
    ...(decided ? { bend: { node, ...ABS } } : {}),
    sign: 1,
    ...ratioOf(operand),
    node,
    build: (unit) => ({ e: "abs", of: operand.build(unit), unit }),
  };
}

function tooBent(scope: Scope, operand: Typed, name: string): undefined {
  const bend = operand.bend;
  scope.env.reporter.report(types.curvature, placeOf(scope.unit, bend?.node ?? operand.node), {
    found: textOf(scope.unit, (bend?.node ?? operand.node).span),
    is: bend?.is ?? "bent already",
    takes: `no place inside \`${name}(…)\``,
    because: bend?.because ?? "bent twice, it could bend either way",
  });
  return undefined;
}

/** `max(…)` is convex of what is, `min(…)` concave. */
export function extreme(
  scope: Scope,
  node: Call,
  name: "max" | "min",
  operands: readonly Typed[],
): Typed | undefined {
  const [first, ...others] = operands;
  if (first === undefined) return undefined;
  const wanted = name === "max" ? "convex" : "concave";
  let all: Typed = first;
  let ty: Ty = first.ty;
  for (const operand of others) {
    const both = common(ty, operand.ty);
    if (both === undefined) {
      reportUnits(scope, node, all, operand);
      return undefined;
    }
    if (operand.ratio !== undefined || all.ratio !== undefined) {
      if (mixesRatios(scope, all, operand)) return undefined;
    }
    ty = both;
    all = operand.ratio === undefined ? all : operand;
  }
  for (const operand of operands) {
    if (
      operand.stage === "decided" &&
      operand.curve !== "affine" &&
      operand.curve !== wanted &&
      !scope.inTest
    ) {
      return tooBent(scope, operand, name);
    }
  }
  const stage = operands.reduce((latest: Typed["stage"], operand) => laterOf(latest, operand.stage), "fixed");
  const decided = stage === "decided" && operands.length > 1;
  const nonNegative =
    name === "max" ? operands.some(({ sign }) => sign === 1) : operands.every(({ sign }) => sign === 1);
  const values = operands.map(({ value }) => value);
  const known = values.filter((value) => value !== undefined);
  const [start, ...rest] = known;
  if (start !== undefined && known.length === values.length) {
    const value = rest.reduce(
      (a, b) => (name === "max" ? (b.greaterThan(a) ? b : a) : b.lessThan(a) ? b : a),
      start,
    );
    return constant(node, ty, value);
  }
  return {
    ty,
    stage,
    curve: decided ? wanted : stage === "decided" ? first.curve : "affine",
    ...(decided ? { bend: { node, ...(name === "max" ? MAX : MIN) } } : bendOf(first)),
    sign: nonNegative ? 1 : 0,
    ...ratioOf(...operands),
    node,
    build: (unit): Expr => ({
      e: name,
      of: operands.map((operand) => operand.build(settle(operand.ty, unit))),
      unit,
    }),
  };
}
