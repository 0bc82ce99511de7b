/** What a row of a database's table is found by again: there a number of rows means nothing. */
import type { Quarantined } from "../../account/book.ts";
import type { Header, TableName } from "../columns.ts";
import { identifier, literal, type Workbench } from "../database.ts";
import type { Imported } from "./imported.ts";

const NATURAL: Readonly<Record<TableName, readonly string[]>> = {
  securities: ["symbol"],
  accounts: ["account"],
  lots: ["account", "lot", "symbol", "acquired"],
  activity: ["account", "symbol", "date", "side"],
  factors: ["symbol"],
  factor_covariance: ["factor"],
};

/** Columns that tell a table's rows apart where it has no primary key. */
export function keyColumns(table: TableName, header: Header): readonly string[] {
  return NATURAL[table].filter((name) => header.at.has(name));
}

/** An SQL condition that finds a row again: `account = '1001' AND lot = 'a'`. */
export function condition(names: readonly string[], cells: readonly string[]): string {
  return names
    .map((name, at) => {
      const column = /^[a-z_][a-z0-9_]*$/.test(name) ? name : identifier(name);
      const cell = cells[at] ?? "";
      return cell === "" ? `${column} IS NULL` : `${column} = ${literal(cell)}`;
    })
    .join(" AND ");
}

/** The conditions of rows of one table, by their numbers. */
async function conditionsOf(
  bench: Workbench,
  { table, header, keys = [], damaged }: Imported,
  rows: ReadonlySet<number>,
): Promise<ReadonlyMap<number, string>> {
  const at = keys.map((name) => header.at.get(name) ?? 0);
  const found = new Map<number, string>();
  for (const { row, cells } of damaged)
    if (rows.has(row))
      found.set(
        row,
        condition(
          keys,
          at.map((index) => cells[index] ?? ""),
        ),
      );
  const read = await bench.connection.runAndReadAll(
    `SELECT row, ${at.map((index) => `c${index}`).join(", ")} FROM raw_${table} WHERE row IN (${[...rows].join(", ")})`,
  );
  for (const [row, ...cells] of read.getRows())
    found.set(
      Number(row),
      condition(
        keys,
        cells.map((cell) => (cell === null ? "" : String(cell))),
      ),
    );
  return found;
}

type Placed = Pick<Quarantined, "file" | "row">;

/** Records with the keys of their rows, where their table is one of a database. */
export async function withKeys<T extends Placed>(
  bench: Workbench,
  tables: Iterable<Imported>,
  records: readonly T[],
): Promise<(T & { readonly key?: string })[]> {
  const byFile = new Map<string, ReadonlyMap<number, string>>();
  for (const imported of tables) {
    if (imported.keys === undefined || imported.keys.length === 0) continue;
    const rows = new Set(records.filter(({ file }) => file === imported.file).map(({ row }) => row));
    if (rows.size > 0) byFile.set(imported.file, await conditionsOf(bench, imported, rows));
  }
  return records.map((record) => {
    const key = byFile.get(record.file)?.get(record.row);
    return key === undefined ? record : { ...record, key };
  });
}
