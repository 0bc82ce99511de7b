/** `--queue` and `--patience`, as both sides of a queue take them. */

import { type Call, textOf, wholeNumberOf } from "../options.ts";
import type { World } from "../world.ts";

/** How long PostgreSQL may be away, in seconds. */
const PATIENCE = 300;

export interface QueueCall {
  readonly url: string;
  readonly patienceSeconds: number;
  readonly tell: (sentence: string) => void;
}

/** @returns undefined if no queue was named */
export function queueOf(world: World, call: Call): QueueCall | undefined {
  const url = textOf(call, "queue");
  if (url === undefined) return undefined;
  return {
    url,
    patienceSeconds: wholeNumberOf(call, "patience", 0) ?? PATIENCE,
    tell: (sentence) => world.err.write(`mandate: ${sentence}\n`),
  };
}
