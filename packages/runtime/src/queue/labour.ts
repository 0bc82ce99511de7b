/** What a worker does: takes shards of whatever run is open, solves them on its threads, and gives back their lines. */
import { RunError } from "../batch/files.ts";
import type { SolvedShard } from "../batch/journal.ts";
import type { ShardWire } from "../batch/messages.ts";
import { solveOnSeats } from "../batch/pool.ts";
import { Lost, seatHere, seatOnWorker } from "../batch/seat.ts";
import { type Crew, pause } from "./crew.ts";
import { unpackDesk, unpackShard } from "./parcel.ts";
import { claimShard, deskOf, putResults, type RunRow, runsOf } from "./store.ts";
import { giveBack } from "./takeover.ts";

export interface Hands {
  readonly version: string;
  /** worker threads */
  readonly workers: number;
  /** where the worker thread's code is; without it everything is solved in this thread */
  readonly workerUrl?: URL;
  readonly tell: (sentence: string) => void;
  /** asked between shards */
  readonly stopped: () => boolean;
  /** ends the work at once: shards that are being solved are given back */
  readonly interruption?: AbortSignal;
  readonly progress: (accounts: number) => void;
}

/** Milliseconds between two looks for work. */
const LOOK = 250;

/** After a restart of PostgreSQL whoever conducts a run needs a moment to show himself. */
const DRAINED = 4000;

interface Taken {
  readonly job: string;
  readonly shard: ShardWire;
}

/** Takes the next shard of a run; undefined if nobody waits for one now. */
async function take({ server, jobs, presence }: Crew, run: string): Promise<Taken | undefined> {
  for (;;) {
    const found = await server.transaction(async (session) => {
      const next = await jobs.take(run, session);
      if (next === undefined) return undefined;
      const input = await claimShard(session, run, next.shard, presence.member);
      // Another has solved it after it was taken from him, or the run is no more.
      if (input === undefined) await jobs.complete(run, next.job, session);
      return { job: next.job, input, index: next.shard };
    });
    if (found === undefined) return undefined;
    if (found.input === undefined) continue;
    const shard = await unpackShard(found.input);
    if (shard.index !== found.index)
      throw new RunError(
        `what waits in the queue as shard ${found.index} calls itself another; it was put there by no \`mandate solve\``,
      );
    return { job: found.job, shard };
  }
}

function namesOf(shard: ShardWire, solved: SolvedShard): string[] {
  const names = new Map(
    shard.households.flatMap(({ accounts }) =>
      accounts.map(({ position, account }): [number, string] => [position, account.account]),
    ),
  );
  return solved.accounts.map(({ position }) => names.get(position) ?? "");
}

/** Solves shards of one run until it has none that nobody solves. */
async function labourOn(
  crew: Crew,
  run: string,
  hands: Hands,
  others: () => Promise<boolean>,
): Promise<void> {
  const { server, jobs } = crew;
  const parcel = await deskOf(server, run);
  if (parcel === undefined) return;
  const { desk, patienceSeconds } = await unpackDesk(parcel);
  const { workers, workerUrl } = hands;
  const taken = new Map<number, Taken>();
  let over = false;
  const next = async (): Promise<ShardWire | undefined> => {
    while (!hands.stopped() && hands.interruption?.aborted !== true && !over) {
      const found = await take(crew, run);
      if (found !== undefined) {
        taken.set(found.shard.index, found);
        return found.shard;
      }
      over ||= await others();
      if (!over) await pause(LOOK);
    }
    return undefined;
  };
  const solved = async (shard: SolvedShard): Promise<void> => {
    const mine = taken.get(shard.index);
    if (mine === undefined) throw new Error(`shard ${shard.index} was solved and never taken`);
    await server.transaction(async (session) => {
      await putResults(session, run, shard, namesOf(mine.shard, shard));
      await jobs.complete(run, mine.job, session);
    });
    taken.delete(shard.index);
  };
  const open = workerUrl === undefined ? seatHere(desk) : seatOnWorker(desk, workerUrl, patienceSeconds);
  const seats = workerUrl === undefined ? 1 : workers;
  try {
    await solveOnSeats(open, seats, next, { solved, progress: hands.progress }, hands.interruption);
  } catch (error) {
    if (!(error instanceof Lost) || hands.interruption?.aborted !== true) throw error;
  }
  if (hands.interruption?.aborted !== true) return;
  for (const { job, shard } of taken.values())
    await giveBack(crew, run, { job, shard: shard.index, worker: crew.presence.member });
}

/** A run that this version solves. */
function mine(runs: readonly RunRow[], version: string): readonly RunRow[] {
  return runs.filter((run) => run.version === version);
}

/**
 * Solves shards of all runs, the oldest first, until it is stopped.
 * @param only of this run alone, until it is no more
 * @param drain ends once no run is left that anybody conducts or that waits for somebody
 * @throws RunError if the only runs at the beginning are another version's, or PostgreSQL cannot be used any more
 */
export async function labour(
  crew: Crew,
  hands: Hands,
  { only, drain }: { readonly only?: string; readonly drain: boolean },
): Promise<void> {
  const strangers = new Set<string>();
  let idle = performance.now();
  const ended = (): boolean => hands.stopped() || hands.interruption?.aborted === true;
  for (let first = true; !ended(); first = false) {
    const runs = (await runsOf(crew.server)).filter(({ run }) => only === undefined || run === only);
    const ours = mine(runs, hands.version);
    const open = ours.filter(({ run, conducted, waiting }) => run === only || conducted || waiting > 0);
    for (const { run, version } of runs) {
      if (version === hands.version || strangers.has(run)) continue;
      strangers.add(run);
      const sentence = `the run that is open was begun by mandate ${version}, and this worker is ${hands.version}: other versions may give other answers, so it takes none of it; start a worker of ${version}`;
      if (first && open.length === 0) throw new RunError(sentence);
      hands.tell(sentence);
    }
    const next = open.find(({ waiting }) => waiting > 0) ?? open[0];
    if (next === undefined) {
      if (only !== undefined || (drain && performance.now() - idle > DRAINED)) return;
      await pause(LOOK);
      continue;
    }
    // The last shards of a run are others'; meanwhile another run may have work.
    await labourOn(crew, next.run, hands, async () => {
      const now = mine(await runsOf(crew.server), hands.version);
      const same = now.find(({ run }) => run === next.run);
      if (same === undefined) return true;
      if (only !== undefined || same.waiting > 0) return false;
      return !same.conducted || now.some(({ waiting }) => waiting > 0);
    });
    idle = performance.now();
  }
}
