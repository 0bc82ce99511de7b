/** The workbench that a book is sorted on: a DuckDB database of its own in a temporary folder, gone when closed. */

import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BIGINT, type DuckDBConnection, DuckDBDataChunk, DuckDBInstance, VARCHAR } from "@duckdb/node-api";
import { bookErrors } from "@mandate/compiler";
import { alive } from "../alive.ts";
import { finished, unfinished } from "../unfinished.ts";
import { BookError, systemReason } from "./error.ts";

export interface Workbench {
  readonly connection: DuckDBConnection;
  readonly folder: string;
  readonly close: () => Promise<void>;
}

/** Rows of one chunk by column: whole numbers, or text (empty where the database has none). */
export interface Columns {
  readonly rows: number;
  readonly text: (column: number, row: number) => string;
  readonly number: (column: number, row: number) => number;
}

/** A book of so many bytes is sorted in memory, which opens faster; a larger one on disk, which bounds memory. */
const SMALL = 16 << 20;

const PREFIX = "mandate-book-";

/** Takes away what runs that were killed have left: folders that carry the number of a process that is no more. */
async function sweep(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const pid = name.startsWith(PREFIX) ? /^(\d+)-/.exec(name.slice(PREFIX.length))?.[1] : undefined;
    if (pid === undefined || alive(Number(pid))) continue;
    try {
      await rm(join(tmpdir(), name), { recursive: true, force: true });
    } catch (error) {
      // Another user's: the system that let it be made lets nobody else take it away.
      if (!(error instanceof Error && "code" in error)) throw error;
    }
  }
}

/**
 * Opens an empty workbench for a book of so many bytes.
 * @throws BookError if there is no room for it
 */
export async function openWorkbench(memory: string, bytes = 0): Promise<Workbench> {
  let folder: string;
  try {
    await sweep();
    folder = await mkdtemp(join(tmpdir(), `${PREFIX}${process.pid}-`));
  } catch (error) {
    throw new BookError(bookErrors.noRoom, `there is no room for temporary files: ${systemReason(error)}`);
  }
  unfinished(folder);
  const remove = async (): Promise<void> => {
    await rm(folder, { recursive: true, force: true });
    finished(folder);
  };
  try {
    const instance = await DuckDBInstance.create(
      bytes <= SMALL ? ":memory:" : join(folder, "workbench.duckdb"),
      {
        memory_limit: memory,
        temp_directory: join(folder, "spill"),
        autoinstall_known_extensions: "false",
        autoload_known_extensions: "false",
        allow_community_extensions: "false",
      },
    );
    const connection = await instance.connect();
    const close = async (): Promise<void> => {
      connection.closeSync();
      instance.closeSync();
      await remove();
    };
    return { connection, folder, close };
  } catch (error) {
    await remove();
    throw error;
  }
}

/**
 * From now on the database reads these files, what lies beside a database's file, and its own folder, and nothing else on the
 * machine or the network, whatever a book's own definitions ask of it. There is no way back.
 */
export async function confine({ connection, folder }: Workbench, paths: readonly string[]): Promise<void> {
  const listed = (names: readonly string[]): string => `[${names.map(literal).join(", ")}]`;
  await connection.run(`SET allowed_paths = ${listed(paths.flatMap((path) => [path, `${path}.wal`]))}`);
  await connection.run(`SET allowed_directories = ${listed([folder])}`);
  await connection.run("SET enable_external_access = false");
  await connection.run("SET lock_configuration = true");
}

/** Whether the database says that the disk or its memory is full. */
export function isFull(error: unknown): boolean {
  return (
    error instanceof Error &&
    /no space left|disk.*full|out of memory|could not (write|allocate)/i.test(error.message)
  );
}

/** A text as an SQL literal. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A name as an SQL identifier. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Connections whose results are being streamed: anything else done on one of them would end its stream, without an error. */
const streaming = new WeakSet<DuckDBConnection>();

/** Streams a query's result in the database's own chunks. */
export async function* rawChunks(connection: DuckDBConnection, sql: string): AsyncGenerator<DuckDBDataChunk> {
  const result = await connection.stream(sql);
  streaming.add(connection);
  try {
    for (;;) {
      const chunk = await result.fetchChunk();
      if (chunk === null || chunk.rowCount === 0) return;
      yield chunk;
    }
  } finally {
    streaming.delete(connection);
  }
}

/** Streams a query's result, chunk by chunk. */
export async function* chunks(connection: DuckDBConnection, sql: string): AsyncGenerator<Columns> {
  for await (const chunk of rawChunks(connection, sql)) {
    const columns = chunk.getColumns();
    yield {
      rows: chunk.rowCount,
      text: (column, row) => {
        const value = columns[column]?.[row];
        return value === null || value === undefined ? "" : String(value);
      },
      number: (column, row) => {
        const value = columns[column]?.[row];
        return value === null || value === undefined ? -1 : Number(value);
      },
    };
  }
}

/** Fills a table of one whole number and texts, a few thousand rows at a time. */
export interface Filler {
  readonly add: (row: number, cells: readonly string[]) => void;
  readonly finish: () => void;
}

const BATCH = 2048;

/** Creates `table (row BIGINT, c0 VARCHAR, c1 VARCHAR, …)` and returns what fills it. */
export async function createFiller(
  connection: DuckDBConnection,
  table: string,
  width: number,
): Promise<Filler> {
  const names = Array.from({ length: width }, (_, index) => `c${index} VARCHAR`);
  await connection.run(`CREATE TABLE ${table} (row BIGINT${names.map((name) => `, ${name}`).join("")})`);
  const appender = await connection.createAppender(table);
  const types = [BIGINT, ...names.map(() => VARCHAR)];
  let numbers: bigint[] = [];
  let columns: string[][] = names.map(() => []);
  const flush = (): void => {
    if (numbers.length === 0) return;
    if (streaming.has(connection)) throw new TypeError(`\`${table}\` is filled while a result is read`);
    const chunk = DuckDBDataChunk.create(types, numbers.length);
    chunk.setColumns([numbers, ...columns]);
    appender.appendDataChunk(chunk);
    numbers = [];
    columns = names.map(() => []);
  };
  return {
    add: (row, cells) => {
      numbers.push(BigInt(row));
      columns.forEach((column, index) => {
        column.push(cells[index] ?? "");
      });
      if (numbers.length === BATCH) flush();
    },
    finish: () => {
      flush();
      appender.closeSync();
    },
  };
}
