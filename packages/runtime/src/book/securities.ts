/** The day's securities: each row checked on its own, against the project's universe and against the previous book. */
import { type Bundle, nearest } from "@mandate/compiler";
import type { Decimal } from "decimal.js";
import { z } from "zod";
import type { DaySecurity } from "../account/book.ts";
import { Exact } from "../exact/decimal.ts";
import { date, faultsOf, needed, number, word } from "./cells.ts";
import { type Fault, fault } from "./codes.ts";
import { cusipProblem } from "./cusip.ts";
import { chunks, type Workbench } from "./database.ts";
import { businessDaysBetween } from "./dates.ts";
import { rowList } from "./duplicates.ts";
import { FaultList, type Placed } from "./faultList.ts";
import { getOrInsert } from "./getOrInsert.ts";
import { keyOf } from "./key.ts";
import { column, type Imported } from "./source/imported.ts";

const DEFAULT_SPREAD = new Exact("0.0005");
const DEFAULT_INCREMENT = new Exact(1);

const schema = z.object({
  symbol: word("symbol"),
  price: number("price"),
  price_date: date("price_date"),
  spread: number("spread", (value, text) =>
    value.isNegative() || value.gte(1)
      ? fault(
          "badTradingTerms",
          { column: "spread", text, range: "a fraction of the price, from 0 to less than 1" },
          text,
        )
      : undefined,
  ),
  increment: number("increment", (value, text) =>
    value.lte(0) || value.gt(1_000_000)
      ? fault(
          "badTradingTerms",
          { column: "increment", text, range: "more than 0 shares and at most 1,000,000" },
          text,
        )
      : undefined,
  ),
});

type Cells = Readonly<Record<keyof z.input<typeof schema> | "cusip" | "asset_class", string>>;
const CELLS = ["symbol", "price", "price_date", "spread", "increment", "cusip", "asset_class"] as const;

export interface SecurityRow {
  readonly row: number;
  readonly symbol: string;
  readonly good?: z.output<typeof schema> & { readonly price: Decimal };
  readonly faults: readonly Fault[];
}

/** What the project says of securities. */
interface Known {
  readonly at: ReadonlyMap<string, number>;
  readonly leaves: ReadonlySet<string>;
  readonly bundle: Bundle;
}

function readRow(cells: Cells, known: Known): Omit<SecurityRow, "row"> {
  const parsed = schema.safeParse(cells);
  const faults = parsed.success ? [] : faultsOf(parsed.error);
  const symbol = cells.symbol;
  if (cells.price === "") faults.push(fault("missingPrice", { symbol }, ""));
  const price = parsed.success ? parsed.data.price : undefined;
  if (price?.isZero() === true) faults.push(fault("zeroPrice", { symbol }, cells.price));
  else if (price?.isNegative() === true)
    faults.push(fault("negativePrice", { symbol, price: cells.price }, cells.price));
  const cusip = cells.cusip;
  const why = cusip === "" ? undefined : cusipProblem(cusip);
  if (why !== undefined) faults.push(fault("badCusip", { symbol, cusip, why }, cusip));
  const found = classFault(symbol, cells.asset_class, known);
  if (found !== undefined) faults.push(found);
  return parsed.success && price !== undefined && faults.length === 0
    ? { symbol, good: { ...parsed.data, price }, faults }
    : { symbol, faults };
}

function classFault(symbol: string, name: string, known: Known): Fault | undefined {
  if (name === "") return undefined;
  if (!known.leaves.has(name)) {
    return fault("unknownClass", { symbol, class: name, nearest: nearest(name, known.leaves) }, name);
  }
  const universe = known.bundle.universe[known.at.get(symbol) ?? -1]?.class;
  if (universe === undefined || universe === name) return undefined;
  return fault("otherClass", { symbol, class: name, universe }, name);
}

/** All rows of the file in its order. */
export async function readSecurities(
  bench: Workbench,
  imported: Imported,
  bundle: Bundle,
): Promise<SecurityRow[]> {
  const known: Known = {
    at: new Map(bundle.universe.map((security, index) => [security.symbol, index])),
    leaves: new Set(bundle.classes.filter(({ leaf }) => leaf).map(({ name }) => name)),
    bundle,
  };
  const names = CELLS.map((name) => column(imported.header, name));
  const rows: SecurityRow[] = [];
  for await (const chunk of chunks(
    bench.connection,
    `SELECT row, ${names.join(", ")} FROM ${imported.relation} ORDER BY row`,
  )) {
    for (let at = 0; at < chunk.rows; at += 1) {
      const cell = (name: (typeof CELLS)[number]): string => chunk.text(CELLS.indexOf(name) + 1, at);
      const cells: Cells = {
        symbol: cell("symbol"),
        price: cell("price"),
        price_date: cell("price_date"),
        spread: cell("spread"),
        increment: cell("increment"),
        cusip: cell("cusip"),
        asset_class: cell("asset_class"),
      };
      if (CELLS.every((name) => cells[name] === "")) continue;
      rows.push({ row: chunk.number(0, at), ...readRow(cells, known) });
    }
  }
  return rows;
}

/**
 * The day of the prices: the latest price date on which at least half of the good prices are not stale. A few dates
 * in the future, slips of the pen, must not make every other price look old.
 */
