/** A book in memory: validated records in exact decimals. Where it was read from is `book/`'s business. */
import type { Decimal } from "decimal.js";

/** A security on the day: the universe's row with the day's price. */
export interface DaySecurity {
  readonly symbol: string;
  /** index into `Bundle.universe` */
  readonly index: number;
  readonly price: Decimal;
  /** full bid-ask spread, a fraction of the price */
  readonly spread: Decimal;
  /** smallest tradable quantity, shares */
  readonly increment: Decimal;
}

export interface Lot {
  /** the book's id, or one made of symbol and place (`AAPL#2`) */
  readonly id: string;
  readonly symbol: string;
  readonly quantity: Decimal;
  readonly unitCost: Decimal;
  /** ISO date */
  readonly acquired: string;
}

export interface Activity {
  readonly account: string;
  readonly symbol: string;
  readonly date: string;
  readonly side: "buy" | "sell" | "reinvest";
  readonly quantity: Decimal;
  readonly price: Decimal;
  /** realised by a sale, signed; absent if the book does not say */
  readonly gain?: Decimal;
  /** of its account, where the row of `accounts` can be read so far: known of members that are put aside, too */
  readonly registration?: Registration;
}

export type Registration = "taxable" | "traditional" | "roth" | "exempt";

export interface BookAccount {
  readonly account: string;
  readonly name?: string;
  readonly household?: string;
  readonly advisor?: string;
  readonly registration: Registration;
  readonly model?: string;
  readonly profile?: string;
  readonly cash: Decimal;
  /** marginal rates; 0 unless taxable */
  readonly shortRate: Decimal;
  readonly longRate: Decimal;
  readonly ytdShort: Decimal;
  readonly ytdLong: Decimal;
  /** loss carry-forwards, positive */
  readonly carryShort: Decimal;
  readonly carryLong: Decimal;
  /** `Menu.option` columns, non-empty cells as written */
  readonly choices: Readonly<Record<string, string>>;
  readonly columns: Readonly<Record<string, string>>;
  /** in the book's order */
  readonly lots: readonly Lot[];
}

/** Optional risk model, annual (data.md `factors`, `factor_covariance`). */
export interface RiskModel {
  readonly factors: readonly string[];
  /** by symbol: exposures in the order of `factors`, and specific variance */
  readonly exposures: ReadonlyMap<
    string,
    { readonly loadings: readonly number[]; readonly specific: number }
  >;
  readonly covariance: readonly (readonly number[])[];
}

/** Everything an account is solved with, except its policy. */
export interface Market {
  /** ISO date of the run */
  readonly asOf: string;
  readonly securities: ReadonlyMap<string, DaySecurity>;
  readonly risk?: RiskModel;
}

/** A bad record, and the account that it put aside (data.md, "Bad data"). */
export interface Quarantined {
  readonly account: string;
  readonly reason: string;
  /** MDT7xxx */
  readonly code: string;
  readonly file: string;
  /** line of the file, the header being 1 (Parquet: row number from 1) */
  readonly row: number;
  readonly value: string;
  /** in a database, where rows have no numbers of their own: a condition in SQL that finds the row */
  readonly key?: string;
}
