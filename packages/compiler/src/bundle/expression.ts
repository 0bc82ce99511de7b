/**
 * The typed core: what every limit, preference and condition becomes. JSON only, so that a bundle can be hashed and
 * sent to workers. All numbers are plain decimal text; `5%` is `"0.05"`, `2pp` is `"0.02"`, `$1.5M` is `"1500000"`.
 * The lowering (floats, rows) and the checker (exact decimals) each interpret this tree on their own.
 */

/** A percent says of what: the account, or a set. */
export type Unit =
  | { readonly unit: "weight"; readonly base: "account" }
  | { readonly unit: "weight"; readonly base: "set"; readonly of: SetRef; readonly label: string }
  | { readonly unit: "points" }
  | { readonly unit: "money" }
  | { readonly unit: "shares" }
  | { readonly unit: "number" }
  | { readonly unit: "count" }
  | { readonly unit: "duration" }
  | { readonly unit: "date" };

/** A set of securities (and, for the class Cash, of cash itself). */
export type SetRef =
  /** index into `Bundle.sets` */
  | { readonly set: "fixed"; readonly id: number }
  /** what the `for each` or `sum` variable stands for: one security, one issuer's securities, one class */
  | { readonly set: "variable"; readonly name: string }
  /** the union of the lists that the account chose for an option of lists */
  | { readonly set: "chosen"; readonly option: string }
  | { readonly set: "union" | "intersection" | "difference"; readonly left: SetRef; readonly right: SetRef }
  /** the lots of a set that were held less (more, …) than a time on the day; what is bought in the run was held 0 days */
  | {
      readonly set: "lots";
      readonly of: SetRef;
      readonly comparison: LotComparison;
      readonly duration: Duration;
    };

export type LotComparison = "less than" | "more than" | "at least" | "at most";

export interface Duration {
  readonly count: number;
  readonly of: "days" | "months" | "years";
}

/** What a `for each` or `sum` ranges over. An item is a set, with a label for people: a symbol, an issuer, a class. */
export type Range =
  | { readonly over: "securities"; readonly of: SetRef }
  /** the securities of the set, grouped by issuer */
  | { readonly over: "issuers"; readonly of: SetRef }
  /** classes by name, in the order declared */
  | { readonly over: "classes"; readonly classes: readonly string[] };

export interface Loop {
  readonly variable: string;
  readonly range: Range;
}

export type SetMeasure = "weight" | "value" | "shares" | "target" | "drift" | "bought" | "sold" | "traded";

export type PlainMeasure =
  | "turnover"
  | "gains"
  | "losses"
  | "tax"
  | "cash"
  | "tracking error"
  | "holdings"
  | "trades";

export type CostTerm = "total" | "drift" | "alternates" | "tax" | "trading" | "risk" | "preferences";

export type Expr =
  | { readonly e: "constant"; readonly value: string; readonly unit: Unit }
  /** an option's chosen value; a `choice` gives its number */
  | { readonly e: "option"; readonly option: string; readonly unit: Unit }
  /** a numeric fact of the account: `value`, `st_rate`, `lt_rate`, `cash`, or a declared column */
  | { readonly e: "fact"; readonly fact: string; readonly unit: Unit }
  /**
   * `weight`: of the account, or with `base` of that set. `bought`, `sold`, `traded` are in `unit`:
   * money, shares, or weight of the account. `drift` and differences of weights are `points`.
   */
  | {
      readonly e: "measure";
      readonly measure: SetMeasure;
      readonly of: SetRef;
      readonly base?: SetRef;
      readonly unit: Unit;
    }
  /** `cash` in money or weight; `holdings` and `trades` are counts; `gains`, `losses` may have a term; `thisYear` adds what is realised already */
  | {
      readonly e: "total";
      readonly measure: PlainMeasure;
      readonly term?: "short" | "long";
      readonly thisYear?: boolean;
      readonly unit: Unit;
    }
  /** average of a number attribute by value; holdings with an empty cell left out */
  | { readonly e: "average"; readonly attribute: string; readonly of: SetRef; readonly unit: Unit }
  /** in tests only: a term of the cost after the trades */
  | { readonly e: "cost"; readonly term: CostTerm; readonly unit: Unit }
  /** the same before any trade: given */
  | { readonly e: "before"; readonly of: Expr; readonly unit: Unit }
  | { readonly e: "sum"; readonly loop: Loop; readonly body: Expr; readonly unit: Unit }
  | {
      readonly e: "add" | "subtract" | "multiply" | "divide";
      readonly left: Expr;
      readonly right: Expr;
      readonly unit: Unit;
    }
  | { readonly e: "negate" | "abs"; readonly of: Expr; readonly unit: Unit }
  | { readonly e: "max" | "min"; readonly of: readonly Expr[]; readonly unit: Unit };

export type CompareOperator = "=" | "!=" | "<" | "<=" | ">" | ">=";

/** Something true or false that is given: no trade changes it (in a test's `expect` it may look at the result). */
export type Condition =
  | { readonly c: "constant"; readonly value: boolean }
  | { readonly c: "all" | "any"; readonly of: readonly Condition[] }
  | { readonly c: "not"; readonly of: Condition }
  | { readonly c: "compare"; readonly operator: CompareOperator; readonly left: Expr; readonly right: Expr }
  | { readonly c: "between"; readonly of: Expr; readonly low: Expr; readonly high: Expr }
  /** text facts: `account.registration = taxable`, `account.household = "Rivera"`, a text column */
  | { readonly c: "fact is"; readonly fact: string; readonly value: string }
  /** an option of choice or flag has this case (`on`/`off` for flags) */
  | { readonly c: "option is"; readonly option: string; readonly case: string }
  /** anything but `none` was chosen, or stands as default */
  | { readonly c: "chosen"; readonly option: string };
