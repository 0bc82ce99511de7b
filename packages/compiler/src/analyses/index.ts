/** What can be known of policies before any account runs. */

export type { Change, ClauseChange, Holding, Witness } from "./diff/change.ts";
export { type DiffOptions, diff } from "./diff/diff.ts";
export {
  createProver,
  type Proof,
  type Proved,
  type ProveOptions,
  type Prover,
  prove,
} from "./prove/prove.ts";
