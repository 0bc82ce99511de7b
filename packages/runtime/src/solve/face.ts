/** The optimal face of a linear program, told by what it leaves free alone. */
import type { Answer, Problem } from "@mandate/solver";
import { pinned } from "./search.ts";

/** Reduced costs and row prices below this are none: costs of V are told apart to a thousandth of a basis point. */
export const FREE = 1e-9;

/** Bounds of V that are no further apart hold a value. */
const HELD = 1e-12;

/** Passes in which rows that leave one column free become its bounds; what chains are longer stays a row. */
const PASSES = 4;

export interface Face {
  /** what is left: the free columns, and rows that any of them is in; without cost */
  readonly problem: Problem;
  /** the columns of the whole problem that are free, ascending */
  readonly columns: Int32Array;
}

/**
 * What complementary slackness leaves free at a dual optimum: columns without reduced cost, within rows that are tight where
 * they have a price. Rows whose other columns are all held are bounds, so that mostly a dozen columns are left of hundreds.
 * @param x an optimum, integers as they are to stay
 * @param fixed the linear program at these integers, with its duals
 * @returns undefined where there are no duals
 */
export function faceOf(problem: Problem, x: Float64Array, fixed: Answer): Face | undefined {
  const { rowDual, colDual, x: at } = fixed;
  if (rowDual === undefined || colDual === undefined || at === undefined) return undefined;
  const { colLower: low, colUpper: high } = pinned(problem, x);
  for (let j = 0; j < problem.numCol; j++) {
    if (Math.abs(colDual[j] ?? 0) <= FREE) continue;
    low[j] = at[j] ?? 0;
    high[j] = at[j] ?? 0;
  }
  const rowLower = problem.rowLower.slice();
  const rowUpper = problem.rowUpper.slice();
  for (let i = 0; i < problem.numRow; i++) {
    const price = rowDual[i] ?? 0;
    if (price > FREE) rowUpper[i] = rowLower[i] ?? 0;
    if (price < -FREE) rowLower[i] = rowUpper[i] ?? 0;
  }
  return leftOf({ ...problem, colLower: low, colUpper: high, rowLower, rowUpper });
}

/** Free columns of each row, the last of them and its coefficient, and what the held ones come to. */
interface Tally {
  readonly free: Int32Array;
  readonly last: Int32Array;
  readonly coef: Float64Array;
  readonly held: Float64Array;
}

function isFree({ colLower, colUpper }: Problem, j: number): boolean {
  return (colUpper[j] ?? 0) - (colLower[j] ?? 0) > HELD;
}

function tallied(problem: Problem, into: Tally): void {
  const { start, index, value, colLower } = problem;
  const { free, last, coef, held } = into;
  free.fill(0);
  held.fill(0);
  for (let j = 0; j < problem.numCol; j++) {
    const isLeft = isFree(problem, j);
    for (let k = start[j] ?? 0; k < (start[j + 1] ?? 0); k++) {
      const row = index[k] ?? 0;
      if (isLeft) {
        free[row] = (free[row] ?? 0) + 1;
        last[row] = j;
        coef[row] = value[k] ?? 0;
      } else held[row] = (held[row] ?? 0) + (value[k] ?? 0) * (colLower[j] ?? 0);
    }
  }
}

/** Rows of one free column become its bounds; whether any column is held since. Changes the bounds of `problem`. */
function folded({ numRow, rowLower, rowUpper, colLower, colUpper }: Problem, tally: Tally): boolean {
  let holds = false;
  for (let row = 0; row < numRow; row++) {
    if (tally.free[row] !== 1) continue;
    const j = tally.last[row] ?? 0;
    const coef = tally.coef[row] ?? 1;
    const a = ((rowLower[row] ?? 0) - (tally.held[row] ?? 0)) / coef;
    const b = ((rowUpper[row] ?? 0) - (tally.held[row] ?? 0)) / coef;
    const from = Math.max(colLower[j] ?? 0, Math.min(a, b));
    // What rounding has left between two bounds is no room, and no contradiction.
    const to = Math.max(from, Math.min(colUpper[j] ?? 0, Math.max(a, b)));
    const isHeld = to - from <= HELD;
    colLower[j] = from;
    colUpper[j] = isHeld ? from : to;
    holds ||= isHeld;
  }
  return holds;
}

/** @param problem whose bounds of columns are its own, and change */
function leftOf(problem: Problem): Face {
  const { numRow, numCol } = problem;
  const tally: Tally = {
    free: new Int32Array(numRow),
    last: new Int32Array(numRow),
    coef: new Float64Array(numRow),
    held: new Float64Array(numRow),
  };
  tallied(problem, tally);
  for (let pass = 0; pass < PASSES && folded(problem, tally); pass++) tallied(problem, tally);
  const columns: number[] = [];
  for (let j = 0; j < numCol; j++) if (isFree(problem, j)) columns.push(j);
  const rows: number[] = [];
  const place = new Int32Array(numRow).fill(-1);
  for (let row = 0; row < numRow; row++) if ((tally.free[row] ?? 0) > 0) place[row] = rows.push(row) - 1;
  const start = new Int32Array(columns.length + 1);
  const index: number[] = [];
  const value: number[] = [];
  for (const [at, j] of columns.entries()) {
    for (let k = problem.start[j] ?? 0; k < (problem.start[j + 1] ?? 0); k++) {
      const row = place[problem.index[k] ?? 0] ?? -1;
      if (row < 0) continue;
      index.push(row);
      value.push(problem.value[k] ?? 0);
    }
    start[at + 1] = index.length;
  }
  const left = (bounds: Float64Array): Float64Array =>
    Float64Array.from(rows, (row) => (bounds[row] ?? 0) - (tally.held[row] ?? 0));
  return {
    problem: {
      numCol: columns.length,
      numRow: rows.length,
      offset: 0,
      cost: new Float64Array(columns.length),
      colLower: Float64Array.from(columns, (j) => problem.colLower[j] ?? 0),
      colUpper: Float64Array.from(columns, (j) => problem.colUpper[j] ?? 0),
      rowLower: left(problem.rowLower),
      rowUpper: left(problem.rowUpper),
      start,
      index: Int32Array.from(index),
      value: Float64Array.from(value),
    },
    columns: Int32Array.from(columns),
  };
}
