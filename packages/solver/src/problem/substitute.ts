/** A problem whose fixed columns are numbers: what is left has fewer columns, and rows of one column become its bounds. */
import { defaultTolerance } from "../verify/verify.ts";
import type { Problem } from "./problem.ts";

export interface Substituted {
  readonly problem: Problem;
  /** by column of the whole problem: its place in what is left, or -1 where it is fixed */
  readonly place: Int32Array;
  /** a point of what is left as one of the whole problem */
  readonly expand: (x: Float64Array) => Float64Array;
}

/** Rows whose bounds no permitted values reach by less than this say nothing. */
const SLACK = 1e-12;

interface Row {
  readonly columns: number[];
  readonly coefs: number[];
  lower: number;
  upper: number;
}

/** Columns that are not fixed, each row with what the fixed ones leave of its bounds. */
function rowsLeft(problem: Problem, place: Int32Array, at: Float64Array): Row[] {
  const rows = Array.from({ length: problem.numRow }, (_, i): Row => {
    return { columns: [], coefs: [], lower: problem.rowLower[i] ?? 0, upper: problem.rowUpper[i] ?? 0 };
  });
  for (let j = 0; j < problem.numCol; j++) {
    for (let k = problem.start[j] ?? 0; k < (problem.start[j + 1] ?? 0); k++) {
      const row = rows[problem.index[k] ?? -1];
      const coef = problem.value[k] ?? 0;
      if (row === undefined || coef === 0) continue;
      if ((place[j] ?? -1) < 0) {
        row.lower -= coef * (at[j] ?? 0);
        row.upper -= coef * (at[j] ?? 0);
      } else {
        row.columns.push(j);
        row.coefs.push(coef);
      }
    }
  }
  return rows;
}

/** Whether the columns' own bounds keep a row within its bounds. */
function saysNothing({ columns, coefs, lower, upper }: Row, low: Float64Array, high: Float64Array): boolean {
  let least = 0;
  let most = 0;
  for (let k = 0; k < columns.length; k++) {
    const coef = coefs[k] ?? 0;
    const [from, to] = [coef * (low[columns[k] ?? 0] ?? 0), coef * (high[columns[k] ?? 0] ?? 0)];
    least += Math.min(from, to);
    most += Math.max(from, to);
  }
  return least >= lower - SLACK && most <= upper + SLACK;
}

/**
 * @param problem without risk
 * @param colLower with `colUpper` the bounds that count; columns whose two are equal are substituted
 */
export function substituted(problem: Problem, colLower: Float64Array, colUpper: Float64Array): Substituted {
  const place = new Int32Array(problem.numCol).fill(-1);
  const left: number[] = [];
  let offset = problem.offset;
  for (let j = 0; j < problem.numCol; j++) {
    if (colLower[j] === colUpper[j]) offset += (problem.cost[j] ?? 0) * (colLower[j] ?? 0);
    else place[j] = left.push(j) - 1;
  }
  const low = colLower.slice();
  const high = colUpper.slice();
  const several: Row[] = [];
  for (const row of rowsLeft(problem, place, colLower)) {
    const [column, ...others] = row.columns;
    // An empty row that is missed is kept, for the backend to say so.
    if (column === undefined || others.length > 0) several.push(row);
    else {
      const coef = row.coefs[0] ?? 1;
      const [a, b] = [row.lower / coef, row.upper / coef];
      low[column] = Math.max(low[column] ?? 0, Math.min(a, b));
      high[column] = Math.min(high[column] ?? 0, Math.max(a, b));
      // A row that holds within its tolerance leaves a value for its column.
      const over = (low[column] ?? 0) - (high[column] ?? 0);
      if (over > 0 && over <= defaultTolerance.feasibility) high[column] = low[column] ?? 0;
    }
  }
  const kept = several.filter((row) => !saysNothing(row, low, high));
  const entries = left.map((): { index: number[]; value: number[] } => ({ index: [], value: [] }));
  kept.forEach((row, i) => {
    row.columns.forEach((column, k) => {
      const entry = entries[place[column] ?? -1];
      entry?.index.push(i);
      entry?.value.push(row.coefs[k] ?? 0);
    });
  });
  const start = new Int32Array(left.length + 1);
  entries.forEach(({ index }, at) => {
    start[at + 1] = (start[at] ?? 0) + index.length;
  });
  const of = (values: Float64Array): Float64Array => Float64Array.from(left, (j) => values[j] ?? 0);
  return {
    problem: {
      numCol: left.length,
      numRow: kept.length,
      offset,
      cost: of(problem.cost),
      colLower: of(low),
      colUpper: of(high),
      rowLower: Float64Array.from(kept, ({ lower }) => lower),
      rowUpper: Float64Array.from(kept, ({ upper }) => upper),
      start,
      index: Int32Array.from(entries.flatMap(({ index }) => index)),
      value: Float64Array.from(entries.flatMap(({ value }) => value)),
      ...(problem.integer === undefined
        ? {}
        : { integer: Uint8Array.from(left, (j) => problem.integer?.[j] ?? 0) }),
    },
    place,
    expand(x) {
      const whole = colLower.slice();
      for (let at = 0; at < left.length; at++) whole[left[at] ?? 0] = x[at] ?? 0;
      return whole;
    },
  };
}
