/** What can be known of policies before any account runs. */
export { type Proof, type Proved, type ProveOptions, prove } from "./prove/prove.ts";
