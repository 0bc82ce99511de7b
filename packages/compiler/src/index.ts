export * from "./analyses/index.ts";
export type * from "./bundle/index.ts";
export { serialiseBundle } from "./bundle/serialise.ts";
export {
  type AnyEntry,
  bookErrors,
  catalogue,
  type Entry,
  type Example,
  entries,
  everyCode,
  type Page,
  type RecordFaultName,
  type RecordFaults,
  recordFaults,
  rowProblems,
  series,
} from "./catalogue/index.ts";
export { type Compilation, type CompileOptions, compile } from "./compile.ts";
export type { Diagnostic, Fix, Place, Related, Severity, TextEdit } from "./diagnostics/diagnostic.ts";
export {
  type JsonDiagnostic,
  type RenderContext,
  renderGithub,
  renderJson,
  renderPretty,
  renderSarif,
  summary,
} from "./diagnostics/render/index.ts";
export { diagnose, inOrder } from "./diagnostics/reporter.ts";
export { effective } from "./effective/effective.ts";
export type { AccountRow, EffectivePolicy, EffectiveProblem, EffectiveResult } from "./effective/policy.ts";
export type { ProjectFile, ProjectInput } from "./input.ts";
export {
  failed,
  findProject,
  type HostEntry,
  type HostFailure,
  isAddress,
  type LoadedProject,
  loadProject,
  MANIFEST,
  type Manifest,
  type ProjectHost,
} from "./project/index.ts";
export type { AmountInfo } from "./semantic/amount.ts";
export type { SemanticModel, SymbolInfo } from "./semantic/model.ts";
export { flagOf } from "./text/flag.ts";
export { nearest } from "./text/nearest.ts";
export { amount, type Measure, weight } from "./words/amounts.ts";
export { blockParts, choiceText, editText } from "./words/block.ts";
export { adjustmentText, clauseText, preferenceText, sourceText } from "./words/clause.ts";
export { conditionText, exprText, loopText, type Sets, setText } from "./words/core.ts";
export { chosen, offer, setters, shortName } from "./words/options.ts";
export { createWorkspace, type Workspace } from "./workspace/workspace.ts";
