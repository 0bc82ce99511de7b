/** The compiled bundle: everything a runtime needs of the policies, and nothing that needs the compiler again. */
import type { ChoiceValue, ModelEdit, PolicyBlock } from "./block.ts";
import type { Adjustment, Clause, Layer, Preference, Source } from "./clause.ts";
import type { Expr } from "./expression.ts";
import type { ModelIR } from "./model.ts";
import type { TestIR } from "./test.ts";

export interface ClassIR {
  readonly name: string;
  readonly title?: string;
  readonly parent?: string;
  readonly leaf: boolean;
  /** into `Bundle.sets`; the class Cash has `cash: true` */
  readonly set: number;
  readonly source: Source;
}

/** A row of the universe. Attributes of securities as their declared type: text, flag as "0"/"1", number as decimal text; empty cells left out. */
export interface SecurityIR {
  readonly symbol: string;
  readonly name: string;
  readonly class: string;
  readonly issuer: string;
  /** wash-sale group: `identical_to`, or the symbol itself */
  readonly group: string;
  readonly spread?: string;
  readonly increment?: string;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface SetIR {
  /** how people call it: `Sin`, `Equity`, `where sector = "Energy"`, `AAPL` */
  readonly label: string;
  /** indices into `Bundle.universe`, ascending */
  readonly members: readonly number[];
  readonly cash: boolean;
}

export interface AttributeIR {
  readonly name: string;
  readonly type: "text" | "flag" | "number";
}

/** A column of the book's accounts that policies ask for. */
export interface AccountColumnIR {
  /** `risk_score`, as in `account.risk_score` */
  readonly name: string;
  readonly type: AttributeIR["type"];
}

export interface StepIR {
  /** USD per USD of drift: `40bps per 1pp` is 0.40 */
  readonly slope: string;
  /** fraction of the account */
  readonly beyond: string;
}

export interface ObjectiveIR {
  readonly drift: readonly {
    readonly of: "classes" | "securities";
    readonly steps: readonly StepIR[];
    readonly source: Source;
  }[];
  /** `k` of semantics.md 2: `15bps per 1%²` is 0.0015 */
  readonly risk?: { readonly k: string; readonly source: Source };
  readonly taxes?: {
    readonly netted: boolean;
    readonly times: Expr;
    readonly unusedLossWorth?: string;
    readonly source: Source;
  };
  readonly trading?: { readonly commission: string; readonly ticket: string; readonly source: Source };
}

export interface OptionIR {
  /** `Tax.gains_budget` */
  readonly name: string;
  readonly type:
    | {
        readonly type: "money" | "percent" | "points" | "shares" | "number" | "count";
        readonly low?: string;
        readonly high?: string;
      }
    | {
        readonly type: "choice";
        readonly cases: readonly { readonly name: string; readonly value: string }[];
      }
    | { readonly type: "flag" }
    | { readonly type: "lists"; readonly lists: readonly string[] };
  /** `option tilt for each class` is not chosen but tilted */
  readonly forEachClass: boolean;
  readonly default: ChoiceValue;
  readonly setBy: readonly Layer[];
  readonly doc?: string;
  readonly source: Source;
}

export interface MenuIR {
  readonly name: string;
  readonly title?: string;
  readonly doc?: string;
  readonly options: readonly OptionIR[];
  readonly source: Source;
}

export interface AccountIR {
  readonly account: string;
  readonly title?: string;
  /** firm (in tests), advisor, client: in that order */
  readonly blocks: readonly PolicyBlock[];
}

export interface Bundle {
  readonly format: 1;
  readonly name: string;
  readonly universe: readonly SecurityIR[];
  readonly attributes: readonly AttributeIR[];
  /** columns that a book's accounts must have: declared ones, `name` and `advisor`, where a policy asks for them */
  readonly accountColumns: readonly AccountColumnIR[];
  readonly classes: readonly ClassIR[];
  readonly sets: readonly SetIR[];
  /** lists by name, into `sets` */
  readonly lists: Readonly<Record<string, number>>;
  readonly equivalents: readonly {
    readonly name: string;
    readonly members: readonly string[];
    readonly source: Source;
  }[];
  readonly models: readonly ModelIR[];
  readonly objective: ObjectiveIR;
  readonly menus: readonly MenuIR[];
  /** the firm's, in force for every account */
  readonly clauses: readonly Clause[];
  readonly preferences: readonly Preference[];
  readonly edits: readonly ModelEdit[];
  readonly adjustments: readonly Adjustment[];
  readonly profiles: readonly {
    readonly name: string;
    readonly title?: string;
    readonly layer: Layer;
    readonly block: PolicyBlock;
  }[];
  /** waivers by account id */
  readonly waivers: readonly (Adjustment & {
    readonly account: string;
    readonly approvedBy: string;
    readonly approvedOn?: string;
  })[];
  readonly accounts: readonly AccountIR[];
  readonly households: readonly {
    readonly name: string;
    readonly accounts: readonly string[];
    readonly source: Source;
  }[];
  readonly washSalesAllowed: boolean;
  readonly tests: readonly TestIR[];
}
