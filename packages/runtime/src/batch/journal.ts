/** Shards that are done, on disk: a run that is killed goes on from here (data.md, "What comes out"). */
import type { Quarantined } from "../account/book.ts";
import { drop, RunError, textAt, writeWhole } from "./files.ts";
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
  /** whether a shard was solved before, by this run or by one that it goes on with */
  readonly done: (index: number) => Promise<boolean>;
  readonly record: (shard: SolvedShard) => Promise<void>;
  /** a shard that is done */
  readonly read: (index: number) => Promise<SolvedShard>;
  readonly remove: () => Promise<void>;
}

/** The first line of a shard's file; `count` accounts follow, a line each. */
interface Head extends Pick<SolvedShard, "index" | "quarantined" | "tally"> {
  readonly count: number;
}

/** A shard from its file; undefined if the file is not whole. */
function parsed(text: string, index: number): SolvedShard | undefined {
  const [first = "", ...lines] = text.split("\n");
  // A file is renamed into its place when it is whole, but a disk that failed since may have lost some of it.
  if (lines.pop() !== "") return undefined;
  try {
    const { count, ...head } = JSON.parse(first) as Head;
    if (head.index !== index || count !== lines.length) return undefined;
    return { ...head, accounts: lines.map((line) => JSON.parse(line) as SolvedAccount) };
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/**
 * Opens the journal of a run folder. Without `resume` an older one is thrown away.
 * @param key of what the run's answer depends on: bundle, book, solver, options
 * @throws RunError when what is to be resumed was another run, or the folder cannot be written
 */
export async function openJournal(folder: string, key: string, resume: boolean): Promise<Journal> {
  const place = `${folder}/.shards`;
  const keyFile = `${place}/key`;
  const before = await textAt(keyFile);
  if (resume && before !== undefined && before !== key) {
    throw new RunError(
      `the run in \`${folder}\` cannot be resumed: policies, book, solver or options have changed since; run again without --resume`,
    );
  }
  if (!resume || before === undefined) {
    await discard();
    await writeWhole(keyFile, [key]);
  }
  /** The key goes first: shards without one belong to no run, whenever this is interrupted. */
  async function discard(): Promise<void> {
    await drop(keyFile);
    await drop(place);
  }
  const path = (index: number): string => `${place}/${String(index).padStart(7, "0")}.jsonl`;
  const read = async (index: number): Promise<SolvedShard | undefined> => {
    const text = await textAt(path(index));
    return text === undefined ? undefined : parsed(text, index);
  };
  return {
    done: async (index) => (await read(index)) !== undefined,
    async record({ accounts, ...rest }) {
      const head: Head = { ...rest, count: accounts.length };
      await writeWhole(
        path(rest.index),
        [head, ...accounts].map((line) => `${JSON.stringify(line)}\n`),
      );
    },
    async read(index) {
      const shard = await read(index);
      if (shard !== undefined) return shard;
      throw new RunError(`\`${path(index)}\` was changed while the run went on; go on with \`--resume\``);
    },
    remove: discard,
  };
}
