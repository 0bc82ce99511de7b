export type { AccountView } from "@mandate/runtime";
export {
  PREVIEW,
  type PreviewAnswer,
  type PreviewModel,
  type PreviewNode,
  type PreviewOutcome,
  type PreviewParams,
} from "./preview/index.ts";
export type { Prover } from "./server/proofs.ts";
export { type ServeOptions, serve } from "./server/serve.ts";
