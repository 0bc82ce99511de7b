/** From where a book lies to tables of text on the workbench. */
import { createHash } from "node:crypto";
import type { TableName } from "../columns.ts";
import { confine, type Workbench } from "../database.ts";
import { importCsv } from "./csv.ts";
import type { Imported } from "./imported.ts";
import type { Location } from "./location.ts";
import { importDuckDb, importParquet } from "./typed.ts";

export interface Tables {
  readonly all: () => Iterable<Imported>;
  readonly get: (table: TableName) => Imported | undefined;
  /** SHA-256 over the names and bytes of the book's files, or the rows of its database, wherever they lie and whenever they were written */
  readonly hash: string;
}

/** What of the machine's files a book is. */
function filesOf(place: Location): readonly string[] {
  if (place.kind === "folder") return place.files.map(({ path }) => path);
  return place.kind === "duckdb" ? [place.path] : [];
}

/** Brings the tables asked for (all, if none are named) onto the workbench. */
export async function importBook(
  bench: Workbench,
  place: Location,
  only?: readonly TableName[],
): Promise<Tables> {
  const tables = new Map<TableName, Imported>();
  const hash = createHash("sha256");
  await confine(bench, filesOf(place));
  if (place.kind === "duckdb") {
    for (const imported of await importDuckDb(bench, place.path, place.name))
      tables.set(imported.table, imported);
    hash.update(`duckdb ${[...tables.values()][0]?.hash ?? ""}\n`);
  } else if (place.kind === "postgres") {
    // The driver is loaded for such a book alone.
    const { importPostgres } = await import("./postgres.ts");
    for (const imported of await importPostgres(bench, place.address, only)) {
      tables.set(imported.table, imported);
      hash.update(`${imported.table} postgres ${imported.hash}\n`);
    }
  } else {
    for (const source of place.files) {
      if (only !== undefined && !only.includes(source.table)) continue;
      const imported = await (source.kind === "csv" ? importCsv : importParquet)(bench, source);
      tables.set(source.table, imported);
      hash.update(`${source.table} ${source.kind} ${imported.hash}\n`);
    }
  }
  return { all: () => tables.values(), get: (table) => tables.get(table), hash: hash.digest("hex") };
}
