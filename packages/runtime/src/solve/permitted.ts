/** Whether a policy, or part of it, permits anything at all. */
import type { Backend } from "@mandate/solver";
import type { Situation } from "../account/situation.ts";
import { type Lowered, type LowerOptions, lower } from "../lowering/index.ts";
import { roundTrips } from "./roundTrips.ts";
import { search } from "./search.ts";

export interface Permitted {
  readonly lowered: Lowered;
  readonly x: Float64Array;
}

/** What could not be decided. */
class Undecided extends Error {}

/**
 * A point that the clauses left in permit, with little trading; undefined where there is none.
 * @throws Undecided where the backend fails
 */
export function permitted(
  situation: Situation,
  backend: Backend,
  options: Omit<LowerOptions, "feasibility" | "sides">,
): Permitted | undefined {
  const sides = new Set<number>();
  for (;;) {
    const lowered = lower(situation, { ...options, feasibility: true, sides });
    const found = search(lowered.problem, backend, { floor: 1e-3, relativeGap: 1e-6 });
    if (found.status === "infeasible") return undefined;
    if (found.x === undefined) throw new Undecided(found.message ?? "the solver gave no answer");
    const before = sides.size;
    for (const i of roundTrips(lowered, found.x)) sides.add(i);
    if (sides.size === before) return { lowered, x: found.x };
  }
}
