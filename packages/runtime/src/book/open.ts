/** Opens a book: everything checked once, good accounts to be read a shard at a time. */
import { type Bundle, bookErrors } from "@mandate/compiler";
import type { Activity, BookAccount, Market, Quarantined } from "../account/book.ts";
import { Exact } from "../exact/decimal.ts";
import { fault } from "./codes.ts";
import { isFull, openWorkbench, type Workbench } from "./database.ts";
import { isDate } from "./dates.ts";
import { BookError } from "./error.ts";
import type { Placed } from "./faultList.ts";
import { laidReader, sortedLots } from "./held.ts";
import { checkLots } from "./holdings.ts";
import { type Household, householdsOf, MOST_TOGETHER } from "./households.ts";
import { lotReader } from "./lots.ts";
import { checkActivity } from "./movements.ts";
import { modelTroubles } from "./needs.ts";
import { type BookWarning, Quarantine } from "./quarantine.ts";
import { accountValue, type BookShard, shardReader } from "./reader.ts";
import { type Risk, readRisk, usesRisk } from "./risk.ts";
import { type Roster, type RosterEntry, readRoster } from "./roster.ts";
import {
  judgeSecurities,
  latestPriceDate,
  previousPrices,
  readSecurities,
  type Securities,
} from "./securities.ts";
import type { Imported } from "./source/imported.ts";
import { importBook, type Tables } from "./source/index.ts";
import { condition, withKeys } from "./source/key.ts";
import { type Location, locate } from "./source/location.ts";
import { symbolCheck } from "./symbols.ts";

export interface BookOptions {
  readonly bundle: Bundle;
  /** ISO date of the run; default: the latest price date */
  readonly asOf?: string;
  /** a price may be so many business days (Monday to Friday) old */
  readonly staleAfterBusinessDays: number;
  /** decimal text: a price may move by this fraction from the previous book's, `0.4` */
  readonly priceJump: string;
  /** where the previous book lies, if prices are to be compared with it */
  readonly previousBook?: string;
  /** how much the database may hold in memory before it uses the disk; default `512MB` */
  readonly memory?: string;
}

export interface BookEntry {
  readonly account: string;
  /** place in the book's order, from 0 */
  readonly position: number;
  /** line of `accountsFile`, the header being 1 */
  readonly row: number;
  readonly quarantined: boolean;
}

/** An account as the reader needs to know it. */
interface Member extends BookEntry {
  quarantined: boolean;
  readonly registration: RosterEntry["registration"];
}

export interface OpenBook {
  readonly asOf: string;
  /** SHA-256 of the book's content, hexadecimal */
  readonly hash: string;
  readonly market: Market;
  /** where the accounts' rows are: `accounts.csv` */
  readonly accountsFile: string;
  /** what finds an account's row again in a database: a condition in SQL; undefined where the book is of files */
  readonly keyOf: (account: string) => string | undefined;
  /** every account that has a row, in the book's order, the quarantined too */
  readonly entries: readonly BookEntry[];
  /** every account is in exactly one; in the order of their first accounts */
  readonly households: readonly Household[];
  readonly quarantine: readonly Quarantined[];
  /** bad records that touch no account */
  readonly warnings: readonly BookWarning[];
  /** where `activity` comes from: the book's own, or its lots where the whole book has none */
  readonly activityFrom: "activity" | "lots";
  /** the good accounts among `count` positions from `from`, in the book's order */
  readonly accounts: (from: number, count: number) => Promise<BookAccount[]>;
  /** the good accounts at these positions, in the book's order */
  readonly accountsAt: (positions: readonly number[]) => Promise<BookAccount[]>;
  readonly readAll: () => Promise<BookAccount[]>;
  /**
   * good activity of the last 61 days and this year of the accounts at these positions, quarantined ones too: what they
   * bought may wash a sale elsewhere in the household
   */
  readonly activity: (positions: readonly number[]) => Promise<Activity[]>;
  /** what the good accounts among those at these positions are solved from, read at once */
  readonly shard: (positions: readonly number[]) => Promise<BookShard>;
  /** removes the temporary files; the book cannot be read any more */
  readonly close: () => Promise<void>;
}

/** Beyond this the database uses the disk: a million accounts leave room for two workers in 2 GB. */
const MEMORY = "512MB";

/**
 * Reads and checks a whole book. Close it when done.
 * @param location a folder of CSV or Parquet files, a DuckDB file, or the address of a PostgreSQL database
 * @throws BookError where no account could be read or trusted: a file or a column is missing, nothing is readable
 */
