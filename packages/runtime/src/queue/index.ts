/** Runs on more than one machine. PostgreSQL's driver and the queue's library are loaded when they are asked for. */
import type { SolveWork } from "../batch/work.ts";
import type { SpreadOptions } from "./conduct.ts";
import type { WorkerOptions } from "./worker.ts";

export type { SpreadOptions } from "./conduct.ts";
export type { WorkerOptions } from "./worker.ts";

/** Solves a run by workers that meet at a PostgreSQL database. */
export function spreadOver(options: SpreadOptions): SolveWork {
  return async (work) => (await import("./conduct.ts")).spreadWork(work, options);
}

/** Takes shards from a queue and solves them, until it is stopped. @throws RunError if it cannot go on */
export async function workAt(options: WorkerOptions): Promise<void> {
  return (await import("./worker.ts")).work(options);
}
