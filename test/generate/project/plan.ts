/** What is known of a generated project while its text is written, and what a book is generated from. */

export interface ClassPlan {
  readonly name: string;
  readonly parent?: string;
  readonly children: readonly ClassPlan[];
}

export interface SecurityPlan {
  readonly symbol: string;
  readonly name: string;
  readonly class: string;
  readonly issuer: string;
  /** wash-sale group as written; empty: its own */
  readonly identicalTo: string;
  readonly cusip: string;
  /** fraction as text, empty: the default */
  readonly spread: string;
  /** shares as text, empty: the default */
  readonly increment: string;
  readonly sector: string;
  /** flags that are set */
  readonly flags: readonly string[];
  /** number attribute as text, empty: not known */
  readonly score: string;
  /** USD, for books */
  readonly price: number;
}

/** A set as written, with what is in it. */
export interface SetPlan {
  readonly text: string;
  readonly members: ReadonlySet<string>;
  /** whether cash itself counts */
  readonly cash: boolean;
}

export interface ListPlan extends SetPlan {
  readonly name: string;
  readonly layer: "firm" | "advisor";
}

export interface LeafPlan {
  readonly node: "leaf";
  /** the preferred one first; `cost` in basis points */
  readonly members: readonly { readonly symbol: string; readonly cost?: number }[];
  /** of its parent, in hundredths of a percent */
  readonly share: number;
  /** of the account */
  readonly target: number;
}

export interface UsePlan {
  readonly node: "use";
  readonly sleeve: string;
  readonly share: number;
  readonly target: number;
  readonly leaves: readonly LeafPlan[];
}

export interface BranchPlan {
  readonly node: "class";
  readonly class: string;
  readonly share: number;
  readonly target: number;
  readonly band?: BandPlan;
  readonly children: readonly NodePlan[];
}

export type BandPlan =
  /** in hundredths of a point of the account */
  | { readonly band: "around"; readonly by: number }
  | { readonly band: "between"; readonly low: number; readonly high: number };

export type NodePlan = LeafPlan | UsePlan | BranchPlan;

export interface ModelPlan {
  readonly name: string;
  readonly nodes: readonly BranchPlan[];
  /** how the text states it */
  readonly text: string;
}

export interface SleevePlan {
  readonly name: string;
  /** the class under which it may be used: a leaf */
  readonly class: string;
  readonly leaves: readonly LeafPlan[];
  readonly csv?: string;
}

export type ChosenBy = "advisor" | "client";

export interface OptionPlan {
  readonly name: string;
  readonly kind: "money" | "percent" | "pp" | "shares" | "number" | "count" | "choice" | "flag" | "lists";
  readonly tilt: boolean;
  /** in the units written: dollars, percent, points, shares, … */
  readonly low: number;
  readonly high: number;
  /** names of cases, or of lists */
  readonly names: readonly string[];
  readonly mayBeNone: boolean;
  readonly setBy: readonly ChosenBy[];
  readonly text: string;
}

export type Operator = "<=" | ">=";

/** A limit of one bound, which may be tightened and waived. */
export interface BoundPlan {
  readonly operator: Operator;
  readonly level: number;
  /** writes a level in the limit's unit */
  readonly write: (level: number) => string;
  /** the symbols that a `for` may name */
  readonly symbols: readonly string[];
  /** levels this side of it every model leaves room for; tightening stays there */
  readonly safe: number;
}

export interface LimitPlan {
  readonly name: string;
  readonly bound?: BoundPlan;
  /** the level up (down) to which it may be waived */
  readonly waivable?: number;
  readonly text: string;
}

export interface ProfilePlan {
  readonly name: string;
  readonly layer: "firm" | "advisor";
  /** options that it chooses */
  readonly chooses: readonly string[];
  readonly text: string;
}

export interface AccountPlan {
  readonly account: string;
  readonly model: string;
  readonly household?: string;
  /** whether a block of the policies states the model and the profile, so that the book's row need not */
  readonly inBlock: boolean;
  readonly profile?: string;
  /** options that a block or the profile chooses */
  readonly chosen: readonly string[];
}
