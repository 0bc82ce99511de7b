/** Clauses of the core: hard limits and preferences, each with where it came from. */
import type { Condition, Expr, Loop } from "./expression.ts";

export type Layer = "firm" | "advisor" | "client";

/** Where something is said. Lines and columns count from 1, for people; offsets are UTF-16, half open. */
export interface Source {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly start: number;
  readonly end: number;
  readonly layer: Layer;
}

/** What a clause was before desugaring. */
export type ClauseKind =
  | "limit"
  | "band"
  | "never buy"
  | "never sell"
  | "keep"
  | "sell by"
  | "exclude"
  | "reserve cash"
  | "raise cash"
  | "trade at most"
  | "tighten"
  | "waive"
  | "prefer"
  | "minimum"
  | "wash sale";

export type Rule =
  /**
   * for each item of the loops: `left operator right`. `left` has all decided terms, `right` is given
   * (so `weight(A) <= weight(B)` is `weight(A) - weight(B) <= 0`), both in the same unit.
   */
  | {
      readonly rule: "compare";
      readonly loops: readonly Loop[];
      readonly left: Expr;
      readonly operator: "<=" | ">=" | "=";
      readonly right: Expr;
      readonly source: Source;
      /** the rule as the author wrote it */
      readonly text: string;
    }
  /** each |trade| is 0 or at least this, but for whole sales (semantics.md 3) */
  | {
      readonly rule: "minimum trade" | "minimum holding";
      readonly amount: Expr;
      readonly source: Source;
      readonly text: string;
    }
  /** cash ≥ the sum of all active reserves and raises (semantics.md 3) */
  | { readonly rule: "reserve"; readonly amount: Expr; readonly source: Source; readonly text: string };

export interface ClauseBase {
  /** unique in an account: `SingleIssuer`, `Balanced.Cash.band`, `account "1001".reserve cash`, `account "1001".Tech` */
  readonly id: string;
  /** as `citing` and reports call it: `SingleIssuer`, `Cash.band`, `reserve cash` */
  readonly name: string;
  readonly kind: ClauseKind;
  readonly title?: string;
  readonly because?: string;
  readonly source: Source;
  /** the clause's own text, one line, white space folded */
  readonly text: string;
}

export interface WaiverGrant {
  readonly by: string;
  readonly direction: "up to" | "down to";
  readonly level: Expr;
  readonly days?: number;
}

/** A hard requirement. */
export interface Clause extends ClauseBase {
  readonly when?: Condition;
  readonly rules: readonly Rule[];
  readonly grandfathered: boolean;
  readonly waivable?: WaiverGrant;
  /** first and last day in force; absent: always */
  readonly from?: string;
  readonly until?: string;
}

/** A soft one: `cost` for each unit (fraction, dollar, share, count, number) by which a rule is missed. */
export interface Preference extends ClauseBase {
  readonly when?: Condition;
  readonly rules: readonly (Rule & { readonly rule: "compare" })[];
  /** USD, or a fraction of the account's value, per unit missed */
  readonly cost: { readonly of: "usd" | "value"; readonly perUnit: string };
}

/** `tighten` and `waive`: another level for a limit of one bound, for all its items or for one. */
export interface Adjustment extends ClauseBase {
  readonly kind: "tighten" | "waive";
  /** the limit's id */
  readonly limit: string;
  /** a symbol that narrows the limit's `for each` */
  readonly for?: string;
  readonly level: Expr;
  /** last day in force (waivers) */
  readonly until?: string;
}
