/** From the continuous optimum to trades in increments that every hard limit permits (semantics.md 5). */
import { type Checked, type CheckedRow, check, missedRows } from "../checker/index.ts";
import { costs } from "../exact/costs.ts";
import type { Context } from "../exact/measures.ts";
import type { ContinuousTrade } from "../lowering/index.ts";
import type { CostTerms, Trade } from "../proposal/proposal.ts";
import type { Optimum } from "../solve/index.ts";
import { dive } from "./dive.ts";
import { idlePlans, type Plan, plansOf, tradesOf } from "./plan.ts";
import { type Rounded, repair } from "./repair.ts";
import { descend } from "./search.ts";
import { type Programs, type Start, startOf } from "./start.ts";
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

function cheapest(candidates: readonly Attempt[]): RoundedProposal | undefined {
  let chosen: Attempt | undefined;
  for (const candidate of candidates) {
    if (chosen === undefined || candidate.cost.total.lessThanOrEqualTo(chosen.cost.total)) chosen = candidate;
  }
  const after = chosen?.checked.after;
  if (chosen === undefined || after === undefined) return undefined;
  return { trades: after.trades, checked: chosen.checked, after, cost: chosen.cost };
}

/** The cheapest of the roundings tried; undefined if none is permitted. */
export function round(start: Start): RoundedProposal | undefined {
  const { lowered, before, plans } = start;
  const { situation } = lowered;
  const candidates: Attempt[] = [];
  for (const from of [descend(lowered, plans), plans]) {
    const rounded = attempt(repair(lowered, from, before));
    if (rounded !== undefined) candidates.push(rounded);
    // The plain rounding is there for what the descent cannot see; where it sees all, and went well, it is not needed.
    if (rounded !== undefined && seesAll(lowered)) break;
  }
  const best = cheapest(candidates);
  // No trades at all are looked at where they would be no dearer.
  if (best?.cost.total.lessThan(costs(before).total) === true) return best;
  const nothing = attempt({ plans: [], checked: check(situation, [], before) });
  return nothing === undefined ? best : cheapest([...candidates, nothing]);
}

/**
 * The same, over what the optimum leaves alone as well: dearer to search, and for accounts in which an increment is a large
 * part of what the optimum trades.
 */
export function roundWidely(start: Start): RoundedProposal | undefined {
  return widely(start, start.plans);
}

/**
 * What a dive through the account's linear programs finds, as it is and with a step or two more: dearer to search again,
 * for accounts of few securities whose rounding is dear.
 * @param sides whether the optimum's integers (sides, minimums, tickets) are kept, or chosen anew with the amounts
 */
export function roundAhead(
  start: Start,
  sides: "kept" | "chosen anew",
  programs: Programs,
): RoundedProposal | undefined {
  const { lowered, before } = start;
  const plans = dive(start, sides, programs);
  if (plans === undefined) return undefined;
  const found = attempt(repair(lowered, plans, before));
  const more = polished(start, tradesOf(lowered, plans));
  const own = found === undefined ? undefined : cheapest([found]);
  return own === undefined || more?.cost.total.lessThan(own.cost.total) === true ? more : own;
}

/** Trades in whole increments that a step or two make cheaper, or leave as they are. */
export function polished(start: Start, trades: readonly Trade[]): RoundedProposal | undefined {
  const whole = trades.map(({ symbol, side, quantity, lots }): ContinuousTrade => {
    const sales = lots.map(({ lot, quantity: sold }) => ({ lot, quantity: sold.toNumber(), value: 0 }));
    return { symbol, side, quantity: quantity.toNumber(), value: 0, lots: sales };
  });
  return widely(start, plansOf(start.lowered, start.before, whole, "whole"));
}

function widely({ lowered, before }: Start, planned: readonly Plan[]): RoundedProposal | undefined {
  const plans = [...planned, ...idlePlans(lowered, before, planned)];
  const rounded = attempt(repair(lowered, descend(lowered, plans), before));
  return rounded === undefined ? undefined : cheapest([rounded]);
}

/** Rows that the rounding nearest to the optimum misses: what stands in the way where no rounding is permitted. */
export function missedByRounding(optimum: Optimum, before: Context): readonly CheckedRow[] {
  const { lowered, plans } = startOf(optimum, before);
  return missedRows(repair(lowered, descend(lowered, plans), before).checked);
}
