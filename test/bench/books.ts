/** Writes books of any size as account-sorted Parquet, with the project that they belong to. */
import { mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { benchProject, benchSecurities } from "./books/policy.ts";
import {
  accountsQuery,
  activityQuery,
  type BookSize,
  lotsQuery,
  securitiesQuery,
  targetsTable,
} from "./books/sql.ts";

export interface WriteOptions extends Partial<BookSize> {
  /** most memory that the database may take (default `512MB`) */
  readonly memory?: string;
  /** threads (default 2) */
  readonly threads?: number;
}

export interface Written {
  readonly size: BookSize;
  /** rows and bytes by table */
  readonly tables: Readonly<Record<string, { readonly rows: number; readonly bytes: number }>>;
  readonly milliseconds: number;
}

/** Rows of a Parquet row group: about a thousand accounts of 60 securities and 2 lots, the size of a shard. */
const ROW_GROUP = 122_880;

/**
 * Writes a whole project into a folder: policies, universe, and the book under `book/`. The rows are the same for the
 * same size and seed; nothing is held in memory but a batch at a time.
 */
export async function writeBooks(folder: string, options: WriteOptions = {}): Promise<Written> {
  const size: BookSize = {
    accounts: options.accounts ?? 1_000,
    securities: options.securities ?? 60,
    lots: options.lots ?? 2,
    seed: options.seed ?? 1,
    asOf: options.asOf ?? "2026-11-20",
    state: options.state ?? "new",
  };
  const begun = performance.now();
  const securities = benchSecurities(size.securities);
  for (const [path, text] of benchProject(securities, size.state)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const book = join(folder, "book");
  mkdirSync(book, { recursive: true });
  const spill = join(folder, ".spill");
  const instance = await DuckDBInstance.create(":memory:", {
    memory_limit: options.memory ?? "512MB",
    threads: String(options.threads ?? 2),
    temp_directory: spill,
    // Rows come out in the order of their numbers: sorted by account without a sort.
    preserve_insertion_order: "true",
  });
  const connection = await instance.connect();
  try {
    await connection.run(targetsTable(securities));
    const write = async (table: string, query: string) => {
      const file = join(book, `${table}.parquet`);
      const copied = await connection.runAndReadAll(
        `COPY (${query}) TO '${file.replaceAll("'", "''")}' (FORMAT parquet, ROW_GROUP_SIZE ${ROW_GROUP})`,
      );
      return { rows: Number(copied.getRows()[0]?.[0] ?? 0), bytes: statSync(file).size };
    };
    const tables = {
      securities: await write("securities", securitiesQuery(securities, size.asOf)),
      accounts: await write("accounts", accountsQuery(size)),
      lots: await write("lots", lotsQuery(size)),
      activity: await write("activity", activityQuery(size, join(book, "lots.parquet"))),
    };
    return { size, tables, milliseconds: performance.now() - begun };
  } finally {
    connection.closeSync();
    instance.closeSync();
    rmSync(spill, { recursive: true, force: true });
  }
}
