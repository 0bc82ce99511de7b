/** All lots once, account by account: every bad record found, and every account whose value is nothing. */
import { fault } from "./codes.ts";
import { chunks, createFiller, literal, type Workbench } from "./database.ts";
import { putDuplicates, rowList } from "./duplicates.ts";
import { LOT_COLUMNS, type LotReader } from "./lots.ts";
import { blameDamaged, sortByOwner } from "./owners.ts";
import type { Quarantine } from "./quarantine.ts";
import type { Roster } from "./roster.ts";
import type { Securities } from "./securities.ts";
import type { Imported } from "./source/imported.ts";
import { type LotPlaces, PRICED, surveyLots } from "./survey.ts";
import type { SymbolCheck } from "./symbols.ts";

export interface CheckedLots {
  /** places of accounts whose value may not be more than zero, to be worked out exactly */
  readonly poor: readonly number[];
  /** where lots are that are read in place; undefined: they are on the workbench, sorted by account */
  readonly places?: LotPlaces;
}

/** Checks `lots`, and leaves it on the workbench sorted by account where it cannot be read in place. */
export async function checkLots(
  bench: Workbench,
  imported: Imported,
  roster: Roster,
  securities: Securities,
  symbols: SymbolCheck,
  read: LotReader,
  asOf: string,
  quarantine: Quarantine,
): Promise<CheckedLots> {
  await putPriced(bench, securities, symbols);
  const { laid, reading = (look) => look() } = imported;
  const surveyed =
    laid && (await reading(() => surveyLots({ bench, imported, laid, roster, symbols, read, asOf })));
  if (surveyed !== undefined) {
    quarantine.take(surveyed.found);
    return { poor: poorOf(roster, surveyed.worth), places: surveyed.places };
  }
  const sorted = laid === undefined ? imported : ((await imported.copied?.()) ?? imported);
  return { poor: await checkSorted(bench, sorted, roster, symbols, read, asOf, quarantine) };
}

/** Places of accounts whose value may not be more than zero. */
function poorOf(roster: Roster, worth: Float64Array): number[] {
  const cash = (place: number): number => roster.cash[place] ?? 0;
  // Floats are good to a cent at any size that `cells.ts` lets through only below 1e13; a dollar leaves room.
  return [...worth.keys()].filter(
    (place) => cash(place) + (worth[place] ?? 0) < 1 + 1e-9 * Math.abs(cash(place)),
  );
}

/** Checks `lots` once it is on the workbench, sorted by account. @returns places as `poorOf` has them */
async function checkSorted(
  bench: Workbench,
  imported: Imported,
  roster: Roster,
  symbols: SymbolCheck,
  read: LotReader,
  asOf: string,
  quarantine: Quarantine,
): Promise<number[]> {
  await sortByOwner(bench, imported, LOT_COLUMNS, roster, quarantine);
  const { file } = imported;
  for await (const chunk of chunks(bench.connection, suspectsSql(asOf))) {
    for (let at = 0; at < chunk.rows; at += 1) {
      const [row, account] = [chunk.number(1, at), chunk.text(2, at)];
      const lot = read(
        chunk.text(3, at),
        chunk.text(4, at),
        chunk.text(5, at),
        chunk.text(6, at),
        chunk.text(7, at),
      );
      for (const found of lot.faults) quarantine.put(account, { fault: found, file, row });
      if (lot.symbol === "") continue;
      const trouble = symbols.of(lot.symbol);
      if (trouble === "unknown") quarantine.put(account, { fault: symbols.unknown(lot.symbol), file, row });
      else for (const placed of trouble) quarantine.put(account, placed);
    }
  }
  await blameDuplicates(bench, file, quarantine);
  await blameDamaged(bench, imported, roster, quarantine);
  const worth = new Float64Array(roster.entries.length);
  const held = new Uint8Array(roster.entries.length);
  const worthSql = `SELECT l.place, sum(TRY_CAST(l.quantity AS DOUBLE) * CAST(g.c1 AS DOUBLE))
    FROM lots l LEFT JOIN ${PRICED} g ON g.c0 = l.symbol WHERE l.place IS NOT NULL GROUP BY l.place`;
  for await (const chunk of chunks(bench.connection, worthSql)) {
    for (let at = 0; at < chunk.rows; at += 1) {
      const place = chunk.number(0, at);
      held[place] = 1;
      worth[place] = Number(chunk.text(1, at));
    }
  }
  if (imported.brokenOff !== undefined)
    await blameLost(bench, imported, imported.brokenOff, roster, held, quarantine);
  return poorOf(roster, worth);
}

