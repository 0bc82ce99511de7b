/** What the runtime says of one account: the object behind a line of `proposals.jsonl` (data.md, "What comes out"). */
import type { Decimal } from "decimal.js";
import type { ConflictClause, CostTerms, LimitReport, Repair } from "./proposal.ts";

export type Status = "proposed" | "no_trade" | "infeasible" | "quarantined";

/** Why a trade is made: one term's part, USD saved (negative: what it costs), with the line that prices it. */
export interface Reason {
  readonly text: string;
  readonly value: Decimal;
  /** `firm/objective.mandate:9`; absent where no line of a policy is behind it */
  readonly source?: string;
}

export interface ProposedLot {
  readonly lot: string;
  readonly quantity: Decimal;
  readonly gain: Decimal;
  readonly term: "short" | "long";
  /** loss that the wash-sale rule disallows, positive */
  readonly washed: Decimal;
}

export interface ProposedTrade {
  readonly symbol: string;
  readonly side: "buy" | "sell";
  readonly quantity: Decimal;
  readonly price: Decimal;
  readonly value: Decimal;
  readonly lots: readonly ProposedLot[];
  readonly because: readonly Reason[];
}

export type AccountProposal =
  | {
      readonly status: "proposed" | "no_trade";
      readonly account: string;
      readonly value: Decimal;
      readonly before: CostTerms;
      readonly after: CostTerms;
      /** proven lower bound on the total before rounding to shares, USD */
      readonly bound: number;
      readonly trades: readonly ProposedTrade[];
      readonly gains: { readonly short: Decimal; readonly long: Decimal };
      readonly limits: readonly LimitReport[];
      /** what stopped the search, where the optimum is not proved to the tolerance */
      readonly unproved?: string;
    }
  | {
      readonly status: "infeasible";
      readonly account: string;
      readonly value: Decimal;
      readonly before: CostTerms;
      readonly conflict: readonly ConflictClause[];
      readonly repairs: readonly Repair[];
      /** `CHECK_FAILED` where our own checker withheld the proposal, `INCREMENTS` where only fractions of shares are permitted */
      readonly code?: string;
      readonly reason?: string;
    }
  | {
      readonly status: "quarantined";
      readonly account: string;
      readonly code: string;
      readonly reason: string;
    };
