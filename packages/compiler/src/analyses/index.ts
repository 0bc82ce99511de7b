/** What can be known of policies before any account runs. */

export type { Change, ClauseChange, Holding, Witness } from "./diff/change.ts";
export { type DiffOptions, diff } from "./diff/diff.ts";
export { type Proof, type Proved, type ProveOptions, prove } from "./prove/prove.ts";
