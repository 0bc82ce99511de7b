/** Every rule of every clause in force, item by item: where it stands and what it allows. */
import type { Adjustment, Clause, Rule, Unit } from "@mandate/compiler";
import { type Decimal, exact, ZERO } from "../exact/decimal.ts";
import { compareEstimates, type Estimate, estimate, estimateOf } from "../exact/estimate.ts";
import { evaluate } from "../exact/expression.ts";
import type { Context } from "../exact/measures.ts";
import { type Environment, turns } from "../exact/sets.ts";
import { universeIndex } from "../exact/targets.ts";

export interface CheckedRow {
  readonly clause: Clause;
  readonly rule: Rule;
  /** what the loops stand for: `AAPL`; empty without loops */
  readonly item: string;
  readonly operator: "<=" | ">=" | "=";
  readonly level: Decimal;
  readonly bound: Decimal;
  readonly unit: Unit["unit"];
  /** what bent the bound: waivers, tightenings */
  readonly adjustedBy: readonly Adjustment[];
  readonly grandfathered: boolean;
  readonly holds: boolean;
  /** what the loops stand for, for evaluating the row again */
  readonly environment: Environment;
  /** the level in floats, where an estimate sufficed to decide the row */
  readonly estimate?: Estimate;
}

const NO_ITEMS: Environment = new Map();

type CompareRule = Extract<Rule, { rule: "compare" }>;

const RELATIVE = exact("1e-9");

/** Weights to 1e-9 (semantics.md 5); dollars and shares in proportion to what the account holds. */
function tolerance(context: Context, unit: Unit["unit"], bound: Decimal): Decimal {
  const relative = RELATIVE;
  switch (unit) {
    case "weight":
    case "points":
      return relative;
    case "money":
      return relative.times(context.portfolio.value);
    case "count":
      return ZERO;
    default:
      return relative.times(bound.abs().greaterThan(1) ? bound.abs() : 1);
  }
}

/** Whether an adjustment `for AAPL` is about this turn of the loops. */
function concerns(context: Context, adjustment: Adjustment, environment: Environment): boolean {
  if (adjustment.for === undefined) return true;
  for (const item of environment.values()) {
    if (item.label === adjustment.for || item.class === adjustment.for) return true;
    if (
      item.class === undefined &&
      item.set.members.has(universeIndex(context.situation.bundle, adjustment.for))
    ) {
      return true;
    }
  }
  return false;
}

const UNADJUSTED: readonly Adjustment[] = [];

/** Waive, then tighten (semantics.md 3): a waiver only loosens, a tightening only tightens. */
function adjust(
  context: Context,
  clause: Clause,
  operator: CompareRule["operator"],
  bound: Decimal,
  environment: Environment,
): { readonly bound: Decimal; readonly by: readonly Adjustment[] } {
  const { adjustments } = context.situation.policy;
  if (adjustments.length === 0) return { bound, by: UNADJUSTED };
  let adjusted = bound;
  const by: Adjustment[] = [];
  for (const kind of ["waive", "tighten"] as const) {
    for (const adjustment of adjustments) {
      if (adjustment.kind !== kind || adjustment.limit !== clause.id) continue;
      if (operator === "=" || !concerns(context, adjustment, environment)) continue;
      const level = evaluate(context, adjustment.level, environment);
      if (level === undefined) continue;
      const raises = (operator === "<=") === (kind === "waive");
      if (raises ? level.greaterThan(adjusted) : level.lessThan(adjusted)) {
        adjusted = level;
        by.push(adjustment);
      }
    }
  }
  return { bound: adjusted, by };
}

function misses(operator: CompareRule["operator"], level: Decimal, bound: Decimal, slack: Decimal): boolean {
  const over = level.minus(bound);
  if (operator === "<=") return over.greaterThan(slack);
  if (operator === ">=") return over.lessThan(slack.negated());
  return over.abs().greaterThan(slack);
}

function label(environment: Environment): string {
  return [...environment.values()].map((item) => item.label).join(", ");
}

