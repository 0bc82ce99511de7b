/** What can be wrong with the trades given to the wash-sale library. */
export type WashSaleProblemCode =
  | "bad_date"
  | "bad_quantity"
  | "bad_money"
  | "bad_ratio"
  | "bad_sequence"
  | "bad_allocation"
  | "duplicate_lot"
  | "duplicate_sale"
  | "duplicate_account"
  | "unknown_lot"
  | "unknown_account"
  | "sold_before_bought"
  | "sold_too_much"
  | "disallowed_too_much";

/** One thing that is wrong, in one sentence. `where` is the id of the lot, sale or account, or the text itself. */
export interface WashSaleProblem {
  readonly code: WashSaleProblemCode;
  readonly where: string;
  readonly message: string;
}

/**
 * Thrown where trades cannot be what happened. It carries every problem found, in the order of the input; its message
 * is the first one's sentence (and how many more there are). Use `checkTrades` to have them without an exception.
 */
export class WashSaleInputError extends Error {
  readonly problems: readonly WashSaleProblem[];

  constructor(problems: readonly WashSaleProblem[]) {
    const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : "";
    super(`${problems[0]?.message ?? "the trades cannot be read"}${more}`);
    this.name = "WashSaleInputError";
    this.problems = problems;
  }
}
