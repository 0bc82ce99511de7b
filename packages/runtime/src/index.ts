export type * from "./account/book.ts";
export * from "./ask/index.ts";
export { backendFor } from "./batch/desk.ts";
export { RunError } from "./batch/files.ts";
export type { SolverName } from "./batch/messages.ts";
export { type RunOptions, type RunReport, run } from "./batch/run.ts";
export type { Tally } from "./batch/tally.ts";
export * from "./book/index.ts";
export * from "./compare/index.ts";
export { clientLetter } from "./explain/letter.ts";
export { explanationPage } from "./explain/page.ts";
export { runSummary } from "./explain/summary.ts";
export type { TestFailure, TestResult } from "./language-tests/result.ts";
export { runTest, type TestRunOptions } from "./language-tests/run.ts";
export {
  type AccountView,
  type HoldingView,
  type PreviewSettings,
  previewAccount,
} from "./preview/account.ts";
export { proposalLine } from "./proposal/json.ts";
export { type ProposalJson, proposalSchema } from "./proposal/schema.ts";
export { policyRow } from "./propose/policyRow.ts";
export * from "./queue/index.ts";
export { dropUnfinished } from "./unfinished.ts";
export {
  checkTrades,
  daysHeld,
  holdingTerm,
  settledTrades,
  type Trades,
  WashSaleInputError,
  type WashSaleOptions,
  type WashSaleResult,
  washSales,
} from "./washsales/index.ts";
