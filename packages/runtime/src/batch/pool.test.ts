import { describe, expect, it } from "vitest";
import { RunError } from "./files.ts";
import type { SolvedShard } from "./journal.ts";
import type { ShardWire } from "./messages.ts";
import { type NextShard, type Sink, solveOnSeats } from "./pool.ts";
import { Lost, type OpenSeat } from "./seat.ts";
import { EMPTY } from "./tally.ts";

const shardOf = (index: number): ShardWire => ({ index, households: [], aside: [] });
const solvedOf = ({ index }: ShardWire): SolvedShard => ({
  index,
  accounts: [],
  quarantined: [],
  tally: EMPTY,
});

function shards(count: number): NextShard {
  let at = 0;
  return async () => (at < count ? shardOf(at++) : undefined);
}

const soon = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1));

function sinkTo(solved: number[]): Sink {
  return { solved: async ({ index }) => void solved.push(index), progress: () => undefined };
}

/** Seats that solve as they are told, and are counted. */
function seats(solve: (shard: ShardWire, seat: number) => Promise<SolvedShard>): {
  readonly open: OpenSeat;
  readonly opened: () => number;
  readonly stopped: () => number;
} {
  let opened = 0;
  let stopped = 0;
  return {
    open: async () => {
      const seat = opened++;
      return {
        solve: (shard) => solve(shard, seat),
        stop: async () => {
          stopped += 1;
        },
      };
    },
    opened: () => opened,
    stopped: () => stopped,
  };
}

describe("solveOnSeats", () => {
  it("solves every shard once, whoever is slow", async () => {
    const solved: number[] = [];
    const room = seats(async (shard, seat) => {
      if (seat === 0) await soon();
      return solvedOf(shard);
    });
    await solveOnSeats(room.open, 3, shards(40), sinkTo(solved));
    expect([...solved].sort((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, at) => at));
    expect([room.opened(), room.stopped()]).toEqual([3, 3]);
  });

  it("solves a lost seat's shard again on another", async () => {
    const solved: number[] = [];
    const room = seats(async (shard, seat) => {
      if (seat === 0) throw new Lost("ended", undefined, "out of memory");
      return solvedOf(shard);
    });
    await solveOnSeats(room.open, 1, shards(3), sinkTo(solved));
    expect(solved).toEqual([0, 1, 2]);
    expect([room.opened(), room.stopped()]).toEqual([2, 2]);
  });

  it("counts no account twice that was counted before its seat was lost", async () => {
    let attempts = 0;
    const open: OpenSeat = async (progress) => ({
      async solve(shard) {
        progress(5);
        attempts += 1;
        if (attempts === 1) throw new Lost("hung", undefined, "no sign of life");
        return solvedOf(shard);
      },
      stop: async () => undefined,
    });
    const progress: number[] = [];
    await solveOnSeats(open, 1, shards(1), {
      solved: async () => undefined,
      progress: (accounts) => progress.push(accounts),
    });
    expect(progress).toEqual([5, -5, 5]);
  });

  it("gives up a shard over which every seat is lost before an account is begun", async () => {
    const room = seats(async () => {
      throw new Lost("ended", undefined, "it ended with code 1");
    });
    await expect(solveOnSeats(room.open, 1, shards(1), sinkTo([]))).rejects.toThrow(
      "a worker was lost 3 times over the same accounts: it ended with code 1",
    );
    expect(room.stopped()).toBe(room.opened());
  });

  it("stops everybody when what is solved cannot be kept, and says why", async () => {
    let stop = (): void => undefined;
    const open: OpenSeat = async () => ({
      // The second shard is never solved: whoever has it must be stopped.
      solve: (shard) =>
        shard.index === 0
          ? soon().then(() => solvedOf(shard))
          : new Promise((_, reject) => {
              stop = () => reject(new Lost("ended", undefined, "it was stopped"));
            }),
      stop: async () => stop(),
    });
    const full = new RunError("the disk is full");
    const sink: Sink = { solved: () => Promise.reject(full), progress: () => undefined };
    await expect(solveOnSeats(open, 2, shards(9), sink)).rejects.toBe(full);
  });
});
