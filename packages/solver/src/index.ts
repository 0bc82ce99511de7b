export type {
  Answer,
  Backend,
  Certificates,
  Series,
  SeriesAnswer,
  SeriesOptions,
  SolveOptions,
  SolveStatus,
  Warm,
} from "./backend.ts";
export { openSeries } from "./backend.ts";
export type { HighsSettings } from "./backends/highs.ts";
export { createHighs } from "./backends/highs.ts";
export { createJslp } from "./backends/jslp.ts";
export type { BranchOptions, LinearSolver } from "./branch/branchAndBound.ts";
export { branchAndBound } from "./branch/branchAndBound.ts";
export { counted } from "./branch/counted.ts";
export type { Entry } from "./problem/builder.ts";
export { ProblemBuilder } from "./problem/builder.ts";
export { activityOf, objectiveOf, reducedCosts } from "./problem/evaluate.ts";
export type { Problem, Risk } from "./problem/problem.ts";
export { hasIntegers } from "./problem/problem.ts";
export { varianceAt, varianceOf } from "./problem/risk.ts";
export { type Substituted, substituted } from "./problem/substitute.ts";
export type { RiskStats } from "./risk/continuous.ts";
export type { Basis } from "./structured/basis.ts";
export type { Certificate, CertificateCheck } from "./structured/certificate.ts";
export { verifyCertificate } from "./structured/certificate.ts";
export type {
  StructuredAnswer,
  StructuredBackend,
  StructuredOptions,
  StructuredSettings,
  StructuredStats,
} from "./structured/structured.ts";
export { createStructured } from "./structured/structured.ts";
export type { DualVerification, Tolerance, Verification } from "./verify/verify.ts";
export { defaultTolerance, verifyAnswer } from "./verify/verify.ts";