/**
 * Lots that are not plainly good, to be judged one by one. The database passes over the many that are: digits, a day
 * that exists, a priced symbol. `holdings.test.ts` shows that whatever it passes over, the judge accepts.
 */
export function suspectsSql(asOf: string): string {
  const digits = (name: string): string => `regexp_full_match(l.${name}, '[0-9]{1,15}([.][0-9]{1,20})?')`;
  return `SELECT l.place, l.row, l.account, ${LOT_COLUMNS.map((name) => `l.${name}`).join(", ")}
    FROM lots l LEFT JOIN ${PRICED} g ON g.c0 = l.symbol
    WHERE l.place IS NOT NULL AND NOT (g.c0 IS NOT NULL
      AND ${digits("quantity")} AND regexp_matches(l.quantity, '[1-9]') AND ${digits("unit_cost")}
      AND regexp_full_match(l.acquired, '(19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}')
      AND TRY_CAST(l.acquired AS DATE) IS NOT NULL AND l.acquired <= ${literal(asOf)})
    ORDER BY l.place, l.row`;
}

/** Leaves on the workbench the symbols that may be held, and their prices. */
export async function putPriced(
  bench: Workbench,
  securities: Securities,
  symbols: SymbolCheck,
): Promise<void> {
  const priced = await createFiller(bench.connection, PRICED, 2);
  for (const { symbol, price } of securities.good.values()) {
    const trouble = symbols.of(symbol);
    if (trouble !== "unknown" && trouble.length === 0) priced.add(0, [symbol, price.toFixed()]);
  }
  priced.finish();
}

async function blameDuplicates(bench: Workbench, file: string, quarantine: Quarantine): Promise<void> {
  const sql = `SELECT l.account, l.lot, l.row FROM lots l JOIN (
      SELECT place, lot FROM lots WHERE place IS NOT NULL AND lot <> '' GROUP BY place, lot HAVING count(*) > 1
    ) d ON d.place = l.place AND d.lot = l.lot ORDER BY l.place, l.lot, l.row`;
  let group: { account: string; lot: string; rows: number[] } | undefined;
  const blame = (): void => {
    if (group === undefined) return;
    const { account, lot, rows } = group;
    const found = fault("duplicateLot", { lot, rows: rowList(rows) }, lot);
    putDuplicates(quarantine, account, file, rows, found);
  };
  for await (const chunk of chunks(bench.connection, sql)) {
    for (let at = 0; at < chunk.rows; at += 1) {
      const [account, lot, row] = [chunk.text(0, at), chunk.text(1, at), chunk.number(2, at)];
      if (group?.account === account && group.lot === lot) {
        group.rows.push(row);
        continue;
      }
      blame();
      group = { account, lot, rows: [row] };
    }
  }
  blame();
}

/**
 * A file of lots that breaks off in the middle of a record has lost what came after it. In a file sorted like the book
 * those are the lots of the accounts after the last one read: such an account without a single lot is not known to
 * have none.
 */
async function blameLost(
  bench: Workbench,
  { file, damaged }: Imported,
  row: number,
  roster: Roster,
  held: Uint8Array,
  quarantine: Quarantine,
): Promise<void> {
  const found = await bench.connection.runAndReadAll(
    `SELECT max(place), count(*) FILTER (place < before) FROM (SELECT place, lag(place) OVER (ORDER BY row) AS before FROM lots WHERE place IS NOT NULL)`,
  );
  const [last, unsorted] = found.getRows()[0] ?? [];
  if (typeof last !== "number" || Number(unsorted) > 0) return;
  const value = damaged.at(-1)?.cells.join(",") ?? "";
  for (let place = last + 1; place < roster.entries.length; place += 1) {
    const account = roster.entries[place]?.account;
    if (account === undefined || held[place] === 1) continue;
    quarantine.put(account, { fault: fault("lostLots", { row }, value), file, row });
  }
}
