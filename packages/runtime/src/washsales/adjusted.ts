import type { Decimal } from "./exact.ts";
import type { Term } from "./holding.ts";

/** A piece of a lot: the lot's id, and which part of it, counted from 1 at its first shares. The pair is unique. */
export interface LotPart {
  readonly lot: string;
  readonly part: number;
}

/** What an open and a sold piece have in common. Quantities are shares, money is USD. */
export interface AdjustedPiece extends LotPart {
  /** The lot's id where the lot is in one piece, else `lot/part`. A label: lots and parts are the key. */
  readonly id: string;
  readonly account: string;
  readonly taxable: boolean;
  readonly symbol: string;
  readonly group: string;
  /** The purchase that the lot is part of: as given, or the lot's id. */
  readonly purchase: string;
  readonly acquiredBy: "buy" | "reinvest" | "other";
  /** Its place among all pieces in the order of acquisition, from 0. */
  readonly place: number;
  /** The day of purchase, `YYYY-MM-DD`. */
  readonly acquired: string;
  /** Where the holding period starts, after tacking. */
  readonly heldFrom: string;
  /** Shares: of the day of sale where sold, after every split given where open. */
  readonly quantity: Decimal;
  /** Its part of the lot's cost as given. */
  readonly cost: Decimal;
  /** The cost and what was carried over to it. */
  readonly basis: Decimal;
  /** It has replaced a loss, now or in earlier bookkeeping. */
  readonly replacement: boolean;
  /** The sold piece whose loss it replaced, in this run. */
  readonly replaces: LotPart | undefined;
}

/** Shares still held. */
export type AdjustedLot = AdjustedPiece;

/** Shares sold. `recognised` = `gain` + `disallowed`, or 0 in an account that is not taxable. */
export interface AdjustedSale extends AdjustedPiece {
  /** The sale's id. */
  readonly sale: string;
  /** The day of sale. */
  readonly sold: string;
  readonly proceeds: Decimal;
  /** Proceeds less basis: negative for a loss. */
  readonly gain: Decimal;
  /** The part of the loss that § 1091 disallows, positive. */
  readonly disallowed: Decimal;
  /** The part of `disallowed` that went to no basis: gone for good. */
  readonly forfeited: Decimal;
  readonly recognised: Decimal;
  readonly term: Term;
  /** The shares that replaced it, in this run. */
  readonly replacedBy: readonly LotPart[];
}

/** Sums over the taxable accounts, USD. `recognised` = `gain` + `disallowed` = `recognisedShort` + `recognisedLong`. */
export interface WashSaleTotals {
  /** Proceeds less adjusted basis of all that was sold. */
  readonly gain: Decimal;
  readonly disallowed: Decimal;
  readonly forfeited: Decimal;
  readonly recognised: Decimal;
  readonly recognisedShort: Decimal;
  readonly recognisedLong: Decimal;
  /** Disallowed losses that now stand in the basis of open lots. */
  readonly deferred: Decimal;
}

export interface WashSaleResult {
  /** Open pieces, by acquisition. */
  readonly lots: readonly AdjustedLot[];
  /** Sold pieces, in the order of disposal. */
  readonly sales: readonly AdjustedSale[];
  /** All losses disallowed (`totals.disallowed`). */
  readonly disallowed: Decimal;
  readonly totals: WashSaleTotals;
}
