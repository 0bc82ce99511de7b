/** `mandate solve`: proposals for every account of a book, in a run folder (data.md, "What comes out"). */
import { createHash } from "node:crypto";
import type { Bundle } from "@mandate/compiler";
import type { Quarantined } from "../account/book.ts";
import type { BookEntry, OpenBook } from "../book/index.ts";
import { TRADES_HEADER } from "../proposal/csv.ts";
import { proposalLine } from "../proposal/json.ts";
import { dropParquet, writeParquet } from "../results/parquet.ts";
import { type Index, inBookOrder, indexOf } from "./collect.ts";
import { drop, prepareFolder, RunError, writeWhole } from "./files.ts";
import { gather } from "./gather.ts";
import { solveHere } from "./here.ts";
import { type Journal, openJournal } from "./journal.ts";
import { lockFolder } from "./lock.ts";
import type { DeskWire, SolverName } from "./messages.ts";
import { type Shard, shardsOf, wanted } from "./shards.ts";
import { tooLarge } from "./size.ts";
import { addTallies, EMPTY, type Tally } from "./tally.ts";
import { packMarket } from "./transfer.ts";
import { accountsIn, type SolveWork, type Work } from "./work.ts";

export interface RunOptions {
  readonly bundle: Bundle;
  /** SHA-256 of the bundle */
  readonly bundleHash: string;
  readonly book: OpenBook;
  readonly out: string;
  /** accounts asked for; all if none */
  readonly accounts: readonly string[];
  readonly solver: SolverName;
  /** worker threads */
  readonly workers: number;
  /** where the worker's code is; without it everything is solved in this thread, where nothing can watch it */
  readonly workerUrl?: URL;
  /** who solves the shards; without it, this process does on its own threads */
  readonly spread?: SolveWork;
  readonly resume: boolean;
  /** whether the proposals are written as Parquet files too */
  readonly parquet?: boolean;
  /** seconds an account may take; the best found is proposed with its bound */
  readonly timeLimitSeconds: number;
  /**
   * seconds over one account after which a worker is given up, and the account put aside if it happens again; by default
   * `patience` of the time limit
   */
  readonly patienceSeconds?: number;
  /** accounts a shard */
  readonly shardSize: number;
  /** of Mandate itself */
  readonly version: string;
  /** ISO times, from outside */
  readonly clock: () => string;
  readonly progress: (done: number, of: number) => void;
}

/**
 * What an account may take at the most, in seconds, however it is solved: its time limit is that of one search, and an
 * infeasible account takes a number of them, for what clashes and how to mend it.
 */
function patience(timeLimitSeconds: number): number {
  return 60 + 12 * timeLimitSeconds;
}

export interface RunReport {
  readonly out: string;
  readonly asOf: string;
  readonly tally: Tally;
  readonly quarantine: number;
}

/** Places of the accounts asked for. @throws RunError for one that the book has not */
function positionsOf(
  entries: readonly BookEntry[],
  accounts: readonly string[],
): ReadonlySet<number> | undefined {
  if (accounts.length === 0) return undefined;
  const places = new Map(entries.map((entry) => [entry.account, entry.position]));
  return new Set(
    accounts.map((account) => {
      const position = places.get(account);
      if (position === undefined) throw new RunError(`the book has no account \`${account}\``);
      return position;
    }),
  );
}

function deskOf(options: RunOptions): DeskWire {
  return {
    bundle: options.bundle,
    market: packMarket(options.book.market),
    solver: options.solver,
    timeLimitSeconds: options.timeLimitSeconds,
    purchasesFromLots: options.book.activityFrom === "lots",
  };
}

function keyOf(options: RunOptions): string {
  const parts = [
    options.bundleHash,
    options.book.hash,
    options.book.asOf,
    options.solver,
    options.version,
    options.timeLimitSeconds,
    options.shardSize,
    options.accounts,
  ];
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}

/** Lines of accounts that the book itself put aside, by place. */
function quarantinedLines(book: OpenBook): Map<number, string> {
  const first = new Map<string, Quarantined>();
  for (const record of book.quarantine) if (!first.has(record.account)) first.set(record.account, record);
  const lines = new Map<number, string>();
  for (const entry of book.entries) {
    const record = first.get(entry.account);
    if (!entry.quarantined || record === undefined) continue;
    const { account, code, reason } = record;
    lines.set(entry.position, proposalLine({ status: "quarantined", account, code, reason }));
  }
  return lines;
}

/** The run's shards, for whoever solves them. */
function workOf(
  options: RunOptions,
  asked: ReadonlySet<number> | undefined,
  shards: readonly Shard[],
  journal: Journal,
): Work {
  const { book, version, resume, timeLimitSeconds, patienceSeconds = patience(timeLimitSeconds) } = options;
  const of = shards.reduce((sum, shard) => sum + accountsIn(shard), 0);
  let done = 0;
  return {
    key: keyOf(options),
    version,
    desk: deskOf(options),
    patienceSeconds,
    shards,
    resume,
    gather: (shard) => gather(book, shard, asked),
    journal,
    progress(accounts) {
      done += accounts;
      options.progress(done, of);
    },
  };
}

