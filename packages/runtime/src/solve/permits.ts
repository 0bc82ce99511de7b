/** Whether some of an account's clauses, the others left out, permit anything at all: what `citing` in a test asks. */
import type { Backend } from "@mandate/solver";
import type { Situation } from "../account/situation.ts";
import { candidates } from "./conflict.ts";
import { permitted } from "./permitted.ts";

/**
 * @param kept ids of clauses and tightenings; what no policy can change holds in any case
 * @throws Undecided where the backend fails
 */
export function permits(situation: Situation, backend: Backend, kept: ReadonlySet<string>): boolean {
  const without = new Set(
    candidates(situation)
      .map(({ id }) => id)
      .filter((id) => !kept.has(id)),
  );
  return permitted(situation, backend, { without }) !== undefined;
}
