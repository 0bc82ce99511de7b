/** A book of CSV files in the other forms that a book can have: Parquet files, a DuckDB file, a PostgreSQL database. */
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { insertRows, sql } from "../postgres/sql.ts";

const TABLES = ["securities", "accounts", "lots", "activity"] as const;

/** What a firm's database would have; every other column is text. Wide enough for any number of a book, to the last digit. */
const EXACT = [
  "price",
  "cash",
  "ytd_short",
  "ytd_long",
  "carry_short",
  "carry_long",
  "quantity",
  "unit_cost",
  "gain",
];
const FLOAT = ["spread", "st_rate", "lt_rate", "increment"];
const DAY = ["price_date", "acquired", "date"];

function typeOf(column: string): string {
  if (EXACT.includes(column)) return "DECIMAL(30, 12)";
  if (FLOAT.includes(column)) return "DOUBLE PRECISION";
  return DAY.includes(column) ? "DATE" : "TEXT";
}

/** Works on a database file, or on `:memory:`, and closes it whatever happens. */
export async function inDuckDb<T>(
  path: string,
  work: (connection: DuckDBConnection) => Promise<T>,
): Promise<T> {
  const instance = await DuckDBInstance.create(path);
  const connection = await instance.connect();
  try {
    return await work(connection);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

async function columnsOf(connection: DuckDBConnection, from: string): Promise<readonly string[]> {
  const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${from}`);
  return described.getRows().map(([name]) => String(name));
}

/** The CSV tables of a folder that are there, as text: name, and a relation of DuckDB's. */
function tablesOf(folder: string): readonly (readonly [string, string])[] {
  return TABLES.filter((table) => existsSync(join(folder, `${table}.csv`))).map((table) => [
    table,
    `read_csv('${join(folder, `${table}.csv`)}', header = true, all_varchar = true)`,
  ]);
}

/** Writes `parquet/` and `book.duckdb` beside the folder's CSV files, with the types that such tables have. */
export async function asParquetAndDuckDb(folder: string, into: string): Promise<void> {
  mkdirSync(join(into, "parquet"), { recursive: true });
  await inDuckDb(join(into, "book.duckdb"), async (connection) => {
    for (const [table, from] of tablesOf(folder)) {
      const columns = await columnsOf(connection, from);
      const typed = columns.map((name) => `CAST("${name}" AS ${typeOf(name)}) AS "${name}"`).join(", ");
      await connection.run(`CREATE TABLE ${table} AS SELECT ${typed} FROM ${from}`);
      await connection.run(`COPY ${table} TO '${join(into, "parquet", `${table}.parquet`)}'`);
    }
  });
}

/** Makes the folder's tables in a PostgreSQL schema, with primary keys where `keyed` names their columns. */
export async function asPostgres(
  folder: string,
  url: string,
  schema: string,
  keyed: Readonly<Record<string, string>>,
): Promise<void> {
  await sql(url, `CREATE SCHEMA "${schema}"`);
  for (const [table, from] of tablesOf(folder)) {
    const { columns, rows } = await inDuckDb(":memory:", async (connection) => ({
      columns: await columnsOf(connection, from),
      rows: (await connection.runAndReadAll(`SELECT * FROM ${from}`)).getRowObjects(),
    }));
    const key = keyed[table] === undefined ? "" : `, PRIMARY KEY (${keyed[table]})`;
    const name = `"${schema}"."${table}"`;
    await sql(
      url,
      `CREATE TABLE ${name} (${columns.map((each) => `"${each}" ${typeOf(each)}`).join(", ")}${key})`,
    );
    await insertRows(url, name, rows);
  }
}
