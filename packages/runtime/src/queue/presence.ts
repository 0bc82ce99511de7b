/** Who is there: a member holds a lock as long as its process lives and reaches the database, and counts up while it does. */
import { hostname } from "node:os";
import type { Server } from "../postgres/index.ts";
import { isAway, told } from "../postgres/index.ts";

/** Of the locks of members; the second half of such a lock is the member's number. */
const LOCKS = 1_296_125_508;

const BEAT = 5000;
const PAUSE = 500;

/** A member that holds no lock for so long has ended, or lost its connection and does not come back. */
const GONE_SECONDS = 2;

export interface Presence {
  readonly member: number;
  readonly leave: () => Promise<void>;
}

/** Whether a member's lock is held, as a condition on its number in SQL. */
export function present(member: string): string {
  return `EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND classid = ${LOCKS} AND objid = ${member}
    AND objsubid = 2 AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))`;
}

/** Joins the members, until `leave`. A connection that breaks is made again, quietly: the pool's owner is told of it. */
export async function join(server: Server, version: string): Promise<Presence> {
  const [row] = await server.query(
    "INSERT INTO mandate.members (host, process, version) VALUES ($1, $2, $3) RETURNING member",
    [hostname(), process.pid, version],
  );
  const member = Number(row?.["member"]);
  const hold = async (): Promise<Awaited<ReturnType<Server["connect"]>>> => {
    const client = await server.connect();
    await client.query("SELECT pg_advisory_lock($1, $2)", [LOCKS, member]);
    return client;
  };
  let client: Awaited<ReturnType<typeof hold>> | undefined;
  try {
    client = await hold();
  } catch (error) {
    throw told(error, server.address);
  }
  let left = false;
  let wake: () => void = () => undefined;
  const beats = async (): Promise<void> => {
    while (!left) {
      try {
        client ??= await hold();
        await client.query("UPDATE mandate.members SET beats = beats + 1, seen = now() WHERE member = $1", [
          member,
        ]);
      } catch (error) {
        if (!isAway(error)) throw told(error, server.address);
        // It is broken: what it says at its end is of no interest, and nobody waits for it.
        client?.end().catch(() => undefined);
        client = undefined;
      }
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, client === undefined ? PAUSE : BEAT);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  };
  const beating = beats();
  // What it threw is thrown to whoever leaves; until then it is no unhandled rejection.
  beating.catch(() => undefined);
  return {
    member,
    async leave() {
      left = true;
      wake();
      await beating;
      await client?.end();
    },
  };
}

/** Judges from time to time which members are there. */
export interface Watch {
  /** members that are there, or may yet come back; whoever is not among them is gone */
  readonly there: () => Promise<ReadonlySet<number>>;
}

interface Seen {
  readonly beats: string;
  /** seconds for which it has not counted up */
  readonly silent: number;
  /** seconds for which it has held no lock; undefined while it holds it */
  readonly absent: number | undefined;
}

/** Two looks count for no more than this, however far apart they are: the database may have been away between them. */
const LOOK_SECONDS = 1;

/**
 * A member is gone when it has held no lock for a while (its process ended), or has held one and not counted up for long
 * (its machine stands still, or the network swallows what it sends). Both are judged by this process's own clock and only
 * by what it has seen itself, so that after PostgreSQL was away everybody has time to come back.
 *
 * @param now milliseconds of a steady clock
 */
export function watchMembers(
  server: Pick<Server, "query">,
  silenceSeconds: number,
  now: () => number,
): Watch {
  let seen: ReadonlyMap<number, Seen> = new Map();
  let last = now();
  return {
    async there() {
      const rows = await server.query(
        `SELECT member, beats::text AS beats, ${present("member")} AS present FROM mandate.members`,
      );
      const step = Math.min(LOOK_SECONDS, (now() - last) / 1000);
      last = now();
      const found = new Map<number, Seen>();
      for (const row of rows) {
        const [member, beats] = [Number(row["member"]), String(row["beats"])];
        const before = seen.get(member);
        const absent = before?.absent === undefined ? 0 : before.absent + step;
        found.set(member, {
          beats,
          silent: before?.beats === beats ? before.silent + step : 0,
          absent: row["present"] === true ? undefined : absent,
        });
      }
      seen = found;
      const there = [...found].filter(
        ([, { silent, absent }]) =>
          silent < silenceSeconds && (absent === undefined || absent < GONE_SECONDS),
      );
      return new Set(there.map(([member]) => member));
    },
  };
}
