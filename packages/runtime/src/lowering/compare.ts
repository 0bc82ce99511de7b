/** Compare rules: a row, or a bound, for each turn of their loops (semantics.md 3). */
import type { Adjustment, Clause, ClauseBase, Loop, Preference, Rule } from "@mandate/compiler";
import { type Affine, addScaled, addTerm, collected, evaluateAffine, scaled, virtual } from "./affine.ts";
import { baseOf, upperForm } from "./convex.ts";
import type { Draft, Limit } from "./draft.ts";
import { given, noTrades, valueAt } from "./given.ts";
import { type Environment, type Item, NO_ITEMS } from "./sets.ts";

export type CompareRule = Extract<Rule, { rule: "compare" }>;
type Operator = CompareRule["operator"];

/** A turn of a rule's loops; `empty` where the account has nothing to do with what the loops stand for. */
export interface Turn {
  readonly environment: Environment;
  readonly label: string;
  readonly empty: boolean;
}

const NO_LOOPS: readonly Turn[] = [{ environment: NO_ITEMS, label: "", empty: false }];

/** Every combination of the turns of a rule's loops, the last loop's the fastest. */
function turnsOf(draft: Draft, rule: CompareRule): readonly Turn[] {
  let turns = NO_LOOPS;
  for (const loop of rule.loops) turns = turns.flatMap((outer) => turnsWithin(draft, loop, outer));
  return turns;
}

function turnsWithin(draft: Draft, loop: Loop, { environment, label, empty }: Turn): Turn[] {
  const turn = (item: Item, isEmpty: boolean): Turn => ({
    environment: new Map(environment).set(loop.variable, item),
    label: environment.size === 0 ? item.label : `${label}, ${item.label}`,
    empty: isEmpty,
  });
  const turns = draft.sets.items(loop, environment).map((item) => turn(item, empty));
  const other = draft.sets.emptyTurn(loop, environment);
  if (other !== undefined) turns.push(turn(other, true));
  return turns;
}

/** Natural units of a row to the problem's: dollars to V, shares and plain numbers to about 1. */
function rowScale(draft: Draft, rule: CompareRule, form: Affine): number {
  const { unit } = rule.left.unit;
  if (unit === "money") return 1 / draft.frame.value;
  if (unit !== "shares" && unit !== "number") return 1;
  let largest = 0;
  for (const coef of form.coefs) largest = Math.max(largest, Math.abs(coef));
  return largest > 1 ? 1 / largest : 1;
}

function concerns(adjustment: Adjustment, environment: Environment): boolean {
  if (adjustment.for === undefined) return true;
  for (const item of environment.values()) if (item.names(adjustment.for)) return true;
  return false;
}

/** Waive, then tighten (semantics.md 3): a waiver only loosens, a tightening only tightens. */
function adjusted(
  draft: Draft,
  clause: ClauseBase,
  operator: Operator,
  bound: number,
  environment: Environment,
  relax: Relaxing,
): { readonly bound: number; readonly by: ClauseBase } {
  const unbounded = operator === "<=" ? Infinity : -Infinity;
  let result: { bound: number; by: ClauseBase } = { bound: relax.omitted ? unbounded : bound, by: clause };
  if (operator === "=") return result;
  const { adjustments } = draft.frame.situation.policy;
  for (const kind of ["waive", "tighten"] as const) {
    for (const adjustment of adjustments) {
      if (adjustment.kind !== kind || adjustment.limit !== clause.id || relax.without.has(adjustment.id))
        continue;
      if (!concerns(adjustment, environment)) continue;
      const level = given(draft, adjustment.level, environment);
      if (level === undefined) continue;
      const raises = (operator === "<=") === (kind === "waive");
      if (raises ? level > result.bound : level < result.bound) {
        result = { bound: level, by: kind === "tighten" ? adjustment : clause };
      }
    }
  }
  return result;
}

