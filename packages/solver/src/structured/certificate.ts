import type { Problem } from "../problem/problem.ts";

/** What proves an answer: a point beside row duals, or rows that add up to a contradiction. */
export type Certificate =
  | { kind: "optimal"; x: Float64Array; rowDual: Float64Array }
  | { kind: "infeasible"; farkas: Float64Array };

/** What a certificate proves, recomputed from the problem alone. */
export interface CertificateCheck {
  ok: boolean;
  /** objective at the point; NaN for a Farkas row */
  primal: number;
  /** lower bound that the row duals prove; of a Farkas row: by how much it contradicts itself (> 0), relative to its terms */
  dual: number;
  /** largest violation of a bound, relative to max(unit, |bound|, largest term of the row) */
  primalInfeasibility: number;
  /** largest reduced cost or dual that pushes against a bound which is not there, relative to the largest cost */
  dualInfeasibility: number;
  /** (primal - dual) / max(|primal|, |dual|, 1e-6 · cost · unit) */
  gap: number;
}

/** semantics.md, section 5. */
const CERTIFICATE_TOLERANCE = { feasibility: 1e-9, optimality: 1e-6, contradiction: 1e-9 };

/** Arrays of at least as many numbers as a problem has rows, to verify in; none is read before it is written. */
export interface CertificateScratch {
  activity: Float64Array;
  largest: Float64Array;
}

export function certificateScratch(rows: number): CertificateScratch {
  return { activity: new Float64Array(rows), largest: new Float64Array(rows) };
}

/**
 * Verifies a certificate by plain arithmetic on the problem as given, sharing nothing with the simplex method: one
 * pass over the matrix for row activities and reduced costs together, one over the bounds. By weak duality
 * (Σ over rows and columns of dual · the bound it pushes against ≤ optimum) a small gap proves the point optimal; by
 * Farkas' lemma the same sum without costs, when positive, proves that there is no point.
 * @param unit the size of quantities in the problem: 1 for weights, the account's value for dollars
 */
export function verifyCertificate(
  problem: Problem,
  certificate: Certificate,
  unit = 1,
  scratch: CertificateScratch = certificateScratch(problem.numRow),
): CertificateCheck {
  return certificate.kind === "optimal"
    ? verifyOptimal(problem, certificate.x, certificate.rowDual, unit, scratch)
    : verifyFarkas(problem, certificate.farkas, unit);
}

function verifyOptimal(
  problem: Problem,
  x: Float64Array,
  rowDual: Float64Array,
  unit: number,
  scratch: CertificateScratch,
): CertificateCheck {
  const { numCol, numRow, start, index, value, cost, colLower, colUpper, rowLower, rowUpper } = problem;
  const { activity, largest } = scratch;
  activity.fill(0, 0, numRow);
  largest.fill(0, 0, numRow);
  const least = Math.min(1, unit);
  let primal = problem.offset;
  let dual = problem.offset;
  let primalInfeasibility = 0;
  let against = 0;
  let costSize = 0;
  let k = 0;
  for (let j = 0; j < numCol; j++) {
    const at = x[j] as number;
    const price = cost[j] as number;
    const lower = colLower[j] as number;
    const upper = colUpper[j] as number;
    let reduced = price;
    const end = start[j + 1] as number;
    for (; k < end; k++) {
      const row = index[k] as number;
      const coef = value[k] as number;
      reduced -= coef * (rowDual[row] as number);
      const term = coef * at;
      activity[row] = (activity[row] as number) + term;
      const size = term < 0 ? -term : term;
      if (size > (largest[row] as number)) largest[row] = size;
    }
    primal += price * at;
    const magnitude = price < 0 ? -price : price;
    if (magnitude > costSize) costSize = magnitude;
    if (at < lower) primalInfeasibility = worse(primalInfeasibility, lower - at, least, lower);
    else if (at > upper) primalInfeasibility = worse(primalInfeasibility, at - upper, least, upper);
    else if (!(at - at === 0)) primalInfeasibility = Infinity;
    if (reduced === 0) continue;
    const bound = reduced > 0 ? lower : upper;
    if (bound - bound === 0) dual += reduced * bound;
    else against = Math.max(against, Math.abs(reduced));
  }
  for (let i = 0; i < numRow; i++) {
    const at = activity[i] as number;
    const lower = rowLower[i] as number;
    const upper = rowUpper[i] as number;
    const size = Math.max(least, largest[i] as number);
    if (at < lower) primalInfeasibility = worse(primalInfeasibility, lower - at, size, lower);
    else if (at > upper) primalInfeasibility = worse(primalInfeasibility, at - upper, size, upper);
    const y = rowDual[i] as number;
    if (y === 0) continue;
    const bound = y > 0 ? lower : upper;
    if (bound - bound === 0) dual += y * bound;
    else against = Math.max(against, Math.abs(y));
  }
  const dualInfeasibility = against / (costSize || 1);
  const distance = Math.abs(primal - dual);
  const size = Math.max(Math.abs(primal), Math.abs(dual), costSize * unit * 1e-6);
  const gap = distance === 0 ? 0 : distance / size;
  const { feasibility, optimality } = CERTIFICATE_TOLERANCE;
  const ok = primalInfeasibility <= feasibility && dualInfeasibility <= optimality && gap <= optimality;
  return { ok, primal, dual, primalInfeasibility, dualInfeasibility, gap };
}

function worse(sofar: number, violation: number, size: number, bound: number): number {
  return Math.max(sofar, violation / Math.max(size, Math.abs(bound)));
}

function verifyFarkas(problem: Problem, farkas: Float64Array, unit: number): CertificateCheck {
  const { numCol, numRow, start, index, value, colLower, colUpper, rowLower, rowUpper } = problem;
  let sum = 0;
  let terms = 0;
  let against = 0;
  let weight = 0;
  for (let i = 0; i < numRow; i++) {
    const y = farkas[i] as number;
    if (y === 0) continue;
    weight = Math.max(weight, Math.abs(y));
    const bound = (y > 0 ? rowLower[i] : rowUpper[i]) as number;
    if (bound - bound === 0) {
      sum += y * bound;
      terms = Math.max(terms, Math.abs(y * bound));
    } else against = Math.max(against, Math.abs(y));
  }
  for (let j = 0; j < numCol; j++) {
    let reduced = 0;
    let size = 0;
    for (let k = start[j] as number; k < (start[j + 1] as number); k++) {
      const term = (value[k] as number) * (farkas[index[k] as number] as number);
      reduced -= term;
      size = Math.max(size, Math.abs(term));
    }
    // A difference of equal terms is rounding, and must not be multiplied by a bound that stands for infinity.
    if (Math.abs(reduced) <= 1e-12 * size) continue;
    const bound = (reduced > 0 ? colLower[j] : colUpper[j]) as number;
    if (bound - bound === 0) {
      sum += reduced * bound;
      terms = Math.max(terms, Math.abs(reduced * bound));
    } else against = Math.max(against, Math.abs(reduced));
  }
  const dual = sum / Math.max(terms, weight * unit, Number.MIN_VALUE);
  const dualInfeasibility = against / (weight || 1);
  const ok = dual > CERTIFICATE_TOLERANCE.contradiction && dualInfeasibility <= 1e-9;
  return {
    ok,
    primal: Number.NaN,
    dual,
    primalInfeasibility: Number.NaN,
    dualInfeasibility,
    gap: Number.NaN,
  };
}
