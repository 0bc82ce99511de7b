/** The work of a run in shards: whole households, in the order of their first accounts. */
import type { Household } from "../book/index.ts";

export interface Shard {
  readonly index: number;
  readonly households: readonly Household[];
}

/** Households whose accounts are asked for; all if none are named. */
export function wanted(
  households: readonly Household[],
  positions: ReadonlySet<number> | undefined,
): Household[] {
  return positions === undefined
    ? [...households]
    : households.filter((household) => household.positions.some((position) => positions.has(position)));
}

/** At least `size` accounts a shard, the last one excepted; a household is never split. */
export function shardsOf(households: readonly Household[], size: number): Shard[] {
  const shards: Shard[] = [];
  let open: Household[] = [];
  let count = 0;
  const close = (): void => {
    if (open.length > 0) shards.push({ index: shards.length, households: open });
    open = [];
    count = 0;
  };
  for (const household of households) {
    open.push(household);
    count += household.positions.length;
    if (count >= size) close();
  }
  close();
  return shards;
}
