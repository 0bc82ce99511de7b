import type { Problem } from "./problem.ts";

/** Magnitudes within these limits are left alone: the backends' absolute tolerances mean there what they say. */
const COMFORT_LOWER = 1e-4;
const COMFORT_UPPER = 1e4;
/** Costs decide where a branch is cut off by an absolute margin, so they are kept closer to 1 than bounds. */
const COST_LOWER = 1 / 8;
const COST_UPPER = 8;

/**
 * The unit in which the continuous quantities of a problem are counted: a power of two near the geometric mean of
 * the finite, non-zero bounds, or 1 where that mean lies within [1e-4, 1e4]. A mean and not a maximum, so that a
 * few bounds that stand for "practically infinite" do not drown the rest.
 * Rows that touch an integer column do not count: integers have a unit of their own.
 */
export function problemScale(problem: Problem): number {
  const { integer } = problem;
  const mean = new LogMean();
  let mixedRows: Uint8Array | undefined;
  if (integer !== undefined) {
    mixedRows = new Uint8Array(problem.numRow);
    for (let j = 0; j < problem.numCol; j++) {
      if (integer[j] !== 1) continue;
      for (let k = problem.start[j] ?? 0; k < (problem.start[j + 1] ?? 0); k++)
        mixedRows[problem.index[k] ?? 0] = 1;
    }
  }
  for (let j = 0; j < problem.numCol; j++) {
    if (integer?.[j] === 1) continue;
    mean.add(problem.colLower[j] ?? 0);
    mean.add(problem.colUpper[j] ?? 0);
  }
  for (let i = 0; i < problem.numRow; i++) {
    if (mixedRows?.[i] === 1) continue;
    mean.add(problem.rowLower[i] ?? 0);
    mean.add(problem.rowUpper[i] ?? 0);
  }
  return mean.unit(COMFORT_LOWER, COMFORT_UPPER);
}

/** A problem in comfortable units beside what leads back to the original. */
export interface Scaled {
  problem: Problem;
  /** original column = colScale[j] · scaled column */
  colScale: Float64Array;
  /** scaled row = rowScale[i] · original row */
  rowScale: Float64Array;
  /** scaled objective = costScale · original objective */
  costScale: number;
  /** original quantity = unit · scaled quantity */
  unit: number;
}

/**
 * Restates a problem so that its magnitudes are near 1. Every factor is a power of two, so nothing is rounded and
 * the way back is exact. Returns the same problem (not a copy) where nothing needs changing.
 */
export function scaleProblem(problem: Problem): Scaled {
  const { numCol, numRow, start, index, integer } = problem;
  const unit = problemScale(problem);
  const colScale = new Float64Array(numCol).fill(1);
  const rowScale = new Float64Array(numRow).fill(1);
  if (unit !== 1) {
    for (let j = 0; j < numCol; j++) if (integer?.[j] !== 1) colScale[j] = unit;
    const largest = new Float64Array(numRow);
    for (let j = 0; j < numCol; j++) {
      const c = colScale[j] ?? 1;
      for (let k = start[j] ?? 0; k < (start[j + 1] ?? 0); k++) {
        const row = index[k] ?? 0;
        largest[row] = Math.max(largest[row] ?? 0, Math.abs((problem.value[k] ?? 0) * c));
      }
    }
    for (let i = 0; i < numRow; i++) rowScale[i] = 1 / powerOfTwo(largest[i] ?? 0);
  }
  const mean = new LogMean();
  for (let j = 0; j < numCol; j++) mean.add((problem.cost[j] ?? 0) * (colScale[j] ?? 1));
  const costScale = 1 / mean.unit(COST_LOWER, COST_UPPER);
  if (unit === 1 && costScale === 1) return { problem, colScale, rowScale, costScale, unit };
  const cost = problem.cost.map((c, j) => c * (colScale[j] ?? 1) * costScale);
  const scaled: Problem = { ...problem, cost, offset: problem.offset * costScale };
  if (problem.risk !== undefined) {
    const { risk } = problem;
    // Active weights and their deviation are counted in the same unit as the columns that move them.
    scaled.risk = {
      ...risk,
      base: unit === 1 ? risk.base : risk.base.map((a) => a / unit),
      weightCoef:
        unit === 1 ? risk.weightCoef : risk.weightCoef.map((c, j) => (c * (colScale[j] ?? 1)) / unit),
      price: risk.price * unit * unit * costScale,
    };
  }
  if (unit !== 1) {
    scaled.colLower = problem.colLower.map((b, j) => b / (colScale[j] ?? 1));
    scaled.colUpper = problem.colUpper.map((b, j) => b / (colScale[j] ?? 1));
    scaled.rowLower = problem.rowLower.map((b, i) => b * (rowScale[i] ?? 1));
    scaled.rowUpper = problem.rowUpper.map((b, i) => b * (rowScale[i] ?? 1));
    scaled.value = new Float64Array(problem.value.length);
    for (let j = 0; j < numCol; j++) {
      for (let k = start[j] ?? 0; k < (start[j + 1] ?? 0); k++) {
        scaled.value[k] = (problem.value[k] ?? 0) * (colScale[j] ?? 1) * (rowScale[index[k] ?? 0] ?? 1);
      }
    }
  }
  return { problem: scaled, colScale, rowScale, costScale, unit };
}

/** The power of two nearest to a positive finite magnitude (in logarithm); 1 for zero. */
function powerOfTwo(magnitude: number): number {
  return magnitude > 0 && Number.isFinite(magnitude) ? 2 ** Math.round(Math.log2(magnitude)) : 1;
}

/** Geometric mean of what is finite and not zero. */
class LogMean {
  private sum = 0;
  private count = 0;

  add(x: number): void {
    if (x === 0 || !Number.isFinite(x)) return;
    this.sum += Math.log2(Math.abs(x));
    this.count++;
  }

  /** The mean as a power of two; 1 where it is within the limits or there is nothing to average. */
  unit(lower: number, upper: number): number {
    if (this.count === 0) return 1;
    const mean = 2 ** (this.sum / this.count);
    return mean >= lower && mean <= upper ? 1 : powerOfTwo(mean);
  }
}
