/** `mandate worker`: solves shards of other machines' runs. */
import { type QueueOptions, withCrew } from "./crew.ts";
import { type Hands, labour } from "./labour.ts";

export interface WorkerOptions extends QueueOptions, Hands {
  /** end once no run is left */
  readonly drain: boolean;
}

/** @throws RunError if it cannot go on */
export async function work(options: WorkerOptions): Promise<void> {
  const { drain, version } = options;
  await withCrew(options, version, (crew) => labour(crew, options, { drain }));
}
