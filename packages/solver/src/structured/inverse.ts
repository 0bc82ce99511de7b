import { clear, type Work } from "./work.ts";

/** Smallest pivot that a matrix may be inverted with. */
const SINGULAR = 1e-11;

/**
 * The coupling part of a variable's column once its block's row is solved for the key, into `column`:
 * what the coupling rows see when the variable moves and the key gives way.
 */
export function compound(work: Work, v: number): Float64Array {
  const { shape, column, coef, local } = work;
  const { coefStart, coefRow } = shape;
  clear(column, shape.coupling);
  const block = shape.blockOf[v] as number;
  if (block < 0) {
    column[v - (shape.variables - shape.coupling)] = -1;
    return column;
  }
  for (let k = coefStart[v] as number; k < (coefStart[v + 1] as number); k++) {
    column[coefRow[k] as number] = coef[k] as number;
  }
  const key = work.key[block] as number;
  const share = -(local[v] as number) / (local[key] as number);
  if (share === 0) return column;
  for (let k = coefStart[key] as number; k < (coefStart[key + 1] as number); k++) {
    const r = coefRow[k] as number;
    column[r] = (column[r] as number) + share * (coef[k] as number);
  }
  return column;
}

/**
 * inverse · vector, into `step`. Where a row's activity is basic, its column of the inverse is a unit vector, so that
 * the work grows with the rows that are tight and not with all of them.
 */
export function solve(work: Work, vector: Float64Array): Float64Array {
  const m = work.shape.coupling;
  const { inverse, step, slackAt } = work;
  clear(step, m);
  for (let r = 0; r < m; r++) {
    const amount = vector[r] as number;
    if (amount === 0) continue;
    const own = slackAt[r] as number;
    if (own >= 0) {
      step[own] = (step[own] as number) - amount;
      continue;
    }
    for (let i = 0, k = r; i < m; i++, k += m)
      step[i] = (step[i] as number) + amount * (inverse[k] as number);
  }
  return step;
}

/**
 * The inverse after the basic variable at `position` gives way to a variable for which `step` holds the solution
 * with the inverse as it was.
 */
export function replaceColumn(work: Work, position: number, pivot: number): void {
  const m = work.shape.coupling;
  const { inverse, step, nonzero } = work;
  const base = position * m;
  let count = 0;
  for (let r = 0; r < m; r++) {
    const entry = inverse[base + r] as number;
    if (entry === 0) continue;
    inverse[base + r] = entry / pivot;
    nonzero[count++] = r;
  }
  for (let i = 0; i < m; i++) {
    const factor = step[i] as number;
    if (i === position || factor === 0) continue;
    const row = i * m;
    for (let n = 0; n < count; n++) {
      const r = nonzero[n] as number;
      inverse[row + r] = (inverse[row + r] as number) - factor * (inverse[base + r] as number);
    }
  }
}

/** Inverts the basis afresh (Gauss-Jordan with row exchange). False when it is singular. */
export function invert(work: Work): boolean {
  const m = work.shape.coupling;
  const { inverse, matrix, head } = work;
  const firstSlack = work.shape.variables - m;
  inverse.fill(0, 0, m * m);
  let simple = true;
  for (let c = 0; c < m; c++) if (head[c] !== firstSlack + c) simple = false;
  if (simple) {
    for (let c = 0; c < m; c++) inverse[c * m + c] = -1;
    return true;
  }
  for (let c = 0; c < m; c++) {
    const column = compound(work, head[c] as number);
    for (let r = 0; r < m; r++) matrix[r * m + c] = column[r] as number;
    inverse[c * m + c] = 1;
  }
  for (let c = 0; c < m; c++) {
    let best = -1;
    let size = SINGULAR;
    for (let r = c; r < m; r++) {
      const candidate = Math.abs(matrix[r * m + c] as number);
      if (candidate > size) {
        size = candidate;
        best = r;
      }
    }
    if (best < 0) return false;
    if (best !== c) {
      exchange(matrix, m, best, c);
      exchange(inverse, m, best, c);
    }
    const pivot = matrix[c * m + c] as number;
    for (let k = 0; k < m; k++) {
      matrix[c * m + k] = (matrix[c * m + k] as number) / pivot;
      inverse[c * m + k] = (inverse[c * m + k] as number) / pivot;
    }
    for (let r = 0; r < m; r++) {
      const factor = matrix[r * m + c] as number;
      if (r === c || factor === 0) continue;
      for (let k = 0; k < m; k++) {
        matrix[r * m + k] = (matrix[r * m + k] as number) - factor * (matrix[c * m + k] as number);
        inverse[r * m + k] = (inverse[r * m + k] as number) - factor * (inverse[c * m + k] as number);
      }
    }
  }
  return true;
}

function exchange(rows: Float64Array, m: number, a: number, b: number): void {
  for (let k = 0; k < m; k++) {
    const swap = rows[a * m + k] as number;
    rows[a * m + k] = rows[b * m + k] as number;
    rows[b * m + k] = swap;
  }
}
