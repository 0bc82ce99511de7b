/** What missing a preference costs (semantics.md 2, "preferences"). */
import type { Expr, Preference } from "@mandate/compiler";
import { holds } from "./condition.ts";
import { type Decimal, exact, ONE, positive, ZERO } from "./decimal.ts";
import { evaluate } from "./expression.ts";
import { averagedDollars, type Context, dollarsIn } from "./measures.ts";
import { type Environment, resolveSet, turns } from "./sets.ts";

/**
 * What a share or an average is multiplied out by (language.md, table of measures): missing `weight(X of Y) <= 20%` by 1 pp
 * of Y is worth as many points of the account as Y is.
 */
function denominator(context: Context, left: Expr, environment: Environment): Decimal {
  const { value } = context.portfolio;
  if (left.unit.unit === "weight" && left.unit.base === "set") {
    return dollarsIn(context, resolveSet(context.situation, left.unit.of, environment)).dividedBy(value);
  }
  return left.e === "average"
    ? averagedDollars(context, left.attribute, left.of, environment).dividedBy(value)
    : ONE;
}

/** What one turn of one rule of a preference misses. */
export interface Missed {
  readonly preference: Preference;
  readonly rule: Preference["rules"][number];
  readonly environment: Environment;
  /** USD */
  readonly cost: Decimal;
}

function missedCost(
  context: Context,
  preference: Preference,
  rule: Preference["rules"][number],
  environment: Environment,
): Decimal {
  const level = evaluate(context, rule.left, environment);
  const bound = evaluate(context, rule.right, environment);
  if (level === undefined || bound === undefined) return ZERO;
  const over = level.minus(bound);
  const missed =
    rule.operator === "=" ? over.abs() : positive(rule.operator === "<=" ? over : over.negated());
  if (missed.isZero()) return ZERO;
  const { of, perUnit } = preference.cost;
  return exact(perUnit)
    .times(of === "value" ? context.portfolio.value : ONE)
    .times(missed.times(denominator(context, rule.left, environment)));
}

const known = new WeakMap<Context, readonly Missed[]>();

/**
 * Every turn of every rule of the preferences in force, in order: the same turns before an account's trades and after
 * them. Worked out once a context.
 */
export function missedPreferences(context: Context): readonly Missed[] {
  const made = known.get(context);
  if (made !== undefined) return made;
  const all: Missed[] = [];
  for (const preference of context.situation.policy.preferences) {
    if (preference.when !== undefined && !holds(context.before ?? context, preference.when)) continue;
    for (const rule of preference.rules) {
      for (const environment of turns(context.situation, rule.loops, new Map())) {
        all.push({ preference, rule, environment, cost: missedCost(context, preference, rule, environment) });
      }
    }
  }
  known.set(context, all);
  return all;
}

export function preferencesCost(context: Context): Decimal {
  let cost = ZERO;
  for (const missed of missedPreferences(context)) cost = cost.plus(missed.cost);
  return cost;
}
