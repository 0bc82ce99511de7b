/** Records of `lots` and `activity` beside their accounts: sorted by the book's order, and those that belong to none. */
import { nearest } from "@mandate/compiler";
import { type Fault, fault } from "./codes.ts";
import type { CsvRecord } from "./csv/careful.ts";
import { chunks, literal, type Workbench } from "./database.ts";
import { keyOf } from "./key.ts";
import type { Quarantine } from "./quarantine.ts";
import type { Roster } from "./roster.ts";
import { column, type Imported } from "./source/imported.ts";

/** Looking for the id that was meant is a courtesy; in a large book of many unknown ones it would take minutes. */
const LOOKED_AT = 1_000_000;

/**
 * Leaves `TABLE (place, row, account, COLUMNS…)` on the workbench, in the book's order; records of accounts that the
 * book does not have are put aside.
 */
export async function sortByOwner(
  bench: Workbench,
  imported: Imported,
  columns: readonly string[],
  roster: Roster,
  quarantine: Quarantine,
): Promise<void> {
  const { table, header, relation, file } = imported;
  const account = column(header, "account");
  const named = columns.map((name) => `r.${name}`).join(", ");
  const source = `(SELECT row, ${account} AS account, ${columns
    .map((name) => `${column(header, name)} AS ${name}`)
    .join(", ")} FROM ${relation})`;
  const { reading = (read) => read() } = imported;
  await reading(() =>
    bench.connection.run(`CREATE TABLE ${table} AS SELECT CAST(p.row AS INTEGER) AS place, r.row AS row, r.account AS account, ${named}
    FROM ${source} r LEFT JOIN places p ON p.c0 = r.account ORDER BY place NULLS LAST, r.row`),
  );
  const filled = columns.map((name) => `${name} <> ''`).join(" OR ");
  const orphans = `SELECT row, account FROM ${table} WHERE place IS NULL AND (account <> '' OR ${filled}) ORDER BY row`;
  await putOrphans(bench, orphans, file, unknownOwner(roster), quarantine);
}

/** Puts aside the records that a query finds, as row and account, which belong to no account of the book. */
export async function putOrphans(
  bench: Workbench,
  sql: string,
  file: string,
  unknown: (account: string) => Fault,
  quarantine: Quarantine,
): Promise<void> {
  for await (const chunk of chunks(bench.connection, sql)) {
    for (let at = 0; at < chunk.rows; at += 1) {
      const [row, name] = [chunk.number(0, at), chunk.text(1, at)];
      const placed = { fault: unknown(name), file, row };
      if (name === "") quarantine.warn(placed);
      else quarantine.put(name, placed);
    }
  }
}

/** The fault of a record whose account the book does not have, or whose account is empty. */
export function unknownOwner(roster: Roster): (account: string) => Fault {
  const meant = new Map<string, string | undefined>();
  return (account) => {
    if (account === "") return fault("missingCell", { column: "account" }, "");
    if (!meant.has(account))
      meant.set(
        account,
        (meant.size + 1) * roster.place.size < LOOKED_AT ? nearest(account, roster.place.keys()) : undefined,
      );
    return fault("unknownAccount", { account, nearest: meant.get(account) }, account);
  };
}

/** Puts aside whom the damaged records of a table touch; returns the accounts. */
export async function blameDamaged(
  bench: Workbench,
  imported: Imported,
  roster: Roster,
  quarantine: Quarantine,
): Promise<string[]> {
  const touched: string[] = [];
  for (const record of imported.damaged) {
    if (record.fault === undefined) continue;
    const placed = { fault: record.fault, file: imported.file, row: record.row };
    const owners = await ownersOf(bench, imported, record, roster);
    if (owners.length === 0) quarantine.warn(placed);
    for (const owner of owners) {
      quarantine.put(owner, placed);
      touched.push(owner);
    }
  }
  return touched;
}

/**
 * Whose a damaged record is. If the account's id itself was cut off, it is that of an account which begins so; in a
 * file sorted like the book it can only be one between its neighbours', and elsewhere it cannot be told.
 */
async function ownersOf(
  bench: Workbench,
  imported: Imported,
  record: CsvRecord,
  roster: Roster,
): Promise<string[]> {
  const key = keyOf(record, imported.header.at.get("account") ?? -1);
  if (key === undefined) return [];
  if (key.whole) return [key.text];
  const owners = new Set<string>(roster.place.has(key.text) ? [key.text] : []);
  const between = await neighbours(bench, imported, record.row);
  if (between !== undefined) {
    const last = between.after ?? Math.min(between.before + 1, roster.entries.length - 1);
    for (let at = between.before; at <= last; at += 1) {
      const account = roster.entries[at]?.account;
      if (account?.startsWith(key.text) === true) owners.add(account);
    }
  }
  return owners.size > 0 ? [...owners] : [key.text];
}

/** Places of the accounts before and after a row; undefined if the file is not in the book's order. */
async function neighbours(
  bench: Workbench,
  { table }: Imported,
  row: number,
): Promise<{ readonly before: number; readonly after: number | undefined } | undefined> {
  const sorted = await bench.connection.runAndReadAll(
    `SELECT count(*) FROM (SELECT place, lag(place) OVER (ORDER BY row) AS before FROM ${table} WHERE place IS NOT NULL) WHERE place < before`,
  );
  if (Number(sorted.getRows()[0]?.[0]) > 0) return undefined;
  const found = await bench.connection.runAndReadAll(
    `SELECT max(place) FILTER (row < ${literal(String(row))}::BIGINT), min(place) FILTER (row > ${literal(String(row))}::BIGINT) FROM ${table}`,
  );
  const [before, after] = found.getRows()[0] ?? [];
  return {
    before: typeof before === "number" ? before : 0,
    after: typeof after === "number" ? after : undefined,
  };
}
