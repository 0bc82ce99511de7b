/** Good accounts and their household's activity, a shard at a time. */
import type { Decimal } from "decimal.js";
import type { Activity, BookAccount, Lot } from "../account/book.ts";
import { readAccount } from "./accounts.ts";
import { ACTIVITY_COLUMNS, activityFrom, activityReader } from "./activity.ts";
import type { Header } from "./columns.ts";
import { chunks, type Workbench } from "./database.ts";
import { LOT_COLUMNS, type LotRead, type LotReader, nameLots } from "./lots.ts";
import { activityCells } from "./movements.ts";
import type { Roster } from "./roster.ts";

export interface ShardReader {
  /** accounts at those places that `wanted` lets through, in the book's order */
  readonly accounts: (
    places: readonly number[],
    wanted: (account: string) => boolean,
  ) => Promise<BookAccount[]>;
  readonly activity: (places: readonly number[]) => Promise<Activity[]>;
}

/** A condition that picks places: a range where they are one, which the database can skip to. */
function picked(places: readonly number[]): string {
  const [low, high] = [Math.min(...places), Math.max(...places)];
  const range = `BETWEEN ${low} AND ${high}`;
  return high - low + 1 === new Set(places).size ? range : `${range} AND place IN (${places.join(", ")})`;
}

export function shardReader(
  bench: Workbench,
  header: Header,
  roster: Roster,
  readLot: LotReader,
  asOf: string,
  known: (symbol: string) => boolean,
  hasActivity: boolean,
): ShardReader {
  const lotsAt = async (where: string): Promise<Map<number, LotRead[]>> => {
    const byPlace = new Map<number, LotRead[]>();
    const sql = `SELECT place, ${LOT_COLUMNS.join(", ")} FROM lots WHERE place ${where} ORDER BY place, row`;
    for await (const chunk of chunks(bench.connection, sql)) {
      for (let at = 0; at < chunk.rows; at += 1) {
        const lot = readLot(
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
    return byPlace;
  };
  return {
    accounts: async (places, wanted) => {
      if (places.length === 0) return [];
      const where = picked(places);
      const lots = await lotsAt(where);
      const found: BookAccount[] = [];
      const cellNames = header.names.map((_, index) => `c${index}`);
      const sql = `SELECT ${["place", ...cellNames].join(", ")} FROM accounts WHERE place ${where} ORDER BY place`;
      for await (const chunk of chunks(bench.connection, sql)) {
        for (let at = 0; at < chunk.rows; at += 1) {
          const cells = header.names.map((_, index) => chunk.text(index + 1, at));
          const { account, value } = readAccount(cells, roster.names);
          if (!wanted(account)) continue;
          const held = lots.get(chunk.number(0, at)) ?? [];
          if (value === undefined || held.some((lot) => lot.value === undefined)) {
            throw new TypeError(`account ${account} passed the first look but not the second`);
          }
          found.push({ ...value, lots: nameLots(held) });
        }
      }
      return found;
    },
    activity: async (places) => {
      if (places.length === 0) return [];
      const from = activityFrom(asOf);
      if (!hasActivity) {
        const lots = await lotsAt(picked(places));
        return [...lots].flatMap(([place, held]) =>
          purchases(roster.entries[place]?.account ?? "", nameLots(held), from).filter(({ symbol }) =>
            known(symbol),
          ),
        );
      }
      const read = activityReader(asOf);
      const rows: Activity[] = [];
      const sql = `SELECT place, account, ${ACTIVITY_COLUMNS.join(", ")} FROM activity WHERE place ${picked(places)} ORDER BY place, row`;
      for await (const chunk of chunks(bench.connection, sql)) {
        for (let at = 0; at < chunk.rows; at += 1) {
          const { value } = read(activityCells(chunk, at, 2));
          if (value === undefined || value.date < from || !known(value.symbol)) continue;
          const registration = roster.entries[chunk.number(0, at)]?.registration;
          const row = { account: chunk.text(1, at), ...value };
          rows.push(registration === undefined ? row : { ...row, registration });
        }
      }
      return rows;
    },
  };
}

/** Where a book has no activity, lots tell what was bought (semantics.md 4). */
function purchases(account: string, lots: readonly Lot[], from: string): Activity[] {
  return lots
    .filter(({ acquired }) => acquired >= from)
    .map(({ symbol, acquired, quantity, unitCost }) => ({
      account,
      symbol,
      date: acquired,
      side: "buy" as const,
      quantity,
      price: unitCost,
    }));
}

/** V of semantics.md 1: holdings and cash, exact. */
export function accountValue(
  account: BookAccount,
  priceOf: (symbol: string) => Decimal | undefined,
): Decimal {
  let value = account.cash;
  for (const { symbol, quantity } of account.lots) {
    const price = priceOf(symbol);
    if (price !== undefined) value = value.plus(price.times(quantity));
  }
  return value;
}
