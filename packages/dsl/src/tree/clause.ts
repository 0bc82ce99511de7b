/** Clauses: what stands inside limits, preferences, accounts and profiles. */
import type { DateLiteral, Expression, Name, Quantity, Text } from "./expression.ts";
import type { Node } from "./span.ts";

/** `for each x in RANGE:` */
export interface ForEach extends Node {
  readonly kind: "ForEach";
  readonly variable: Name;
  readonly range: Expression;
}

/** One line of a limit: `for each s in X: weight(s) <= 5%` (several `for each` may nest) */
export interface ComparisonRule extends Node {
  readonly kind: "ComparisonRule";
  readonly forEach: readonly ForEach[];
  readonly condition: Expression;
}

/** `minimum trade $500`, `minimum holding 25bps` */
export interface MinimumRule extends Node {
  readonly kind: "MinimumRule";
  readonly what: "trade" | "holding";
  readonly amount: Expression;
}

export type Rule = ComparisonRule | MinimumRule;

/** `waivable by compliance up to 12% for 1 year` */
export interface WaiverGrant extends Node {
  readonly kind: "WaiverGrant";
  readonly by: Name;
  readonly direction: "up to" | "down to";
  readonly level: Expression;
  /** absent if the author left it out: then there is no longest time */
  readonly duration?: Expression;
}

export interface Limit extends Node {
  readonly kind: "Limit";
  readonly doc?: string;
  readonly name: Name;
  readonly title?: Text;
  readonly when?: Expression;
  readonly rules: readonly Rule[];
  readonly because?: Text;
  readonly grandfathered: boolean;
  readonly waivable?: WaiverGrant;
}

/** `50bps per 1pp`, `$3 per trade`: `per` is a quantity, or a word such as `trade` */
export interface PricePer extends Node {
  readonly kind: "PricePer";
  readonly rate: Expression;
  readonly per: Quantity | Name;
  /** `per 1%²` */
  readonly squared: boolean;
}

export interface Prefer extends Node {
  readonly kind: "Prefer";
  readonly doc?: string;
  readonly name: Name;
  readonly title?: Text;
  readonly when?: Expression;
  readonly rules: readonly ComparisonRule[];
  /** absent if missing: an error of the compiler's */
  readonly cost?: PricePer;
  readonly because?: Text;
}

interface ClauseBase extends Node {
  readonly because?: Text;
}

export interface ModelClause extends ClauseBase {
  readonly kind: "ModelClause";
  readonly model: Name;
}
export interface ProfileClause extends ClauseBase {
  readonly kind: "ProfileClause";
  readonly profiles: readonly Name[];
}
/** `choose Tax.gains_budget = $15,000`, `choose Screens.exclude = Sin, FossilFuel` */
export interface ChooseClause extends ClauseBase {
  readonly kind: "ChooseClause";
  readonly option: readonly Name[];
  readonly values: readonly Expression[];
}
/** `tilt 2pp to USSmall from USLarge` */
export interface TiltClause extends ClauseBase {
  readonly kind: "TiltClause";
  readonly amount: Expression;
  readonly to: Name;
  readonly from: Name;
}
export interface SubstituteClause extends ClauseBase {
  readonly kind: "SubstituteClause";
  readonly security: Name;
  readonly with: Name;
}
/** `never buy TSLA`, `never sell Sin` */
export interface NeverClause extends ClauseBase {
  readonly kind: "NeverClause";
  readonly side: "buy" | "sell";
  readonly subject: Expression;
}
export interface KeepClause extends ClauseBase {
  readonly kind: "KeepClause";
  readonly subject: Expression;
  readonly until?: DateLiteral;
}
export interface SellByClause extends ClauseBase {
  readonly kind: "SellByClause";
  readonly subject: Expression;
  readonly by?: DateLiteral;
}
export interface ExcludeClause extends ClauseBase {
  readonly kind: "ExcludeClause";
  readonly subject: Expression;
  /** absent if the author left it out */
  readonly manner?: "divest now" | "divest as taxes allow" | "keep what is held";
}
export interface ReserveClause extends ClauseBase {
  readonly kind: "ReserveClause";
  readonly amount: Expression;
  readonly until?: DateLiteral;
}
export interface RaiseClause extends ClauseBase {
  readonly kind: "RaiseClause";
  readonly amount: Expression;
  readonly by?: DateLiteral;
}
export interface LimitClause extends ClauseBase {
  readonly kind: "LimitClause";
  readonly limit: Limit;
}
export interface PreferClause extends ClauseBase {
  readonly kind: "PreferClause";
  readonly prefer: Prefer;
}
/** `tighten SingleIssuer to 3%`, `tighten SingleIssuer for AAPL to 3%` */
export interface TightenClause extends ClauseBase {
  readonly kind: "TightenClause";
  readonly limit: Name;
  readonly for?: Name;
  readonly level: Expression;
}
/** `trade at most 20% per run` */
export interface TransitionClause extends ClauseBase {
  readonly kind: "TransitionClause";
  readonly amount: Expression;
}

/** What an account, a profile, or (for every account) the firm's layer may say. */
export type AccountClause =
  | ModelClause
  | ProfileClause
  | ChooseClause
  | TiltClause
  | SubstituteClause
  | NeverClause
  | KeepClause
  | SellByClause
  | ExcludeClause
  | ReserveClause
  | RaiseClause
  | LimitClause
  | PreferClause
  | TightenClause
  | TransitionClause;
