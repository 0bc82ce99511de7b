/** From the continuous optimum to trades in increments that every hard limit permits (semantics.md 5). */
import type { Backend } from "@mandate/solver";
import { type Checked, type CheckedRow, check, missedRows } from "../checker/index.ts";
import { costs } from "../exact/costs.ts";
import type { Context } from "../exact/measures.ts";
import { type ContinuousTrade, decode, type Lowered } from "../lowering/index.ts";
import type { CostTerms, Trade } from "../proposal/proposal.ts";
import type { Budget } from "../solve/budget.ts";
import { dive } from "./dive.ts";
import { idlePlans, type Plan, plansOf, tradesOf } from "./plan.ts";
import { type Rounded, repair } from "./repair.ts";
import { descend } from "./search.ts";
import { seesAll } from "./tracks.ts";

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

function cheapest(lowered: Lowered, candidates: readonly Attempt[]): RoundedProposal | undefined {
  let chosen: Attempt | undefined;
  for (const candidate of candidates) {
    if (chosen === undefined || candidate.cost.total.lessThanOrEqualTo(chosen.cost.total)) chosen = candidate;
  }
  const after = chosen?.checked.after;
  if (chosen === undefined || after === undefined) return undefined;
  return { trades: tradesOf(lowered, chosen.plans), checked: chosen.checked, after, cost: chosen.cost };
}

/**
 * The cheapest of the roundings tried; undefined if none is permitted.
 * @param x the continuous optimum, a point of `lowered.problem`
 */
export function round(lowered: Lowered, x: Float64Array, before: Context): RoundedProposal | undefined {
  const { situation } = lowered;
  const plans = plansOf(lowered, before, decode(lowered, x));
  const candidates: Attempt[] = [];
  for (const start of [descend(lowered, plans), plans]) {
    const rounded = attempt(repair(lowered, situation, start, before));
    if (rounded !== undefined) candidates.push(rounded);
    // The plain rounding is there for what the descent cannot see; where it sees all, and went well, it is not needed.
    if (rounded !== undefined && seesAll(lowered)) break;
  }
  const best = cheapest(lowered, candidates);
  // No trades at all are looked at where they would be no dearer.
  if (best?.cost.total.lessThan(costs(before).total) === true) return best;
  const nothing = attempt({ plans: [], checked: check(situation, [], before) });
  return nothing === undefined ? best : cheapest(lowered, [...candidates, nothing]);
}

/**
 * The same, over what the optimum leaves alone as well: dearer to search, and for accounts in which an increment is a large
 * part of what the optimum trades.
 */
export function roundWidely(lowered: Lowered, x: Float64Array, before: Context): RoundedProposal | undefined {
  return widely(lowered, plansOf(lowered, before, decode(lowered, x)), before);
}

/**
 * What a dive through the account's linear programs finds, as it is and with a step or two more: dearer to search again,
 * for accounts of few securities whose rounding is dear.
 */
export function roundAhead(
  lowered: Lowered,
  x: Float64Array,
  before: Context,
  sides: "kept" | "chosen anew",
  backend: Backend,
  budget: Budget,
): RoundedProposal | undefined {
  const plans = dive(lowered, x, before, sides, backend, budget);
  if (plans === undefined) return undefined;
  const found = attempt(repair(lowered, lowered.situation, plans, before));
  const more = polished(lowered, tradesOf(lowered, plans), before);
  const own = found === undefined ? undefined : cheapest(lowered, [found]);
  return own === undefined || more?.cost.total.lessThan(own.cost.total) === true ? more : own;
}

/** Trades in whole increments that a step or two make cheaper, or leave as they are. */
export function polished(
  lowered: Lowered,
  trades: readonly Trade[],
  before: Context,
): RoundedProposal | undefined {
  const starts = trades.map(({ symbol, side, quantity, lots }): ContinuousTrade => {
    const sales = lots.map(({ lot, quantity: sold }) => ({ lot, quantity: sold.toNumber(), value: 0 }));
    return { symbol, side, quantity: quantity.toNumber(), value: 0, lots: sales };
  });
  return widely(lowered, plansOf(lowered, before, starts, "whole"), before);
}

function widely(lowered: Lowered, planned: readonly Plan[], before: Context): RoundedProposal | undefined {
  const plans = [...planned, ...idlePlans(lowered, before, planned)];
  const rounded = attempt(repair(lowered, lowered.situation, descend(lowered, plans), before));
  return rounded === undefined ? undefined : cheapest(lowered, [rounded]);
}

/** Rows that the rounding nearest to the optimum misses: what stands in the way where no rounding is permitted. */
export function missedByRounding(lowered: Lowered, x: Float64Array, before: Context): readonly CheckedRow[] {
  const plans = plansOf(lowered, before, decode(lowered, x));
  return missedRows(repair(lowered, lowered.situation, descend(lowered, plans), before).checked);
}
