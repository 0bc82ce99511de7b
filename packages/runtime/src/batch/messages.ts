/** What the run and its workers say to each other. */
import type { Bundle } from "@mandate/compiler";
import type { ActivityText } from "../account/activityText.ts";
import type { Quarantined } from "../account/book.ts";
import type { LotColumns } from "../account/lotColumns.ts";
import type { SolvedShard } from "./journal.ts";
import type { SignsWire } from "./signs.ts";
import type { AccountWire, MarketWire } from "./transfer.ts";

export type SolverName = "auto" | "structured" | "highs" | "jslp";

/** Everything a worker needs before its first shard. */
export interface DeskWire {
  readonly bundle: Bundle;
  readonly market: MarketWire;
  readonly solver: SolverName;
  readonly timeLimitSeconds: number;
  readonly purchasesFromLots: boolean;
}

/** What a worker is started with. */
export interface WorkerStart {
  readonly wire: DeskWire;
  readonly signs: SignsWire;
}

export interface HouseholdWire {
  readonly accounts: readonly { readonly position: number; readonly account: AccountWire }[];
  readonly activity: readonly ActivityText[];
  /** positions whose proposals are wanted */
  readonly wanted: readonly number[];
}

export interface ShardWire {
  readonly index: number;
  readonly households: readonly HouseholdWire[];
  /** lots of all its accounts, where those have only ranges of them */
  readonly lots?: LotColumns;
  /** accounts that are not to be solved: seats were lost over them */
  readonly aside: readonly Quarantined[];
}

export type ToWorker = { readonly kind: "solve"; readonly shard: ShardWire } | { readonly kind: "stop" };

export type FromWorker =
  | { readonly kind: "ready" }
  | { readonly kind: "solved"; readonly shard: SolvedShard }
  | { readonly kind: "failed"; readonly message: string };
