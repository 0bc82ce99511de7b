/** Typed tables onto the workbench: Parquet files, and the tables of a DuckDB file. */

import { copyFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { bookErrors } from "@mandate/compiler";
import { readHeader, shapes, type TableName, tableNames } from "../columns.ts";
import { hashFile, stamp } from "../csv/bytes.ts";
import { isFull, literal, type Workbench } from "../database.ts";
import { BookError } from "../error.ts";
import { isStrange, setAside } from "./control.ts";
import { PATTERN } from "./csv.ts";
import { type Imported, textOf } from "./imported.ts";
import { keyColumns } from "./key.ts";
import { laidLots, type TypedColumn } from "./laid.ts";
import type { FileSource } from "./location.ts";

async function columnsOf(bench: Workbench, from: string): Promise<readonly TypedColumn[]> {
  const described = await bench.connection.runAndReadAll(`DESCRIBE SELECT * FROM ${from}`);
  return described.getRows().map((cells) => ({ name: String(cells[0]), type: String(cells[1]) }));
}

/** Fewer rows than these are read whatever they come from. */
const MANY = 100_000;

/** Rows for each byte of a file: a book has some ten bytes a row, however well it is compressed. */
const DENSE = 8;

/** @throws BookError for a small file that unpacks to rows without end: the same one over and over takes next to no bytes */
async function refuseDense(bench: Workbench, from: string, bytes: number, file: string): Promise<void> {
  const counted = await bench.connection.runAndReadAll(`SELECT count(*) FROM ${from}`);
  const rows = Number(counted.getRows()[0]?.[0]);
  if (rows <= MANY || rows <= DENSE * bytes) return;
  throw new BookError(
    bookErrors.unreadable,
    `\`${file}\` has ${rows.toLocaleString("en-US")} rows in ${bytes.toLocaleString("en-US")} bytes: the same ones over and over, and no book`,
    file,
  );
}

/** Every cell of a relation as text, with the number of its row. */
function texts(columns: readonly TypedColumn[], from: string, row: string): string {
  const cells = columns.map(({ name, type }, index) => `${textOf(name, type)} AS c${index}`);
  return `SELECT ${[`${row} AS row`, ...cells].join(", ")} FROM ${from}`;
}

function headerOf(table: TableName, columns: readonly TypedColumn[], file: string): Imported["header"] {
  return readHeader(
    table,
    columns.map(({ name }) => name),
    file,
  );
}

/** Copies every cell of a relation as text into `raw_TABLE`. */
async function asText(
  bench: Workbench,
  table: TableName,
  file: string,
  columns: readonly TypedColumn[],
  from: string,
  row: string,
): Promise<Pick<Imported, "header" | "relation" | "damaged">> {
  const header = headerOf(table, columns, file);
  await bench.connection.run(`CREATE TABLE raw_${table} AS ${texts(columns, from, row)}`);
  const damaged = await setAside(bench, `raw_${table}`, columns.length, file);
  return { header, relation: `raw_${table}`, damaged };
}

/** A table that is read from its file each time: every cell as text, with the number of its row. */
function inPlace(
  table: TableName,
  file: string,
  columns: readonly TypedColumn[],
  from: string,
): Pick<Imported, "header" | "relation" | "damaged"> {
  const relation = `(${texts(columns, from, `${ROW_NUMBER}, ${ROW_NUMBER} + 1`)})`;
  return { header: headerOf(table, columns, file), relation, damaged: [] };
}

/** What the database calls the number of a row in its file. */
const ROW_NUMBER = "file_row_number";

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
  const unchanged = async (): Promise<void> => {
    if ((await stamp(source.path, file)) === before) return;
    throw new BookError(
      bookErrors.changedMeanwhile,
      `\`${file}\` was changed while it was read; run again once it is whole`,
      file,
    );
  };
  const reading = async <T>(read: () => Promise<T>): Promise<T> => {
    try {
      const found = await read();
      await unchanged();
      return found;
    } catch (error) {
      if (error instanceof BookError || isFull(error)) throw error;
      await unchanged();
      throw new BookError(bookErrors.unreadable, `\`${file}\` is no Parquet file, or is damaged`, file);
    }
  };
  const columns = await reading(() => columnsOf(bench, `read_parquet(${literal(path)})`));
  await reading(() => refuseDense(bench, `read_parquet(${literal(path)})`, source.bytes, file));
  const copied = (): Promise<Imported> =>
    reading(async () => {
      // Numbers of rows count from 1: a Parquet file has no header row.
      const text = await asText(
        bench,
        table,
        file,
        columns,
        `read_parquet(${literal(path)})`,
        "row_number() OVER ()",
      );
      return { table, file, ...text, hash };
    });
  // A column of the file's own may be called as the numbers of its rows are.
  if (columns.some(({ name }) => name.toLowerCase() === ROW_NUMBER)) return copied();
  const from = `read_parquet(${literal(path)}, ${ROW_NUMBER} = true)`;
  const laid = laidLots(table, columns, from);
  if (laid !== undefined)
    return { table, file, ...inPlace(table, file, columns, from), hash, laid, reading, copied };
  // Rows with control characters have to be taken out, which needs a copy.
  const whole = table === "activity" && !(await reading(() => isStrange(bench, columns, from)));
  return whole ? { table, file, ...inPlace(table, file, columns, from), hash, reading } : copied();
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
  const bytes = (await stat(path)).size;
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
    const from = `given.main.${table}`;
    await refuseDense(bench, from, bytes, file);
    const columns = await columnsOf(bench, from);
    const text = await asText(bench, table, file, columns, from, "row_number() OVER ()");
    imported.push({ table, file, ...text, hash, keys: keyColumns(table, text.header) });
  }
  return imported;
}
