/** Lots of a shard's accounts: from the workbench, or from the file that they lie in. */
import type { Lot } from "../account/book.ts";
import { isGood, type LotColumns, type LotRange, lotsIn, named } from "../account/lotColumns.ts";
import { chunks, rawChunks, type Workbench } from "./database.ts";
import { LOT_COLUMNS, type LotRead, type LotReader, nameLots } from "./lots.ts";
import type { Imported } from "./source/imported.ts";
import type { LaidLots } from "./source/laid.ts";
import type { LotPlaces } from "./survey.ts";
import { dayNumbers, floats, textReader, unscaled } from "./vectors.ts";

/** Lots of some accounts, by their places in the book. */
export interface Held {
  /** places that have lots, ascending */
  readonly places: readonly number[];
  /** the account's good lots, in the book's order; none if it has none */
  readonly lots: (place: number) => readonly Lot[];
  /** whether the account's lots are all good */
  readonly sound: (place: number) => boolean;
  /** the same by column, where every lot has an id of the book's */
  readonly columns?: LotColumns;
  /** where an account's lots are in `columns` */
  readonly range: (place: number) => LotRange;
}

export type HeldReader = (places: readonly number[]) => Promise<Held>;

const NOWHERE: LotRange = { from: 0, to: 0 };

/** A condition that picks places: a range where they are one, which the database can skip to. */
export function picked(places: readonly number[]): string {
  const sorted = Int32Array.from(new Set(places)).sort();
  const [low = 0, high = -1] = [sorted[0], sorted[sorted.length - 1]];
  const range = `BETWEEN ${low} AND ${high}`;
  return high - low + 1 === sorted.length ? range : `${range} AND place IN (${sorted.join(", ")})`;
}

/** Lots that are on the workbench as texts, sorted by account. */
export function sortedLots(bench: Workbench, read: LotReader): HeldReader {
  return async (places) => {
    const byPlace = new Map<number, LotRead[]>();
    const sql = `SELECT place, ${LOT_COLUMNS.join(", ")} FROM lots WHERE place ${picked(places)} ORDER BY place, row`;
    for await (const chunk of chunks(bench.connection, sql)) {
      for (let at = 0; at < chunk.rows; at += 1) {
        const lot = read(
          chunk.text(1, at),
          chunk.text(2, at),
          chunk.text(3, at),
          chunk.text(4, at),
          chunk.text(5, at),
        );
        const place = chunk.number(0, at);
        const already = byPlace.get(place);
        if (already === undefined) byPlace.set(place, [lot]);
        else already.push(lot);
      }
    }
    return {
      places: [...byPlace.keys()],
      lots: (place) => nameLots(byPlace.get(place) ?? []),
      sound: (place) => (byPlace.get(place) ?? []).every((lot) => lot.value !== undefined),
      range: () => NOWHERE,
    };
  };
}

/** Rows that are read though nobody asked for them, rather than to begin another query. */
const BETWEEN = 4096;

interface Stretch {
  readonly first: number;
  end: number;
}

/** Rows of the file that hold these accounts' lots, in few stretches. */
function stretchesOf({ first, count }: LotPlaces, places: readonly number[]): Stretch[] {
  const stretches: Stretch[] = [];
  for (const place of places) {
    const [from, rows] = [first[place] ?? 0, count[place] ?? 0];
    if (rows === 0) continue;
    const last = stretches.at(-1);
    if (last !== undefined && from - last.end <= BETWEEN) last.end = from + rows;
    else stretches.push({ first: from, end: from + rows });
  }
  return stretches;
}

/** Lots that lie in their file in the book's order (`survey.ts`). */
export function laidReader(
  bench: Workbench,
  { reading = (read) => read() }: Imported,
  laid: LaidLots,
  at: LotPlaces,
  asOf: string,
): HeldReader {
  const { symbol, lot, quantity, unitCost, acquired } = laid;
  const select = `SELECT file_row_number, ${symbol}, ${lot}, ${quantity.read}, ${unitCost.read},
    coalesce(${acquired}, DATE '9999-12-31') FROM ${laid.from}`;
  const [earliest, latest] = [Date.parse("1900-01-01") / 86_400_000, Date.parse(asOf) / 86_400_000];
  const readAll = async (stretches: readonly Stretch[]): Promise<LotColumns> => {
    const rows = stretches.reduce((sum, { first, end }) => sum + end - first, 0);
    const [symbols, ids] = [textReader(), textReader()];
    const columns = {
      symbols: symbols.texts,
      symbol: new Int32Array(rows),
      ids: ids.texts,
      id: new Int32Array(rows),
      quantity: new Float64Array(rows),
      unitCost: new Float64Array(rows),
      acquired: new Int32Array(rows),
    };
    let filled = 0;
    for (const { first, end } of stretches) {
      const begun = filled - first;
      const sql = `${select} WHERE file_row_number BETWEEN ${first} AND ${end - 1}`;
      for await (const chunk of rawChunks(bench.connection, sql)) {
        const rows = chunk.rowCount;
        // The order is all that says whose a row is.
        if (Number(chunk.getColumnVector(0).getItem(0)) + begun !== filled)
          throw new TypeError(`rows of \`lots\` came out of order at ${filled - begun}`);
        symbols.read(chunk, 1, columns.symbol, filled);
        ids.read(chunk, 2, columns.id, filled);
        for (const [column, into, { scale }] of [
          [3, columns.quantity, quantity],
          [4, columns.unitCost, unitCost],
        ] as const) {
          if (scale === undefined) into.set(floats(chunk, column).subarray(0, rows), filled);
          else unscaled(chunk, column, into, filled);
        }
        columns.acquired.set(dayNumbers(chunk, 5).subarray(0, rows), filled);
        filled += rows;
      }
      if (filled - begun !== end)
        throw new TypeError(`\`lots\` ends at row ${filled - begun}, not at ${end}`);
    }
    for (let row = 0; row < rows; row += 1) {
      const day = columns.acquired[row] ?? 0;
      const good = (columns.unitCost[row] ?? -1) >= 0 && day >= earliest && day <= latest;
      if (!good || symbols.texts[columns.symbol[row] ?? 0] === "") columns.quantity[row] = -1;
    }
    return {
      ...columns,
      ...(quantity.scale === undefined ? {} : { quantityScale: quantity.scale }),
      ...(unitCost.scale === undefined ? {} : { unitCostScale: unitCost.scale }),
    };
  };
  return async (asked) => {
    const places = [...Int32Array.from(new Set(asked)).sort()];
    const stretches = stretchesOf(at, places);
    const columns = await reading(() => readAll(stretches));
    const starts = new Map<number, number>();
    let [filled, next] = [0, 0];
    for (const place of places) {
      const first = at.first[place] ?? 0;
      if ((at.count[place] ?? 0) === 0) continue;
      for (
        let stretch = stretches[next];
        stretch !== undefined && first >= stretch.end;
        stretch = stretches[next]
      ) {
        filled += stretch.end - stretch.first;
        next += 1;
      }
      starts.set(place, filled + first - (stretches[next]?.first ?? first));
    }
    const range = (place: number): LotRange => {
      const from = starts.get(place);
      return from === undefined ? NOWHERE : { from, to: from + (at.count[place] ?? 0) };
    };
    const sound = (place: number): boolean => {
      const { from, to } = range(place);
      for (let row = from; row < to; row += 1) if (!isGood(columns, row)) return false;
      return true;
    };
    return {
      places: [...starts.keys()],
      lots: (place) => named(lotsIn(columns, range(place))),
      sound,
      range,
      ...(columns.ids.includes("") ? {} : { columns }),
    };
  };
}
