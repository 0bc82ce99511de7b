import type { Answer } from "../backend.ts";
import { activityOf, objectiveOf, reducedCosts } from "../problem/evaluate.ts";
import type { Problem } from "../problem/problem.ts";
import { tangentProgram, varianceAt } from "../problem/risk.ts";
import { problemScale } from "../problem/scale.ts";

/** What is forgiven. All relative, each to the magnitude described beside the figure in `Verification`. */
export interface Tolerance {
  feasibility: number;
  integrality: number;
  objective: number;
  /** reduced costs of the wrong sign, and the gap between primal and dual objective */
  optimality: number;
}

/** semantics.md, section 5: feasibility 1e-9, relative gap 1e-6 for a linear program. */
export const defaultTolerance: Tolerance = {
  feasibility: 1e-9,
  integrality: 1e-9,
  objective: 1e-9,
  optimality: 1e-6,
};

/** The dual side of a verification. */
export interface DualVerification {
  /** lower bound on the optimum that the row duals prove; -Infinity where a reduced cost meets an infinite bound */
  objective: number;
  /** largest reduced cost or row dual that pushes against a bound which is not there, relative to max(1, |cost|) */
  infeasibility: number;
  /** (objective - dual objective) / max(|objective|, cost magnitude · problem scale) */
  gap: number;
}

/** What a point is worth, recomputed from the problem alone. */
export interface Verification {
  /** largest violation of a bound, divided by max(problem scale, |bound|, largest term of the row) */
  primalInfeasibility: number;
  /** largest distance of an integer column from an integer */
  integrality: number;
  /** |reported - recomputed objective| / max(1, |recomputed|, largest term) */
  objectiveError: number;
  dual?: DualVerification;
  /** whether every figure is within the tolerance (the dual ones only where duals are given, for linear programs) */
  ok: boolean;
  /** what was exceeded, when not ok */
  message?: string;
}

/**
 * Checks an answer's point (and duals, where present) against the problem, by plain recomputation: it shares no code
 * with any backend. Every answer of every backend goes through here, since solvers do return points that break rows.
 * An answer without a point verifies trivially; a point of the wrong length or with a NaN never does.
 */
export function verifyAnswer(
  problem: Problem,
  answer: Answer,
  tolerance: Tolerance = defaultTolerance,
): Verification {
  const { x } = answer;
  if (x === undefined) return { primalInfeasibility: 0, integrality: 0, objectiveError: 0, ok: true };
  if (x.length !== problem.numCol || !x.every(Number.isFinite)) {
    const message = `the point is not ${problem.numCol} finite numbers`;
    return {
      primalInfeasibility: Infinity,
      integrality: Infinity,
      objectiveError: Infinity,
      ok: false,
      message,
    };
  }
  const scale = problemScale(problem);
  const verification: Verification = {
    primalInfeasibility: primalInfeasibility(problem, x, scale),
    integrality: integrality(problem, x),
    objectiveError: objectiveError(problem, x, answer.objective),
    ok: true,
  };
  const faults: string[] = [];
  const check = (figure: number, limit: number, what: string) => {
    if (!(figure <= limit)) faults.push(`${what} ${figure.toExponential(2)} exceeds ${limit}`);
  };
  check(verification.primalInfeasibility, tolerance.feasibility, "violation of a bound");
  check(verification.integrality, tolerance.integrality, "distance from an integer");
  check(verification.objectiveError, tolerance.objective, "error of the objective");
  if (answer.rowDual !== undefined) {
    const dual = verifyDual(problem, answer, x, answer.rowDual, scale);
    verification.dual = dual;
    if (problem.integer === undefined && answer.status === "optimal") {
      check(dual.infeasibility, tolerance.optimality, "dual infeasibility");
      check(dual.gap, tolerance.optimality, "gap between primal and dual objective");
    }
  }
  if (faults.length > 0) {
    verification.ok = false;
    verification.message = faults.join("; ");
  }
  return verification;
}

