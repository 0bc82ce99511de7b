/** A system at given ends of its options: plain linear rows. */
import { Beyond } from "./element.ts";
import type { Field } from "./field.ts";
import { addTo, type Form, signOf, sum, times, UNIT } from "./form.ts";
import type { System, SystemRow } from "./system.ts";

/** What an option may be, both ends in. */
export interface OptionRange {
  readonly low: string;
  readonly high: string;
}

export type Ranges = ReadonlyMap<string, OptionRange>;

/** `Σ form (<= | =) 0`, the constant at `UNIT`. */
export interface LinearRow<N> {
  readonly from: SystemRow<N>;
  readonly form: Form<N>;
  readonly relation: "<=" | "=";
  /** the end at which each option was taken */
  readonly ends: ReadonlyMap<string, "low" | "high">;
}

/** Whether options stand where a row is hardest to satisfy, or easiest. */
export type Mode = "hardest" | "easiest";

/**
 * Options that only shift rows become columns where `columns` has them; all others stand at one end.
 * @throws Beyond where neither end is the hardest for every portfolio
 */
export function linearRow<N>(
  field: Field<N>,
  row: SystemRow<N>,
  ranges: Ranges,
  mode: Mode,
  columns?: ReadonlyMap<string, number>,
): LinearRow<N> {
  if (row.poly.by.size === 0) return plainRow(row);
  let form = row.poly.base;
  const ends = new Map<string, "low" | "high">();
  for (const [option, by] of row.poly.by) {
    const column = columns?.get(option);
    if (column !== undefined && [...by.keys()].every((key) => key === UNIT)) {
      form = new Map(form);
      addTo(field, form, column, by.get(UNIT) ?? field.zero);
      continue;
    }
    const range = ranges.get(option);
    const sign = signOf(field, by);
    if (range === undefined || sign === undefined || (row.relation === "=" && range.low !== range.high))
      throw new Beyond(`how \`${option}\` enters it`);
    const end = sign > 0 === (mode === "hardest") ? "high" : "low";
    ends.set(option, end);
    form = sum(field, form, times(field, by, field.of(range[end])));
  }
  return { from: row, form, relation: row.relation, ends };
}

const NO_ENDS: ReadonlyMap<string, "low" | "high"> = new Map();

/** A row that no option has a part in is the same at all ends. */
function plainRow<N>(from: SystemRow<N>): LinearRow<N> {
  return { from, form: from.poly.base, relation: from.relation, ends: NO_ENDS };
}

export interface Concrete<N> {
  readonly rows: readonly LinearRow<N>[];
  /** rows that could not be made, with why */
  readonly beyond: ReadonlyMap<SystemRow<N>, string>;
}

export function concrete<N>(
  system: Pick<System<N>, "field" | "rows">,
  ranges: Ranges,
  mode: Mode,
  columns?: ReadonlyMap<string, number>,
): Concrete<N> {
  const rows: LinearRow<N>[] = [];
  const beyond = new Map<SystemRow<N>, string>();
  for (const row of system.rows) {
    try {
      rows.push(linearRow(system.field, row, ranges, mode, columns));
    } catch (error) {
      if (!(error instanceof Beyond)) throw error;
      beyond.set(row, error.message);
    }
  }
  return { rows, beyond };
}

/** Whether a row is satisfied by nothing but zeros in its columns, all of which are >= 0. */
export function forcesZero<N>(field: Field<N>, row: LinearRow<N>, free: ReadonlySet<number>): boolean {
  if (row.form.size === 0 || row.form.has(UNIT)) return false;
  const sign = signOf(field, row.form);
  if (sign === undefined || (row.relation === "<=" && sign <= 0)) return false;
  return ![...row.form.keys()].some((column) => free.has(column));
}

/** A row without columns that holds. */
export function vacuous<N>(field: Field<N>, row: LinearRow<N>): boolean {
  const constant = row.form.get(UNIT);
  if (constant === undefined) return row.form.size === 0;
  return row.form.size === 1 && row.relation === "<=" && field.sign(constant) <= 0;
}
