/** A book as its tables say it: text in every cell, as data.md names the columns. */
export interface AccountCells {
  readonly account: string;
  readonly name: string;
  readonly household: string;
  readonly advisor: string;
  readonly registration: "taxable" | "traditional" | "roth" | "exempt";
  readonly model: string;
  readonly profile: string;
  readonly cash: string;
  readonly st_rate: string;
  readonly lt_rate: string;
  readonly ytd_short: string;
  readonly ytd_long: string;
  readonly carry_short: string;
  readonly carry_long: string;
  /** `Menu.option` columns, chosen ones only */
  readonly choices: Readonly<Record<string, string>>;
}

export interface LotCells {
  readonly account: string;
  readonly lot: string;
  readonly symbol: string;
  readonly quantity: string;
  readonly unit_cost: string;
  readonly acquired: string;
}

export interface ActivityCells {
  readonly account: string;
  readonly symbol: string;
  readonly date: string;
  readonly side: "buy" | "sell" | "reinvest";
  readonly quantity: string;
  readonly price: string;
  readonly gain: string;
}

export interface Tables {
  readonly accounts: readonly AccountCells[];
  readonly lots: readonly LotCells[];
  readonly activity: readonly ActivityCells[];
}

/** The kind of holdings that an account is given. */
export type Shape =
  | "near the model"
  | "drifted"
  | "concentrated"
  | "all cash"
  | "legacy positions"
  | "scattered"
  | "blocked"
  | "tiny";

export const shapes: readonly Shape[] = [
  "near the model",
  "near the model",
  "drifted",
  "drifted",
  "concentrated",
  "all cash",
  "legacy positions",
  "scattered",
  "blocked",
  "tiny",
];
