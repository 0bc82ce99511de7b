/**
 * Expressions. One family for quantities, sets and conditions: which of them a phrase is, is meaning,
 * and the tree knows no meaning. Precedence, loosest first:
 * `except` and `where` (left-associative), `or`, `and`, `not`, comparisons and `in` and `is chosen`
 * (non-associative), `+ -`, `* /`, unary `-`, postfix `this year`, primaries.
 */
import type { Node } from "./span.ts";

/** A name as written; `quoted` if in back-ticks. A name that recovery had to invent has an empty `text`. */
export interface Name extends Node {
  readonly kind: "Name";
  readonly text: string;
  readonly quoted: boolean;
}

/** A string literal, its quotes removed and `\"` `\\` resolved. One that recovery invented is `missing`. */
export interface Text extends Node {
  readonly kind: "Text";
  readonly value: string;
  readonly missing?: boolean;
}

/** The unit that a number is written with. Durations are whole `days`, `months` or `years`. */
export type WrittenUnit = "%" | "bps" | "pp" | "$" | "shares" | "days" | "months" | "years" | "none";

/** `5%`, `$1.5M`, `100 shares`, `30 days`, `0.25`: `value` is plain decimal text without separators or `K`/`M`/`B`. */
export interface Quantity extends Node {
  readonly kind: "Quantity";
  readonly value: string;
  readonly unit: WrittenUnit;
}

/** `2026-11-20`: a date that exists, as ISO text; empty if it does not or was left out, which is reported already. */
export interface DateLiteral extends Node {
  readonly kind: "Date";
  readonly value: string;
}

/** `A`, `Tax.sensitivity`, `account.registration`, `securities`, `issuers`, `cash`, `tracking error` (one name). */
export interface Reference extends Node {
  readonly kind: "Reference";
  readonly path: readonly Name[];
}

/** `{ A, B }` */
export interface Braces extends Node {
  readonly kind: "Braces";
  readonly items: readonly Expression[];
}

/** `weight(X)`, `weight(X of Y)`, `average(esg_score of X)`, `max(a, b)`, `count(trades)`, `before(turnover)` */
export interface Call extends Node {
  readonly kind: "Call";
  readonly callee: Name;
  readonly arguments: readonly Expression[];
  readonly of?: Expression;
}

/** `sum(s in Tech: weight(s))` */
export interface Sum extends Node {
  readonly kind: "Sum";
  readonly variable: Name;
  readonly range: Expression;
  readonly body: Expression;
}

/** `classes`, `classes of Equity` */
export interface ClassesOf extends Node {
  readonly kind: "Classes";
  readonly of?: Expression;
}

/** `securities where C`, `where C` (subject left out: securities) */
export interface Where extends Node {
  readonly kind: "Where";
  readonly subject?: Expression;
  readonly condition: Expression;
}

export type BinaryOperator =
  | "except"
  | "or"
  | "and"
  | "="
  | "!="
  | "<"
  | "<="
  | ">"
  | ">="
  | "in"
  | "+"
  | "-"
  | "*"
  | "/";

export interface Binary extends Node {
  readonly kind: "Binary";
  readonly operator: BinaryOperator;
  /** where the operator itself stands */
  readonly operatorSpan: Node["span"];
  readonly left: Expression;
  readonly right: Expression;
}

export interface Unary extends Node {
  readonly kind: "Unary";
  readonly operator: "not" | "-";
  readonly operand: Expression;
}

/** `A..B`, both ends in */
export interface RangeExpression extends Node {
  readonly kind: "Range";
  readonly low: Expression;
  readonly high: Expression;
}

/** `Tax.gains_budget is chosen`, `… is not chosen` */
export interface IsChosen extends Node {
  readonly kind: "IsChosen";
  readonly operand: Expression;
  readonly negated: boolean;
}

/** `gains this year` */
export interface ThisYear extends Node {
  readonly kind: "ThisYear";
  readonly operand: Expression;
}

/** `held less than 1 year`: a condition on lots */
export interface Held extends Node {
  readonly kind: "Held";
  readonly comparison: "less than" | "more than" | "at least" | "at most";
  readonly duration: Expression;
}

/** `(e)`: kept so that the formatter loses nothing */
export interface Parentheses extends Node {
  readonly kind: "Parentheses";
  readonly inner: Expression;
}

/** What recovery puts where an expression should stand. Already reported; nothing else is said about it. */
export interface MissingExpression extends Node {
  readonly kind: "Missing";
}

export type Expression =
  | Quantity
  | DateLiteral
  | Text
  | Reference
  | Braces
  | Call
  | Sum
  | ClassesOf
  | Where
  | Binary
  | Unary
  | RangeExpression
  | IsChosen
  | ThisYear
  | Held
  | Parentheses
  | MissingExpression;
