/** Solves every shard on a number of seats. A seat that is lost loses nothing: its shard is solved again on another. */
import type { Quarantined } from "../account/book.ts";
import { RunError } from "./files.ts";
import type { SolvedShard } from "./journal.ts";
import type { ShardWire } from "./messages.ts";
import { Lost, type OpenSeat, type Seat } from "./seat.ts";

/** Gives the next shard, or undefined when there are no more. */
export type NextShard = () => Promise<ShardWire | undefined>;

export interface Sink {
  readonly solved: (shard: SolvedShard) => Promise<void>;
  /** accounts more; negative where some have to be solved again */
  readonly progress: (accounts: number) => void;
}

/** An account over which so many seats were lost is put aside; the first time may have been the machine's fault. */
const ATTEMPTS = 2;

/** A shard that takes seats down so often, and no account of it, is given up. */
const SHARD_ATTEMPTS = 3;

/** Why an account was put aside. `code` stands beside it in `quarantine.jsonl`. */
function aside(account: string, { how, message }: Lost): Quarantined {
  const twice = {
    failed: `mandate failed over it twice (${message}); this is a defect of mandate's, not of your policies or your book`,
    ended: `the thread that was to solve it ended twice (${message}); solve it alone with \`--account\`, or with another \`--solver\``,
    hung: `it was not solved in its time, twice (${message}); solve it alone with \`--account\`, or with another \`--solver\``,
  };
  return { account, code: "SOLVER_FAILED", reason: twice[how], file: "", row: 0, value: "" };
}

function accountAt(shard: ShardWire, position: number): string | undefined {
  for (const { accounts } of shard.households)
    for (const each of accounts) if (each.position === position) return each.account.account;
  return undefined;
}

/**
 * Solves shards on `count` seats.
 * @param interruption ends the work at once: what is being solved then is not
 * @throws RunError if no seat can be opened, or a shard takes every seat down; whatever `next` or `sink` throw; Lost where
 * it is interrupted while shards are solved
 */
export async function solveOnSeats(
  open: OpenSeat,
  count: number,
  next: NextShard,
  sink: Sink,
  interruption?: AbortSignal,
): Promise<void> {
  const seats = new Set<Seat>();
  let halted = false;
  const interrupt = (): void => {
    halted = true;
    // Whoever waits for a seat's answer is told that it was stopped.
    for (const seat of seats) void seat.stop();
  };
  interruption?.addEventListener("abort", interrupt);
  if (interruption?.aborted === true) halted = true;
  const lane = async (): Promise<void> => {
    let counted = 0;
    const sit = async (): Promise<Seat> => {
      const seat = await open((accounts) => {
        counted += accounts;
        sink.progress(accounts);
      });
      seats.add(seat);
      return seat;
    };
    const leave = async (seat: Seat): Promise<void> => {
      if (seats.delete(seat)) await seat.stop();
    };
    let seat = await sit();
    try {
      for (let shard = await next(); shard !== undefined && !halted; shard = await next()) {
        const losses = new Map<number | undefined, number>();
        let solved: SolvedShard | undefined;
        while (solved === undefined) {
          counted = 0;
          try {
            solved = await seat.solve(shard);
          } catch (error) {
            if (error instanceof Lost) sink.progress(-counted);
            if (!(error instanceof Lost) || halted) throw error;
            const times = (losses.get(error.position) ?? 0) + 1;
            losses.set(error.position, times);
            shard = withoutAccount(shard, error, times);
            await leave(seat);
            seat = await sit();
          }
        }
        await sink.solved(solved);
      }
    } catch (error) {
      // Nobody waits for what the others were about to solve.
      halted = true;
      for (const other of seats) await leave(other);
      throw error;
    } finally {
      await leave(seat);
    }
  };
  const results = await Promise.allSettled(Array.from({ length: count }, lane));
  interruption?.removeEventListener("abort", interrupt);
  const reasons = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
  if (reasons.length > 0) throw reasons.find((reason) => !(reason instanceof Lost)) ?? reasons[0];
}

/** The shard as it is solved again: without the account over which seats were lost often enough. */
function withoutAccount(shard: ShardWire, lost: Lost, times: number): ShardWire {
  const account = lost.position === undefined ? undefined : accountAt(shard, lost.position);
  if (account !== undefined) {
    return times < ATTEMPTS ? shard : { ...shard, aside: [...shard.aside, aside(account, lost)] };
  }
  if (times < SHARD_ATTEMPTS) return shard;
  throw new RunError(
    `a worker was lost ${SHARD_ATTEMPTS} times over the same accounts: ${lost.message}; what is solved is kept, go on with \`--resume\``,
  );
}
