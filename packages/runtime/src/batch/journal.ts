/** Shards that are done, on disk: a run that is killed goes on from here (data.md, "What comes out"). */
import type { Quarantined } from "../account/book.ts";
import { beginning, drop, RunError, textAt, writeWhole } from "./files.ts";
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

/** What a shard's file begins with. */
export interface ShardHead extends Omit<SolvedShard, "accounts"> {
  /** places of its accounts, in their order */
  readonly positions: readonly number[];
  /** bytes of each account's line of `proposals.jsonl`, its line break among them */
  readonly lines: readonly number[];
  /** bytes of each account's lines of `trades.csv` */
  readonly trades: readonly number[];
}

/** Where a shard lies: all its proposals, then all its trades, behind its head. */
export interface ShardFile {
  readonly path: string;
  readonly head: ShardHead;
  /** where the proposals begin */
  readonly begin: number;
}

export interface Journal {
  /** whether a shard was solved before, by this run or by one that it goes on with */
  readonly done: (index: number) => Promise<boolean>;
  readonly record: (shard: SolvedShard) => Promise<void>;
  /** a shard that is done */
  readonly read: (index: number) => Promise<ShardFile>;
  readonly remove: () => Promise<void>;
}

const LINE_BREAK = 10;

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/** A shard's head; undefined if the file is not whole. */
function parsed(text: string, index: number): ShardHead | undefined {
  try {
    const head = JSON.parse(text) as ShardHead;
    return head.index === index && head.positions.length === head.lines.length ? head : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return undefined;
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
  const read = async (index: number): Promise<ShardFile | undefined> => {
    const found = await beginning(path(index), LINE_BREAK);
    const head = found === undefined ? undefined : parsed(found.text, index);
    if (found === undefined || head === undefined) return undefined;
    const begin = found.length;
    // A file is renamed into its place when it is whole, but a disk that failed since may have lost some of it.
    return begin + sum(head.lines) + sum(head.trades) === found.size
      ? { path: path(index), head, begin }
      : undefined;
  };
  return {
    done: async (index) => (await read(index)) !== undefined,
    async record({ accounts, ...rest }) {
      const head: ShardHead = {
        ...rest,
        positions: accounts.map(({ position }) => position),
        lines: accounts.map(({ line }) => Buffer.byteLength(line) + 1),
        trades: accounts.map(({ trades }) => Buffer.byteLength(trades)),
      };
      await writeWhole(path(rest.index), shardText(head, accounts));
    },
    async read(index) {
      const shard = await read(index);
      if (shard !== undefined) return shard;
      throw new RunError(`\`${path(index)}\` was changed while the run went on; go on with \`--resume\``);
    },
    remove: discard,
  };
}

function* shardText(head: ShardHead, accounts: readonly SolvedAccount[]): Generator<string> {
  yield `${JSON.stringify(head)}\n`;
  for (const { line } of accounts) yield `${line}\n`;
  for (const { trades } of accounts) yield trades;
}
