/** Spreads a run over workers: puts up its shards, collects what they solve, and gives on what a dead one had. */
import { createHash } from "node:crypto";
import { RunError } from "../batch/files.ts";
import type { Work } from "../batch/work.ts";
import { accountsIn } from "../batch/work.ts";
import { type Crew, pause, type QueueOptions, withCrew } from "./crew.ts";
import { labour } from "./labour.ts";
import { packDesk, packShard } from "./parcel.ts";
import { watchMembers } from "./presence.ts";
import {
  abandonedRuns,
  beginRun,
  claimsOf,
  conduct,
  conductorOf,
  dropRun,
  putShard,
  resultsOf,
  type ShardState,
  shardsOf,
  sweepMembers,
  touch,
} from "./store.ts";
import { takeOver } from "./takeover.ts";

export interface SpreadOptions extends QueueOptions {
  /** threads of this process that solve too; with 0 it leaves that to others */
  readonly workers: number;
  readonly workerUrl?: URL;
  /** seconds without a sign of life after which a worker that holds its connection is given up; 60 if left out */
  readonly silenceSeconds?: number;
  /** seconds that shards may wait for a worker when none is there; 600 if left out */
  readonly lonelySeconds?: number;
}

/** Shards that wait for a worker at the most: the database need not hold the whole book. */
const AHEAD = 32;

const LOOK = 200;
const WATCH = 1000;
const TOUCH = 20_000;
const TELL_LONELY = 15_000;

/** Runs that nobody went on with in so many days are dropped. */
const ABANDONED_DAYS = 14;

/** A job's id, the same whenever the shard is put up. */
function jobOf(run: string, shard: number): string {
  const hex = createHash("sha256").update(`${run} ${shard}`).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Makes the run this process's. @throws RunError if another conducts it */
async function adopt({ server, jobs, presence }: Crew, work: Work): Promise<void> {
  const { key, version, resume, desk, patienceSeconds } = work;
  const parcel = await packDesk({ desk, patienceSeconds });
  const begin = (): Promise<void> =>
    server.transaction(async (session) => {
      const conductor = await conductorOf(session, key);
      if (conductor?.present === true && conductor.member !== presence.member) {
        throw new RunError(
          `another \`mandate solve\` conducts this very run on the queue (${conductor.where}); wait for it, or stop it first`,
        );
      }
      if (conductor !== undefined && resume) {
        await conduct(session, key, presence.member);
        return;
      }
      await jobs.drop(key, await dropRun(session, key), session);
      await beginRun(session, key, version, presence.member, parcel);
    });
  await jobs.open(key);
  await begin();
}

/** Takes a run away, jobs and all. */
async function forget({ server, jobs }: Crew, run: string): Promise<void> {
  await server.transaction(async (session) => jobs.drop(run, await dropRun(session, run), session));
  await jobs.close(run);
}

/** What nobody will ever ask for again. */
async function sweep(crew: Crew): Promise<void> {
  for (const run of await abandonedRuns(crew.server, ABANDONED_DAYS)) await forget(crew, run);
  await sweepMembers(crew.server, ABANDONED_DAYS);
}

/** Solves a run's shards by workers on any number of machines. @throws RunError if it cannot go on */
export async function spreadWork(work: Work, options: SpreadOptions): Promise<void> {
  await withCrew(options, work.version, async (crew) => {
    await sweep(crew);
    await adopt(crew, work);
    let [stopped, failed] = [false, undefined as { readonly error: unknown } | undefined];
    const { workers, workerUrl, tell } = options;
    const hands = {
      version: work.version,
      workers,
      ...(workerUrl === undefined ? {} : { workerUrl }),
      tell,
      stopped: () => stopped,
      progress: () => undefined,
    };
    const own =
      workers === 0
        ? Promise.resolve()
        : labour(crew, hands, { only: work.key, drain: false }).catch((error: unknown) => {
            failed = { error };
          });
    try {
      await conducting(crew, work, options, () => {
        if (failed !== undefined) throw failed.error;
      });
    } finally {
      stopped = true;
      await own;
    }
    await forget(crew, work.key);
  });
}

async function conducting(
  crew: Crew,
  work: Work,
  { workers, tell, silenceSeconds = 60, lonelySeconds = 600 }: SpreadOptions,
  mayGoOn: () => void,
): Promise<void> {
  const { server, jobs, presence } = crew;
  const { key, journal } = work;
  const now = (): number => performance.now();
  const watch = watchMembers(server, silenceSeconds, now);
  const todo = new Map(work.shards.map((shard) => [shard.index, shard]));
  const up = new Set((await shardsOf(server, key)).keys());
  for (const shard of work.shards) {
    if (!(await journal.done(shard.index))) continue;
    todo.delete(shard.index);
    work.progress(accountsIn(shard));
  }
  const queue = [...todo.values()].filter(({ index }) => !up.has(index));
  const lonely = { since: now(), told: now() };
  let [watched, touched] = [now(), now()];

  const publish = async (): Promise<void> => {
    const [shard] = queue;
    if (shard === undefined) return;
    const input = await packShard(await work.gather(shard));
    const job = jobOf(key, shard.index);
    await server.transaction(async (session) => {
      await putShard(session, key, shard.index, job, input);
      await jobs.publish(key, job, shard.index, session);
    });
    queue.shift();
    up.add(shard.index);
  };

  const collect = async (states: ReadonlyMap<number, ShardState>): Promise<number> => {
    let collected = 0;
    for (const [index, state] of states) {
      const shard = todo.get(index);
      if (state !== "solved" || shard === undefined) continue;
      await journal.record(await resultsOf(server, key, index));
      todo.delete(index);
      work.progress(accountsIn(shard));
      collected += 1;
    }
    return collected;
  };

  const look = async (): Promise<void> => {
    await takeOver(crew, key, watch);
    if (now() - touched > TOUCH) {
      touched = now();
      if (!(await touch(server, key, presence.member)))
        throw new RunError(
          "another `mandate solve` has taken this run over; what it solves is in its own folder",
        );
    }
    if (workers > 0 || (await claimsOf(server, key)).length > 0) lonely.since = now();
    const waited = now() - lonely.since;
    if (waited >= lonelySeconds * 1000)
      throw new RunError(
        `no worker came to the queue at \`${server.address.shown}\` in ${lonelySeconds} seconds; start some with \`mandate worker --queue …\`, then go on with \`--resume\``,
      );
    if (waited > TELL_LONELY && now() - lonely.told > TELL_LONELY) {
      lonely.told = now();
      tell(
        `no worker takes what waits in the queue at \`${server.address.shown}\`; start some with \`mandate worker --queue …\``,
      );
    }
  };

  while (todo.size > 0) {
    mayGoOn();
    const states = await shardsOf(server, key);
    const waiting = [...states.values()].filter((state) => state === "waiting").length;
    const puts = queue.length > 0 && waiting < AHEAD;
    if (puts) await publish();
    const collected = await collect(states);
    if (now() - watched > WATCH) {
      watched = now();
      await look();
    }
    if (!puts && collected === 0) await pause(LOOK);
  }
}
