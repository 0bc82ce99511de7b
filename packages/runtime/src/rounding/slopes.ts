/** How a limit's level moves when one security's trade grows: read off the lowered form, so that a repair knows where to push. */

import type { CheckedRow } from "../checker/index.ts";
import type { Context } from "../exact/measures.ts";
import type { Lowered } from "../lowering/index.ts";
import { weightColumn } from "../lowering/index.ts";
import { type Plan, quantityOf } from "./plan.ts";
import { trackingErrorSlopesAt } from "./risk.ts";

/** Change of a level per dollar more of each plan's trade (of its own side). */
export type Slopes = (plan: Plan) => number;

/** Dollars of cash gained per dollar of trade. */
function cashSlope(lowered: Lowered, plan: Plan): number {
  const rate = lowered.frame.tradeRate[plan.security] ?? 0;
  return plan.side === "buy" ? -(1 + rate) : 1 - rate;
}

/** For cash itself: the fault of a portfolio whose cash is below zero. */
export function cashSlopes(lowered: Lowered): Slopes {
  return (plan) => cashSlope(lowered, plan);
}

/**
 * For a row that the checker found missed; undefined where the lowering has no form of it.
 * @param after what was checked: the tracking error's slopes are its own
 */
export function rowSlopes(lowered: Lowered, row: CheckedRow, after?: Context): Slopes | undefined {
  const limit = lowered.limits.find(
    (candidate) =>
      candidate.clause.id === row.clause.id &&
      candidate.item === row.item &&
      row.clause.rules[candidate.rule] === row.rule,
  );
  if (limit === undefined) return undefined;
  const form = limit.level;
  const byColumn = new Map<number, number>();
  form.cols.forEach((column, at) => {
    byColumn.set(column, (byColumn.get(column) ?? 0) + (form.coefs[at] ?? 0));
  });
  const ofCash = byColumn.get(lowered.cash) ?? 0;
  const ofRisk = byColumn.get(lowered.problem.risk?.deviation ?? -1) ?? 0;
  const risky = ofRisk === 0 || after === undefined ? undefined : trackingErrorSlopesAt(lowered, after);
  return (plan) => {
    const local = plan.security;
    const perWeight = (byColumn.get(weightColumn(local)) ?? 0) + ofRisk * (risky?.[local] ?? 0);
    const ofWeight = perWeight * (plan.side === "buy" ? 1 : -1);
    const own = ofWeight + ownCoefficient(lowered, plan, local, byColumn);
    return (own + ofCash * cashSlope(lowered, plan)) / lowered.frame.value;
  };
}

/** A sale's next dollar comes from the first lot that is not sold whole. */
function ownCoefficient(
  lowered: Lowered,
  plan: Plan,
  local: number,
  byColumn: ReadonlyMap<number, number>,
): number {
  if (plan.side === "buy") return byColumn.get(lowered.buy[local] ?? -1) ?? 0;
  const columns = (lowered.partsOf[local] ?? []).flatMap((part) => lowered.parts[part] ?? []);
  let left = quantityOf(plan);
  for (const place of plan.lots) {
    left -= lowered.frame.lots[place]?.quantity ?? 0;
    if (left >= 0) continue;
    const part = columns.find((candidate) => candidate.lots.includes(place));
    return part === undefined ? 0 : (byColumn.get(part.column) ?? 0);
  }
  const [first] = columns;
  return first === undefined ? 0 : (byColumn.get(first.column) ?? 0);
}
