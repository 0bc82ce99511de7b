/** The tables of a PostgreSQL database onto the workbench, all as they were at one moment. */
import { createHash } from "node:crypto";
import { bookErrors } from "@mandate/compiler";
import { Decimal } from "decimal.js";
import { type Address, connectTo, inWords, isOfPostgres, type Row } from "../../postgres/index.ts";
import { readHeader, shapes, type TableName, tableNames } from "../columns.ts";
import { createFiller, identifier, literal, type Workbench } from "../database.ts";
import { BookError } from "../error.ts";
import { setAside } from "./control.ts";
import { type Imported, relation } from "./imported.ts";
import { keyColumns } from "./key.ts";

/** Rows that travel at a time. */
const FETCH = 5000;

/** Before the first row comes the server may sort a hundred million. */
const SORT_SECONDS = 3600;

/** What a query gives, as arrays of texts. */
type Read = (sql: string) => Promise<readonly Row[]>;

interface Column {
  readonly name: string;
  readonly type: string;
  /** `S` is text */
  readonly category: string;
  /** place in the primary key, from 1 */
  readonly key: number | undefined;
}

/**
 * Tables, views and foreign tables of the address's schema. Rows are taken, and counted, in the order of the primary key;
 * of a table without one, in the order of all its columns: a database has no order of its own.
 * @throws BookError if it cannot be read, or lacks a table
 */
export async function importPostgres(
  bench: Workbench,
  address: Address,
  only?: readonly TableName[],
): Promise<Imported[]> {
  try {
    const client = await connectTo(address, SORT_SECONDS);
    try {
      const read: Read = async (sql) => (await client.query(sql)).rows;
      await read("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
      await read(
        "SET LOCAL datestyle = 'ISO, YMD'; SET LOCAL timezone = 'UTC'; SET LOCAL extra_float_digits = 1; SET LOCAL lock_timeout = '60s'",
      );
      return await tables(bench, address, read, only);
    } finally {
      await client.end();
    }
  } catch (error) {
    if (!isOfPostgres(error)) throw error;
    throw new BookError(
      bookErrors.unreadable,
      `the book at \`${address.shown}\` cannot be read: ${inWords(error, address)}`,
      address.database,
    );
  }
}

async function tables(
  bench: Workbench,
  address: Address,
  read: Read,
  only: readonly TableName[] | undefined,
): Promise<Imported[]> {
  const [settings] = await read(
    `SELECT current_setting('server_encoding') AS encoding, ${
      address.schema === undefined ? "current_schema()" : literal(address.schema)
    } AS schema`,
  );
  if (settings?.["encoding"] === "SQL_ASCII") {
    throw new BookError(
      bookErrors.badEncoding,
      `the database \`${address.database}\` does not say how its text is encoded (SQL_ASCII); a book's is in UTF-8`,
      address.database,
    );
  }
  const schema = String(settings?.["schema"] ?? "");
  const imported: Imported[] = [];
  for (const table of tableNames) {
    if (only !== undefined && !only.includes(table)) continue;
    const columns = await columnsOf(read, schema, table);
    if (columns.length > 0) imported.push(await importTable(bench, address, read, schema, table, columns));
    else if (shapes[table].needed) throw await absent(read, address, schema, table);
  }
  return imported;
}

async function columnsOf(read: Read, schema: string, table: TableName): Promise<readonly Column[]> {
  const rows = await read(`
    SELECT a.attname AS name, t.typname AS type, t.typcategory AS category,
      array_position(i.indkey::int2[], a.attnum) AS key
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    JOIN pg_type t ON t.oid = a.atttypid
    LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
    WHERE n.nspname = ${literal(schema)} AND c.relname = ${literal(table)} AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
    ORDER BY a.attnum`);
  return rows.map((row) => ({
    name: String(row["name"]),
    type: String(row["type"]),
    category: String(row["category"]),
    // Places in an `int2vector` count from 0.
    key: row["key"] === null ? undefined : Number(row["key"]) + 1,
  }));
}

async function absent(read: Read, address: Address, schema: string, table: TableName): Promise<BookError> {
  const rows = await read(
    `SELECT schemaname AS schema FROM pg_tables WHERE tablename = ${literal(table)} ORDER BY schemaname`,
  );
  const other = rows[0]?.["schema"];
  const hint =
    other === undefined
      ? ""
      : `; the schema \`${String(other)}\` has one: end the address with \`?schema=${String(other)}\``;
  return new BookError(
    bookErrors.nothingThere,
    `the database \`${address.database}\` has no table \`${table}\` in its schema \`${schema}\`${hint}`,
    address.database,
  );
}

async function importTable(
  bench: Workbench,
  address: Address,
  read: Read,
  schema: string,
  table: TableName,
  columns: readonly Column[],
): Promise<Imported> {
  const file = `${address.database}/${table}`;
  const names = columns.map(({ name }) => name);
  const header = readHeader(table, names, file);
  const from = `${identifier(schema)}.${identifier(table)}`;
  const cells = columns.map((column, at) => `${asText(column)} AS c${at}`);
  await read(
    `DECLARE rows NO SCROLL CURSOR FOR SELECT ${cells.join(", ")} FROM ${from} ORDER BY ${orderOf(columns)}`,
  );
  const filler = await createFiller(bench.connection, `raw_${table}`, columns.length);
  const hash = createHash("sha256").update(JSON.stringify(names));
  const floats = columns.map(({ type }) => type === "float4" || type === "float8");
  let count = 0;
  for (;;) {
    const rows = await read(`FETCH ${FETCH} FROM rows`);
    for (const row of rows) {
      count += 1;
      const texts = columns.map((_, at) => textOf(row[`c${at}`], floats[at] === true));
      hash.update(JSON.stringify(texts));
      filler.add(count, texts);
    }
    if (rows.length < FETCH) break;
  }
  filler.finish();
  await read("CLOSE rows");
  const keys = keyOf(columns);
  return {
    table,
    file,
    header,
    relation: relation(columns.length, `raw_${table}`, "row"),
    damaged: await setAside(bench, `raw_${table}`, columns.length, file),
    hash: hash.digest("hex"),
    keys: keys.length > 0 ? keys.map(({ name }) => name) : keyColumns(table, header),
  };
}

/** A column as a CSV file would have it: a decimal without the zeros that only its type adds, a time at midnight as its day. */
function asText({ name, type }: Column): string {
  const column = identifier(name);
  if (type === "numeric") return `trim_scale(${column})::text`;
  if (!type.startsWith("timestamp")) return `${column}::text`;
  return `CASE WHEN ${column} = date_trunc('day', ${column}) THEN ${column}::date::text ELSE ${column}::text END`;
}

/** A float prints as its shortest decimal; an exponent is written out. */
function textOf(value: unknown, float: boolean): string {
  if (value === null || value === undefined) return "";
  const text = String(value);
  return float && text.includes("e") ? new Decimal(text).toFixed() : text;
}

function orderOf(columns: readonly Column[]): string {
  // Text by its bytes: the order of a language would be another on another machine.
  const bytes = (text: string): string => `${text} COLLATE "C" NULLS FIRST`;
  const keys = keyOf(columns);
  if (keys.length === 0) return columns.map((column) => bytes(asText(column))).join(", ");
  return keys
    .map(({ name, category }) => (category === "S" ? bytes(identifier(name)) : identifier(name)))
    .join(", ");
}

/** Columns of the primary key, in its order. */
function keyOf(columns: readonly Column[]): readonly Column[] {
  return columns.filter(({ key }) => key !== undefined).sort((a, b) => (a.key ?? 0) - (b.key ?? 0));
}