/** Largest relative violation of a row or column bound. `unit` is the problem's scale. */
export function primalInfeasibility(problem: Problem, x: Float64Array, unit = problemScale(problem)): number {
  const scale = Math.min(1, unit);
  const { activity, largest } = activityOf(problem, x);
  let worst = 0;
  const measure = (at: number, lower: number, upper: number, size: number) => {
    if (at < lower) worst = Math.max(worst, (lower - at) / Math.max(size, Math.abs(lower)));
    if (at > upper) worst = Math.max(worst, (at - upper) / Math.max(size, Math.abs(upper)));
  };
  for (let j = 0; j < problem.numCol; j++) {
    measure(x[j] ?? 0, problem.colLower[j] ?? 0, problem.colUpper[j] ?? 0, scale);
  }
  for (let i = 0; i < problem.numRow; i++) {
    const size = Math.max(scale, largest[i] ?? 0);
    measure(activity[i] ?? 0, problem.rowLower[i] ?? 0, problem.rowUpper[i] ?? 0, size);
  }
  const deviation = problem.risk?.deviation ?? -1;
  if (deviation >= 0) measure(x[deviation] ?? 0, Math.sqrt(varianceAt(problem, x)), Infinity, scale);
  return worst;
}

function integrality(problem: Problem, x: Float64Array): number {
  let worst = 0;
  for (let j = 0; j < problem.numCol; j++) {
    if (problem.integer?.[j] !== 1) continue;
    worst = Math.max(worst, Math.abs((x[j] ?? 0) - Math.round(x[j] ?? 0)));
  }
  return worst;
}

function objectiveError(problem: Problem, x: Float64Array, reported: number): number {
  const objective = objectiveOf(problem, x);
  let size = Math.max(Math.abs(objective), Math.abs(problem.offset));
  for (let j = 0; j < problem.numCol; j++) {
    size = Math.max(size, Math.abs((problem.cost[j] ?? 0) * (x[j] ?? 0)));
  }
  const error = Math.abs(reported - objective);
  return error === 0 ? 0 : error / size;
}

/**
 * Weak duality, from the row duals y alone: with d = c - Aᵀy,
 * Σ y_i · (the bound y_i pushes against) + Σ d_j · (the bound d_j pushes against) + offset ≤ optimum.
 * A wrong sign so small that it is noise is left out of the sum and reported as infeasibility instead.
 * With risk the same of the linear program of the point's tangents, which nothing permitted undercuts.
 */
function verifyDual(
  given: Problem,
  answer: Answer,
  x: Float64Array,
  duals: Float64Array,
  unit: number,
): DualVerification {
  const problem = tangentProgram(given, x);
  const rowDual = new Float64Array(problem.numRow);
  rowDual.set(duals);
  if (problem.numRow > given.numRow) rowDual[given.numRow] = answer.deviationDual ?? 0;
  const reduced = reducedCosts(problem, rowDual);
  let costSize = 0;
  for (let j = 0; j < problem.numCol; j++) costSize = Math.max(costSize, Math.abs(problem.cost[j] ?? 0));
  let objective = problem.offset;
  let infeasibility = 0;
  const push = (dual: number, lower: number, upper: number) => {
    if (dual === 0) return;
    const bound = dual > 0 ? lower : upper;
    if (Number.isFinite(bound)) objective += dual * bound;
    else infeasibility = Math.max(infeasibility, Math.abs(dual) / (costSize || 1));
  };
  for (let i = 0; i < problem.numRow; i++) {
    push(rowDual[i] ?? 0, problem.rowLower[i] ?? 0, problem.rowUpper[i] ?? 0);
  }
  for (let j = 0; j < problem.numCol; j++) {
    push(reduced[j] ?? 0, problem.colLower[j] ?? 0, problem.colUpper[j] ?? 0);
  }
  const primal = objectiveOf(problem, x);
  const size = Math.max(Math.abs(primal), Math.abs(objective), costSize * unit * 1e-6);
  const gap = Math.abs(primal - objective);
  return { objective, infeasibility, gap: gap === 0 ? 0 : gap / size };
}
