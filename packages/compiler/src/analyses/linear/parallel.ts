/** Rows that bound the same sum: of those only the tightest can bind. */
import type { LinearRow } from "./concrete.ts";
import { type Form, UNIT } from "./form.ts";

export interface Direction {
  /** equal for rows that bound the same sum */
  readonly key: string;
  /** what the row is to be divided by to have it */
  readonly scale: number;
}

const known = new WeakMap<Form<number>, Direction>();

/** Which sum a row bounds, whatever its bound is and how it is scaled. */
export function directionOf(form: Form<number>): Direction {
  const before = known.get(form);
  if (before !== undefined) return before;
  const entries = [...form].filter(([column]) => column !== UNIT).sort(([a], [b]) => a - b);
  const scale = entries.reduce((most, [, coef]) => Math.max(most, Math.abs(coef)), 0);
  const key = entries.map(([column, coef]) => `${column}:${(coef / scale).toPrecision(12)}`).join(" ");
  const made = { key, scale };
  known.set(form, made);
  return made;
}

/** The rows without those that another row of the same sum makes idle, in their order. */
export function tightest(rows: readonly LinearRow<number>[]): readonly LinearRow<number>[] {
  const best = new Map<string, { readonly row: LinearRow<number>; readonly bound: number }>();
  const kept = new Set<LinearRow<number>>();
  for (const row of rows) {
    if (row.relation === "=" || row.form.size === 0) {
      kept.add(row);
      continue;
    }
    const { key, scale } = directionOf(row.form);
    const bound = -(row.form.get(UNIT) ?? 0) / scale;
    const before = best.get(key);
    if (before !== undefined && before.bound <= bound) continue;
    if (before !== undefined) kept.delete(before.row);
    best.set(key, { row, bound });
    kept.add(row);
  }
  return kept.size === rows.length ? rows : rows.filter((row) => kept.has(row));
}
