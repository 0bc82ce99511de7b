/** Limits as they are reported: what binds at the optimum with its price, and where each other rule is at its tightest. */
import type { Checked, CheckedRow } from "../checker/index.ts";
import { float } from "../exact/decimal.ts";
import { compareEstimates, type Estimate, estimateOf } from "../exact/estimate.ts";
import { sourceText } from "../explain/reasons.ts";
import { limitName } from "../explain/words.ts";
import type { LimitReport } from "../proposal/proposal.ts";

/** How near a row is to its bound, in its own unit. */
function slack(row: CheckedRow): number {
  return row.level.minus(row.bound).abs().toNumber();
}

/** The same as far as floats tell it. */
function room(row: CheckedRow): Estimate {
  if (row.estimate === undefined) return estimateOf(row.level.minus(row.bound).abs());
  const bound = estimateOf(row.bound);
  const value = Math.abs(row.estimate.value - bound.value);
  return { value, error: row.estimate.error + bound.error + Number.EPSILON * value };
}

/** The first of the rows that are nearest to their bounds; decimals decide between those that floats cannot tell apart. */
function nearestRow(rows: readonly CheckedRow[]): CheckedRow | undefined {
  let nearest: { row: CheckedRow; room: Estimate } | undefined;
  for (const row of rows) {
    const own = room(row);
    if (nearest === undefined) nearest = { row, room: own };
    else {
      const side = compareEstimates(own, nearest.room);
      // Nothing held of two issuers under one bound is the same for both.
      const same =
        row.estimate?.error === 0 && nearest.row.estimate?.error === 0 && row.bound.equals(nearest.row.bound);
      const nearer = side === 0 ? !same && slack(row) < slack(nearest.row) : side < 0;
      if (nearer) nearest = { row, room: own };
    }
  }
  return nearest?.row;
}

function report(row: CheckedRow, binding: LimitReport | undefined): LimitReport {
  return {
    clause: row.clause.id,
    name: limitName(row),
    item: row.item,
    source: sourceText(row.clause.source),
    layer: row.clause.source.layer,
    level: float(row.level),
    bound: float(row.bound),
    unit: row.unit,
    binding: binding !== undefined,
    price: binding?.price ?? 0,
  };
}

/** Floats of the solver against exact decimals: bounds of one row differ by no more. */
const SAME_BOUND = 1e-6;

/** The limit of the optimum that a row is, where that binds. */
type BindingAt = (row: CheckedRow) => LimitReport | undefined;

/**
 * The optimum's binding limits by row; a clause of two bounds has two rows of one item. Where a tightening binds, it is
 * the limit that it tightens that is reported, at the tightened bound.
 */
function bindingOf(checked: Checked, binding: readonly LimitReport[]): BindingAt {
  if (binding.length === 0) return () => undefined;
  const tightened = new Map<string, string>();
  for (const { adjustedBy } of checked.rows) for (const { id, limit } of adjustedBy) tightened.set(id, limit);
  const byClause = new Map<string, LimitReport[]>();
  for (const limit of binding) {
    const clause = tightened.get(limit.clause) ?? limit.clause;
    const group = byClause.get(clause);
    if (group === undefined) byClause.set(clause, [limit]);
    else group.push(limit);
  }
  return (row) => {
    const ofClause = byClause.get(row.clause.id);
    if (ofClause === undefined) return undefined;
    const bound = float(row.bound);
    const near = SAME_BOUND * Math.max(1, Math.abs(bound));
    return ofClause.find((limit) => limit.item === row.item && Math.abs(limit.bound - bound) <= near);
  };
}

/** A row with the limit that it is, where that binds at the optimum. */
interface ReportedRow {
  readonly row: CheckedRow;
  readonly binding: LimitReport | undefined;
}

/** The rows of each rule of each clause: they follow one another. */
function byRule(rows: readonly ReportedRow[]): ReportedRow[][] {
  const rules: ReportedRow[][] = [];
  let last: ReportedRow | undefined;
  for (const one of rows) {
    if (last?.row.clause === one.row.clause && last.row.rule === one.row.rule) rules.at(-1)?.push(one);
    else rules.push([one]);
    last = one;
  }
  return rules;
}

export interface Limits {
  /** rows that bind at the optimum */
  readonly tight: readonly CheckedRow[];
  /** every binding row, and of each other rule the item that is nearest to its bound: in the policy's order */
  readonly reports: readonly LimitReport[];
}

/** @param binding the limits that bind at the optimum, as the solver prices them */
export function limitsOf(checked: Checked, binding: readonly LimitReport[]): Limits {
  const bindingAt = bindingOf(checked, binding);
  const rows = checked.rows.map((row): ReportedRow => ({ row, binding: bindingAt(row) }));
  const tight = rows.filter((one) => one.binding !== undefined).map(({ row }) => row);
  const reports = byRule(rows).flatMap((ofRule) => {
    const bound = ofRule.filter((one) => one.binding !== undefined);
    if (bound.length > 0) return bound.map((one) => report(one.row, one.binding));
    const nearest = nearestRow(ofRule.map(({ row }) => row));
    return nearest === undefined ? [] : [report(nearest, undefined)];
  });
  return { tight, reports };
}
