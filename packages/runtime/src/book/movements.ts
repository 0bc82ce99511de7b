/** All activity once: every bad record found, and whom it touches. */

import { ACTIVITY_COLUMNS, type ActivityCells, activityReader } from "./activity.ts";
import { fault } from "./codes.ts";
import { type Columns, chunks, createFiller, literal, type Workbench } from "./database.ts";
import type { Household } from "./households.ts";
import { blameDamaged, sortByOwner } from "./owners.ts";
import type { Quarantine } from "./quarantine.ts";
import type { Roster } from "./roster.ts";
import type { Imported } from "./source/imported.ts";
import type { SymbolCheck } from "./symbols.ts";

/** Cells of a row of a query over ACTIVITY_COLUMNS, the first of which is at `from`. */
export function activityCells(chunk: Columns, at: number, from: number): ActivityCells {
  const cell = (name: (typeof ACTIVITY_COLUMNS)[number]): string =>
    chunk.text(from + ACTIVITY_COLUMNS.indexOf(name), at);
  return {
    symbol: cell("symbol"),
    date: cell("date"),
    side: cell("side"),
    quantity: cell("quantity"),
    price: cell("price"),
    gain: cell("gain"),
  };
}

/** Leaves on the workbench the symbols that activity may name. */
export async function putKnown(bench: Workbench, universe: ReadonlySet<string>): Promise<void> {
  const known = await createFiller(bench.connection, "known", 1);
  for (const symbol of universe) known.add(0, [symbol]);
  known.finish();
}

/**
 * Activity that is not plainly good, to be judged row by row. `movements.test.ts` shows that whatever the database passes
 * over, the judge accepts.
 */
export function suspectsOfActivity(asOf: string): string {
  const digits = "[0-9]{1,15}([.][0-9]{1,20})?";
  const positive = (name: string): string =>
    `regexp_full_match(${name}, '${digits}') AND regexp_matches(${name}, '[1-9]')`;
  return `SELECT activity.row, account, ${ACTIVITY_COLUMNS.join(", ")} FROM activity LEFT JOIN known k ON k.c0 = symbol
    WHERE place IS NOT NULL AND NOT (k.c0 IS NOT NULL AND side IN ('buy', 'sell', 'reinvest')
      AND ${positive("quantity")} AND ${positive("price")} AND (gain = '' OR regexp_full_match(gain, '-?${digits}'))
      AND regexp_full_match(date, '(19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}') AND TRY_CAST(date AS DATE) IS NOT NULL
      AND date <= ${literal(asOf)})
    ORDER BY place, activity.row`;
}

/**
 * Checks `activity` and leaves it on the workbench sorted by account. A bad record touches its account and, where it
 * may be recent enough for a wash sale, the account's household: without it nobody there knows what was bought
 * (semantics.md 4).
 */
export async function checkActivity(
  bench: Workbench,
  imported: Imported,
  asOf: string,
  roster: Roster,
  households: readonly Household[],
  universe: ReadonlySet<string>,
  symbols: SymbolCheck,
  washSalesAllowed: boolean,
  quarantine: Quarantine,
): Promise<void> {
  await sortByOwner(bench, imported, ACTIVITY_COLUMNS, roster, quarantine);
  const read = activityReader(asOf);
  const { file } = imported;
  const unsettled = new Map<string, number>();
  await putKnown(bench, universe);
  const sql = suspectsOfActivity(asOf);
  for await (const chunk of chunks(bench.connection, sql)) {
    for (let at = 0; at < chunk.rows; at += 1) {
      const cells = activityCells(chunk, at, 2);
      const found = read(cells);
      const strange = cells.symbol !== "" && !universe.has(cells.symbol);
      const faults = strange ? [...found.faults, symbols.unknown(cells.symbol)] : found.faults;
      if (faults.length === 0) continue;
      const [row, account] = [chunk.number(0, at), chunk.text(1, at)];
      for (const each of faults) quarantine.put(account, { fault: each, file, row });
      if (found.recent && !unsettled.has(account)) unsettled.set(account, row);
    }
  }
  for (const record of imported.damaged) {
    for (const account of await blameDamaged(bench, { ...imported, damaged: [record] }, roster, quarantine)) {
      if (!unsettled.has(account)) unsettled.set(account, record.row);
    }
  }
  if (washSalesAllowed) return;
  for (const { name, positions } of households) {
    if (positions.length < 2) continue;
    for (const position of positions) {
      const other = roster.entries[position]?.account ?? "";
      const row = unsettled.get(other);
      if (row === undefined) continue;
      for (const mate of positions) {
        const account = roster.entries[mate]?.account;
        if (account === undefined || mate === position) continue;
        const found = fault("householdActivity", { other, household: name ?? "" }, other);
        quarantine.put(account, { fault: found, file, row });
      }
    }
  }
}
