/** From `weight(AAPL) + weight(MSFT) <= 15%` to the core: decided terms left, given right, curvature in order. */
import type { Binary, Expression } from "@mandate/dsl";
import type { Expr, Loop, Rule, Unit } from "../bundle/index.ts";
import { catalogue } from "../catalogue/index.ts";
import { replaceFix } from "../diagnostics/reporter.ts";
import type { Scope } from "../env.ts";
import { placeOf, sourceOf, textOf } from "../files/unit.ts";
import { kindOf } from "../sets/resolve.ts";
import { mixesRatios } from "../types/arithmetic.ts";
import { infer } from "../types/infer.ts";
import { reportUnits } from "../types/mismatch.ts";
import {
  type Bend,
  type Curve,
  flipped,
  sumOfCurves,
  type Term,
  type Typed,
  termsOf,
} from "../types/typed.ts";
import { common, settle, settled, type Ty } from "../types/unit.ts";
import { warnOfReach } from "./reach.ts";

const { types } = catalogue;

export type CompareRule = Rule & { readonly rule: "compare" };

export interface Compared {
  readonly rule: CompareRule;
  /** the unit the two sides share, before it was settled */
  readonly ty: Ty;
  /** the decided side alone, if the author wrote one */
  readonly measure?: Typed;
  /** the given side alone, if the author wrote one */
  readonly bound?: Typed;
}

type Operator = CompareRule["operator"];
const OPPOSITE: Readonly<Record<Operator, Operator>> = { "<=": ">=", ">=": "<=", "=": "=" };

/** The rules that one condition makes: two for a range or an `and`; undefined where it can be no limit (reported). */
export function compareRules(scope: Scope, node: Expression, loops: readonly Loop[]): Compared[] | undefined {
  switch (node.kind) {
    case "Missing":
      return undefined;
    case "Parentheses":
      return compareRules(scope, node.inner, loops);
    case "Binary": {
      const { operator } = node;
      if (operator === "and") {
        const left = compareRules(scope, node.left, loops);
        const right = compareRules(scope, node.right, loops);
        return left === undefined || right === undefined ? undefined : [...left, ...right];
      }
      if (operator === "or")
        return alternative(
          scope,
          node,
          "either of two is an alternative; say each in a limit of its own, or choose one",
        );
      if (operator === "!=")
        return alternative(scope, node, "leaving one level out cuts the permitted portfolios in two");
      if (operator === "<" || operator === ">") return strict(scope, node);
      if (operator === "in") return within(scope, node, loops);
      if (operator === "<=" || operator === ">=" || operator === "=") {
        const one = compare(scope, node, node.left, operator, node.right, loops);
        return one === undefined ? undefined : [one];
      }
      break;
    }
    case "Unary":
      if (node.operator === "not") return alternative(scope, node, "turn the comparison round instead");
      break;
    default:
      break;
  }
  if (node.kind !== "IsChosen" && node.kind !== "Held" && infer(scope, node) === undefined) return undefined;
  scope.env.reporter.report(types.notALimit, placeOf(scope.unit, node), {
    found: textOf(scope.unit, node.span),
  });
  return undefined;
}

function alternative(scope: Scope, node: Expression, why: string): undefined {
  scope.env.reporter.report(types.alternatives, placeOf(scope.unit, node), {
    found: textOf(scope.unit, node.span),
    why,
  });
  return undefined;
}

function strict(scope: Scope, node: Binary): undefined {
  if (node.left.kind === "Missing" || node.right.kind === "Missing") return undefined;
  const { unit } = scope;
  const operator = `${node.operator}=`;
  scope.env.reporter.report(
    types.strictComparison,
    placeOf(unit, node),
    {
      found: textOf(unit, node.span),
      instead: `${textOf(unit, node.left.span)} ${operator} ${textOf(unit, node.right.span)}`,
    },
    { fixes: [replaceFix(unit.path, node.operatorSpan, operator)] },
  );
  return undefined;
}

/** `weight(X) in 10%..20%`: a floor and a ceiling. */
function within(scope: Scope, node: Binary, loops: readonly Loop[]): Compared[] | undefined {
  const range = node.right.kind === "Parentheses" ? node.right.inner : node.right;
  if (range.kind === "Missing" || node.left.kind === "Missing") return undefined;
  if (range.kind !== "Range") {
    scope.env.reporter.report(types.wrongUnit, placeOf(scope.unit, range), {
      found: textOf(scope.unit, range.span),
      is: kindOf(range),
      expected: "a range such as `10%..20%`",
      where: "what a measure is held in",
    });
    return undefined;
  }
  const low = compare(scope, node, node.left, ">=", range.low, loops);
  const high = low === undefined ? undefined : compare(scope, node, node.left, "<=", range.high, loops);
  if (low === undefined || high === undefined) return undefined;
  if (low.bound?.value !== undefined && high.bound?.value?.lessThan(low.bound.value) === true) {
    scope.env.reporter.report(types.rangeBackwards, placeOf(scope.unit, range), {
      low: textOf(scope.unit, range.low.span),
      high: textOf(scope.unit, range.high.span),
    });
    return undefined;
  }
  return [low, high];
}

