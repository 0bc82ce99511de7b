import type { Interior } from "./interior.ts";
import { pullOf, timesColumns, timesRows } from "./matrix.ts";
import { form, type Newton, solveNewton } from "./newton.ts";

/** A point and multipliers that are exact where the interior point is only near: what lies on a bound is on it. */
export interface Polished {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly sigma: number;
}

/** Rounds in which the guess of what binds is mended; most need one or two. */
const ROUNDS = 12;
/** Newton steps a round: one would do but for the cone and for what rounding leaves. */
const STEPS = 4;
/** Pull towards the interior point, of the largest cost: what the optimum does not decide stays where it was. */
const NEARNESS = 1e-8;
const FEASIBLE = 1e-12;
const PRICED = 1e-9;
const SOLVED = 1e-14;

const [LOWER, INSIDE, UPPER] = [-1, 0, 1];

/**
 * Guesses from an interior point which bounds bind, solves for the point at which they do, and mends the guess where a
 * bound is broken or a multiplier has the wrong sign: the active-set end of the method. Undefined where that does not end.
 */
export function polish(
  newton: Newton,
  from: Interior,
  isFixed: (j: number) => boolean,
): Polished | undefined {
  const { problem, risk, kkt, deviation, gradient, scratch } = newton;
  const { numCol, numRow, colLower, colUpper, rowLower, rowUpper, cost } = problem;
  const costSize = sizeOfCosts(newton, from.x);
  const x = from.x.slice();
  const y = from.y.slice();
  let sigma = from.sigma;
  const sides = new Int8Array(numCol + numRow);
  const side = sides.subarray(0, numCol);
  const rowSide = sides.subarray(numCol);
  for (let j = 0; j < numCol; j++) if (isFixed(j)) side[j] = LOWER;
  const { pairs } = from;
  for (let k = 0; k < pairs.length; k++) {
    // It binds where its multiplier outweighs its distance.
    if (k === pairs.cone || (pairs.multiplier[k] as number) / costSize <= (pairs.distance[k] as number))
      continue;
    sides[pairs.at[k] as number] = (pairs.sign[k] as number) > 0 ? LOWER : UPPER;
  }
  const f = new Float64Array(numCol);
  const h = new Float64Array(numRow);
  const dz = new Float64Array(numCol);
  const dy = new Float64Array(numRow);
  const reduced = new Float64Array(numCol);
  const activity = new Float64Array(numRow);
  const place = (): void => {
    for (let j = 0; j < numCol; j++) {
      if (side[j] !== INSIDE) x[j] = (side[j] === LOWER ? colLower[j] : colUpper[j]) as number;
    }
    for (let i = 0; i < numRow; i++) if (rowLower[i] !== rowUpper[i] && rowSide[i] === INSIDE) y[i] = 0;
  };
  /** Reduced costs and activities at the point; returns the cone's function. */
  const evaluate = (): { readonly variance: number; readonly cone: number } => {
    const variance = pullOf(risk, x, scratch, true);
    const t = deviation < 0 ? 1 : (x[deviation] as number);
    timesRows(problem, y, reduced);
    for (let j = 0; j < numCol; j++) {
      const i = risk.weightOf[j] as number;
      const pull = i < 0 ? 0 : (risk.weightCoef[j] as number) * (scratch.pull[i] as number);
      let d = (cost[j] as number) + 2 * risk.price * pull - (reduced[j] as number);
      if (deviation >= 0) {
        gradient[j] = side[j] === INSIDE ? (2 * pull) / t : 0;
        d += sigma * (j === deviation ? -variance / t ** 2 - 1 : (2 * pull) / t);
      }
      reduced[j] = d;
    }
    timesColumns(problem, x, activity);
    return { variance, cone: variance / t - t };
  };
  for (let round = 0; round < ROUNDS; round++) {
    place();
    for (let step = 0; step < STEPS; step++) {
      const { variance, cone } = evaluate();
      let worst = deviation < 0 ? 0 : Math.abs(cone);
      for (let j = 0; j < numCol; j++) {
        const free = side[j] === INSIDE;
        kkt.inverse[j] = free ? 1 / (NEARNESS * costSize) : 0;
        f[j] = free ? -(reduced[j] as number) : 0;
        worst = Math.max(worst, Math.abs(f[j] as number) / costSize);
      }
      for (let i = 0; i < numRow; i++) {
        const [lower, upper] = [rowLower[i] as number, rowUpper[i] as number];
        const binds = lower === upper || rowSide[i] !== INSIDE;
        kkt.delta[i] = binds ? 0 : Infinity;
        h[i] = binds ? (rowSide[i] === UPPER ? upper : lower) - (activity[i] as number) : 0;
        worst = Math.max(worst, Math.abs(h[i] as number));
      }
      if (step > 0 && worst <= SOLVED) break;
      const t = deviation < 0 ? 1 : (x[deviation] as number);
      if (step === 0 || deviation >= 0)
        form(newton, risk.price, deviation < 0 ? undefined : { t, variance, sigma, slack: 0 });
      sigma += solveNewton(newton, f, h, -cone, dz, dy, 1);
      for (let j = 0; j < numCol; j++) x[j] = (x[j] as number) + (dz[j] as number);
      for (let i = 0; i < numRow; i++) y[i] = (y[i] as number) + (dy[i] as number);
      if (!(Number.isFinite(sigma) && (deviation < 0 || sigma > 0))) return undefined;
    }
    evaluate();
    let changed = 0;
    for (let j = 0; j < numCol; j++) {
      if (isFixed(j)) continue;
      const at = x[j] as number;
      const d = (reduced[j] as number) / costSize;
      if (!Number.isFinite(at) || !Number.isFinite(d)) return undefined;
      if (side[j] === INSIDE) {
        if (at < (colLower[j] as number) - FEASIBLE) side[j] = LOWER;
        else if (at > (colUpper[j] as number) + FEASIBLE) side[j] = UPPER;
        else continue;
      } else if (side[j] === LOWER ? d < -PRICED : d > PRICED) side[j] = INSIDE;
      else continue;
      changed++;
    }
    for (let i = 0; i < numRow; i++) {
      const [lower, upper] = [rowLower[i] as number, rowUpper[i] as number];
      if (lower === upper) continue;
      const at = activity[i] as number;
      const price = (y[i] as number) / costSize;
      if (rowSide[i] === INSIDE) {
        if (at < lower - FEASIBLE) rowSide[i] = LOWER;
        else if (at > upper + FEASIBLE) rowSide[i] = UPPER;
        else continue;
      } else if (rowSide[i] === LOWER ? price < -PRICED : price > PRICED) rowSide[i] = INSIDE;
      else continue;
      changed++;
    }
    if (changed === 0) {
      clean(newton, x, y, rowSide);
      return { x, y, sigma };
    }
  }
  return undefined;
}

/** Takes away what rounding leaves: a point beyond its bound by 1e-13, a multiplier of a side that is not there. */
function clean({ problem }: Newton, x: Float64Array, y: Float64Array, rowSide: Int8Array): void {
  const { numCol, numRow, colLower, colUpper, rowLower, rowUpper } = problem;
  for (let j = 0; j < numCol; j++)
    x[j] = Math.min(Math.max(x[j] as number, colLower[j] as number), colUpper[j] as number);
  for (let i = 0; i < numRow; i++) {
    if (rowLower[i] === rowUpper[i]) continue;
    const price = y[i] as number;
    if (rowSide[i] === LOWER ? price < 0 : rowSide[i] === UPPER ? price > 0 : true) y[i] = 0;
  }
}

function sizeOfCosts({ problem, risk, scratch }: Newton, x: Float64Array): number {
  pullOf(risk, x, scratch, true);
  let size = 0;
  for (let j = 0; j < problem.numCol; j++) {
    const i = risk.weightOf[j] as number;
    const pull = i < 0 ? 0 : (risk.weightCoef[j] as number) * (scratch.pull[i] as number);
    size = Math.max(size, Math.abs(problem.cost[j] as number), Math.abs(2 * risk.price * pull));
  }
  return size || 1;
}