/** What is left out or gives way while a conflict is searched for (solve/conflict.ts). */
export interface Relaxing {
  /** the clause itself is left out: only its tightenings speak */
  readonly omitted: boolean;
  readonly without: ReadonlySet<string>;
  readonly elastic: ReadonlySet<string>;
  /** the column by which a clause's bounds give way, in the rule's own unit (dollars: V) */
  readonly slackOf: (clause: string) => number;
  readonly loosened: Loosened | undefined;
}

/** One limit whose bound gives way, to see what that would save: `clause` or the tightening of it that speaks. */
export interface Loosened {
  readonly clause: string;
  readonly rule: number;
  readonly item: string;
  readonly operator: "<=" | ">=";
  /** in the limit's own unit, > 0 */
  readonly by: number;
}

/** Rows of one rule of a clause. */
export function lowerCompare(
  draft: Draft,
  clause: Clause,
  at: number,
  rule: CompareRule,
  relax: Relaxing,
): void {
  for (const { environment, label, empty } of turnsOf(draft, rule)) {
    const stated = given(draft, rule.right, environment);
    if (stated === undefined) continue;
    const { bound: permitted, by } = adjusted(draft, clause, rule.operator, stated, environment, relax);
    if (relax.omitted && by === clause) continue;
    const slack = relax.elastic.has(by.id) ? relax.slackOf(by.id) : undefined;
    let [low, high] = [permitted, permitted];
    let grandfathered = false;
    const today = clause.grandfathered ? valueAt(draft, rule.left, environment, noTrades(draft)) : undefined;
    if (today !== undefined) {
      if (rule.operator !== ">=" && today > high) high = today;
      if (rule.operator !== "<=" && today < low) low = today;
      grandfathered = high !== permitted || low !== permitted;
    }
    const { loosened } = relax;
    if (loosened?.clause === by.id && loosened.rule === at && loosened.item === label) {
      if (loosened.operator === "<=") high += loosened.by;
      else low -= loosened.by;
    }
    const base = baseOf(draft, rule.left, environment);
    const turn = { draft, rule, environment, base, clause: by, at, label, grandfathered, empty, slack };
    if (rule.operator !== ">=") oneSide(turn, 1, high);
    if (rule.operator !== "<=") oneSide(turn, -1, low);
  }
}

interface Compared {
  readonly draft: Draft;
  readonly rule: CompareRule;
  readonly environment: Environment;
  readonly base: Affine | undefined;
  readonly clause: ClauseBase;
  readonly at: number;
  readonly label: string;
  readonly grandfathered: boolean;
  readonly empty: boolean;
  readonly slack: number | undefined;
}

/**
 * sign · left ≤ sign · bound, multiplied out where there is a base.
 * @param sign 1: at most, -1: at least
 */
function oneSide(side: Compared, sign: 1 | -1, bound: number): void {
  const { draft, rule, base, empty } = side;
  const form = upperForm(draft, rule.left, sign, side.environment, base);
  if (form === undefined) return;
  const left = collected(form);
  const scale = rowScale(draft, rule, left);
  const row = scaled(left, scale);
  if (base === undefined) row.constant -= sign * bound * scale;
  else addScaled(row, base, -sign * bound * scale);
  const merged = base === undefined ? row : collected(row);
  // Turns that the account has nothing to do with hold as a rule; where not, they show why nothing is feasible.
  if (empty && merged.cols.length === 0 && merged.constant <= 1e-12) return;
  // Elastic columns count fractions and V dollars alike.
  if (side.slack !== undefined) addTerm(merged, side.slack, rule.left.unit.unit === "money" ? -1 : -scale);
  const limit: Limit = {
    clause: side.clause,
    rule: side.at,
    item: side.label,
    operator: sign === 1 ? "<=" : ">=",
    unit: rule.left.unit.unit,
    bound,
    grandfathered: side.grandfathered,
    level: sign === 1 ? left : scaled(left, -1),
    ...(base === undefined ? {} : { base }),
    scale,
    location: { at: "nowhere" },
  };
  draft.limits.push(limit);
  place(draft, merged, limit);
}

