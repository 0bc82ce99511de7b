/** A clause of an account before it has its place: what its sugar became. */
import type { ClauseKind, Rule } from "../bundle/index.ts";

export interface Draft {
  readonly kind: ClauseKind;
  /** as people cite it: `reserve cash`, `never sell AAPL` */
  readonly name: string;
  readonly rules: readonly Rule[];
  readonly from?: string;
  readonly until?: string;
}
