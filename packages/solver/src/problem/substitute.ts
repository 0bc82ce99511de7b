/** A problem whose fixed columns are numbers: what is left has fewer columns, and rows of one column become its bounds. */
import { defaultTolerance } from "../verify/verify.ts";
import type { Problem } from "./problem.ts";

export interface Substituted {
  readonly problem: Problem;
  /** the columns of the whole problem that are left, ascending */
  readonly columns: Int32Array;
  /** by column of the whole problem: its place in what is left, or -1 where it is fixed */
  readonly place: Int32Array;
  /** a point of what is left as one of the whole problem */
  readonly expand: (x: Float64Array) => Float64Array;
}

/** Rows whose bounds no permitted values reach by less than this say nothing; bounds no further apart fix a column. */
const SLACK = 1e-12;

/** What the columns that are not fixed make of each row. */
interface Rows {
  /** how many there are, the last of them, and its coefficient */
  readonly count: Int32Array;
  readonly last: Int32Array;
  readonly coef: Float64Array;
  /** what the fixed columns come to */
  readonly fixed: Float64Array;
  /** between what the others lie, by their bounds */
  readonly least: Float64Array;
  readonly most: Float64Array;
}

function gather(
  problem: Problem,
  isFixed: Uint8Array,
  { count, last, coef, fixed, least, most }: Rows,
): void {
  const { start, index, value, colLower, colUpper } = problem;
  for (const sums of [count, fixed, least, most]) sums.fill(0);
  for (let j = 0; j < problem.numCol; j++) {
    const isNumber = isFixed[j] === 1;
    const lower = colLower[j] ?? 0;
    const upper = colUpper[j] ?? 0;
    for (let k = start[j] ?? 0; k < (start[j + 1] ?? 0); k++) {
      const row = index[k] ?? 0;
      const each = value[k] ?? 0;
      if (each === 0) continue;
      if (isNumber) {
        fixed[row] = (fixed[row] ?? 0) + each * lower;
        continue;
      }
      count[row] = (count[row] ?? 0) + 1;
      last[row] = j;
      coef[row] = each;
      least[row] = (least[row] ?? 0) + each * (each > 0 ? lower : upper);
      most[row] = (most[row] ?? 0) + each * (each > 0 ? upper : lower);
    }
  }
}

/** Rows of one column become its bounds. Changes those of `problem`. */
function fold(problem: Problem, rows: Rows): void {
  const { colLower, colUpper, rowLower, rowUpper } = problem;
  for (let row = 0; row < problem.numRow; row++) {
    if (rows.count[row] !== 1) continue;
    const j = rows.last[row] ?? 0;
    const coef = rows.coef[row] ?? 1;
    const a = ((rowLower[row] ?? 0) - (rows.fixed[row] ?? 0)) / coef;
    const b = ((rowUpper[row] ?? 0) - (rows.fixed[row] ?? 0)) / coef;
    const lower = Math.max(colLower[j] ?? 0, Math.min(a, b));
    const upper = Math.min(colUpper[j] ?? 0, Math.max(a, b));
    colLower[j] = lower;
    // A row that holds within its tolerance leaves a value for its column.
    colUpper[j] = lower > upper && lower - upper <= defaultTolerance.feasibility ? lower : upper;
  }
}

/** Marks columns whose bounds leave no room; whether there are new ones. Bounds that cross are left to the backend. */
function mark({ numCol, colLower, colUpper }: Problem, isFixed: Uint8Array, room: number): boolean {
  let found = false;
  for (let j = 0; j < numCol; j++) {
    const [lower, upper] = [colLower[j] ?? 0, colUpper[j] ?? 0];
    if (isFixed[j] === 1 || !(lower === upper || Math.abs(upper - lower) <= room)) continue;
    isFixed[j] = 1;
    found = true;
  }
  return found;
}

/** Whether a row that was not folded says anything: an empty one that is missed does, for the backend to say so. */
function speaks(problem: Problem, rows: Rows, row: number): boolean {
  const fixed = rows.fixed[row] ?? 0;
  return (
    (rows.least[row] ?? 0) < (problem.rowLower[row] ?? 0) - fixed - SLACK ||
    (rows.most[row] ?? 0) > (problem.rowUpper[row] ?? 0) - fixed + SLACK
  );
}

/**
 * @param given without risk
 * @param colLower with `colUpper` the bounds that count; columns whose two are equal are substituted
 * @param chains how many times columns that rows fix by that are substituted too; what chains are longer stays rows
 */
export function substituted(
  given: Problem,
  colLower: Float64Array,
  colUpper: Float64Array,
  chains = 0,
): Substituted {
  const problem: Problem = { ...given, colLower: colLower.slice(), colUpper: colUpper.slice() };
  const { numCol, numRow, start, index, value } = problem;
  const floats = (): Float64Array => new Float64Array(numRow);
  const ints = (): Int32Array => new Int32Array(numRow);
  const rows: Rows = {
    count: ints(),
    last: ints(),
    coef: floats(),
    fixed: floats(),
    least: floats(),
    most: floats(),
  };
  const isFixed = new Uint8Array(numCol);
  mark(problem, isFixed, 0);
  gather(problem, isFixed, rows);
  fold(problem, rows);
  for (let chain = 0; chain < chains && mark(problem, isFixed, SLACK); chain++) {
    gather(problem, isFixed, rows);
    fold(problem, rows);
  }
  gather(problem, isFixed, rows);
  const place = new Int32Array(numCol).fill(-1);
  const left: number[] = [];
  let { offset } = problem;
  for (let j = 0; j < numCol; j++) {
    if (isFixed[j] === 1) offset += (problem.cost[j] ?? 0) * (problem.colLower[j] ?? 0);
    else place[j] = left.push(j) - 1;
  }
  const kept: number[] = [];
  const rowPlace = ints().fill(-1);
  for (let row = 0; row < numRow; row++) if (speaks(problem, rows, row)) rowPlace[row] = kept.push(row) - 1;
  const starts = new Int32Array(left.length + 1);
  const inRow: number[] = [];
  const coefs: number[] = [];
  for (const [at, j] of left.entries()) {
    for (let k = start[j] ?? 0; k < (start[j + 1] ?? 0); k++) {
      const row = rowPlace[index[k] ?? 0] ?? -1;
      if (row < 0 || value[k] === 0) continue;
      inRow.push(row);
      coefs.push(value[k] ?? 0);
    }
    starts[at + 1] = inRow.length;
  }
  const of = (values: Float64Array): Float64Array => Float64Array.from(left, (j) => values[j] ?? 0);
  const ofRows = (bounds: Float64Array): Float64Array =>
    Float64Array.from(kept, (row) => (bounds[row] ?? 0) - (rows.fixed[row] ?? 0));
  return {
    problem: {
      numCol: left.length,
      numRow: kept.length,
      offset,
      cost: of(problem.cost),
      colLower: of(problem.colLower),
      colUpper: of(problem.colUpper),
      rowLower: ofRows(problem.rowLower),
      rowUpper: ofRows(problem.rowUpper),
      start: starts,
      index: Int32Array.from(inRow),
      value: Float64Array.from(coefs),
      ...(problem.integer === undefined
        ? {}
        : { integer: Uint8Array.from(left, (j) => problem.integer?.[j] ?? 0) }),
    },
    columns: Int32Array.from(left),
    place,
    expand(x) {
      const whole = problem.colLower.slice();
      for (let at = 0; at < left.length; at++) whole[left[at] ?? 0] = x[at] ?? 0;
      return whole;
    },
  };
}
