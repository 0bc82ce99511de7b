/** What an analysis puts together and takes apart: one clause as it binds, with the levels that apply to it. */
import type {
  Adjustment,
  ChoiceValue,
  ClauseBase,
  Condition,
  Expr,
  Preference,
  Rule,
} from "../../bundle/index.ts";
import type { View } from "./space.ts";

export interface Element {
  /** unique in its system */
  readonly id: string;
  readonly view: View;
  /** what a finding points at and speaks of */
  readonly base: ClauseBase;
  readonly when?: Condition;
  readonly rules: readonly Rule[];
  /** waivers: another level, for all items of the loop or one */
  readonly waived: readonly Adjustment[];
  /** a tightening: this level in place of the rules' own, for all items or one */
  readonly level?: Adjustment;
  /** choices of which this is the variant: an enumerated option gives one element for each of its values */
  readonly fixed?: ReadonlyMap<string, ChoiceValue>;
  readonly grandfathered: boolean;
  /** how far it may be waived, where it may */
  readonly grant?: Expr;
  /** for how many days a waiver may run at the most; absent: for good */
  readonly grantDays?: number;
  /** of a preference: what missing it costs */
  readonly cost?: Preference["cost"];
  /** first and last day in force */
  readonly from?: string;
  readonly until?: string;
  /** lowest first: 0 the model's bands, 1 the firm's, 2 profiles, 3 advisor, 4 client */
  readonly rank: number;
}

/** An element whose rows cannot be linear in the weights: told among the assumptions. */
export class Beyond extends Error {
  override readonly name = "Beyond";
}

/** A rule that needs a choice that nobody made: it does not bind. */
export class Unchosen extends Error {
  override readonly name = "Unchosen";
}