/** Whether a level, and the level today where that may be grandfathered, is within the bound beyond all doubt. */
function clearlyHolds(
  context: Context,
  clause: Clause,
  rule: CompareRule,
  environment: Environment,
  level: Estimate,
  bound: Estimate,
): boolean {
  const within = rule.operator === "<=" ? -1 : 1;
  if (rule.operator === "=" || compareEstimates(level, bound) !== within) return false;
  if (!clause.grandfathered) return true;
  const today = estimate(context.before ?? context, rule.left, environment);
  return today !== undefined && compareEstimates(today, bound) === within;
}

/** A row that an estimate shows to hold; what only reports ask for is worked out where it is asked for. */
class ClearRow implements CheckedRow {
  readonly clause: Clause;
  readonly rule: CompareRule;
  readonly environment: Environment;
  readonly estimate: Estimate;
  readonly bound: Decimal;
  readonly adjustedBy: readonly Adjustment[];
  readonly grandfathered = false;
  readonly holds = true;
  private known: Decimal | undefined;

  constructor(
    private readonly context: Context,
    row: Pick<ClearRow, "clause" | "rule" | "environment" | "estimate" | "bound" | "adjustedBy">,
  ) {
    this.clause = row.clause;
    this.rule = row.rule;
    this.environment = row.environment;
    this.estimate = row.estimate;
    this.bound = row.bound;
    this.adjustedBy = row.adjustedBy;
  }

  get operator(): CompareRule["operator"] {
    return this.rule.operator;
  }

  get unit(): Unit["unit"] {
    return this.rule.left.unit.unit;
  }

  get item(): string {
    return label(this.environment);
  }

  get level(): Decimal {
    this.known ??= evaluate(this.context, this.rule.left, this.environment) ?? ZERO;
    return this.known;
  }
}

function clearRow(
  context: Context,
  clause: Clause,
  rule: CompareRule,
  environment: Environment,
): CheckedRow | undefined {
  if (rule.operator === "=") return undefined;
  const about = estimate(context, rule.left, environment);
  const stated = about === undefined ? undefined : evaluate(context, rule.right, environment);
  if (about === undefined || stated === undefined) return undefined;
  const { bound, by } = adjust(context, clause, rule.operator, stated, environment);
  if (!clearlyHolds(context, clause, rule, environment, about, estimateOf(bound))) return undefined;
  return new ClearRow(context, { clause, rule, environment, estimate: about, bound, adjustedBy: by });
}

function* compareRows(context: Context, clause: Clause, rule: CompareRule): Generator<CheckedRow> {
  for (const environment of turns(context.situation, rule.loops, NO_ITEMS)) {
    const clear = clearRow(context, clause, rule, environment);
    if (clear !== undefined) {
      yield clear;
      continue;
    }
    const level = evaluate(context, rule.left, environment);
    const stated = evaluate(context, rule.right, environment);
    if (level === undefined || stated === undefined) continue;
    const { unit } = rule.left.unit;
    const { bound: permitted, by } = adjust(context, clause, rule.operator, stated, environment);
    let bound = permitted;
    let grandfathered = false;
    const slack = tolerance(context, unit, bound);
    if (clause.grandfathered) {
      const today = evaluate(context.before ?? context, rule.left, environment);
      if (today !== undefined && misses(rule.operator, today, bound, ZERO)) {
        bound = today;
        grandfathered = true;
      }
    }
    const between = rule.operator === "=" && grandfathered;
    const ok = between
      ? !level.minus(permitted).abs().minus(bound.minus(permitted).abs()).greaterThan(slack)
      : !misses(rule.operator, level, bound, slack);
    yield {
      clause,
      rule,
      item: label(environment),
      operator: rule.operator,
      level,
      bound,
      unit,
      adjustedBy: by,
      grandfathered,
      holds: ok,
      environment,
    };
  }
}

/** An amount of dollars: money as it is, a weight of the account's value. */
function dollars(context: Context, rule: Exclude<Rule, CompareRule>): Decimal {
  const amount = evaluate(context, rule.amount) ?? ZERO;
  return rule.amount.unit.unit === "weight" ? amount.times(context.portfolio.value) : amount;
}

