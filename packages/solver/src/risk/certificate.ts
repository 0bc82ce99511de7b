import type { Problem } from "../problem/problem.ts";
import { tangentProgram } from "../problem/risk.ts";
import { type CertificateCheck, verifyCertificate } from "../structured/certificate.ts";

/** A point of a problem with risk, its row duals, and the multiplier of `deviation ≥ √variance`. */
export interface RiskPoint {
  readonly x: Float64Array;
  readonly rowDual: Float64Array;
  readonly deviationDual: number;
}

/**
 * Verifies a point by weak duality: the tangents of the variance and of its root at the point make a linear program with
 * the same optimum, whose duals prove the bound (`tangentProgram`). It shares nothing with the interior point method.
 * @param unit the size of quantities in the problem: 1 for weights, the account's value for dollars
 */
export function verifyRiskPoint(problem: Problem, point: RiskPoint, unit: number): CertificateCheck {
  const program = tangentProgram(problem, point.x);
  const rowDual = new Float64Array(program.numRow);
  rowDual.set(point.rowDual);
  if (program.numRow > problem.numRow) rowDual[problem.numRow] = point.deviationDual;
  return verifyCertificate(program, { kind: "optimal", x: point.x, rowDual }, unit);
}
