/** Good accounts and their household's activity, a shard at a time. */
import type { Decimal } from "decimal.js";
import { type ActivityText, packActivity, unpackActivity } from "../account/activityText.ts";
import type { Activity, BookAccount, Lot } from "../account/book.ts";
import { type Names, readAccount } from "./accounts.ts";
import { ACTIVITY_COLUMNS, activityFrom, activityTexts } from "./activity.ts";
import type { Header } from "./columns.ts";
import { chunks, type Workbench } from "./database.ts";
import { type Held, type HeldReader, picked } from "./held.ts";
import { activityCells } from "./movements.ts";
import type { RosterEntry } from "./roster.ts";

/** An account without its lots, which are with the shard's. */
export interface ShardAccount extends Omit<BookAccount, "lots"> {
  readonly place: number;
}

/** What some accounts of a book are solved from. */
export interface BookShard {
  /** good accounts, in the book's order */
  readonly accounts: readonly ShardAccount[];
  readonly held: Held;
  readonly activity: readonly ActivityText[];
}

export interface ShardReader {
  /** accounts at those places that `wanted` lets through, in the book's order */
  readonly accounts: (
    places: readonly number[],
    wanted: (account: string) => boolean,
  ) => Promise<BookAccount[]>;
  readonly activity: (places: readonly number[]) => Promise<Activity[]>;
  /** both at once, lots read once */
  readonly shard: (places: readonly number[], wanted: (account: string) => boolean) => Promise<BookShard>;
}

/** What the reader knows of accounts. */
export interface Members {
  readonly header: Header;
  readonly names: Names;
  /** the account at a place of the book, a quarantined one too */
  readonly at: (place: number) => Pick<RosterEntry, "account" | "registration"> | undefined;
}

const NOBODY: Held = { places: [], lots: () => [], sound: () => true, range: () => ({ from: 0, to: 0 }) };

export function shardReader(
  bench: Workbench,
  { header, at: memberAt, names }: Members,
  lotsAt: HeldReader,
  asOf: string,
  known: (symbol: string) => boolean,
  hasActivity: boolean,
): ShardReader {
  const accountsAt = async (
    places: readonly number[],
    held: Held,
    wanted: (account: string) => boolean,
  ): Promise<ShardAccount[]> => {
    const found: ShardAccount[] = [];
    const cellNames = header.names.map((_, index) => `c${index}`);
    const sql = `SELECT ${["place", ...cellNames].join(", ")} FROM accounts WHERE place ${picked(places)} ORDER BY place`;
    for await (const chunk of chunks(bench.connection, sql)) {
      for (let at = 0; at < chunk.rows; at += 1) {
        const cells = header.names.map((_, index) => chunk.text(index + 1, at));
        const { account, value } = readAccount(cells, names);
        if (!wanted(account)) continue;
        const place = chunk.number(0, at);
        if (value === undefined || !held.sound(place))
          throw new TypeError(`account ${account} passed the first look but not the second`);
        found.push({ ...value, place });
      }
    }
    return found;
  };
  const readText = activityTexts(asOf);
  const activityOf = async (places: readonly number[], lots: Held | undefined): Promise<ActivityText[]> => {
    const from = activityFrom(asOf);
    if (!hasActivity) {
      const held = lots ?? (await lotsAt(places));
      return held.places.flatMap((place) =>
        purchases(memberAt(place)?.account ?? "", held.lots(place), from)
          .filter(({ symbol }) => known(symbol))
          .map(packActivity),
      );
    }
    const rows: ActivityText[] = [];
    const sql = `SELECT place, account, ${ACTIVITY_COLUMNS.join(", ")} FROM activity WHERE place ${picked(places)} ORDER BY place, row`;
    for await (const chunk of chunks(bench.connection, sql)) {
      for (let at = 0; at < chunk.rows; at += 1) {
        const row = readText(chunk.text(1, at), activityCells(chunk, at, 2));
        if (row === undefined || row.date < from || !known(row.symbol)) continue;
        const registration = memberAt(chunk.number(0, at))?.registration;
        rows.push(registration === undefined ? row : { ...row, registration });
      }
    }
    return rows;
  };
  const shard: ShardReader["shard"] = async (places, wanted) => {
    if (places.length === 0) return { accounts: [], held: NOBODY, activity: [] };
    const held = await lotsAt(places);
    const accounts = await accountsAt(places, held, wanted);
    return { accounts, held, activity: await activityOf(places, held) };
  };
  return {
    shard,
    async accounts(places, wanted) {
      if (places.length === 0) return [];
      const held = await lotsAt(places);
      const found = await accountsAt(places, held, wanted);
      return found.map(({ place, ...account }) => ({ ...account, lots: held.lots(place) }));
    },
    async activity(places) {
      const rows = places.length === 0 ? [] : await activityOf(places, undefined);
      return rows.map(unpackActivity);
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
