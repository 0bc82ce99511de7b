/** Typed tables onto the workbench: Parquet files, and the tables of a DuckDB file. */

import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { bookErrors } from "@mandate/compiler";
import { readHeader, shapes, type TableName, tableNames } from "../columns.ts";
import { hashFile, stamp } from "../csv/bytes.ts";
import { literal, type Workbench } from "../database.ts";
import { BookError } from "../error.ts";
import { setAside } from "./control.ts";
import { PATTERN } from "./csv.ts";
import { type Imported, textOf } from "./imported.ts";
import { keyColumns } from "./key.ts";
import type { FileSource } from "./location.ts";

/** Copies every cell of a relation as text into `raw_TABLE`. */
async function asText(
  bench: Workbench,
  table: TableName,
  file: string,
  from: string,
  row: string,
): Promise<Pick<Imported, "header" | "relation" | "damaged">> {
  const described = await bench.connection.runAndReadAll(`DESCRIBE SELECT * FROM ${from}`);
  const columns = described.getRows().map((cells) => ({ name: String(cells[0]), type: String(cells[1]) }));
  const header = readHeader(
    table,
    columns.map(({ name }) => name),
    file,
  );
  const cells = columns.map(({ name, type }, index) => `${textOf(name, type)} AS c${index}`);
  await bench.connection.run(
    `CREATE TABLE raw_${table} AS SELECT ${[`${row} AS row`, ...cells].join(", ")} FROM ${from}`,
  );
  const damaged = await setAside(bench, `raw_${table}`, columns.length, file);
  return { header, relation: `raw_${table}`, damaged };
}

/** @throws BookError if the file is no Parquet file, or is damaged: it has no records to tell good from bad by */
export async function importParquet(bench: Workbench, source: FileSource): Promise<Imported> {
  const { table, file } = source;
  const before = await stamp(source.path, file);
  const hash = await hashFile(source.path, file);
  let path = source.path;
  if (PATTERN.test(path)) {
    path = join(bench.folder, `${table}.parquet`);
    await copyFile(source.path, path);
  }
  try {
    // Numbers of rows count from 1: a Parquet file has no header row.
    const text = await asText(bench, table, file, `read_parquet(${literal(path)})`, "row_number() OVER ()");
    if ((await stamp(source.path, file)) !== before) {
      throw new BookError(
        bookErrors.changedMeanwhile,
        `\`${file}\` was changed while it was read; run again once it is whole`,
        file,
      );
    }
    return { table, file, ...text, hash };
  } catch (error) {
    if (error instanceof BookError) throw error;
    throw new BookError(bookErrors.unreadable, `\`${file}\` is no Parquet file, or is damaged`, file);
  }
}

/** All tables of a DuckDB file, which is opened for reading only. */
export async function importDuckDb(bench: Workbench, path: string, name: string): Promise<Imported[]> {
  const hash = await hashFile(path, name);
  try {
    await bench.connection.run(`ATTACH ${literal(path)} AS given (READ_ONLY)`);
  } catch {
    throw new BookError(
      bookErrors.unreadable,
      `\`${name}\` cannot be opened as a DuckDB file; is another program writing to it?`,
      name,
    );
  }
  const imported: Imported[] = [];
  for (const table of tableNames) {
    const found = await bench.connection.runAndReadAll(
      // Tables alone: a view could read any file of the machine.
      `SELECT 1 FROM duckdb_tables() WHERE database_name = 'given' AND schema_name = 'main' AND table_name = ${literal(table)}`,
    );
    if (found.getRows().length === 0) {
      if (shapes[table].needed)
        throw new BookError(bookErrors.nothingThere, `\`${name}\` has no table \`${table}\``, name);
      continue;
    }
    const file = `${name}/${table}`;
    const text = await asText(bench, table, file, `given.main.${table}`, "row_number() OVER ()");
    imported.push({ table, file, ...text, hash, keys: keyColumns(table, text.header) });
  }
  return imported;
}
