/** What solving one account came to, for reports, for tests of the language, and for the rest of its household. */
import type { Bundle, ClauseBase } from "@mandate/compiler";
import type { Backend } from "@mandate/solver";
import type { Market, Quarantined } from "../account/book.ts";
import type { Context } from "../exact/measures.ts";
import type { AccountProposal } from "../proposal/account.ts";

/** What every account of a run shares. */
export interface Settings {
  readonly bundle: Bundle;
  readonly market: Market;
  readonly backend: Backend;
  readonly timeLimitSeconds: number;
  /** the whole book has no activity: purchases are what lots were acquired (semantics.md 4) */
  readonly purchasesFromLots: boolean;
  /** milliseconds of a steady clock, for time limits alone */
  readonly now: () => number;
}

export interface Outcome {
  readonly proposal: AccountProposal;
  /** the account after its trades; absent if it is infeasible or quarantined */
  readonly after?: Context;
  /** clauses that bind at the optimum */
  readonly binding: readonly ClauseBase[];
  /** the smallest conflict, where infeasible */
  readonly conflict: readonly ClauseBase[];
  /** whether just these clauses (by id), with what no policy can change, leave anything; where infeasible */
  readonly permits?: (clauses: ReadonlySet<string>) => boolean;
  /** every clause of the account's policy, for citing */
  readonly clauses: readonly ClauseBase[];
  /** records for the quarantine */
  readonly faults: readonly Quarantined[];
}
