/** Limits, of the firm, of profiles and of accounts, as clauses of the core. */
import type { Expression, Limit } from "@mandate/dsl";
import type { Decimal } from "decimal.js";
import type { Clause, ClauseKind, WaiverGrant } from "../bundle/index.ts";
import { catalogue } from "../catalogue/index.ts";
import { whenOf } from "../conditions/when.ts";
import { type Env, NO_VARIABLES, type Scope, scopeIn } from "../env.ts";
import { damaged, type FileUnit, placeOf, sourceOf, textOf } from "../files/unit.ts";
import { addDuration, dayNumber } from "../numbers/dates.ts";
import { durationOf } from "../numbers/duration.ts";
import type { RangeValue } from "../sets/range.ts";
import { infer } from "../types/infer.ts";
import { reportUnits } from "../types/mismatch.ts";
import type { Typed } from "../types/typed.ts";
import { common, settle, settled, type Ty } from "../types/unit.ts";
import { warnOfReach } from "./reach.ts";
import { type RuleInfo, resolveRule, warnMaybeNone } from "./rules.ts";

const { types, authority } = catalogue;

/** The bound of a limit that has exactly one, for `tighten` and `waive`. */
export interface OneBound {
  readonly operator: "<=" | ">=";
  readonly ty: Ty;
  readonly measure: Typed;
  readonly bound: Typed;
  /** of its one `for each` */
  readonly range?: RangeValue;
}

export interface LimitInfo {
  readonly name: string;
  readonly clause: Clause;
  readonly unit: FileUnit;
  readonly node: Limit;
  /** or why it has not one bound, in words */
  readonly bound: OneBound | string;
  readonly grant?: {
    readonly level: Decimal;
    readonly text: string;
    readonly node: NonNullable<Limit["waivable"]>;
  };
}

/** Resolves a limit. Undefined where its rules are wrong; that has been reported. */
export function resolveLimit(env: Env, unit: FileUnit, node: Limit, id: string): LimitInfo | undefined {
  const read = new Set<string>();
  const scope: Scope = { env, unit, variables: NO_VARIABLES, inTest: false, optionsRead: read };
  const when = whenOf(scopeIn(env, unit), node.when);
  const infos: RuleInfo[] = [];
  let sound = node.when === undefined || when !== undefined;
  for (const rule of node.rules) {
    read.clear();
    const resolved = resolveRule(scope, rule);
    if (resolved === undefined) sound = false;
    else {
      infos.push(...resolved);
      warnMaybeNone(scope, read, when, rule);
    }
  }
  if (node.rules.length === 0 && !damaged(unit, node.span) && node.name.text !== "") {
    env.reporter.report(types.emptyBlock, placeOf(unit, node.name), { found: node.name.text, kind: "limit" });
    sound = false;
  }
  const bound = oneBound(infos);
  const grant = sound && node.waivable !== undefined ? resolveGrant(scope, node, bound) : undefined;
  if (!sound || infos.length === 0) return undefined;
  const kind: ClauseKind = infos.every(({ rule }) => rule.rule !== "compare") ? "minimum" : "limit";
  const clause: Clause = {
    id,
    name: node.name.text,
    kind,
    ...(node.title === undefined ? {} : { title: node.title.value }),
    ...(node.because === undefined ? {} : { because: node.because.value }),
    source: sourceOf(unit, node.span),
    text: textOf(unit, node.span),
    ...(when === undefined ? {} : { when }),
    rules: infos.map(({ rule }) => rule),
    grandfathered: node.grandfathered,
    ...(grant === undefined ? {} : { waivable: grant.ir }),
  };
  return { name: node.name.text, clause, unit, node, bound, ...(grant === undefined ? {} : { grant }) };
}

function oneBound(infos: readonly RuleInfo[]): OneBound | string {
  const [info, ...others] = infos;
  if (info === undefined || info.rule.rule !== "compare" || info.compared === undefined)
    return "it has no bound to put another in place of";
  if (others.length > 0) return "it has more than one bound";
  if (info.rule.operator === "=") return "it fixes an exact level, which has neither a looser nor a tighter";
  const { measure, bound } = info.compared;
  if (measure === undefined || bound === undefined)
    return "both its sides depend on the trades, or on sums with other amounts";
  if (info.ranges.length > 1) return "it has more than one `for each`";
  const [range] = info.ranges;
  return {
    operator: info.rule.operator,
    ty: info.compared.ty,
    measure,
    bound,
    ...(range === undefined ? {} : { range }),
  };
}

/** A level in the unit of a limit's bound, which stands in the file of `of`; fixed; reported and undefined otherwise. */
export function levelOf(
  scope: Scope,
  node: Expression,
  bound: OneBound,
  where: string,
  of: { readonly unit: FileUnit } = scope,
): Typed | undefined {
  const level = infer(scope, node);
  if (level === undefined) return undefined;
  if (level.stage !== "fixed" || level.value === undefined) {
    scope.env.reporter.report(types.notFixed, placeOf(scope.unit, node), {
      found: textOf(scope.unit, node.span),
      where,
    });
    return undefined;
  }
  if (common(level.ty, bound.ty) === undefined) {
    reportUnits(scope, node, level, { ...bound.bound, ty: bound.ty }, of.unit);
    return undefined;
  }
  return level;
}

type Grant = NonNullable<LimitInfo["grant"]> & { readonly ir: WaiverGrant };

function resolveGrant(scope: Scope, limit: Limit, bound: OneBound | string): Grant | undefined {
  const node = limit.waivable;
  if (node === undefined) return undefined;
  const { env, unit } = scope;
  const name = limit.name.text;
  if (typeof bound === "string") {
    env.reporter.report(authority.notOneBound, placeOf(unit, node), {
      limit: name,
      why: bound,
      verb: "waived",
    });
    return undefined;
  }
  const floor = bound.operator === ">=";
  if (floor !== (node.direction === "down to")) {
    env.reporter.report(authority.waiverDirection, placeOf(unit, node), {
      limit: name,
      floor,
      found: node.direction,
    });
    return undefined;
  }
  const level = levelOf(scope, node.level, bound, "the level of a waiver");
  if (level?.value === undefined) return undefined;
  if (
    bound.bound.value !== undefined &&
    (floor
      ? level.value.greaterThanOrEqualTo(bound.bound.value)
      : level.value.lessThanOrEqualTo(bound.bound.value))
  ) {
    env.reporter.report(authority.pointlessWaiver, placeOf(unit, node), {
      limit: name,
      found: textOf(unit, node.level.span),
      bound: textOf(unit, bound.bound.node.span),
    });
  }
  warnOfReach(scope, bound.measure, bound.operator, level);
  const days = grantDays(scope, node);
  if (days === "wrong") return undefined;
  return {
    level: level.value,
    text: textOf(unit, node.level.span),
    node,
    ir: {
      by: node.by.text,
      direction: node.direction,
      level: level.build(settle(level.ty, settled(bound.ty))),
      ...(days === undefined ? {} : { days }),
    },
  };
}

function grantDays(scope: Scope, node: NonNullable<Limit["waivable"]>): number | "wrong" | undefined {
  if (node.duration === undefined || node.duration.kind === "Missing") return undefined;
  const duration = durationOf(node.duration);
  if (duration === undefined) {
    scope.env.reporter.report(types.wrongUnit, placeOf(scope.unit, node.duration), {
      found: textOf(scope.unit, node.duration.span),
      is: "none",
      expected: "a length of time such as `1 year`",
      where: "how long a waiver may run",
    });
    return "wrong";
  }
  return dayNumber(addDuration(scope.env.today, duration)) - dayNumber(scope.env.today);
}
