/**
 * The standard form every backend takes (semantics.md, section 6):
 *
 *   minimise  offset + costᵀz   subject to   rowLower ≤ Az ≤ rowUpper,  colLower ≤ z ≤ colUpper,
 *   z_j an integer wherever `integer[j]` is 1.
 *
 * A is stored by columns (CSC): the entries of column j are at `start[j] … start[j + 1] - 1` of `index` (row
 * numbers) and `value`. ±Infinity stands for no bound. A backend never changes a problem it is given.
 */
export interface Problem {
  /** number of columns (variables) */
  numCol: number;
  /** number of rows (constraints) */
  numRow: number;
  /** constant added to the objective */
  offset: number;
  /** objective coefficient of each column; length numCol */
  cost: Float64Array;
  /** length numCol; -Infinity for none */
  colLower: Float64Array;
  /** length numCol; Infinity for none */
  colUpper: Float64Array;
  /** length numRow; -Infinity for none */
  rowLower: Float64Array;
  /** length numRow; Infinity for none */
  rowUpper: Float64Array;
  /** length numCol + 1 */
  start: Int32Array;
  /** row of each entry; length start[numCol] */
  index: Int32Array;
  /** coefficient of each entry; length start[numCol] */
  value: Float64Array;
  /** 1 where the column must be an integer; length numCol. Absent: a linear program */
  integer?: Uint8Array;
}

/** Whether any column must be an integer. */
export function hasIntegers(problem: Problem): boolean {
  return problem.integer?.includes(1) ?? false;
}
