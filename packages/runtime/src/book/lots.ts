/** A row of `lots`, checked on its own. */
import type { Decimal } from "decimal.js";
import { z } from "zod";
import type { Lot } from "../account/book.ts";
import { Exact } from "../exact/decimal.ts";
import { date, faultsOf, needed, plainly, shares, word } from "./cells.ts";
import { type Fault, fault } from "./codes.ts";
import { isDate } from "./dates.ts";

/** Columns in the order in which the reader asks for them. */
export const LOT_COLUMNS = ["lot", "symbol", "quantity", "unit_cost", "acquired"] as const;

export interface LotRead {
  readonly symbol: string;
  /** the book's id, or empty */
  readonly lot: string;
  readonly value?: { readonly quantity: Decimal; readonly unitCost: Decimal; readonly acquired: string };
  readonly faults: readonly Fault[];
}

export type LotReader = (
  lot: string,
  symbol: string,
  quantity: string,
  cost: string,
  acquired: string,
) => LotRead;

const NO_FAULTS: readonly Fault[] = [];

/** Days that a reader remembers: a damaged file may have any number of texts for one. */
const MOST_DAYS = 100_000;

/** A reader of lots as of a day. */
export function lotReader(asOf: string): LotReader {
  const judge = lotJudge(asOf);
  // Lots come by the hundred million, and many of a day: one look at a date serves all of it.
  const days = new Map<string, boolean>();
  const isDay = (text: string): boolean => {
    let known = days.get(text);
    if (known === undefined) {
      known = isDate(text) && text <= asOf;
      if (days.size >= MOST_DAYS) days.clear();
      days.set(text, known);
    }
    return known;
  };
  return (lot, symbol, quantity, unitCost, acquired) => {
    if (symbol !== "" && plainly(quantity) && plainly(unitCost) && isDay(acquired)) {
      const held = new Exact(quantity);
      const value = { quantity: held, unitCost: new Exact(unitCost), acquired };
      if (!held.isZero()) return { symbol, lot, value, faults: NO_FAULTS };
    }
    return judge(lot, symbol, quantity, unitCost, acquired);
  };
}

/** The same by the schema alone, which knows every fault: what is plainly good needs none of it. */
export function lotJudge(asOf: string): LotReader {
  const schema = z.object({
    symbol: word("symbol"),
    quantity: shares(),
    unitCost: needed(
      "unit_cost",
      (value, text) =>
        value.isNegative() && !value.isZero() ? fault("negativeBasis", { text }, text) : undefined,
      () => fault("missingBasis", {}, ""),
    ),
    acquired: date("acquired", (day) =>
      day > asOf ? fault("futureLot", { date: day, asOf }, day) : undefined,
    ),
  });
  return (lot, symbol, quantity, unitCost, acquired) => {
    const parsed = schema.safeParse({ symbol, quantity, unitCost, acquired });
    if (!parsed.success) return { symbol, lot, faults: faultsOf(parsed.error) };
    const { data } = parsed;
    return {
      symbol,
      lot,
      value: { quantity: data.quantity, unitCost: data.unitCost, acquired: data.acquired },
      faults: [],
    };
  };
}

/** Names the lots that the book gives no id: symbol and place among the account's lots of it, `AAPL#2`. */
export function nameLots(lots: readonly LotRead[]): Lot[] {
  const taken = new Set(lots.map(({ lot }) => lot));
  const places = new Map<string, number>();
  const named: Lot[] = [];
  for (const { lot, symbol, value } of lots) {
    if (value === undefined) continue;
    let place = (places.get(symbol) ?? 0) + 1;
    if (lot === "") while (taken.has(`${symbol}#${place}`)) place += 1;
    places.set(symbol, place);
    named.push({ id: lot === "" ? `${symbol}#${place}` : lot, symbol, ...value });
  }
  return named;
}
