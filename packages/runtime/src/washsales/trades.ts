import type { Amount } from "./exact.ts";

/** What an account is for tax. In all but `taxable` gains and losses are not recognised. */
export type Registration = "taxable" | "traditional" | "roth" | "exempt";

/** Shares bought, open or since sold. */
export interface BoughtLot {
  readonly id: string;
  /** Default: one taxable account. */
  readonly account?: string;
  readonly symbol: string;
  /** Substantially identical securities share a group. Default: the symbol alone. */
  readonly group?: string;
  /**
   * The purchase that the lot is part of: shares of one purchase never replace each other (Rev. Rul. 56-602).
   * Default: the lot's id, a purchase of its own.
   */
  readonly purchase?: string;
  /** The day of purchase (the trade date), `YYYY-MM-DD`. */
  readonly date: string;
  /** The order within a day, where it is known (a purchase's time, say). Default 0. */
  readonly sequence?: number;
  /** Shares, as they were on the day of purchase; above 0. */
  readonly quantity: Amount;
  /** USD for all of them, fees included; not below 0. */
  readonly cost: Amount;
  /**
   * How the shares came. `other` (inherited, given, moved in, a stock dividend) was not acquired by purchase and
   * replaces nothing (Reg. § 1.1091-1(f)). Reinvested dividends are purchases. Default `buy`.
   */
  readonly acquiredBy?: "buy" | "reinvest" | "other";
  /** Where the holding period starts, if before `date`: tacked by earlier bookkeeping, or inherited. */
  readonly heldFrom?: string;
  /** Earlier bookkeeping has used these shares as replacement: they replace no other loss (Reg. § 1.1091-1(e)). */
  readonly usedAsReplacement?: boolean;
}

/** How many shares of a lot a sale took. */
export interface LotShares {
  readonly lot: string;
  readonly quantity: Amount;
}

/** Shares sold, with the lot or lots that they came from. */
export interface SoldShares {
  readonly id: string;
  /** A lot's id, or the shares of each where the sale took several (proceeds are shared pro rata). */
  readonly lot: string | readonly LotShares[];
  /** The trade date, `YYYY-MM-DD`. */
  readonly date: string;
  /** The order within a day, where it is known. Default 0. */
  readonly sequence?: number;
  /** Shares, as they were on the day of sale; above 0. */
  readonly quantity: Amount;
  /** USD after fees; not below 0. */
  readonly proceeds: Amount;
  /** Where earlier bookkeeping has settled the sale: the USD of its loss that was disallowed. It is not matched again. */
  readonly disallowed?: Amount;
  /** Of `disallowed`, the USD that went to no basis, because the replacement was bought in an IRA. */
  readonly forfeited?: Amount;
}

/** A stock split: from the opening of `date` on. `ratio` is new shares for each old: `2`, `"3:2"`, `"1:10"`. */
export interface StockSplit {
  readonly symbol: string;
  readonly date: string;
  readonly ratio: Amount;
}

export interface Trades {
  readonly lots: readonly BoughtLot[];
  readonly sales: readonly SoldShares[];
  readonly splits?: readonly StockSplit[];
}

/** An account and the household (the taxpayer and spouse, with all their accounts) that it belongs to. */
export interface TradingAccount {
  readonly id: string;
  readonly registration: Registration;
  /** Default: the one household of all accounts that name none. */
  readonly household?: string;
}

export interface WashSaleOptions {
  /** Where given, every account of a lot must be in it. Default: every account is taxable, of one household. */
  readonly accounts?: readonly TradingAccount[];
}
