/** Seeds one after another, until one shows a difference or they run out. */
import type { Backend } from "@mandate/solver";
import { type Effort, examine } from "./account.ts";
import { casesOf } from "./situations.ts";

export interface Found {
  readonly accounts: number;
  readonly differences: readonly string[];
  readonly tally: ReadonlyMap<string, number>;
}

export interface Range {
  readonly from: number;
  readonly count: number;
  /** differences after which to stop */
  readonly most: number;
}

/** @param now milliseconds of a steady clock, for the runtime's time limits */
export function examineSeeds(range: Range, backend: Backend, effort: Effort, now: () => number): Found {
  const differences: string[] = [];
  const tally = new Map<string, number>();
  let accounts = 0;
  for (let seed = range.from; seed < range.from + range.count; seed++) {
    for (const one of casesOf(seed, backend, now)) {
      const examined = examine(one, backend, effort);
      accounts += 1;
      differences.push(...examined.differences);
      for (const [what, many] of examined.tally) tally.set(what, (tally.get(what) ?? 0) + many);
      if (differences.length >= range.most) return { accounts, differences, tally };
    }
  }
  return { accounts, differences, tally };
}
