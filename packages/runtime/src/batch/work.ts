/** What a run has to be solved, and by whom: this process, or workers on any number of machines. */
import type { Journal } from "./journal.ts";
import type { DeskWire, ShardWire } from "./messages.ts";
import type { Shard } from "./shards.ts";

export interface Work {
  /** SHA-256 of what the answer depends on: bundle, book, day, solver, version and options */
  readonly key: string;
  /** of Mandate itself */
  readonly version: string;
  readonly desk: DeskWire;
  /** seconds over one account after which a worker thread is given up */
  readonly patienceSeconds: number;
  /** of the whole run, in its order */
  readonly shards: readonly Shard[];
  /** whether what an earlier run of the same key left may be used */
  readonly resume: boolean;
  /** reads a shard's accounts from the book */
  readonly gather: (shard: Shard) => Promise<ShardWire>;
  /** where solved shards go; the work is done when it has them all */
  readonly journal: Journal;
  /** accounts more; negative where some have to be solved again */
  readonly progress: (accounts: number) => void;
}

/** Solves every shard that the journal does not have yet. @throws RunError if it cannot go on */
export type SolveWork = (work: Work) => Promise<void>;

/** Accounts of a shard, those that were put aside too. */
export function accountsIn(shard: Shard): number {
  return shard.households.reduce((sum, { positions }) => sum + positions.length, 0);
}
