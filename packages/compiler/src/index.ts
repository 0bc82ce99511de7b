export type * from "./bundle/index.ts";
export type { AccountRow, EffectivePolicy, EffectiveProblem, EffectiveResult } from "./effective/policy.ts";
export type { Diagnostic, Fix, Place, Related, Severity, TextEdit } from "./diagnostics/diagnostic.ts";
export { nearest } from "./text/nearest.ts";
