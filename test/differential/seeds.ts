/** Seeds one after another, until one shows a difference or they run out. */
import type { Backend } from "@mandate/solver";
import { type Effort, examine } from "./account.ts";
import { type Case, casesOf } from "./situations.ts";

interface Found {
  readonly accounts: number;
  readonly differences: readonly string[];
  readonly tally: ReadonlyMap<string, number>;
}

/** @param most differences after which to stop */
export function examineAll(cases: Iterable<Case>, most: number, backend: Backend, effort: Effort): Found {
  const differences: string[] = [];
  const tally = new Map<string, number>();
  let accounts = 0;
  for (const one of cases) {
    const examined = examine(one, backend, effort);
    accounts += 1;
    differences.push(...examined.differences);
    for (const [what, many] of examined.tally) tally.set(what, (tally.get(what) ?? 0) + many);
    if (differences.length >= most) break;
  }
  return { accounts, differences, tally };
}

/** @param now milliseconds of a steady clock, for the runtime's time limits */
export function* seedsOf(from: number, count: number, backend: Backend, now: () => number): Generator<Case> {
  for (let seed = from; seed < from + count; seed++) yield* casesOf(seed, backend, now);
}
