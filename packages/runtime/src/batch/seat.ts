/** Where shards are solved: at a desk in this thread, or on a worker's, which is watched. */
import { Worker } from "node:worker_threads";
import { openDesk } from "./desk.ts";
import { RunError } from "./files.ts";
import type { SolvedShard } from "./journal.ts";
import type { DeskWire, FromWorker, ShardWire, ToWorker } from "./messages.ts";

export interface Seat {
  /** @throws Lost if the shard was not solved; the seat is of no use then */
  readonly solve: (shard: ShardWire) => Promise<SolvedShard>;
  readonly stop: () => Promise<void>;
}

export type OpenSeat = (progress: (accounts: number) => void) => Promise<Seat>;

/** A shard was not solved: the program failed, the worker ended, or it gave no sign of life for too long. */
export class Lost extends Error {
  readonly how: "failed" | "ended" | "hung";
  /** the account that was being solved, by its place in the book; undefined if none was yet */
  readonly position: number | undefined;

  constructor(how: Lost["how"], position: number | undefined, detail: string) {
    super(detail);
    this.how = how;
    this.position = position;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** A seat in this thread. Nothing can watch it: whoever needs to be safe from a solver that hangs uses workers. */
export function seatHere(wire: DeskWire): OpenSeat {
  return async (progress) => {
    const desk = await openDesk(wire, () => performance.now());
    return {
      async solve(shard) {
        let position: number | undefined;
        const begin = (at: number): void => {
          position = at;
        };
        // Signals and progress come through between shards.
        await new Promise((resolve) => setImmediate(resolve));
        try {
          return desk.solve(shard, { begin, progress });
        } catch (error) {
          throw new Lost("failed", position, messageOf(error));
        }
      },
      stop: async () => desk.close(),
    };
  };
}

/** After its patience is over a worker has so long to be heard: what it said may wait behind a machine that slept. */
const GRACE_SECONDS = 1;

/** @param patienceSeconds without a sign of life after which a worker is given up; it gives one at each account */
export function seatOnWorker(wire: DeskWire, url: URL, patienceSeconds: number): OpenSeat {
  return async (progress) => {
    const worker = new Worker(url, { workerData: wire });
    let position: number | undefined;
    let waiting: { resolve: (shard?: SolvedShard) => void; reject: (error: Lost) => void } | undefined;
    let timer: NodeJS.Timeout | undefined;
    let over: Lost | undefined;
    const watch = (): void => {
      clearTimeout(timer);
      if (waiting === undefined) return;
      timer = setTimeout(() => {
        timer = setTimeout(
          () => give(new Lost("hung", position, `no sign of life for ${patienceSeconds} seconds`)),
          GRACE_SECONDS * 1000,
        );
      }, patienceSeconds * 1000);
    };
    const give = (result: Lost | SolvedShard | undefined): void => {
      const { resolve, reject } = waiting ?? {};
      waiting = undefined;
      clearTimeout(timer);
      if (result instanceof Lost) {
        over ??= result;
        reject?.(over);
      } else resolve?.(result);
    };
    worker.on("error", (error: Error) => give(new Lost("ended", position, error.message)));
    worker.on("exit", (code) => give(new Lost("ended", position, `it ended with code ${code}`)));
    worker.on("message", (message: FromWorker) => {
      if (over !== undefined) return;
      if (message.kind === "begin") position = message.position;
      else if (message.kind === "progress") progress(message.accounts);
      else if (message.kind === "failed") give(new Lost("failed", position, message.message));
      else give(message.kind === "solved" ? message.shard : undefined);
      watch();
    });
    const answer = (): Promise<SolvedShard | undefined> =>
      new Promise((resolve, reject) => {
        if (over !== undefined) return reject(over);
        waiting = { resolve, reject };
        watch();
      });
    const stop = async (): Promise<void> => {
      give(new Lost("ended", position, "it was stopped"));
      await worker.terminate();
    };
    try {
      await answer();
    } catch (error) {
      await stop();
      throw new RunError(`a worker could not be started: ${messageOf(error)}`, { cause: error });
    }
    return {
      async solve(shard) {
        position = undefined;
        const promise = answer();
        worker.postMessage({ kind: "solve", shard } satisfies ToWorker);
        const solved = await promise;
        if (solved === undefined) throw new Lost("ended", position, "it began again");
        return solved;
      },
      stop,
    };
  };
}