/** form ≤ 0, as bounds of columns or weights where it is no more than that, else as a row. */
function place(draft: Draft, form: Affine, limit: Limit): void {
  const [column] = form.cols;
  const [coef] = form.coefs;
  if (column !== undefined && coef !== undefined && form.cols.length === 1) {
    const at = -form.constant / coef;
    if (column < 0 && virtual(column).kind === "weight") {
      draft.boundWeight(virtual(column).security, coef > 0 ? { high: at } : { low: at }, limit);
      return;
    }
    const structural = column >= 0 && (coef > 0 ? at >= 0 : true);
    if (structural && column !== draft.cash) {
      if (coef > 0 && at < (draft.upper[column] ?? Infinity))
        draft.capped.set(column, { limit, coef: 1 / coef });
      if (coef > 0) draft.cap(column, at);
      else draft.raise(column, at);
      const side = coef > 0 ? "upper" : "lower";
      limit.location = { at: "columns", side, columns: [column], coefs: [1 / Math.abs(coef)] };
      return;
    }
  }
  // What is bought or sold is never less than nothing: a clause that says `= $0` does not say that.
  const idle = form.constant <= 0 && form.cols.every((c, k) => c >= 0 && (form.coefs[k] ?? 0) < 0);
  if (idle && form.cols.length > 1 && form.cols.every((c) => draft.lower[c] === 0)) return;
  const nothing = form.constant === 0 && form.cols.length > 0;
  if (nothing && form.cols.every((c, k) => c >= 0 && (form.coefs[k] ?? 0) > 0 && draft.lower[c] === 0)) {
    for (const c of form.cols) draft.cap(c, 0);
    limit.location = {
      at: "columns",
      side: "upper",
      columns: form.cols,
      coefs: form.coefs.map((value) => 1 / value),
    };
    return;
  }
  draft.row(form, -Infinity, 0, limit);
}

/** A preference: its cost for each unit by which each turn of its rules is missed (semantics.md 2). */
export function lowerPreference(draft: Draft, preference: Preference): void {
  const { of, perUnit } = preference.cost;
  const each = Number(perUnit) / (of === "usd" ? draft.frame.value : 1);
  if (each === 0) return;
  for (const rule of preference.rules) {
    for (const { environment, empty } of turnsOf(draft, rule)) {
      const bound = given(draft, rule.right, environment);
      if (bound === undefined) continue;
      const base = baseOf(draft, rule.left, environment);
      const signs =
        rule.operator === "<=" ? [1 as const] : rule.operator === ">=" ? [-1 as const] : ([1, -1] as const);
      for (const sign of signs) {
        const form = upperForm(draft, rule.left, sign, environment, base);
        if (form === undefined) continue;
        const scale = rowScale(draft, rule, form);
        const row = scaled(form, scale);
        if (base === undefined) row.constant -= sign * bound * scale;
        else addScaled(row, base, -sign * bound * scale);
        if (empty && row.constant <= 0 && row.cols.length === 0) continue;
        draft.missable.push({ form: scaled(row, 1), slope: each / scale });
        const missed = draft.column(0, Infinity);
        addTerm(row, missed, -1);
        draft.cost(missed, each / scale, "preferences", preference.id);
        draft.row(collected(row), -Infinity, 0);
      }
    }
  }
}

/** Level of a limit at a point, in its own unit; undefined where its base is empty. */
export function levelAt(limit: Limit, point: (column: number) => number): number | undefined {
  const level = evaluateAffine(limit.level, point);
  if (limit.base === undefined) return level;
  const base = evaluateAffine(limit.base, point);
  return base > 1e-12 ? level / base : undefined;
}

/** What a limit's bound is worth on the problem's side at a point: a base multiplies it. */
export function boundScaleAt(limit: Limit, point: (column: number) => number): number {
  return limit.scale * (limit.base === undefined ? 1 : evaluateAffine(limit.base, point));
}
