/** Moves rounded trades an increment at a time until every hard limit holds again. */
import type { CheckedRow } from "../checker/index.ts";
import { type Checked, check, missedRows } from "../checker/index.ts";
import type { Context } from "../exact/measures.ts";
import type { Lowered } from "../lowering/index.ts";
import { aligned } from "./align.ts";
import { above, below, sharesAt } from "./grid.ts";
import { otherSides, type Plan, quantityOf, tradesOf, withCount } from "./plan.ts";
import { cashSlopes, rowSlopes, type Slopes } from "./slopes.ts";

export interface Rounded {
  readonly plans: readonly Plan[];
  readonly checked: Checked;
}

/** One increment up or down of one plan. */
interface Move {
  readonly at: number;
  /** increments of it, after the move */
  readonly count: number;
  /** dollars by which the move takes the trade farther from what the optimum wants */
  readonly regret: number;
  /** how much of what is missing it makes up, in the level's unit */
  readonly gain: number;
}

/** What is missing, by how much, and which way each trade pushes it. */
interface Need {
  readonly missing: number;
  /** +1: the level must rise */
  readonly sign: number;
  readonly slopes: Slopes;
  /** how near the level must come */
  readonly tolerance: number;
  /** the row is about one security's own trade or holding: only that one can mend it */
  readonly only?: string;
}

/** How near to its bound a level is aimed at where there is no room, of V: within the checker's tolerance (semantics.md 5). */
const NEAR = 8e-10;

/** A little more than what is missing, so that the last bit of a float does not bring the row back. */
const MARGIN = 1 + 1e-9;

function rowNeed(lowered: Lowered, row: CheckedRow, after: Context | undefined): Need | undefined {
  const over = row.level.minus(row.bound).toNumber();
  const sign = row.operator === "<=" ? -1 : row.operator === ">=" ? 1 : over > 0 ? -1 : 1;
  const missing = Math.abs(over);
  const tolerance = NEAR * (row.unit === "weight" ? 1 : lowered.frame.value);
  if (row.rule.rule === "minimum trade") return { missing, sign, tolerance, slopes: () => 1, only: row.item };
  if (row.rule.rule === "minimum holding") {
    return { missing, sign, tolerance, slopes: (plan) => (plan.side === "buy" ? 1 : -1), only: row.item };
  }
  if (row.rule.rule === "reserve") return { missing, sign, tolerance, slopes: cashSlopes(lowered) };
  const slopes = rowSlopes(lowered, row, after);
  return slopes === undefined ? undefined : { missing, sign, tolerance, slopes };
}

function needsOf(lowered: Lowered, checked: Checked): Need[] {
  const needs: Need[] = [];
  for (const row of missedRows(checked)) {
    const need = rowNeed(lowered, row, checked.after);
    if (need !== undefined) needs.push(need);
  }
  const cash = checked.after?.portfolio.cash;
  if (cash?.isNegative() === true) {
    const tolerance = NEAR * lowered.frame.value;
    needs.push({ missing: -cash.toNumber(), sign: 1, tolerance, slopes: cashSlopes(lowered) });
  }
  return needs;
}

/** As many increments of one trade as make up what is missing: increments may be far smaller than that. */
function reach({ grid, count, price }: Plan, slope: number, missing: number): number {
  const next = slope > 0 ? above : below;
  const one = next(grid, count);
  const gain = slope * (sharesAt(grid, one) - sharesAt(grid, count)) * price;
  const more = gain > 0 && gain < missing ? Math.min(1e9, Math.ceil(missing / gain) - 1) : 0;
  if (more === 0 || one === 0) return one;
  return next(grid, slope > 0 ? Math.min(one + more, grid.all) - 1 : Math.max(one - more + 1, 0));
}

function moves(plans: readonly Plan[], others: readonly number[], need: Need): Move[] {
  const found: Move[] = [];
  plans.forEach((plan, at) => {
    if ((plans[others[at] ?? -1]?.count ?? 0) > 0) return;
    if (need.only !== undefined && plan.symbol !== need.only) return;
    const slope = need.slopes(plan) * need.sign;
    if (slope === 0) return;
    const count = reach(plan, slope, need.missing);
    if (count === plan.count) return;
    const from = quantityOf(plan);
    const to = sharesAt(plan.grid, count);
    const away = (shares: number): number => Math.abs(shares - plan.wanted) * plan.price;
    found.push({ at, count, regret: away(to) - away(from), gain: slope * (to - from) * plan.price });
  });
  return found;
}

/** The move that makes up most for what it gives up; one that covers all that is missing counts no more than that. */
function best(found: readonly Move[], missing: number): Move | undefined {
  let chosen: Move | undefined;
  let merit = -Infinity;
  for (const move of found) {
    const useful = Math.min(move.gain, missing);
    const score = useful / Math.max(move.regret, missing * 1e-6, 1e-9);
    if (score > merit) {
      merit = score;
      chosen = move;
    }
  }
  return chosen;
}

/** Covers one need as far as increments can, in one go. */
function cover(plans: Plan[], need: Need): boolean {
  let missing = need.missing * MARGIN;
  let moved = false;
  const others = otherSides(plans);
  for (let turn = 0; turn < 4 * plans.length + 8 && missing > 0; turn++) {
    const move = best(moves(plans, others, need), missing);
    const plan = move === undefined ? undefined : plans[move.at];
    if (move === undefined || plan === undefined) break;
    plans[move.at] = withCount(plan, move.count);
    missing -= move.gain;
    moved = true;
  }
  return moved;
}

/**
 * Mends what the checker finds missed, row by row, until all holds or nothing helps any more.
 * @returns the last attempt; `checked.passed` tells whether it holds
 */
export function repair(lowered: Lowered, start: readonly Plan[], before: Context): Rounded {
  const { situation } = lowered;
  let plans = [...start];
  let checked = check(situation, tradesOf(lowered, plans), before);
  for (let round = 0; round < 24 && !checked.passed; round++) {
    const next = [...plans];
    let moved = false;
    for (const need of needsOf(lowered, checked)) moved = cover(next, need) || moved;
    if (!moved) break;
    plans = next;
    checked = check(situation, tradesOf(lowered, plans), before);
  }
  return checked.passed ? { plans, checked } : alignedOf(lowered, { plans, checked }, before);
}

/** Two trades moved together, where one limit alone is missed that single increments pass over. */
function alignedOf(lowered: Lowered, last: Rounded, before: Context): Rounded {
  const [need, ...more] = needsOf(lowered, last.checked);
  if (need === undefined || need.only !== undefined || more.length > 0) return last;
  const { sign, missing, tolerance, slopes } = need;
  for (const plans of aligned(last.plans, { missing: sign * missing, tolerance, slopes })) {
    const checked = check(lowered.situation, tradesOf(lowered, plans), before);
    if (checked.passed) return { plans, checked };
  }
  return last;
}