/** Each |trade| is 0 or at least the minimum, but a position may be sold out whole (semantics.md 3). */
function* minimumTradeRows(
  context: Context,
  clause: Clause,
  rule: Exclude<Rule, CompareRule>,
): Generator<CheckedRow> {
  const bound = dollars(context, rule);
  for (const position of context.portfolio.positions.values()) {
    const level = position.bought.plus(position.sold).times(position.price);
    if (level.isZero()) continue;
    const soldOut = position.after.isZero() && position.bought.isZero();
    const slack = tolerance(context, "money", bound);
    const common = { clause, rule, item: position.symbol, operator: ">=" as const, level, bound };
    const holds = soldOut || !misses(">=", level, bound, slack);
    yield { ...common, unit: "money", adjustedBy: [], grandfathered: false, holds, environment: NO_ITEMS };
  }
}

/** Each holding is 0 or at least the minimum; one already below may be left untouched (semantics.md 3). */
function* minimumHoldingRows(
  context: Context,
  clause: Clause,
  rule: Exclude<Rule, CompareRule>,
): Generator<CheckedRow> {
  const bound = dollars(context, rule);
  for (const position of context.portfolio.positions.values()) {
    if (position.after.isZero()) continue;
    const level = position.after.times(position.price);
    const untouched = position.bought.isZero() && position.sold.isZero();
    const slack = tolerance(context, "money", bound);
    const common = { clause, rule, item: position.symbol, operator: ">=" as const, level, bound };
    const holds = untouched || !misses(">=", level, bound, slack);
    yield {
      ...common,
      unit: "money",
      adjustedBy: [],
      grandfathered: untouched,
      holds,
      environment: NO_ITEMS,
    };
  }
}

/** Cash is at least the sum of all reserves and raises in force (semantics.md 3). */
function* reserveRows(
  context: Context,
  reserves: readonly { clause: Clause; rule: Exclude<Rule, CompareRule> }[],
): Generator<CheckedRow> {
  let bound = ZERO;
  for (const { rule } of reserves) bound = bound.plus(dollars(context, rule));
  const level = context.portfolio.cash;
  const holds = !misses(">=", level, bound, tolerance(context, "money", bound));
  for (const { clause, rule } of reserves) {
    yield {
      clause,
      rule,
      item: "",
      operator: ">=",
      level,
      bound,
      unit: "money",
      adjustedBy: [],
      grandfathered: false,
      holds,
      environment: NO_ITEMS,
    };
  }
}

/** Every row of the account's policy at this portfolio. Rows with nothing to measure are left out: they hold. */
export function* checkedRows(context: Context, applies: (clause: Clause) => boolean): Generator<CheckedRow> {
  const reserves: { clause: Clause; rule: Exclude<Rule, CompareRule> }[] = [];
  for (const clause of context.situation.policy.clauses) {
    if (!applies(clause)) continue;
    for (const rule of clause.rules) {
      switch (rule.rule) {
        case "compare":
          yield* compareRows(context, clause, rule);
          break;
        case "minimum trade":
          yield* minimumTradeRows(context, clause, rule);
          break;
        case "minimum holding":
          yield* minimumHoldingRows(context, clause, rule);
          break;
        case "reserve":
          reserves.push({ clause, rule });
          break;
      }
    }
  }
  yield* reserveRows(context, reserves);
}

/** Whether a compare row would be missed in another portfolio of the same account. */
export function missesIn(context: Context, row: CheckedRow): boolean {
  if (row.rule.rule !== "compare") {
    return (
      row.rule.rule === "reserve" &&
      misses(">=", context.portfolio.cash, row.bound, tolerance(context, "money", row.bound))
    );
  }
  const level = evaluate(context, row.rule.left, row.environment);
  return (
    level !== undefined && misses(row.operator, level, row.bound, tolerance(context, row.unit, row.bound))
  );
}
