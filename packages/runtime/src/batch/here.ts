/** Solves a run's shards in this process, on worker threads. */
import { type NextShard, solveOnSeats } from "./pool.ts";
import { seatHere, seatOnWorker } from "./seat.ts";
import { accountsIn, type SolveWork } from "./work.ts";

/**
 * @param workers threads at the most
 * @param workerUrl where the worker's code is; without it everything is solved in this thread, where nothing can watch it
 */
export function solveHere(workers: number, workerUrl?: URL): SolveWork {
  return async ({ desk, patienceSeconds, shards, gather, journal, progress }) => {
    let at = 0;
    const next: NextShard = async () => {
      for (;;) {
        // Taken before anything is awaited: workers ask at the same time, and none may get another's shard or skip one.
        const shard = shards[at++];
        if (shard === undefined) return undefined;
        if (!(await journal.done(shard.index))) return gather(shard);
        progress(accountsIn(shard));
      }
    };
    const open = workerUrl === undefined ? seatHere(desk) : seatOnWorker(desk, workerUrl, patienceSeconds);
    const seats = workerUrl === undefined ? 1 : Math.min(workers, shards.length);
    await solveOnSeats(open, seats, next, { solved: (shard) => journal.record(shard), progress });
  };
}
