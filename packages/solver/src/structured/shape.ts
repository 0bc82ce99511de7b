import type { Problem } from "../problem/problem.ts";

/**
 * What a sparsity pattern is made of (semantics.md, section 6), found from the matrix alone:
 *
 *   minimise Σ φ_v(x_v)   subject to   Σ_v a_iv x_v = x_i for each local row i,   Σ_v c_rv x_v = x_r for each coupling row r
 *
 * with every φ convex and piecewise linear, infinite outside an interval. Columns that occur in one row only are part
 * of that row's φ, fixed ones of that of each of their rows; parallel rows are one row, parallel columns (the lots of a security) one variable, and a row of one
 * variable is part of that variable's φ. Of the rows that remain, pairwise disjoint ones are local: a block each. The
 * others couple the blocks.
 *
 * Variables are numbered block by block, the row's own activity first; activities of coupling rows come last.
 * A `…Entry`, `…Over` or `…Under` is a place in the problem's `value`, so that a shape serves every problem of equal
 * pattern; -1: none. Arrays may be longer than what is in use: they are kept from problem to problem and only grow.
 */
export interface Shape {
  numCol: number;
  numRow: number;
  entries: number;
  start: Int32Array;
  index: Int32Array;
  /** 1 where `value` is zero: such entries were left out */
  zero: Uint8Array;
  /** of columns in several rows: 1 where it was fixed, 0 where not; 2 for the other columns */
  fixed: Uint8Array;
  blocks: number;
  coupling: number;
  /** structurals, local and coupling activities together */
  variables: number;
  terms: number;
  elements: number;
  coefs: number;
  /** first variable of each block, length blocks + 1 */
  blockStart: Int32Array;
  blockOf: Int32Array;
  /** entry of a variable's coefficient in its local row; -1: the activity itself (-1); -2: a row made up for it (1) */
  localEntry: Int32Array;
  coefStart: Int32Array;
  coefRow: Int32Array;
  coefEntry: Int32Array;
  /** the same coefficients by coupling row: places in `coefRow`, and the variables they are of */
  rowStart: Int32Array;
  rowCoef: Int32Array;
  rowVariable: Int32Array;
  /** φ of a variable is a sum of terms, each of a scaled argument */
  termStart: Int32Array;
  /** the row that a term comes from; -1: the variable's own columns */
  termRow: Int32Array;
  /** argument of the term = value[termOver] / value[termUnder] · the variable's */
  termOver: Int32Array;
  termUnder: Int32Array;
  /** each term is the infimal convolution of its elements: a row's bounds, columns' bounds and costs */
  elementStart: Int32Array;
  /** the column, or -1 for the row's own bounds */
  elementColumn: Int32Array;
  /** multiplier of the column: -value[over] in a row's term, value[over] / value[under] in a variable's */
  elementOver: Int32Array;
  elementUnder: Int32Array;
  /** value[a] · value[d] = value[c] · value[b] is what made rows or columns parallel; fours */
  parallel: Int32Array;
  parallels: number;
  /** the same for what alone kept lists of equal pattern apart */
  distinct: Int32Array;
  distincts: number;
}

/** A shape with room for problems of so many columns, rows and entries. */
export function createShape(cols: number, rows: number, entries: number): Shape {
  const ints = (n: number) => new Int32Array(n);
  // A structural and a made-up activity for each column, an activity for each row.
  const variables = 2 * cols + rows;
  // A fixed column is an element of each of its rows.
  const elements = cols + rows + entries;
  return {
    numCol: -1,
    numRow: -1,
    entries: 0,
    start: ints(cols + 1),
    index: ints(entries),
    zero: new Uint8Array(entries),
    fixed: new Uint8Array(cols),
    blocks: 0,
    coupling: 0,
    variables: 0,
    terms: 0,
    elements: 0,
    coefs: 0,
    blockStart: ints(cols + rows + 1),
    blockOf: ints(variables),
    localEntry: ints(variables),
    coefStart: ints(variables + 1),
    coefRow: ints(entries),
    coefEntry: ints(entries),
    rowStart: ints(rows + 1),
    rowCoef: ints(entries),
    rowVariable: ints(entries),
    termStart: ints(variables + 1),
    termRow: ints(cols + rows),
    termOver: ints(cols + rows),
    termUnder: ints(cols + rows),
    elementStart: ints(cols + rows + 1),
    elementColumn: ints(elements),
    elementOver: ints(elements),
    elementUnder: ints(elements),
    parallel: ints(8 * entries),
    parallels: 0,
    distinct: ints(4 * (cols + rows)),
    distincts: 0,
  };
}

/**
 * Whether a shape is the one that a problem would be analysed to: same pattern, same columns fixed, and the same rows
 * and columns parallel. It must be exactly that one, or an answer would depend on what was solved before.
 */
export function fits(shape: Shape, problem: Problem): boolean {
  const { numCol, numRow, start, index, value } = problem;
  if (shape.numCol !== numCol || shape.numRow !== numRow || shape.entries !== index.length) return false;
  if (start.length !== numCol + 1 || value.length !== index.length) return false;
  for (let j = 0; j <= numCol; j++) if (shape.start[j] !== start[j]) return false;
  const { index: known, zero, fixed, parallel, parallels, entries } = shape;
  for (let j = 0; j < numCol; j++) {
    if (fixed[j] !== 2 && (problem.colLower[j] === problem.colUpper[j]) !== (fixed[j] === 1)) return false;
  }
  for (let k = 0; k < entries; k++) {
    if (known[k] !== index[k] || (value[k] === 0) !== (zero[k] === 1)) return false;
  }
  for (let k = 0; k < parallels; k += 4) if (!equalProducts(value, parallel, k)) return false;
  const { distinct, distincts } = shape;
  if (distincts > distinct.length) return false;
  for (let k = 0; k < distincts; k += 4) if (equalProducts(value, distinct, k)) return false;
  return true;
}

function equalProducts(value: Float64Array, fours: Int32Array, k: number): boolean {
  const left = (value[fours[k] as number] as number) * (value[fours[k + 3] as number] as number);
  const right = (value[fours[k + 2] as number] as number) * (value[fours[k + 1] as number] as number);
  return left === right || Math.abs(left - right) <= ROUNDING * Math.abs(left);
}

/** Products of coefficients that differ by no more than this part are equal. */
export const ROUNDING = 1e-15;
