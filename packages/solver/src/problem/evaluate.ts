import type { Problem } from "./problem.ts";
import { varianceAt } from "./risk.ts";

/** Objective of a point, offset and price of risk included. */
export function objectiveOf(problem: Problem, x: Float64Array): number {
  let sum = problem.offset;
  if (problem.risk !== undefined && problem.risk.price > 0)
    sum += problem.risk.price * varianceAt(problem, x);
  for (let j = 0; j < problem.numCol; j++) sum += (problem.cost[j] ?? 0) * (x[j] ?? 0);
  return sum;
}

/** Row activities Ax beside the largest single term |a_ij x_j| of each row: the size at which its sum was rounded. */
export function activityOf(
  problem: Problem,
  x: Float64Array,
): { activity: Float64Array; largest: Float64Array } {
  const activity = new Float64Array(problem.numRow);
  const largest = new Float64Array(problem.numRow);
  for (let j = 0; j < problem.numCol; j++) {
    const xj = x[j] ?? 0;
    if (xj === 0) continue;
    for (let k = problem.start[j] ?? 0; k < (problem.start[j + 1] ?? 0); k++) {
      const row = problem.index[k] ?? 0;
      const term = (problem.value[k] ?? 0) * xj;
      activity[row] = (activity[row] ?? 0) + term;
      largest[row] = Math.max(largest[row] ?? 0, Math.abs(term));
    }
  }
  return { activity, largest };
}

/** Reduced costs c - Aᵀy of a vector of row duals. */
export function reducedCosts(problem: Problem, rowDual: Float64Array): Float64Array {
  const reduced = new Float64Array(problem.numCol);
  for (let j = 0; j < problem.numCol; j++) {
    let d = problem.cost[j] ?? 0;
    for (let k = problem.start[j] ?? 0; k < (problem.start[j + 1] ?? 0); k++) {
      d -= (problem.value[k] ?? 0) * (rowDual[problem.index[k] ?? 0] ?? 0);
    }
    reduced[j] = d;
  }
  return reduced;
}
