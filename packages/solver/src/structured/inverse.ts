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
  const { inverse, step, slackAt, nonzero } = work;
  clear(step, m);
  let count = 0;
  for (let r = 0; r < m; r++) {
    const amount = vector[r] as number;
    if (amount === 0) continue;
    const own = slackAt[r] as number;
    if (own >= 0) step[own] = -amount;
    else nonzero[count++] = r;
  }
  if (count === 0) return step;
  for (let i = 0, base = 0; i < m; i++, base += m) {
    let sum = step[i] as number;
    for (let n = 0; n < count; n++) {
      const r = nonzero[n] as number;
      sum += (inverse[base + r] as number) * (vector[r] as number);
    }
    step[i] = sum;
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

/**
 * Inverts the basis afresh. Only the kernel is inverted (Gauss-Jordan with row exchange): the structurals that are
 * basic beside the keys, in the rows whose activity is not. The rows of basic activities follow from it.
 * False when it is singular.
 */
export function invert(work: Work): boolean {
  const { inverse, kernel, head, slackAt, nonzero, extraAt } = work;
  const m = work.shape.coupling;
  const firstSlack = work.shape.variables - m;
  // Tight rows into `nonzero`, positions of structurals into `extraAt`.
  let size = 0;
  let extras = 0;
  for (let r = 0; r < m; r++) if ((slackAt[r] as number) < 0) nonzero[size++] = r;
  for (let c = 0; c < m; c++) if ((head[c] as number) < firstSlack) extraAt[extras++] = c;
  if (extras !== size) return false;
  if (!invertKernel(work, size)) return false;
  inverse.fill(0, 0, m * m);
  for (let e = 0; e < size; e++) {
    const position = extraAt[e] as number;
    for (let t = 0; t < size; t++) {
      inverse[position * m + (nonzero[t] as number)] = kernel[e * size + t] as number;
    }
    const column = compound(work, head[position] as number);
    for (let r = 0; r < m; r++) {
      const coef = column[r] as number;
      const own = slackAt[r] as number;
      if (coef === 0 || own < 0) continue;
      for (let t = 0; t < size; t++) {
        const k = own * m + (nonzero[t] as number);
        inverse[k] = (inverse[k] as number) + coef * (kernel[e * size + t] as number);
      }
    }
  }
  for (let r = 0; r < m; r++) {
    const own = slackAt[r] as number;
    if (own >= 0) inverse[own * m + r] = -1;
  }
  return true;
}

/** The inverse of the kernel into `kernel`: structurals by tight rows. */
function invertKernel(work: Work, size: number): boolean {
  const { matrix, kernel, head, nonzero, extraAt } = work;
  kernel.fill(0, 0, size * size);
  for (let e = 0; e < size; e++) {
    const column = compound(work, head[extraAt[e] as number] as number);
    for (let t = 0; t < size; t++) matrix[t * size + e] = column[nonzero[t] as number] as number;
    kernel[e * size + e] = 1;
  }
  for (let c = 0; c < size; c++) {
    let best = -1;
    let largest = SINGULAR;
    for (let r = c; r < size; r++) {
      const candidate = Math.abs(matrix[r * size + c] as number);
      if (candidate > largest) {
        largest = candidate;
        best = r;
      }
    }
    if (best < 0) return false;
    if (best !== c) {
      exchange(matrix, size, best, c);
      exchange(kernel, size, best, c);
    }
    const pivot = matrix[c * size + c] as number;
    for (let k = 0; k < size; k++) {
      matrix[c * size + k] = (matrix[c * size + k] as number) / pivot;
      kernel[c * size + k] = (kernel[c * size + k] as number) / pivot;
    }
    for (let r = 0; r < size; r++) {
      const factor = matrix[r * size + c] as number;
      if (r === c || factor === 0) continue;
      for (let k = c; k < size; k++) {
        matrix[r * size + k] = (matrix[r * size + k] as number) - factor * (matrix[c * size + k] as number);
      }
      for (let k = 0; k < size; k++) {
        kernel[r * size + k] = (kernel[r * size + k] as number) - factor * (kernel[c * size + k] as number);
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
