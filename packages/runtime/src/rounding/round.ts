/** From the continuous optimum to trades in increments that every hard limit permits (semantics.md 5). */
import type { Situation } from "../account/situation.ts";
import { type Checked, check } from "../checker/index.ts";
import { costs } from "../exact/costs.ts";
import type { Context } from "../exact/measures.ts";
import type { Lowered } from "../lowering/lower.ts";
import { decode } from "../lowering/outcome.ts";
import type { CostTerms, Trade } from "../proposal/proposal.ts";
import { plansOf, stepDown, stepUp, tradesOf, withQuantity } from "./plan.ts";
import { type Rounded, repair } from "./repair.ts";

export interface RoundedProposal {
  readonly trades: readonly Trade[];
  readonly checked: Checked;
  readonly after: Context;
  readonly cost: CostTerms;
}

interface Attempt extends Rounded {
  readonly cost: CostTerms;
}

function attempt(rounded: Rounded): Attempt | undefined {
  const { after } = rounded.checked;
  return rounded.checked.passed && after !== undefined ? { ...rounded, cost: costs(after) } : undefined;
}

/** Securities whose other neighbour is tried: those whose increment is worth most, since that is what rounding costs. */
const TRIED = 12;

/** Tries the other neighbour of the dearest increments, one at a time, and keeps what is cheaper and permitted. */
function improve(situation: Situation, start: Attempt, before: Context): Attempt {
  let current = start;
  const order = current.plans
    .map((plan, at) => ({ at, worth: plan.price.times(plan.increment).toNumber(), plan }))
    .filter(({ plan }) => !plan.quantity.equals(plan.wanted))
    .sort((a, b) => b.worth - a.worth || a.at - b.at)
    .slice(0, TRIED);
  for (const { at } of order) {
    const plan = current.plans[at];
    if (plan === undefined) continue;
    const other = plan.quantity.lessThan(plan.wanted) ? stepUp(plan) : stepDown(plan);
    if (other.equals(plan.quantity)) continue;
    const plans = current.plans.map((each, place) => (place === at ? withQuantity(each, other) : each));
    const next = attempt({ plans, checked: check(situation, tradesOf(plans), before) });
    if (next?.cost.total.lessThan(current.cost.total) === true) current = next;
  }
  return current;
}

/** Rounding that costs less than this share of the account is not worth improving on. */
const SMALL = 1e-6;

/**
 * The cheapest of the roundings tried; undefined if none is permitted.
 * @param x the continuous optimum, a point of `lowered.problem`
 * @param optimum its objective, USD
 */
export function round(
  lowered: Lowered,
  x: Float64Array,
  optimum: number,
  before: Context,
): RoundedProposal | undefined {
  const { situation } = lowered;
  const plans = plansOf(situation, decode(lowered, x));
  const candidates: Attempt[] = [];
  const rounded = attempt(repair(lowered, situation, plans, before));
  if (rounded !== undefined) {
    const cost = rounded.cost.total.toNumber() - optimum;
    const improved = cost > SMALL * lowered.frame.value ? improve(situation, rounded, before) : rounded;
    candidates.push(improved);
  }
  const nothing = attempt({ plans: [], checked: check(situation, [], before) });
  if (nothing !== undefined) candidates.push(nothing);
  let chosen: Attempt | undefined;
  for (const candidate of candidates) {
    if (chosen === undefined || candidate.cost.total.lessThanOrEqualTo(chosen.cost.total)) chosen = candidate;
  }
  const after = chosen?.checked.after;
  if (chosen === undefined || after === undefined) return undefined;
  return { trades: tradesOf(chosen.plans), checked: chosen.checked, after, cost: chosen.cost };
}