export function latestPriceDate(rows: readonly SecurityRow[], staleAfter: number): string | undefined {
  const counts = new Map<string, number>();
  let total = 0;
  for (const { good } of rows) {
    if (good === undefined) continue;
    counts.set(good.price_date, (counts.get(good.price_date) ?? 0) + 1);
    total += 1;
  }
  const dates = [...counts.keys()].sort().reverse();
  return dates.find((day) => {
    let fresh = 0;
    for (const [other, count] of counts) {
      if (other <= day && businessDaysBetween(other, day) <= staleAfter) fresh += count;
    }
    return fresh * 2 >= total;
  });
}

export interface DayRules {
  readonly asOf: string;
  readonly staleAfter: number;
  readonly priceJump: Decimal;
  readonly previous: ReadonlyMap<string, Decimal>;
}

export interface Securities {
  readonly good: ReadonlyMap<string, DaySecurity>;
  /** what is wrong with a symbol's rows; such a symbol is not among the good */
  readonly bad: ReadonlyMap<string, readonly Placed[]>;
  /** bad records that name no symbol */
  readonly nameless: readonly Placed[];
  /** every symbol that has a row of its own */
  readonly named: ReadonlySet<string>;
}

/** Faults that are listed of one symbol, each told to every account that holds it; and of records that name none. */
const OF_ONE = 20;
const OF_NOBODY = 1_000;

/** Judges the rows as of the day, and sorts the symbols into good and bad. */
export function judgeSecurities(
  rows: readonly SecurityRow[],
  imported: Imported,
  bundle: Bundle,
  rules: DayRules,
): Securities {
  const { file } = imported;
  const faults = new Map<string, FaultList>();
  const nameless = new FaultList();
  const blame = (symbol: string, row: number, found: Fault): void => {
    const placed = { fault: found, file, row };
    if (symbol === "") nameless.add(placed, OF_NOBODY);
    else getOrInsert(faults, symbol, () => new FaultList()).add(placed, OF_ONE);
  };
  const rowsOf = new Map<string, number[]>();
  for (const { symbol, row } of rows)
    if (symbol !== "") getOrInsert(rowsOf, symbol, (): number[] => []).push(row);
  const twice = new Map<string, Fault>();
  for (const [symbol, places] of rowsOf)
    if (places.length > 1)
      twice.set(symbol, fault("duplicateSecurity", { symbol, rows: rowList(places) }, symbol));
  const named = new Set(rowsOf.keys());
  const universe = new Map(bundle.universe.map((security, index) => [security.symbol, index]));
  const good = new Map<string, DaySecurity>();
  for (const { row, symbol, good: values, faults: own } of rows) {
    for (const found of own) blame(symbol, row, found);
    const again = twice.get(symbol);
    if (again !== undefined) blame(symbol, row, again);
    if (values === undefined) continue;
    for (const found of dayFaults(symbol, values, rules)) blame(symbol, row, found);
    const index = universe.get(symbol);
    const described = bundle.universe[index ?? -1];
    if (index === undefined || described === undefined) continue;
    good.set(symbol, {
      symbol,
      index,
      price: values.price,
      spread:
        values.spread ?? (described.spread === undefined ? DEFAULT_SPREAD : new Exact(described.spread)),
      increment:
        values.increment ??
        (described.increment === undefined ? DEFAULT_INCREMENT : new Exact(described.increment)),
    });
  }
  for (const record of imported.damaged) {
    const key = keyOf(record, imported.header.at.get("symbol") ?? -1);
    if (record.fault === undefined) continue;
    // A key that was cut off may be any symbol that begins so and has no row of its own.
    const symbols =
      key === undefined
        ? []
        : key.whole
          ? [key.text]
          : [...universe.keys()].filter((s) => s.startsWith(key.text) && !named.has(s));
    if (symbols.length === 0) blame("", record.row, record.fault);
    for (const symbol of symbols) blame(symbol, record.row, record.fault);
  }
  for (const symbol of faults.keys()) good.delete(symbol);
  const bad = new Map([...faults].map(([symbol, list]) => [symbol, list.told()]));
  return { good, bad, nameless: nameless.told(), named };
}

function dayFaults(symbol: string, values: NonNullable<SecurityRow["good"]>, rules: DayRules): Fault[] {
  const { price, price_date: day } = values;
  const faults: Fault[] = [];
  if (day > rules.asOf) faults.push(fault("futurePrice", { symbol, date: day, asOf: rules.asOf }, day));
  const age = businessDaysBetween(day, rules.asOf);
  if (age > rules.staleAfter)
    faults.push(fault("stalePrice", { symbol, date: day, age, limit: rules.staleAfter }, day));
  const before = rules.previous.get(symbol);
  if (before !== undefined && price.minus(before).abs().gt(before.times(rules.priceJump))) {
    const limit = `${rules.priceJump.times(100).toString()} %`;
    const params = { symbol, from: before.toString(), to: price.toString(), limit };
    faults.push(fault("priceJump", params, price.toString()));
  }
  return faults;
}

const previousSchema = z.object({ price: needed("price") });

/** The previous book's prices by symbol, as far as they are any; its slips were its own day's business. */
export async function previousPrices(bench: Workbench, imported: Imported): Promise<Map<string, Decimal>> {
  const prices = new Map<string, Decimal>();
  const names = [column(imported.header, "symbol"), column(imported.header, "price")];
  for await (const chunk of chunks(
    bench.connection,
    `SELECT ${names.join(", ")} FROM ${imported.relation}`,
  )) {
    for (let at = 0; at < chunk.rows; at += 1) {
      const parsed = previousSchema.safeParse({ price: chunk.text(1, at) });
      if (parsed.success && parsed.data.price.gt(0)) prices.set(chunk.text(0, at), parsed.data.price);
    }
  }
  return prices;
}
