/** Shards that are done, on disk: a run that is killed goes on from here (data.md, "What comes out"). */
import { createReadStream } from "node:fs";
import { readFile, rm, stat } from "node:fs/promises";
import { createInterface } from "node:readline";
import type { Quarantined } from "../account/book.ts";
import { RunError, writeWhole } from "./files.ts";
import type { Tally } from "./tally.ts";

/** One account's lines. */
export interface SolvedAccount {
  /** place in the book */
  readonly position: number;
  /** line of `proposals.jsonl` */
  readonly line: string;
  /** lines of `trades.csv` */
  readonly trades: string;
}

export interface SolvedShard {
  readonly index: number;
  readonly accounts: readonly SolvedAccount[];
  /** put aside while they were solved: their choices give no policy */
  readonly quarantined: readonly Quarantined[];
  readonly tally: Tally;
}

export interface Journal {
  readonly done: (index: number) => Promise<boolean>;
  readonly record: (shard: SolvedShard) => Promise<void>;
  readonly head: (index: number) => Promise<Pick<SolvedShard, "quarantined" | "tally">>;
  readonly accounts: (index: number) => AsyncIterable<SolvedAccount>;
  readonly remove: () => Promise<void>;
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
    throw error;
  }
}

async function previousKey(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/**
 * Opens the journal of a run folder. Without `resume` an older one is thrown away.
 * @param key of what the run's answer depends on: bundle, book, solver, options
 * @throws RunError when what is to be resumed was another run
 */
export async function openJournal(folder: string, key: string, resume: boolean): Promise<Journal> {
  const place = `${folder}/.shards`;
  const keyFile = `${place}/key`;
  const before = await previousKey(keyFile);
  if (resume && before !== undefined && before !== key) {
    throw new RunError(
      `the run in \`${folder}\` cannot be resumed: policies, book, solver or options have changed since; run again without --resume`,
    );
  }
  if (!resume) await rm(place, { recursive: true, force: true });
  if (before === undefined || !resume) await writeWhole(keyFile, [key]);
  const path = (index: number): string => `${place}/${String(index).padStart(7, "0")}.jsonl`;
  async function* lines(index: number): AsyncGenerator<string> {
    yield* createInterface({
      input: createReadStream(path(index), "utf8"),
      crlfDelay: Number.POSITIVE_INFINITY,
    });
  }
  return {
    done: (index) => exists(path(index)),
    async record(shard) {
      const head = { quarantined: shard.quarantined, tally: shard.tally };
      const accounts = shard.accounts.map((account) => `${JSON.stringify(account)}\n`);
      await writeWhole(path(shard.index), [`${JSON.stringify(head)}\n`, ...accounts]);
    },
    async head(index) {
      for await (const line of lines(index))
        return JSON.parse(line) as Pick<SolvedShard, "quarantined" | "tally">;
      throw new RunError(
        `the journal of shard ${index} in \`${folder}\` is empty; run again without --resume`,
      );
    },
    async *accounts(index) {
      let first = true;
      for await (const line of lines(index)) {
        if (!first) yield JSON.parse(line) as SolvedAccount;
        first = false;
      }
    },
    remove: () => rm(place, { recursive: true, force: true }),
  };
}
