/** Where shards are solved: at a desk in this thread, or on a worker's, which is watched. */
import { Worker } from "node:worker_threads";
import { openDesk } from "./desk.ts";
import { RunError } from "./files.ts";
import type { SolvedShard } from "./journal.ts";
import type { DeskWire, FromWorker, ShardWire, ToWorker, WorkerStart } from "./messages.ts";
import { begun, createSigns, finished, forget, positionOf } from "./signs.ts";

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

/** Times a second that a worker's signs of life are looked for. */
const LOOKS = 4;

/** @param patienceSeconds without a sign of life after which a worker is given up; it gives one at each account */
export function seatOnWorker(wire: DeskWire, url: URL, patienceSeconds: number): OpenSeat {
  return async (progress) => {
    const signs = createSigns();
    const worker = new Worker(url, { workerData: { wire, signs } satisfies WorkerStart });
    let waiting: { resolve: (shard?: SolvedShard) => void; reject: (error: Lost) => void } | undefined;
    let over: Lost | undefined;
    let told = 0;
    const tell = (): void => {
      const all = finished(signs);
      if (all !== told) progress(all - told);
      told = all;
    };
    const give = (result: Lost | SolvedShard | undefined): void => {
      const { resolve, reject } = waiting ?? {};
      waiting = undefined;
      if (result instanceof Lost) {
        over ??= result;
        clearInterval(looking);
        reject?.(over);
      } else {
        tell();
        resolve?.(result);
      }
    };
    const lost = (how: Lost["how"], detail: string): void => give(new Lost(how, positionOf(signs), detail));
    let seen = 0;
    // Looks and not seconds are counted: on a machine that slept, both sides did.
    let quiet = 0;
    const looking = setInterval(() => {
      tell();
      const now = begun(signs);
      quiet = waiting === undefined || now !== seen ? 0 : quiet + 1;
      seen = now;
      if (quiet > patienceSeconds * LOOKS) lost("hung", `no sign of life for ${patienceSeconds} seconds`);
    }, 1000 / LOOKS);
    worker.on("error", (error: Error) => lost("ended", error.message));
    worker.on("exit", (code) => lost("ended", `it ended with code ${code}`));
    worker.on("message", (message: FromWorker) => {
      if (over !== undefined) return;
      if (message.kind === "failed") lost("failed", message.message);
      else give(message.kind === "solved" ? message.shard : undefined);
    });
    const answer = (): Promise<SolvedShard | undefined> =>
      new Promise((resolve, reject) => {
        if (over !== undefined) return reject(over);
        quiet = 0;
        waiting = { resolve, reject };
      });
    const stop = async (): Promise<void> => {
      lost("ended", "it was stopped");
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
        forget(signs);
        const promise = answer();
        worker.postMessage({ kind: "solve", shard } satisfies ToWorker);
        const solved = await promise;
        if (solved === undefined) throw new Lost("ended", positionOf(signs), "it began again");
        return solved;
      },
      stop,
    };
  };
}