export async function openBook(location: string, options: BookOptions): Promise<OpenBook> {
  if (options.asOf !== undefined && !isDate(options.asOf)) {
    throw new BookError(bookErrors.badDay, `\`${options.asOf}\` is no date; write it as 2026-11-20`);
  }
  const place = await locate(location);
  const bench = await openWorkbench(options.memory ?? MEMORY, place.bytes);
  try {
    return await withRoom(() => open(bench, place, options));
  } catch (error) {
    await bench.close();
    throw error;
  }
}

function must(tables: Tables, name: "securities" | "accounts" | "lots"): Imported {
  const found = tables.get(name);
  if (found === undefined) throw new BookError(bookErrors.nothingThere, `the book has no table \`${name}\``);
  return found;
}

async function open(bench: Workbench, place: Location, options: BookOptions): Promise<OpenBook> {
  const { bundle } = options;
  const tables = await importBook(bench, place);
  const [prices, accounts, lots] = [
    must(tables, "securities"),
    must(tables, "accounts"),
    must(tables, "lots"),
  ];
  const quarantine = new Quarantine();
  const { asOf, securities } = await day(bench, prices, options);
  const risk = await readRisk(bench, bundle, tables.get("factors"), tables.get("factor_covariance"));
  const looksAtRisk = usesRisk(bundle);
  const exposures = looksAtRisk ? risk.bad : new Map<string, Placed>();
  const everyone = looksAtRisk ? risk.unusable : [];
  const troubles = modelTroubles(bundle, securities, exposures);
  const roster = await readRoster(bench, accounts, bundle, troubles, everyone, quarantine);
  const households = householdsOf(roster.entries, bundle);
  putLargeAside(households, roster, accounts.file, quarantine);
  const universe = new Set(bundle.universe.map(({ symbol }) => symbol));
  const symbols = symbolCheck(securities, universe, exposures);
  const readLot = lotReader(asOf);
  const { poor, places } = await checkLots(
    bench,
    lots,
    roster,
    securities,
    symbols,
    readLot,
    asOf,
    quarantine,
  );
  const activity = tables.get("activity");
  const hasActivity = activity !== undefined && (await holdsRecords(bench, activity));
  if (activity !== undefined) {
    const allowed = bundle.washSalesAllowed;
    await checkActivity(bench, activity, asOf, roster, households, universe, symbols, allowed, quarantine);
  }
  // Of an account no more than this is held for the whole run: a book may have a million.
  const members = roster.entries.map(
    ({ account, registration, row }, position): Member => ({
      account,
      position,
      row,
      quarantined: false,
      registration,
    }),
  );
  const reader = shardReader(
    bench,
    { header: accounts.header, names: roster.names, at: (place) => members[place] },
    places === undefined || lots.laid === undefined
      ? sortedLots(bench, readLot)
      : laidReader(bench, lots, lots.laid, places, asOf),
    asOf,
    (symbol) => universe.has(symbol),
    hasActivity,
  );
  const good = (account: string): boolean => !quarantine.has(account);
  for (let from = 0; from < poor.length; from += 1000) {
    for (const account of await reader.accounts(poor.slice(from, from + 1000), good)) {
      const value = accountValue(account, (symbol) => securities.good.get(symbol)?.price);
      if (value.gt(0)) continue;
      const told = `${value.lt(0) ? "-" : ""}$${value.abs().toFixed(2)}`;
      const found = fault("noValue", { value: told }, value.toFixed());
      quarantine.put(account.account, {
        fault: found,
        file: accounts.file,
        row: await rowOf(bench, accounts, account.account),
      });
    }
  }
  warnOfUntouched(securities, risk, looksAtRisk, quarantine);
  const inOrder = quarantine.list(placeIn(roster));
  for (const member of members) member.quarantined = quarantine.has(member.account);
  const entries: readonly BookEntry[] = members;
  await bench.connection.run(
    "DROP TABLE IF EXISTS places; DROP TABLE IF EXISTS priced; DROP TABLE IF EXISTS known",
  );
  // A row of a database is found again by its key, which is in the table as it was read.
  for (const { table, keys } of tables.all())
    if (keys === undefined) await bench.connection.run(`DROP TABLE IF EXISTS raw_${table}`);
  const range = (from: number, count: number): number[] => {
    const first = Math.max(0, from);
    return Array.from(
      { length: Math.max(0, Math.min(entries.length, from + count) - first) },
      (_, i) => first + i,
    );
  };
  const inTurn = turns();
  return {
    asOf,
    hash: tables.hash,
    market: { asOf, securities: securities.good, ...(risk.model === undefined ? {} : { risk: risk.model }) },
    accountsFile: accounts.file,
    entries,
    households,
    quarantine: await withKeys(bench, tables.all(), inOrder),
    warnings: await withKeys(bench, tables.all(), quarantine.warnings()),
    keyOf: (account) => (accounts.keys === undefined ? undefined : condition(["account"], [account])),
    activityFrom: hasActivity ? "activity" : "lots",
    accounts: (from, count) => inTurn(() => reader.accounts(range(from, count), good)),
    accountsAt: (positions) => inTurn(() => reader.accounts(positions, good)),
    readAll: () => inTurn(() => reader.accounts(range(0, entries.length), good)),
    activity: (positions) => inTurn(() => reader.activity(positions)),
    shard: (positions) => inTurn(() => reader.shard(positions, good)),
    close: bench.close,
  };
}