async function* tradeFile(index: Index, solved: readonly number[]): AsyncGenerator<string | Uint8Array> {
  yield `${TRADES_HEADER}\n`;
  yield* inBookOrder(index, "trades", solved, () => undefined);
}

/** Records of accounts whose rows give no policy: they stand on those rows. */
function placed(records: readonly Quarantined[], book: OpenBook): Quarantined[] {
  const accounts = new Set(records.map(({ account }) => account));
  const rows = new Map<string, number>();
  for (const { account, row } of book.entries) if (accounts.has(account)) rows.set(account, row);
  return records.map((record) => {
    const key = book.keyOf(record.account);
    const row = rows.get(record.account) ?? 0;
    return { ...record, file: book.accountsFile, row, ...(key === undefined ? {} : { key }) };
  });
}

function quarantineLine(record: Quarantined): string {
  // Whatever the order of its fields: a database's row has a key besides.
  const { account, reason, code, file, row, value, key } = record;
  return `${JSON.stringify({ account, reason, code, file, row, value, key })}\n`;
}

/**
 * Solves the book and writes the run folder: `proposals.jsonl`, `trades.csv`, `quarantine.jsonl`, and `run.json` last.
 * @throws RunError in one sentence when it cannot go on; what is solved stays in the folder for `--resume`
 */
export async function run(options: RunOptions): Promise<RunReport> {
  const unsolvable = tooLarge(options.bundle);
  if (unsolvable !== undefined) throw new RunError(unsolvable);
  positionsOf(options.book.entries, options.accounts);
  await prepareFolder(options.out);
  const lock = await lockFolder(options.out);
  try {
    return await runLocked(options);
  } finally {
    await lock.release();
  }
}

async function runLocked(options: RunOptions): Promise<RunReport> {
  const { book, out } = options;
  const startedAt = options.clock();
  const asked = positionsOf(book.entries, options.accounts);
  const journal = await openJournal(out, keyOf(options), options.resume);
  const quarantined = quarantinedLines(book);
  const shards = shardsOf(wanted(book.households, asked), options.shardSize);
  const { spread, workers, workerUrl } = options;
  await (spread ?? solveHere(workers, workerUrl))(workOf(options, asked, shards, journal));

  const positions = book.entries
    .map((entry) => entry.position)
    .filter((at) => asked === undefined || asked.has(at));
  const solved = positions.filter((position) => !quarantined.has(position));
  let tally = EMPTY;
  // A bad record that touches no account stands there without one, so that none is passed over in silence.
  const records: Quarantined[] = [
    ...book.quarantine,
    ...book.warnings.map((record) => ({ account: "", ...record })),
  ];
  const refused: Quarantined[] = [];
  const solvedBy: number[][] = [];
  const index = await indexOf(journal, shards.length, book.entries.length, ({ head }) => {
    tally = addTallies(tally, head.tally);
    refused.push(...head.quarantined);
    if (options.parquet === true) solvedBy.push([...head.positions]);
  });
  // One by one: a whole book may be refused, and a call takes no million arguments.
  for (const record of placed(refused, book)) records.push(record);
  const aside = positions.length - solved.length;
  tally = { ...tally, accounts: { ...tally.accounts, quarantined: tally.accounts.quarantined + aside } };
  // `run.json` says that a run is complete: it goes before the files of an older run do, and comes last.
  await drop(`${out}/run.json`);
  const asideLine = (position: number): string | undefined => {
    const line = quarantined.get(position);
    return line === undefined ? undefined : `${line}\n`;
  };
  await writeWhole(`${out}/proposals.jsonl`, inBookOrder(index, "lines", positions, asideLine));
  await writeWhole(`${out}/trades.csv`, tradeFile(index, solved));
  const parquet = `${out}/parquet`;
  await dropParquet(parquet);
  if (options.parquet === true) {
    // Whom the book itself puts aside is in no shard.
    const others = positions.filter((position) => quarantined.has(position));
    const shardLines = [...solvedBy, others].map((places, at) => ({
      index: at,
      longest: places.reduce(
        (most, place) =>
          Math.max(most, index.of.lines.length[place] ?? 0, Buffer.byteLength(quarantined.get(place) ?? "")),
        0,
      ),
      lines: inBookOrder(index, "lines", places, asideLine),
    }));
    await writeParquet(parquet, shardLines);
  }
  await writeWhole(`${out}/quarantine.jsonl`, records.map(quarantineLine));
  const summary = {
    asOf: book.asOf,
    bundle: options.bundleHash,
    book: book.hash,
    solver: options.solver,
    version: options.version,
    startedAt,
    finishedAt: options.clock(),
    accounts: tally.accounts,
    cost: { before: tally.before, after: tally.after },
    gains: tally.gains,
    traded: tally.traded,
    certificates: tally.certificates,
  };
  await writeWhole(`${out}/run.json`, [`${JSON.stringify(summary, undefined, 2)}\n`]);
  await journal.remove();
  return { out, asOf: book.asOf, tally, quarantine: records.length };
}
