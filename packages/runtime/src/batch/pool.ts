/** Who solves shards: this thread, or a number of workers. A worker that dies loses nothing: its shard is taken over. */
import { Worker } from "node:worker_threads";
import { openDesk } from "./desk.ts";
import { RunError } from "./files.ts";
import type { SolvedShard } from "./journal.ts";
import type { DeskWire, FromWorker, ShardWire, ToWorker } from "./messages.ts";

/** Gives the next shard, or undefined when there are no more. */
export type NextShard = () => Promise<ShardWire | undefined>;

export interface Sink {
  readonly solved: (shard: SolvedShard) => Promise<void>;
  readonly progress: (accounts: number) => void;
}

/** Solves every shard in this thread. */
export async function solveHere(wire: DeskWire, next: NextShard, sink: Sink): Promise<void> {
  const desk = await openDesk(wire, () => performance.now());
  try {
    for (let shard = await next(); shard !== undefined; shard = await next()) {
      await sink.solved(desk.solve(shard, sink.progress));
      // Let signals and progress through between shards.
      await new Promise((resolve) => setImmediate(resolve));
    }
  } finally {
    desk.close();
  }
}

/** A shard that brings workers down so many times is a defect of ours, and said so. */
const ATTEMPTS = 3;

interface Retry {
  readonly shard: ShardWire;
  readonly attempts: number;
}

/** Solves shards on `count` workers; a worker that dies is replaced, and its shard solved again. */
export async function solveOnWorkers(
  wire: DeskWire,
  workerUrl: URL,
  count: number,
  next: NextShard,
  sink: Sink,
): Promise<void> {
  const again: Retry[] = [];
  const take = async (): Promise<Retry | undefined> => {
    const retry = again.pop();
    if (retry !== undefined) return retry;
    const shard = await next();
    return shard === undefined ? undefined : { shard, attempts: 0 };
  };
  const lane = async (): Promise<void> => {
    let seat = await startWorker(workerUrl, wire, sink.progress);
    try {
      for (let job = await take(); job !== undefined; job = await take()) {
        try {
          await sink.solved(await seat.solve(job.shard));
        } catch (error) {
          if (!(error instanceof WorkerDied)) throw error;
          if (job.attempts + 1 >= ATTEMPTS) {
            throw new RunError(`a worker stopped ${ATTEMPTS} times over the same accounts: ${error.message}`);
          }
          again.push({ shard: job.shard, attempts: job.attempts + 1 });
          seat = await startWorker(workerUrl, wire, sink.progress);
        }
      }
    } finally {
      await seat.stop();
    }
  };
  const lanes = Array.from({ length: count }, lane);
  const results = await Promise.allSettled(lanes);
  const failed = results.find((result) => result.status === "rejected");
  if (failed !== undefined) throw failed.reason;
}

class WorkerDied extends Error {}

interface Seat {
  readonly solve: (shard: ShardWire) => Promise<SolvedShard>;
  readonly stop: () => Promise<void>;
}

async function startWorker(url: URL, wire: DeskWire, progress: (accounts: number) => void): Promise<Seat> {
  const worker = new Worker(url, { workerData: wire });
  let settle:
    | { resolve: (shard: SolvedShard | undefined) => void; reject: (error: Error) => void }
    | undefined;
  let dead: WorkerDied | undefined;
  const die = (reason: string): void => {
    dead ??= new WorkerDied(reason);
    settle?.reject(dead);
    settle = undefined;
  };
  worker.on("error", (error: Error) => die(error.message));
  worker.on("exit", (code) => die(`it ended with code ${code}`));
  worker.on("message", (message: FromWorker) => {
    if (message.kind === "progress") return progress(message.accounts);
    const current = settle;
    settle = undefined;
    if (message.kind === "ready") current?.resolve(undefined);
    else if (message.kind === "solved") current?.resolve(message.shard);
    else current?.reject(new Error(message.message));
  });
  const answer = (): Promise<SolvedShard | undefined> =>
    new Promise((resolve, reject) => {
      if (dead === undefined) settle = { resolve, reject };
      else reject(dead);
    });
  await answer();
  return {
    async solve(shard) {
      const promise = answer();
      worker.postMessage({ kind: "solve", shard } satisfies ToWorker);
      const solved = await promise;
      if (solved === undefined) throw new WorkerDied("it began again");
      return solved;
    },
    async stop() {
      worker.removeAllListeners("exit");
      worker.postMessage({ kind: "stop" } satisfies ToWorker);
      await worker.terminate();
    },
  };
}
