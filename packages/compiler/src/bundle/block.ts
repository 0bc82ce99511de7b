/** The clauses of one block, typed: of an account in one layer, of a profile, of a test's account. */
import type { Adjustment, Clause, Preference, Source } from "./clause.ts";
import type { SetRef } from "./expression.ts";

/** A chosen value: decimal text by the option's unit, a case's name, `on`/`off`, or names of lists. `none` is the absence of one. */
export type ChoiceValue =
  | { readonly kind: "quantity"; readonly value: string }
  | { readonly kind: "case"; readonly case: string; readonly value: string }
  | { readonly kind: "flag"; readonly on: boolean }
  | { readonly kind: "lists"; readonly lists: readonly string[] }
  | { readonly kind: "none" };

export interface Choice {
  readonly option: string;
  readonly value: ChoiceValue;
  readonly source: Source;
}

/** What changes the model that an account follows. */
export type ModelEdit =
  | {
      readonly edit: "tilt";
      readonly amount: string;
      readonly to: string;
      readonly from: string;
      readonly source: Source;
      readonly text: string;
    }
  | {
      readonly edit: "substitute";
      readonly security: string;
      readonly with: string;
      readonly source: Source;
      readonly text: string;
    }
  /** the targets of excluded securities go to their siblings, pro rata (not for `keep what is held`) */
  | { readonly edit: "exclude"; readonly of: SetRef; readonly source: Source; readonly text: string };

/** The clauses of one block: of an account in one layer, of a profile, or the firm's free clauses. */
export interface PolicyBlock {
  readonly source: Source;
  readonly model?: { readonly name: string; readonly source: Source };
  readonly profiles: readonly { readonly name: string; readonly source: Source }[];
  readonly choices: readonly Choice[];
  readonly edits: readonly ModelEdit[];
  readonly clauses: readonly Clause[];
  readonly preferences: readonly Preference[];
  readonly adjustments: readonly Adjustment[];
}
