/** Where a book's tables lie: a folder of CSV or Parquet files, or a DuckDB file or a PostgreSQL database with tables of the same names. */
import { readdir, stat } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { bookErrors, nearest } from "@mandate/compiler";
import { type Address, addressOf, isPostgres } from "../../postgres/address.ts";
import { shapes, type TableName, tableNames } from "../columns.ts";
import { openFile } from "../csv/bytes.ts";
import { BookError, systemReason } from "../error.ts";

export interface FileSource {
  readonly table: TableName;
  readonly kind: "csv" | "parquet";
  readonly path: string;
  /** as people know it: `book/lots.csv` */
  readonly file: string;
  readonly bytes: number;
}

/** `bytes` are what the book's files have together; a database may be of any size. */
export type Location = { readonly name: string; readonly bytes: number } & (
  | { readonly kind: "folder"; readonly files: readonly FileSource[] }
  | { readonly kind: "duckdb"; readonly path: string }
  | { readonly kind: "postgres"; readonly address: Address }
);

/** Where DuckDB keeps its four magic bytes. */
const MAGIC = { offset: 8, text: "DUCK" };

/** @throws BookError if there is no book to be found */
export async function locate(location: string): Promise<Location> {
  if (isPostgres(location)) {
    const address = addressOf(location);
    if ("wrong" in address) throw new BookError(bookErrors.notABook, address.wrong);
    return { kind: "postgres", name: address.database, address, bytes: Number.POSITIVE_INFINITY };
  }
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(location)) {
    throw new BookError(
      bookErrors.notABook,
      `\`${location}\` is an address; a book is a folder or a DuckDB file on this machine, or a PostgreSQL database`,
    );
  }
  if (location.includes("\0"))
    throw new BookError(bookErrors.nothingThere, "the book's path has a NUL character in it");
  const path = resolve(location);
  const name = basename(path);
  let found: Awaited<ReturnType<typeof stat>>;
  try {
    found = await stat(path);
  } catch (error) {
    throw new BookError(
      bookErrors.nothingThere,
      `the book \`${location}\` cannot be opened: ${systemReason(error)}`,
      name,
    );
  }
  if (found.isDirectory()) {
    const files = await filesIn(path, location, name);
    return { kind: "folder", name, files, bytes: files.reduce((sum, { bytes }) => sum + bytes, 0) };
  }
  if (!found.isFile()) {
    throw new BookError(bookErrors.notABook, `\`${location}\` is neither a folder nor a file`, name);
  }
  if (await isDuckDb(path, name)) return { kind: "duckdb", name, path, bytes: found.size };
  throw new BookError(
    bookErrors.notABook,
    `\`${location}\` is no DuckDB file; for CSV or Parquet give the folder that holds \`securities\`, \`accounts\` and \`lots\``,
    name,
  );
}

async function isDuckDb(path: string, name: string): Promise<boolean> {
  const handle = await openFile(path, name);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(16), 0, 16, 0);
    return bytesRead >= 12 && buffer.toString("latin1", MAGIC.offset, MAGIC.offset + 4) === MAGIC.text;
  } finally {
    await handle.close();
  }
}

async function filesIn(path: string, location: string, name: string): Promise<FileSource[]> {
  let entries: string[];
  try {
    entries = (await readdir(path)).sort();
  } catch (error) {
    throw new BookError(
      bookErrors.unreadable,
      `the book \`${location}\` cannot be read: ${systemReason(error)}`,
      name,
    );
  }
  const files: FileSource[] = [];
  for (const table of tableNames) {
    const found = entries.filter((entry) => /\.(csv|parquet)$/i.test(entry) && stem(entry) === table);
    const [first, second] = found;
    if (first === undefined) {
      if (shapes[table].needed) throw absent(table, entries, location);
      continue;
    }
    if (second !== undefined) {
      throw new BookError(
        bookErrors.notABook,
        `the book \`${location}\` has both \`${first}\` and \`${second}\`; keep one of them`,
        `${name}/${second}`,
      );
    }
    const file = `${name}/${first}`;
    const bytes = await mustBeFile(join(path, first), file);
    const kind = /\.parquet$/i.test(first) ? "parquet" : "csv";
    files.push({ table, kind, path: join(path, first), file, bytes });
  }
  return files;
}

function stem(entry: string): string {
  return entry.replace(/\.[^.]*$/, "").toLowerCase();
}

async function mustBeFile(path: string, file: string): Promise<number> {
  let found: Awaited<ReturnType<typeof stat>>;
  try {
    found = await stat(path);
  } catch (error) {
    throw new BookError(bookErrors.unreadable, `\`${file}\` cannot be read: ${systemReason(error)}`, file);
  }
  if (found.isDirectory())
    throw new BookError(bookErrors.notABook, `\`${file}\` is a folder, not a file`, file);
  // A pipe or a device could go on for ever.
  if (!found.isFile()) throw new BookError(bookErrors.notABook, `\`${file}\` is not an ordinary file`, file);
  if (found.size === 0)
    throw new BookError(bookErrors.empty, `\`${file}\` is empty; not even a header is there`, file);
  return found.size;
}

function absent(table: TableName, entries: readonly string[], location: string): BookError {
  const other = entries.find((entry) => stem(entry) === table) ?? nearest(`${table}.csv`, entries);
  const hint = other === undefined ? "" : `; it has \`${other}\``;
  return new BookError(
    bookErrors.nothingThere,
    `the book \`${location}\` has no \`${table}.csv\` or \`${table}.parquet\`${hint}`,
  );
}
