export { type Affine, virtualWeight, weightColumn } from "./affine.ts";
export { boundScaleAt, type Loosened, levelAt } from "./compare.ts";
export type { Counting, Limit, Missable, Part, Term } from "./draft.ts";
export { costOf, driftShape, type Shape } from "./drift.ts";
export { type Frame, frameOf } from "./frame.ts";
export {
  type Lowered,
  type LowerOptions,
  lower,
  type Slack,
  type Structure,
} from "./lower.ts";
export {
  type ContinuousSale,
  type ContinuousTrade,
  decode,
  pointOf,
  type TermAmounts,
  termsAt,
} from "./outcome.ts";
export { trackingErrorSlopes } from "./risk.ts";
