/** Trades, costs and the proposal as data.md writes it. */

import type { Layer, Unit } from "@mandate/compiler";
import type { Decimal } from "decimal.js";

export interface LotSale {
  readonly lot: string;
  readonly quantity: Decimal;
}

/** One security's trade, exact; nothing is both bought and sold. */
export interface Trade {
  readonly symbol: string;
  readonly side: "buy" | "sell";
  readonly quantity: Decimal;
  /** of a sale; adds up to `quantity` */
  readonly lots: readonly LotSale[];
}

/** USD by term of semantics.md 2; `total` is their sum. */
export interface CostTerms {
  readonly total: Decimal;
  readonly drift: Decimal;
  readonly alternates: Decimal;
  readonly tax: Decimal;
  readonly trading: Decimal;
  readonly risk: Decimal;
  readonly preferences: Decimal;
}

/** A limit's row at the proposal. Fractions, dollars or counts by the limit's unit. */
export interface LimitReport {
  readonly clause: string;
  /** `SingleStock(AAPL)` */
  readonly name: string;
  /** what the loops stand for: `AAPL`; empty without loops */
  readonly item: string;
  readonly source: string;
  readonly layer: Layer;
  readonly level: number;
  readonly bound: number;
  /** what level and bound are measured in */
  readonly unit: Unit["unit"];
  readonly binding: boolean;
  /** USD a year that the total would fall per 1 %, $1,000 or one count of loosening */
  readonly price: number;
}

/** A smallest set of clauses that cannot hold together. */
export interface ConflictClause {
  readonly clause: string;
  readonly name: string;
  readonly source: string;
  readonly layer: Layer;
  readonly text: string;
}

export interface Repair {
  readonly layer: Layer;
  readonly clause: string;
  readonly text: string;
}
