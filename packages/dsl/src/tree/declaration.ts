/** Declarations: what a file is made of. */
import type { AccountClause, Limit, Prefer, PricePer } from "./clause.ts";
import type { DateLiteral, Expression, Name, Text } from "./expression.ts";
import type { Node } from "./span.ts";
import type { Test } from "./test.ts";

interface Documented extends Node {
  /** the `///` lines above, joined by line breaks */
  readonly doc?: string;
}

export interface AssetClass extends Documented {
  readonly kind: "AssetClass";
  readonly name: Name;
  readonly title?: Text;
  readonly children: readonly AssetClass[];
}

export interface Attribute extends Documented {
  readonly kind: "Attribute";
  readonly name: Name;
  /** `text`, `flag`, `number`; the compiler says what it knows */
  readonly type: Name;
}

export interface List extends Documented {
  readonly kind: "List";
  readonly name: Name;
  readonly title?: Text;
  /** `from "data/approved.csv"`, or a set */
  readonly source: { readonly from: Text } | { readonly set: Expression };
}

/** One of the `or` group; `cost` as it stands in the text, right after this member */
export interface Member extends Node {
  readonly kind: "Member";
  readonly name: Name;
  readonly cost?: Expression;
}

/** `band ±5pp`, `band 33%..43%` */
export interface Band extends Node {
  readonly kind: "Band";
  /** a `Range`, or with `around` the half-width */
  readonly value: Expression;
  readonly around: boolean;
}

/**
 * One entry of a model or sleeve: `Equity 60% band ±5pp { … }`, `VTI or ITOT cost 2bps 70%`.
 * Whether the name is a class or a security is meaning; several members are always securities.
 */
export interface Allocation extends Node {
  readonly kind: "Allocation";
  readonly members: readonly Member[];
  readonly weight?: Expression;
  readonly band?: Band;
  /** present if there were braces, empty ones too */
  readonly children?: readonly AllocationItem[];
}

/** `use USLargeCore`, `use Core 60%` */
export interface Use extends Node {
  readonly kind: "Use";
  readonly sleeve: Name;
  readonly weight?: Expression;
}

export type AllocationItem = Allocation | Use;

export interface Sleeve extends Documented {
  readonly kind: "Sleeve";
  readonly name: Name;
  readonly title?: Text;
  readonly source: { readonly from: Text } | { readonly items: readonly AllocationItem[] };
}

export interface Model extends Documented {
  readonly kind: "Model";
  readonly name: Name;
  readonly title?: Text;
  readonly base?: Name;
  readonly items: readonly AllocationItem[];
}

/** `cost 40bps per 1pp beyond 0.5pp, 120bps per 1pp beyond 3pp` */
export interface CostStep extends Node {
  readonly kind: "CostStep";
  readonly price: PricePer;
  readonly beyond?: Expression;
}

export type ObjectiveTerm =
  | (Node & {
      readonly kind: "DriftTerm";
      readonly of: "classes" | "securities";
      readonly steps: readonly CostStep[];
    })
  | (Node & { readonly kind: "RiskTerm"; readonly price: PricePer })
  | (Node & {
      readonly kind: "TaxTerm";
      readonly netted: boolean;
      /** absent: once */
      readonly times?: Expression;
      readonly unusedLossWorth?: Expression;
    })
  | (Node & { readonly kind: "TradingTerm"; readonly commission?: Expression; readonly ticket?: Expression });

export interface Objective extends Documented {
  readonly kind: "Objective";
  readonly terms: readonly ObjectiveTerm[];
}

/** `choice { none = 0, normal = 1 }`, `money`, `percent`, `pp`, `flag`, `lists of { Sin }`, … */
export interface OptionType extends Node {
  readonly kind: "OptionType";
  readonly name: Name;
  /** of a `choice` */
  readonly cases: readonly {
    readonly name: Name;
    readonly value?: Expression;
    readonly span: Node["span"];
  }[];
  /** of `lists of` */
  readonly lists: readonly Name[];
}

export interface Option extends Documented {
  readonly kind: "Option";
  readonly name: Name;
  /** `option tilt for each class` */
  readonly forEachClass: boolean;
  readonly type: OptionType;
  readonly range?: Expression;
  /** `default normal`; several for lists; absent if the author left it out */
  readonly default?: readonly Expression[];
  readonly setBy: readonly Name[];
}

export interface Menu extends Documented {
  readonly kind: "Menu";
  readonly name: Name;
  readonly title?: Text;
  readonly options: readonly Option[];
}

export interface LimitDeclaration extends Documented {
  readonly kind: "LimitDeclaration";
  readonly limit: Limit;
}

export interface PreferDeclaration extends Documented {
  readonly kind: "PreferDeclaration";
  readonly prefer: Prefer;
}

export interface Profile extends Documented {
  readonly kind: "Profile";
  readonly name: Name;
  readonly title?: Text;
  readonly clauses: readonly AccountClause[];
}

export interface Waive extends Documented {
  readonly kind: "Waive";
  readonly limit: Name;
  readonly for?: Name;
  readonly account: Text;
  readonly direction: "up to" | "down to";
  readonly level: Expression;
  readonly until?: DateLiteral;
  readonly because?: Text;
  readonly approvedBy?: Text;
  readonly on?: DateLiteral;
}

export interface Equivalents extends Documented {
  readonly kind: "Equivalents";
  readonly name: Name;
  readonly title?: Text;
  readonly members: readonly Name[];
}

export interface Account extends Documented {
  readonly kind: "Account";
  readonly account: Text;
  readonly title?: Text;
  readonly clauses: readonly AccountClause[];
}

export interface Household extends Documented {
  readonly kind: "Household";
  readonly name: Text;
  readonly accounts: readonly Text[];
}

/** An account clause on its own in a file: the firm's, for every account (`never buy TSLA`). */
export interface FreeClause extends Documented {
  readonly kind: "FreeClause";
  readonly clause: AccountClause;
}

/** `wash sales allowed` (semantics.md 4) */
export interface WashSalesAllowed extends Documented {
  readonly kind: "WashSalesAllowed";
}

export type Declaration =
  | AssetClass
  | Attribute
  | List
  | Sleeve
  | Model
  | Objective
  | Menu
  | LimitDeclaration
  | PreferDeclaration
  | Profile
  | Waive
  | Equivalents
  | Account
  | Household
  | FreeClause
  | WashSalesAllowed
  | Test;
