/** Shards of workers that are gone go to others. */
import { RunError } from "../batch/files.ts";
import type { Crew } from "./crew.ts";
import { TAKEOVERS } from "./jobs.ts";
import type { Watch } from "./presence.ts";
import { type Claim, claimsOf, release } from "./store.ts";

/**
 * Gives on what members that are gone had taken. They may be there yet and only cut off: what they send then meets the
 * results that are there, and changes nothing.
 * @returns how many shards were given on
 * @throws RunError for a shard that has taken too many workers down
 */
export async function takeOver({ server, jobs }: Crew, run: string, watch: Watch): Promise<number> {
  const claims = await claimsOf(server, run);
  if (claims.length === 0) return 0;
  const there = await watch.there();
  let given = 0;
  for (const claim of claims) {
    if (there.has(claim.worker)) continue;
    const over = await server.transaction(async (session) => {
      if (!(await release(session, run, claim))) return false;
      given += 1;
      return jobs.giveOn(run, claim.job, session);
    });
    if (!over) continue;
    throw new RunError(
      `workers ended ${TAKEOVERS + 1} times over the same accounts (shard ${claim.shard} of the run): is a machine short of memory? what is solved is kept, go on with \`--resume\``,
    );
  }
  return given;
}

/**
 * Gives a shard back at once, for others to solve. It was not its accounts that kept it from being solved, so this does not
 * count among the times that it took a worker down: the job begins anew.
 */
export async function giveBack({ server, jobs }: Crew, run: string, claim: Claim): Promise<void> {
  await server.transaction(async (session) => {
    if (!(await release(session, run, claim))) return;
    await jobs.drop(run, [claim.job], session);
    await jobs.publish(run, claim.job, claim.shard, session);
  });
}