function compare(
  scope: Scope,
  node: Binary,
  leftNode: Expression,
  operator: Operator,
  rightNode: Expression,
  loops: readonly Loop[],
): Compared | undefined {
  const left = infer(scope, leftNode);
  const right = infer(scope, rightNode);
  if (left === undefined || right === undefined) return undefined;
  const ty = common(left.ty, right.ty);
  if (ty === undefined) {
    reportUnits(scope, node, left, right);
    return undefined;
  }
  if (mixesRatios(scope, left, right)) return undefined;
  if (left.stage !== "decided" && right.stage !== "decided") {
    scope.env.reporter.report(types.nothingDecided, placeOf(scope.unit, node), {
      found: textOf(scope.unit, node.span),
    });
    return undefined;
  }
  const collected = collectTerms(left, right, operator);
  if (!holds(scope, collected)) return undefined;
  const { whole, bound } = collected;
  if (whole !== undefined && bound !== undefined) warnOfReach(scope, whole, collected.operator, bound);
  const unit = settled(ty);
  const source = sourceOf(scope.unit, node.span);
  const rule: CompareRule = {
    rule: "compare",
    loops,
    ...sides(collected, unit),
    source,
    text: textOf(scope.unit, node.span),
  };
  return {
    rule,
    ty,
    ...(whole === undefined ? {} : { measure: whole }),
    ...(bound === undefined ? {} : { bound }),
  };
}

interface Collected {
  readonly decided: readonly Term[];
  readonly given: readonly Term[];
  readonly operator: Operator;
  /** the whole of each side, where nothing had to be moved */
  readonly whole?: Typed;
  readonly bound?: Typed;
}

function collectTerms(left: Typed, right: Typed, operator: Operator): Collected {
  const of = (typed: Typed, decided: boolean) =>
    termsOf(typed).filter((term) => (term.typed.stage === "decided") === decided);
  const moved = (terms: readonly Term[]) =>
    terms.map((term): Term => ({ sign: term.sign === 1 ? -1 : 1, typed: term.typed }));
  if (left.stage !== "decided") {
    return { ...collectTerms(right, left, OPPOSITE[operator]) };
  }
  const decided = [...of(left, true), ...moved(of(right, true))];
  const given = [...of(right, false), ...moved(of(left, false))];
  const untouched = right.stage !== "decided" && of(left, false).length === 0;
  return { decided, given, operator, ...(untouched ? { whole: left, bound: right } : {}) };
}

function sides(
  { decided, given, operator, whole, bound }: Collected,
  unit: Unit,
): Pick<CompareRule, "left" | "operator" | "right"> {
  if (whole !== undefined && bound !== undefined) {
    return {
      left: whole.build(settle(whole.ty, unit)),
      operator,
      right: bound.build(settle(bound.ty, unit)),
    };
  }
  // A weight less a weight is points; both sides say so, and the bases stay in the measures.
  const balanced = decided.some(({ sign }) => sign === -1) && unit.unit === "weight";
  const outer: Unit = balanced ? { unit: "points" } : unit;
  return { left: total(decided, unit, outer), operator, right: total(given, unit, outer) };
}

function total(terms: readonly Term[], hint: Unit, unit: Unit): Expr {
  let all: Expr | undefined;
  for (const { sign, typed } of terms) {
    const one = typed.build(settle(typed.ty, hint));
    if (all === undefined) all = sign === 1 ? one : { e: "negate", of: one, unit };
    else all = { e: sign === 1 ? "add" : "subtract", left: all, right: one, unit };
  }
  return all ?? { e: "constant", value: "0", unit };
}

/** Convex below, concave above, affine for equality (disciplined convex programming). */
function holds(scope: Scope, { decided, operator }: Collected): boolean {
  let curve: Curve = "affine";
  for (const { sign, typed } of decided)
    curve = sumOfCurves(curve, sign === 1 ? typed.curve : flipped(typed.curve));
  const allowed = operator === "<=" ? "convex" : operator === ">=" ? "concave" : "affine";
  if (curve === "affine" || curve === allowed) return true;
  const culprit = decided.find(({ sign, typed }) => {
    const own = sign === 1 ? typed.curve : flipped(typed.curve);
    return own !== "affine" && own !== allowed;
  });
  const bend = culprit?.typed.bend;
  if (culprit === undefined || bend === undefined) return true;
  report(scope, culprit, bend, operator);
  return false;
}

function report(scope: Scope, { sign, typed }: Term, bend: Bend, operator: Operator): void {
  const found = textOf(scope.unit, bend.node.span);
  const side = typed.curve === "convex" ? "a ceiling (`<=`)" : "a floor (`>=`)";
  const takes =
    typed.curve === "none"
      ? "no limit as it stands here"
      : operator === "="
        ? `${side} and no exact level`
        : sign === 1
          ? `${side} only`
          : `${side} only, and a minus turns it round`;
  scope.env.reporter.report(types.curvature, placeOf(scope.unit, bend.node), {
    found,
    is: bend.is,
    takes,
    because:
      typed.curve === "none" ? "what it is added to or multiplied by bends it the other way" : bend.because,
  });
}
