/** Lots by column, as a typed table has them: what crosses to a worker without an object or a text for each. */
import { type Decimal, Exact } from "../exact/decimal.ts";
import { scaled } from "../exact/scaled.ts";
import type { Lot } from "./book.ts";

/** Rows of lots; every column has a number for each of them. */
export interface LotColumns {
  readonly symbols: readonly string[];
  /** place in `symbols` */
  readonly symbol: Int32Array;
  readonly ids: readonly string[];
  /** place in `ids`; the book's id, which may be empty */
  readonly id: Int32Array;
  /** shares, in units of 10^-`quantityScale`; a row that is no good lot has -1 here */
  readonly quantity: Float64Array;
  /** digits after the point; absent: floats, which mean their shortest decimals */
  readonly quantityScale?: number;
  /** USD per share, in units of 10^-`unitCostScale` */
  readonly unitCost: Float64Array;
  readonly unitCostScale?: number;
  /** days since 1970-01-01 */
  readonly acquired: Int32Array;
}

/** Rows `from` to `to`, the last one excluded. */
export interface LotRange {
  readonly from: number;
  readonly to: number;
}

const DAY = 86_400_000;

/** Days whose texts are known: lots come by the hundred million, and of a few thousand days. */
const days = new Map<number, string>();

function dayText(day: number): string {
  let text = days.get(day);
  if (text === undefined) {
    text = new Date(day * DAY).toISOString().slice(0, 10);
    days.set(day, text);
  }
  return text;
}

function decimal(value: number, scale: number | undefined): Decimal {
  return scale === undefined ? new Exact(value) : scaled(value, scale);
}

/** Whether a row is a good lot. */
export function isGood(columns: LotColumns, row: number): boolean {
  return (columns.quantity[row] ?? -1) > 0;
}

/** The good lots of a range, in its order. Those that the book gives no id have an empty one. */
export function lotsIn(columns: LotColumns, { from, to }: LotRange): Lot[] {
  const lots: Lot[] = [];
  for (let row = from; row < to; row += 1) {
    if (!isGood(columns, row)) continue;
    lots.push({
      id: columns.ids[columns.id[row] ?? -1] ?? "",
      symbol: columns.symbols[columns.symbol[row] ?? -1] ?? "",
      quantity: decimal(columns.quantity[row] ?? 0, columns.quantityScale),
      unitCost: decimal(columns.unitCost[row] ?? 0, columns.unitCostScale),
      acquired: dayText(columns.acquired[row] ?? 0),
    });
  }
  return lots;
}

/** Names the lots that the book gives no id: symbol and place among the account's lots of it, `AAPL#2`. */
export function named(lots: readonly Lot[]): readonly Lot[] {
  if (lots.every(({ id }) => id !== "")) return lots;
  const taken = new Set(lots.map(({ id }) => id));
  const places = new Map<string, number>();
  return lots.map((lot) => {
    const { id, symbol } = lot;
    let place = (places.get(symbol) ?? 0) + 1;
    if (id === "") while (taken.has(`${symbol}#${place}`)) place += 1;
    places.set(symbol, place);
    return id === "" ? { ...lot, id: `${symbol}#${place}` } : lot;
  });
}
