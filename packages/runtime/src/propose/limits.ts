/** Limits as they are reported: what binds at the optimum with its price, and where each other rule is at its tightest. */
import type { Checked, CheckedRow } from "../checker/index.ts";
import { compareEstimates, type Estimate, estimateOf } from "../exact/estimate.ts";
import { sourceText } from "../explain/reasons.ts";
import type { LimitReport } from "../proposal/proposal.ts";

function nameOf(row: CheckedRow): string {
  return row.item === "" ? row.clause.name : `${row.clause.name}(${row.item})`;
}

function key(clause: string, name: string): string {
  return `${clause}\u0000${name}`;
}

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
    name: nameOf(row),
    item: row.item,
    source: sourceText(row.clause.source),
    layer: row.clause.source.layer,
    level: row.level.toNumber(),
    bound: row.bound.toNumber(),
    unit: row.unit,
    binding: binding !== undefined,
    price: binding?.price ?? 0,
  };
}

/** Floats of the solver against exact decimals: bounds of one row differ by no more. */
const SAME_BOUND = 1e-6;

/**
 * The optimum's binding limits by row; a clause of two bounds has two rows of one item. Where a tightening binds, it is
 * the limit that it tightens that is reported, at the tightened bound.
 */
function bindingOf(
  checked: Checked,
  binding: readonly LimitReport[],
): (row: CheckedRow) => LimitReport | undefined {
  const byName = new Map<string, LimitReport[]>();
  const tightened = new Map(
    checked.rows.flatMap((row) => row.adjustedBy.map((by): [string, string] => [by.id, by.limit])),
  );
  for (const limit of binding) {
    const at = key(tightened.get(limit.clause) ?? limit.clause, limit.item);
    const group = byName.get(at);
    if (group === undefined) byName.set(at, [limit]);
    else group.push(limit);
  }
  return (row) => {
    const ofRow = byName.get(key(row.clause.id, row.item));
    if (ofRow === undefined) return undefined;
    const bound = row.bound.toNumber();
    const near = SAME_BOUND * Math.max(1, Math.abs(bound));
    return ofRow.find((limit) => Math.abs(limit.bound - bound) <= near);
  };
}

/** Rows that bind at the optimum. */
export function bindingRows(checked: Checked, binding: readonly LimitReport[]): CheckedRow[] {
  const bindingAt = bindingOf(checked, binding);
  return checked.rows.filter((row) => bindingAt(row) !== undefined);
}

/** Every binding row, and of each other rule the item that is nearest to its bound: in the policy's order. */
export function limitReports(checked: Checked, binding: readonly LimitReport[]): LimitReport[] {
  const bindingAt = bindingOf(checked, binding);
  const rules = new Map<string, { row: CheckedRow; binding: LimitReport | undefined }[]>();
  for (const row of checked.rows) {
    const rule = key(row.clause.id, String(row.clause.rules.indexOf(row.rule)));
    const entry = { row, binding: bindingAt(row) };
    const known = rules.get(rule);
    if (known === undefined) rules.set(rule, [entry]);
    else known.push(entry);
  }
  return [...rules.values()].flatMap((entries) => {
    const bound = entries.filter((entry) => entry.binding !== undefined);
    if (bound.length > 0) return bound.map((entry) => report(entry.row, entry.binding));
    const nearest = nearestRow(entries.map((entry) => entry.row));
    return nearest === undefined ? [] : [report(nearest, undefined)];
  });
}
