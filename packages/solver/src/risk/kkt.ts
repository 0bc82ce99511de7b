import type { Risk } from "../problem/problem.ts";
import { addOuter, cholesky, solveCholesky, timesVectors, vectorsTimes } from "./dense.ts";
import type { Layout } from "./layout.ts";

/**
 * The linear system of a Newton step,
 *
 *   (Θ + 2κ MᵀQM) dz − Aᵀ dy = f,   A dz + Δ dy = h,
 *
 * Θ and Δ diagonal, MᵀQM the variance of the columns (Q = BBᵀ + D by factors). Written with rows for the weights and the
 * factors it is A Θ⁻¹ Aᵀ + Δ, positive definite, and each block (`layout.ts`) adds to it a small square of its own plus
 * one multiple of its exposures' outer product: local rows and the weight are eliminated block by block, and what is left
 * is dense in the coupling rows and factors alone (the Schur complement of Moehle, Gindi, Boyd and Kochenderfer,
 * "Portfolio construction as linearly constrained separable optimization", 2022).
 */
export interface Kkt {
  readonly layout: Layout;
  readonly risk: Risk;
  /** 1 / Θ; 0 for columns that may not move */
  readonly inverse: Float64Array;
  /** Δ; Infinity for rows that do not hold anything */
  readonly delta: Float64Array;
  /** 2κ */
  curvature: number;
  readonly squares: Float64Array;
  readonly vectors: Float64Array;
  /** by block: θ of the weight's own variance, and what it leaves of the weight's freedom */
  readonly bend: Float64Array;
  readonly left: Float64Array;
  /** by active weight: multiple of its exposures' outer product */
  readonly outer: Float64Array;
  readonly dense: Float64Array;
  /** couplings by factors */
  readonly cross: Float64Array;
  readonly right: Float64Array;
  /** by active weight: what its exposures are multiplied with on the way down, and what they say on the way up */
  readonly pull: Float64Array;
}

export function createKkt(layout: Layout, risk: Risk): Kkt {
  const size = layout.coupling + layout.factors;
  const floats = (n: number) => new Float64Array(n);
  return {
    layout,
    risk,
    inverse: floats(layout.numCol),
    delta: floats(layout.numRow),
    curvature: 0,
    squares: floats(layout.squareStart[layout.blocks] as number),
    vectors: floats(layout.placeStart[layout.blocks] as number),
    bend: floats(layout.blocks),
    left: floats(layout.blocks),
    outer: floats(risk.base.length),
    dense: floats(size * size),
    cross: floats(layout.coupling * layout.factors),
    right: floats(size),
    pull: floats(risk.base.length),
  };
}

/** A local row's pivot of nothing at all: its columns may not move. */
const EMPTY = 1e-300;

/** Takes in `inverse`, `delta` and `curvature`. */
export function factorise(kkt: Kkt): void {
  const { layout, risk, squares, bend, left, outer, dense, cross, delta, curvature } = kkt;
  const { coupling, factors, placeStart, weightPlace, squareStart, place } = layout;
  const size = coupling + factors;
  const root = Math.sqrt(curvature);
  dense.fill(0);
  cross.fill(0);
  outer.fill(0);
  gatherSquares(kkt);
  for (let b = 0; b < layout.blocks; b++) {
    const first = placeStart[b] as number;
    const n = (placeStart[b + 1] as number) - first;
    const at = squareStart[b] as number;
    const w = weightPlace[b] as number;
    for (let p = 0; p < w; p++) {
      const row = place[first + p] as number;
      const pivotAt = at + p * n + p;
      const pivot = (squares[pivotAt] as number) + (delta[row] as number);
      squares[pivotAt] = pivot > EMPTY ? pivot : Infinity;
      const inverse = pivot > EMPTY ? 1 / pivot : 0;
      for (let q = p + 1; q < n; q++) {
        const l = (squares[at + q * n + p] as number) * inverse;
        if (l === 0) continue;
        for (let x = p + 1; x <= q; x++) {
          squares[at + q * n + x] =
            (squares[at + q * n + x] as number) - l * (squares[at + x * n + p] as number);
        }
      }
      for (let q = p + 1; q < n; q++) squares[at + q * n + p] = (squares[at + q * n + p] as number) * inverse;
    }
    const i = layout.weight[b] as number;
    const freedom = Math.max(0, squares[at + w * n + w] as number);
    const own = i < 0 ? 0 : curvature * (risk.specific[i] as number);
    const shrink = 1 / (1 + own * freedom);
    bend[b] = own * shrink;
    left[b] = shrink;
    if (i >= 0) outer[i] = curvature * freedom * shrink;
    for (let q = w + 1; q < n; q++) {
      const c = place[first + q] as number;
      const g = squares[at + q * n + w] as number;
      const bent = (bend[b] as number) * g;
      for (let x = w + 1; x <= q; x++) {
        const d = c * size + (place[first + x] as number);
        dense[d] =
          (dense[d] as number) +
          (squares[at + q * n + x] as number) -
          bent * (squares[at + x * n + w] as number);
      }
      if (i < 0 || g === 0) continue;
      const factor = root * shrink * g;
      const from = i * factors;
      const to = c * factors;
      for (let f = 0; f < factors; f++)
        cross[to + f] = (cross[to + f] as number) + factor * (risk.loadings[from + f] as number);
    }
  }
  for (let c = 0; c < coupling; c++) {
    const d = c * size + c;
    const held = delta[layout.couplingRow[c] as number] as number;
    dense[d] = Math.min((dense[d] as number) + held, Number.MAX_VALUE);
    for (let f = 0; f < factors; f++) dense[(coupling + f) * size + c] = cross[c * factors + f] as number;
  }
  for (let f = coupling; f < size; f++) dense[f * size + f] = 1;
  if (curvature > 0) addOuter(dense, size, coupling, risk.loadings, outer);
  cholesky(dense, size);
}

