/**
 * One account's policy on one day, layers merged: what the lowering turns into rows and the checker evaluates.
 * All three layers' clauses are here in the core's own terms; what is not in force on the day is in `inactive`.
 */
import type {
  Adjustment,
  Choice,
  Clause,
  ClauseBase,
  ModelEdit,
  ModelNode,
  ObjectiveIR,
  Preference,
} from "../bundle/index.ts";

/** What a row of the book, or a test, says of an account; columns keep the file's text. */
export interface AccountRow {
  readonly account: string;
  readonly registration: "taxable" | "traditional" | "roth" | "exempt";
  readonly name?: string;
  readonly household?: string;
  readonly advisor?: string;
  readonly model?: string;
  readonly profile?: string;
  /** `Menu.option` columns, non-empty cells */
  readonly choices: Readonly<Record<string, string>>;
  /** any other columns, for `account.COLUMN` */
  readonly columns: Readonly<Record<string, string>>;
}

export interface EffectivePolicy {
  readonly account: string;
  readonly asOf: string;
  readonly model: string;
  /** every profile of the account, those that profiles name included */
  readonly profiles: readonly string[];
  /** text facts as `when` reads them: `registration`, `name`, `household`, `advisor`, `model`; without the empty ones */
  readonly facts: Readonly<Record<string, string>>;
  /** after tilts, substitutes and exclusions, targets of the account */
  readonly nodes: readonly ModelNode[];
  /** every option of every menu, with the layer whose word it is */
  readonly choices: readonly (Choice & {
    readonly by: "default" | "profile" | "firm" | "advisor" | "client" | "book";
  })[];
  readonly edits: readonly ModelEdit[];
  /**
   * limits, bands (as clauses `MODEL.NODE.band`: weight(class) in low..high) and account clauses in force.
   * `when` conditions that only choices and row facts decide are decided already (a clause that does not apply is
   * in `inactive`); what needs holdings remains.
   */
  readonly clauses: readonly Clause[];
  readonly preferences: readonly Preference[];
  /** waivers first, then tightenings: the order in which they apply (semantics.md 3) */
  readonly adjustments: readonly Adjustment[];
  readonly objective: ObjectiveIR;
  readonly washSalesAllowed: boolean;
  readonly inactive: readonly { readonly clause: ClauseBase; readonly why: string }[];
}

/** Why an account's row and blocks give no policy: the account is quarantined, with this code (MDT7xxx). */
export interface EffectiveProblem {
  readonly code: string;
  readonly reason: string;
  /** the column of the row that is to blame, if one is */
  readonly column?: string;
  readonly value?: string;
}

export type EffectiveResult =
  | { readonly ok: true; readonly policy: EffectivePolicy }
  | { readonly ok: false; readonly problems: readonly EffectiveProblem[] };
