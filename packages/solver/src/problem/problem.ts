/**
 * The standard form every backend takes (semantics.md, section 6):
 *
 *   minimise  offset + costᵀz   subject to   rowLower ≤ Az ≤ rowUpper,  colLower ≤ z ≤ colUpper,
 *   z_j an integer wherever `integer[j]` is 1.
 *
 * A is stored by columns (CSC): the entries of column j are at `start[j] … start[j + 1] - 1` of `index` (row
 * numbers) and `value`. ±Infinity stands for no bound. A backend never changes a problem it is given.
 * With `risk`, a variance by a factor model is priced in the objective, or limited, or both.
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
  /** active risk by a factor model; absent: a linear program (with integers or without) */
  risk?: Risk;
}

/**
 * Active risk by a factor model (semantics.md 2, "risk"): with active weights a = base + (weightCoef summed by weightOf) z
 * the variance is v(z) = |loadingsᵀ a|² + Σ specific_i a_i². It enters a problem in two places, either of which may be
 * absent: `price · v(z)` is added to the objective, and √v(z) ≤ z_deviation must hold (a second-order cone).
 */
export interface Risk {
  /** the active weight that each column moves, or -1; length numCol */
  weightOf: Int32Array;
  /** by how much a unit of the column moves it; length numCol */
  weightCoef: Float64Array;
  /** active weights where every column is 0 */
  base: Float64Array;
  /** number of factors, uncorrelated and of variance 1 */
  factors: number;
  /** exposures, weight by weight; length base.length · factors */
  loadings: Float64Array;
  /** variance of its own of each weight, at least 0; length base.length */
  specific: Float64Array;
  /** what a unit of variance costs, at least 0 */
  price: number;
  /** column that is at least √v, or -1; it moves no weight */
  deviation: number;
}

/** Whether any column must be an integer. */
export function hasIntegers(problem: Problem): boolean {
  return problem.integer?.includes(1) ?? false;
}
