/** A run's proposals as Parquet files, two a shard: the same as `proposals.jsonl`, in typed columns (data.md, "What comes out"). */
import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { drop, inWords, RunError } from "../batch/files.ts";
import { isFull, literal, openWorkbench, type Workbench } from "../book/database.ts";
import { finished, unfinished } from "../unfinished.ts";

/** One shard's lines of `proposals.jsonl`. */
export interface ShardLines {
  readonly index: number;
  /** bytes of the longest line at the most */
  readonly longest: number;
  readonly lines: AsyncIterable<string | Uint8Array>;
}

const MEMORY = "512MB";

/** Cents, and the six decimals of cost terms; wide enough for any account. */
const CENTS = "DECIMAL(38, 2)";
const DOLLARS = "DECIMAL(38, 6)";

/** Any quantity or price that a book may hold (`cells.ts`), to the last digit. */
const EXACT = "DECIMAL(35, 20)";

const TERMS = `STRUCT(${["total", "drift", "alternates", "tax", "trading", "risk", "preferences"]
  .map((term) => `${term} ${DOLLARS}`)
  .join(", ")})`;

/** Columns of a line as `proposal/json.ts` writes it. */
const COLUMNS: Readonly<Record<string, string>> = {
  account: "VARCHAR",
  status: "VARCHAR",
  code: "VARCHAR",
  reason: "VARCHAR",
  value: CENTS,
  before: TERMS,
  after: TERMS,
  bound: DOLLARS,
  gap: DOLLARS,
  unproved: "VARCHAR",
  trades: `STRUCT(symbol VARCHAR, side VARCHAR, quantity ${EXACT}, price ${EXACT}, value ${CENTS},
    lots STRUCT(lot VARCHAR, quantity ${EXACT}, gain ${CENTS}, term VARCHAR, washed ${CENTS})[],
    because STRUCT("text" VARCHAR, value ${CENTS}, source VARCHAR)[])[]`,
  gains: `STRUCT(short ${CENTS}, long ${CENTS})`,
  limits: `STRUCT(name VARCHAR, source VARCHAR, layer VARCHAR, level DOUBLE, bound DOUBLE, unit VARCHAR,
    binding BOOLEAN, price ${CENTS})[]`,
  conflict: `STRUCT(name VARCHAR, source VARCHAR, layer VARCHAR, "text" VARCHAR)[]`,
  repairs: `STRUCT(layer VARCHAR, clause VARCHAR, "text" VARCHAR)[]`,
};

/** The database takes twice the longest line for a buffer, and no less than this does well. */
const BUFFER = 1 << 20;

const OURS = /^(?:accounts|trades)-\d{7}\.parquet(?:\.part)?$/;

const named = (table: string, index: number): string => `${table}-${String(index).padStart(7, "0")}.parquet`;

/** Takes away what an earlier run has left. @throws RunError if it cannot be */
export async function dropParquet(folder: string): Promise<void> {
  let files: string[];
  try {
    files = await readdir(folder);
  } catch (error) {
    if (error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR"))
      return;
    throw new RunError(`\`${folder}\` cannot be read: ${inWords(error)}`, { cause: error });
  }
  for (const file of files) if (OURS.test(file)) await drop(join(folder, file));
}

/**
 * Writes `accounts-NNNNNNN.parquet` and `trades-NNNNNNN.parquet` for each shard, each whole or not at all. The same lines
 * give the same bytes: one thread writes, in the order of the lines, and the format has no time in it.
 * @throws RunError if the folder cannot be written
 */
export async function writeParquet(folder: string, shards: Iterable<ShardLines>): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw new RunError(`\`${folder}\` cannot be written: ${inWords(error)}`, { cause: error });
  }
  const bench = await openWorkbench(MEMORY);
  try {
    await bench.connection.run("SET threads = 1");
    for (const shard of shards) await writeShard(bench, folder, shard);
  } finally {
    await bench.close();
  }
}

async function writeShard(
  bench: Workbench,
  folder: string,
  { index, lines, longest }: ShardLines,
): Promise<void> {
  const given = join(bench.folder, "shard.jsonl");
  try {
    await writeFile(given, lines);
    const columns = Object.entries(COLUMNS).map(([name, type]) => `${name}: ${literal(type)}`);
    await bench.connection.run(
      `CREATE OR REPLACE TEMP TABLE shard AS SELECT * FROM read_json(${literal(given)}, format = 'newline_delimited',
        maximum_object_size = ${Math.max(BUFFER, longest + 1)}, columns = {${columns.join(", ")}})`,
    );
    await copy(
      bench,
      "SELECT * EXCLUDE (trades), len(trades) AS trades FROM shard",
      folder,
      named("accounts", index),
    );
    await copy(
      bench,
      "SELECT account, trade.* FROM (SELECT account, unnest(trades) AS trade FROM shard)",
      folder,
      named("trades", index),
    );
    await bench.connection.run("DROP TABLE shard");
    await rm(given);
  } catch (error) {
    if (error instanceof RunError) throw error;
    const why = isFull(error)
      ? "the disk or the memory is full; make room, then go on with `--resume`"
      : inWords(error);
    throw new RunError(`\`${folder}\` cannot be written: ${why}`, { cause: error });
  }
}

async function copy(bench: Workbench, query: string, folder: string, name: string): Promise<void> {
  const path = join(folder, name);
  const draft = `${path}.part`;
  unfinished(draft);
  try {
    await bench.connection.run(`COPY (${query}) TO ${literal(draft)} (FORMAT parquet, COMPRESSION zstd)`);
    await rename(draft, path);
  } finally {
    await rm(draft, { force: true });
    finished(draft);
  }
}