/**
 * One reading after the other: a connection streams one result at a time, and a second query would end the first one's
 * stream early, without an error. Workers ask for their shards at the same time.
 */
function turns(): <T>(read: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (read) => {
    const mine = last.then(() => withRoom(read));
    last = mine.catch(() => undefined);
    return mine;
  };
}

/** @throws BookError where the disk or the memory that the book is sorted on is full */
async function withRoom<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (isFull(error)) {
      throw new BookError(
        bookErrors.noRoom,
        "there is no room for temporary files: the disk or the memory is full",
      );
    }
    throw error;
  }
}

async function day(
  bench: Workbench,
  imported: Imported,
  options: BookOptions,
): Promise<{ readonly asOf: string; readonly securities: Securities }> {
  const { bundle, staleAfterBusinessDays: staleAfter } = options;
  const rows = await readSecurities(bench, imported, bundle);
  if (rows.length === 0 && imported.damaged.length === 0) {
    throw new BookError(
      bookErrors.empty,
      `\`${imported.file}\` has no securities, only a header`,
      imported.file,
    );
  }
  const asOf = options.asOf ?? latestPriceDate(rows, staleAfter);
  if (asOf === undefined) {
    throw new BookError(
      bookErrors.empty,
      `no row of \`${imported.file}\` has a price and a \`price_date\` that can be used, so the day of the run is not known`,
      imported.file,
    );
  }
  const previous =
    options.previousBook === undefined ? new Map() : await pricesOf(options.previousBook, options);
  const rules = { asOf, staleAfter, priceJump: new Exact(options.priceJump), previous };
  return { asOf, securities: judgeSecurities(rows, imported, bundle, rules) };
}

/** The previous book on a workbench of its own, since its tables have the same names. */
async function pricesOf(location: string, options: BookOptions): ReturnType<typeof previousPrices> {
  const bench = await openWorkbench(options.memory ?? MEMORY);
  try {
    return await previousPrices(
      bench,
      must(await importBook(bench, await locate(location), ["securities"]), "securities"),
    );
  } catch (error) {
    if (!(error instanceof BookError)) throw error;
    const message = `${error.message}; it is what the manifest's \`previous_book\` names`;
    throw new BookError(error.code, message, error.file);
  } finally {
    await bench.close();
  }
}

function putLargeAside(
  households: readonly Household[],
  { entries }: Roster,
  file: string,
  quarantine: Quarantine,
): void {
  for (const { name: household = "", positions } of households) {
    if (positions.length <= MOST_TOGETHER) continue;
    const params = { household, accounts: positions.length, most: MOST_TOGETHER };
    const found = fault("largeHousehold", params, household);
    for (const position of positions) {
      const entry = entries[position];
      if (entry !== undefined) quarantine.put(entry.account, { fault: found, file, row: entry.row });
    }
  }
}

/** Not written where it is used: the roster would be kept for as long as the book is open. */
function placeIn({ place }: Roster): (account: string) => number {
  return (account) => place.get(account) ?? Number.MAX_SAFE_INTEGER;
}

async function holdsRecords(bench: Workbench, imported: Imported): Promise<boolean> {
  if (imported.damaged.length > 0) return true;
  const { reading = (read) => read(), relation } = imported;
  const found = await reading(() => bench.connection.runAndReadAll(`SELECT count(*) FROM ${relation}`));
  return Number(found.getRows()[0]?.[0]) > 0;
}

async function rowOf(bench: Workbench, accounts: Imported, account: string): Promise<number> {
  const key = `c${accounts.header.at.get("account") ?? 0}`;
  const found = await bench.connection.runAndReadAll(
    `SELECT min(row) FROM ${accounts.relation} WHERE ${key} = $1`,
    [account],
  );
  return Number(found.getRows()[0]?.[0] ?? 1);
}

/** Bad records of securities and of the risk model that put nobody aside are still worth a word. */
function warnOfUntouched(
  securities: Securities,
  risk: Risk,
  looksAtRisk: boolean,
  quarantine: Quarantine,
): void {
  const records = [...securities.nameless, ...[...securities.bad.values()].flat()];
  const exposures = [...risk.bad.values()].filter(({ fault: { name } }) => name !== "noExposure");
  for (const placed of [...records, ...exposures, ...(looksAtRisk ? [] : risk.unusable)]) {
    if (!quarantine.blames(placed)) quarantine.warn(placed);
  }
}