/** Σ v vᵀ / Θ over the columns of each block. */
function gatherSquares(kkt: Kkt): void {
  const { layout, squares, inverse } = kkt;
  const { colStart, cols, placeStart, squareStart, entryStart, entryPlace, entryValue } = layout;
  squares.fill(0);
  for (let b = 0; b < layout.blocks; b++) {
    const n = (placeStart[b + 1] as number) - (placeStart[b] as number);
    const at = squareStart[b] as number;
    for (let c = colStart[b] as number; c < (colStart[b + 1] as number); c++) {
      const weight = inverse[cols[c] as number] as number;
      if (weight === 0) continue;
      const from = entryStart[c] as number;
      const to = entryStart[c + 1] as number;
      for (let e = from; e < to; e++) {
        const row = at + (entryPlace[e] as number) * n;
        const v = weight * (entryValue[e] as number);
        for (let d = from; d <= e; d++) {
          const s = row + (entryPlace[d] as number);
          squares[s] = (squares[s] as number) + v * (entryValue[d] as number);
        }
      }
    }
  }
}

/** Solves for one right side; `dz` and `dy` are written whole but for the deviation's column. */
export function solveKkt(
  kkt: Kkt,
  f: Float64Array,
  h: Float64Array,
  dz: Float64Array,
  dy: Float64Array,
): void {
  const { layout, risk, squares, vectors, bend, left, inverse, right, pull, curvature } = kkt;
  const { coupling, factors, placeStart, weightPlace, squareStart, place } = layout;
  const { colStart, cols, entryStart, entryPlace, entryValue } = layout;
  const root = Math.sqrt(curvature);
  right.fill(0);
  pull.fill(0);
  for (let c = 0; c < coupling; c++) right[c] = h[layout.couplingRow[c] as number] as number;
  for (let b = 0; b < layout.blocks; b++) {
    const first = placeStart[b] as number;
    const n = (placeStart[b + 1] as number) - first;
    const at = squareStart[b] as number;
    const w = weightPlace[b] as number;
    for (let p = 0; p < n; p++) vectors[first + p] = p < w ? (h[place[first + p] as number] as number) : 0;
    for (let c = colStart[b] as number; c < (colStart[b + 1] as number); c++) {
      const j = cols[c] as number;
      const moved = (inverse[j] as number) * (f[j] as number);
      if (moved === 0) continue;
      for (let e = entryStart[c] as number; e < (entryStart[c + 1] as number); e++) {
        const v = first + (entryPlace[e] as number);
        vectors[v] = (vectors[v] as number) - (entryValue[e] as number) * moved;
      }
    }
    for (let p = 0; p < w; p++) {
      const g = vectors[first + p] as number;
      if (g === 0) continue;
      for (let q = p + 1; q < n; q++)
        vectors[first + q] = (vectors[first + q] as number) - (squares[at + q * n + p] as number) * g;
    }
    const i = layout.weight[b] as number;
    const t = vectors[first + w] as number;
    const bent = (bend[b] as number) * t;
    for (let q = w + 1; q < n; q++) {
      const c = place[first + q] as number;
      right[c] =
        (right[c] as number) + (vectors[first + q] as number) - bent * (squares[at + q * n + w] as number);
    }
    if (i >= 0) pull[i] = root * (left[b] as number) * t;
  }
  if (curvature > 0) timesVectors(pull, risk.loadings, factors, right, coupling);
  solveCholesky(kkt.dense, coupling + factors, right);
  if (curvature > 0) vectorsTimes(risk.loadings, factors, right, coupling, pull);
  for (let c = 0; c < coupling; c++) dy[layout.couplingRow[c] as number] = right[c] as number;
  for (let b = 0; b < layout.blocks; b++) {
    const first = placeStart[b] as number;
    const n = (placeStart[b + 1] as number) - first;
    const at = squareStart[b] as number;
    const w = weightPlace[b] as number;
    const i = layout.weight[b] as number;
    const common = i < 0 ? 0 : root * (pull[i] as number);
    let own = (vectors[first + w] as number) - (squares[at + w * n + w] as number) * common;
    for (let q = w + 1; q < n; q++) {
      const y = right[place[first + q] as number] as number;
      own -= (squares[at + q * n + w] as number) * y;
      vectors[first + q] = y;
    }
    vectors[first + w] = i < 0 ? 0 : (bend[b] as number) * own + common;
    for (let p = w - 1; p >= 0; p--) {
      let y = (vectors[first + p] as number) / (squares[at + p * n + p] as number);
      for (let q = p + 1; q < n; q++)
        y -= (squares[at + q * n + p] as number) * (vectors[first + q] as number);
      vectors[first + p] = y;
      dy[place[first + p] as number] = y;
    }
    for (let c = colStart[b] as number; c < (colStart[b + 1] as number); c++) {
      const j = cols[c] as number;
      const moves = inverse[j] as number;
      if (moves === 0) {
        dz[j] = 0;
        continue;
      }
      let sum = f[j] as number;
      for (let e = entryStart[c] as number; e < (entryStart[c + 1] as number); e++)
        sum += (entryValue[e] as number) * (vectors[first + (entryPlace[e] as number)] as number);
      dz[j] = sum * moves;
    }
  }
}
