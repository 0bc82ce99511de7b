import type { AdjustedPiece, AdjustedSale, WashSaleResult } from "../adjusted.ts";
import { Exact } from "../exact.ts";
import type { BoughtLot, SoldShares, Trades } from "../trades.ts";

/** One row of a vector: a lot, or the part of one with one fate. Money is USD, dates are `YYYY-MM-DD`, "" for none. */
export interface VectorRow {
  readonly count: string;
  readonly symbol: string;
  readonly bought: string;
  readonly basis: string;
  readonly sold: string;
  readonly proceeds: string;
  readonly adjustment: string;
  readonly purchase: string;
  readonly replacement: boolean;
}

/**
 * The rows of a vector in CSV. Columns go by their place, not by their heading: one of the vectors has it misspelt, and
 * rows may stop early.
 */
export function parseVector(csv: string): VectorRow[] {
  const [, ...lines] = csv.split(/\r?\n/).filter((line) => line.trim() !== "");
  return lines.map((line) => {
    const [count, symbol, , bought, basis, sold, proceeds, , adjustment, , purchase, replacement] =
      fields(line);
    return {
      count: number(count),
      symbol: symbol ?? "",
      bought: isoDay(bought),
      basis: number(basis),
      sold: isoDay(sold),
      proceeds: (sold ?? "").trim() === "" ? "" : number(proceeds),
      adjustment: number(adjustment),
      purchase: (purchase ?? "").trim(),
      replacement: (replacement ?? "").trim().toLowerCase() === "true",
    };
  });
}

/**
 * Trades of a vector's rows. `BuyLot` names the purchase (of "2,1" the first is the lot's own); a row without is a
 * purchase of its own. Rows of one day are in the order of the file.
 */
export function tradesOfVector(rows: readonly VectorRow[]): Trades {
  const lots: BoughtLot[] = [];
  const sales: SoldShares[] = [];
  rows.forEach((row, at) => {
    const id = `row ${at + 1}`;
    const [purchase] = row.purchase.split(",");
    lots.push({
      ...{ id, symbol: row.symbol, date: row.bought, sequence: at, quantity: row.count, cost: row.basis },
      ...(purchase === undefined || purchase === "" ? {} : { purchase: `${row.symbol} ${purchase}` }),
      usedAsReplacement: row.replacement,
    });
    if (row.sold === "") return;
    const disallowed = row.adjustment;
    sales.push({ id, lot: id, date: row.sold, quantity: row.count, proceeds: row.proceeds, disallowed });
  });
  return { lots, sales };
}

/** What a vector's outcome says, row by row, equal pieces put together: comparable whatever the order and the cuts. */
export function outcomeOfRows(rows: readonly VectorRow[]): string[] {
  return merged(rows);
}

/** The same of a result. */
export function outcomeOfResult(result: WashSaleResult): string[] {
  return merged([...result.lots.map((lot) => rowOf(lot)), ...result.sales.map((sale) => rowOf(sale, sale))]);
}

type OutcomeRow = Pick<
  VectorRow,
  "count" | "symbol" | "bought" | "basis" | "sold" | "proceeds" | "adjustment"
>;

function rowOf(piece: AdjustedPiece, sale?: AdjustedSale): OutcomeRow {
  return {
    count: piece.quantity.toString(),
    symbol: piece.symbol,
    bought: piece.heldFrom,
    basis: piece.basis.toString(),
    sold: sale?.sold ?? "",
    proceeds: sale?.proceeds.toString() ?? "",
    adjustment: sale?.disallowed.toString() ?? "0",
  };
}

/** Rows that are equal per share become one; the vectors' floats are brought to a millionth of a dollar. */
function merged(rows: readonly OutcomeRow[]): string[] {
  const totals = new Map<string, OutcomeRow>();
  for (const row of rows) {
    const each = (money: string): string => (money === "" ? "" : new Exact(money).div(row.count).toFixed(6));
    const money = [each(row.basis), each(row.proceeds), each(row.adjustment)];
    const key = [row.symbol, row.bought, row.sold, ...money].join("|");
    const before = totals.get(key);
    const plus = (a: string, b: string): string =>
      a === "" ? "" : new Exact(a).plus(b === "" ? 0 : b).toString();
    totals.set(key, {
      ...row,
      count: plus(row.count, before?.count ?? ""),
      basis: plus(row.basis, before?.basis ?? ""),
      proceeds: plus(row.proceeds, before?.proceeds ?? ""),
      adjustment: plus(row.adjustment, before?.adjustment ?? ""),
    });
  }
  const fixed = (money: string): string => (money === "" ? "" : new Exact(money).toFixed(6));
  return [...totals.values()]
    .map((row) => {
      const sale =
        row.sold === "" ? "open" : `sold ${row.sold} for ${fixed(row.proceeds)} W ${fixed(row.adjustment)}`;
      return `${new Exact(row.count)} ${row.symbol} held from ${row.bought} at ${fixed(row.basis)}, ${sale}`;
    })
    .sort();
}

function number(text: string | undefined): string {
  const plain = (text ?? "").replace(/[$,\s]/g, "");
  return plain === "" ? "0" : plain;
}

/** `m/d/yyyy` as `yyyy-mm-dd`; what is neither is passed on, for the library to refuse. */
function isoDay(text: string | undefined): string {
  const plain = (text ?? "").trim();
  const parts = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(plain);
  if (parts === null) return plain;
  return `${parts[3]}-${parts[1]?.padStart(2, "0")}-${parts[2]?.padStart(2, "0")}`;
}

/** The fields of one line of CSV, quoted ones with their commas. */
function fields(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    (match) => match[1]?.replaceAll('""', '"') ?? match[2] ?? "",
  );
}
