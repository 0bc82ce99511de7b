import type { Assignment, Guarding } from "../choices/guard.ts";
import type { Variable } from "../choices/variables.ts";

/** More combinations of choices and facts than this are not looked at one by one. */
const MOST = 32;

/** What nobody has decided yet. */
export function openVariables(
  variables: Guarding["variables"],
  choice: Guarding["choice"],
): readonly Variable[] {
  return [...variables.values()].filter(
    ({ kind, name }) => kind === "fact" || kind === "amount" || choice(name) === undefined,
  );
}

/** Undefined where there are too many. */
export function combinations(open: readonly Variable[]): readonly Assignment[] | undefined {
  if (open.reduce((product, { values }) => product * values.length, 1) > MOST) return undefined;
  let all: Assignment[] = [new Map()];
  for (const { key, values } of open)
    all = all.flatMap((one) => values.map((value) => new Map(one).set(key, value)));
  return all;
}
