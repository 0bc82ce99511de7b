/** What is known of runs and shards in the database; a statement a function. */
import type { SolvedAccount, SolvedShard } from "../batch/journal.ts";
import type { Session } from "../postgres/index.ts";
import { present } from "./presence.ts";

export interface RunRow {
  readonly run: string;
  readonly version: string;
  /** whether the `mandate solve` that began it is there */
  readonly conducted: boolean;
  /** shards that nobody has taken yet */
  readonly waiting: number;
}

/** Runs, the oldest first. */
export async function runsOf(session: Session): Promise<readonly RunRow[]> {
  const rows = await session.query(
    `SELECT run, version, ${present("conductor")} AS conducted,
       (SELECT count(*)::integer FROM mandate.shards s WHERE s.run = r.run AND head IS NULL AND worker IS NULL) AS waiting
     FROM mandate.runs r ORDER BY started, run`,
  );
  return rows.map((row) => ({
    run: String(row["run"]),
    version: String(row["version"]),
    conducted: row["conducted"] === true,
    waiting: Number(row["waiting"]),
  }));
}

/** The desk of a run; undefined if there is no such run any more. */
export async function deskOf(session: Session, run: string): Promise<Buffer | undefined> {
  const [row] = await session.query("SELECT desk FROM mandate.runs WHERE run = $1", [run]);
  return row?.["desk"] as Buffer | undefined;
}

export interface Conductor {
  readonly member: number;
  readonly present: boolean;
  readonly where: string;
}

/** Who conducts a run, the row locked until the transaction ends; undefined if there is no such run. */
export async function conductorOf(session: Session, run: string): Promise<Conductor | undefined> {
  const [row] = await session.query(
    `SELECT conductor, ${present("conductor")} AS present,
       (SELECT 'process ' || process || ' on ' || host FROM mandate.members WHERE member = conductor) AS place
     FROM mandate.runs WHERE run = $1 FOR UPDATE`,
    [run],
  );
  if (row === undefined) return undefined;
  return {
    member: Number(row["conductor"]),
    present: row["present"] === true,
    where: String(row["place"] ?? "another machine"),
  };
}

export async function beginRun(
  session: Session,
  run: string,
  version: string,
  conductor: number,
  desk: Buffer,
): Promise<void> {
  await session.query("INSERT INTO mandate.runs (run, version, conductor, desk) VALUES ($1, $2, $3, $4)", [
    run,
    version,
    conductor,
    desk,
  ]);
}

export async function conduct(session: Session, run: string, conductor: number): Promise<void> {
  await session.query("UPDATE mandate.runs SET conductor = $2, touched = now() WHERE run = $1", [
    run,
    conductor,
  ]);
}

/** Shows that the run is looked after. @returns whether it still is this member's */
export async function touch(session: Session, run: string, conductor: number): Promise<boolean> {
  const rows = await session.query(
    "UPDATE mandate.runs SET touched = now() WHERE run = $1 AND conductor = $2 RETURNING run",
    [run, conductor],
  );
  return rows.length > 0;
}

/** Takes a run away with all that it has. @returns the jobs of its shards */
export async function dropRun(session: Session, run: string): Promise<readonly string[]> {
  const jobs = await session.query("SELECT job FROM mandate.shards WHERE run = $1", [run]);
  await session.query("DELETE FROM mandate.runs WHERE run = $1", [run]);
  return jobs.map((row) => String(row["job"]));
}

/** Runs that nobody has looked after for so many days. */
export async function abandonedRuns(session: Session, days: number): Promise<readonly string[]> {
  const rows = await session.query(
    `SELECT run FROM mandate.runs WHERE touched < now() - $1 * interval '1 day' AND NOT ${present("conductor")}`,
    [days],
  );
  return rows.map((row) => String(row["run"]));
}

/** Forgets members that have long been gone. */
export async function sweepMembers(session: Session, days: number): Promise<void> {
  await session.query(
    `DELETE FROM mandate.members WHERE seen < now() - $1 * interval '1 day' AND NOT ${present("member")}`,
    [days],
  );
}

export type ShardState = "waiting" | "taken" | "solved";

/** Shards that are in the database, and how far each is. */
export async function shardsOf(session: Session, run: string): Promise<ReadonlyMap<number, ShardState>> {
  const rows = await session.query(
    "SELECT shard, head IS NOT NULL AS solved, worker IS NULL AS free FROM mandate.shards WHERE run = $1",
    [run],
  );
  return new Map(
    rows.map((row): [number, ShardState] => [
      Number(row["shard"]),
      row["solved"] === true ? "solved" : row["free"] === true ? "waiting" : "taken",
    ]),
  );
}

export async function putShard(
  session: Session,
  run: string,
  shard: number,
  job: string,
  input: Buffer,
): Promise<void> {
  await session.query(
    "INSERT INTO mandate.shards (run, shard, job, input) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
    [run, shard, job, input],
  );
}

/** Notes who solves a shard. @returns its accounts; undefined if it is solved already, or is no more */
export async function claimShard(
  session: Session,
  run: string,
  shard: number,
  worker: number,
): Promise<Buffer | undefined> {
  const [row] = await session.query(
    "UPDATE mandate.shards SET worker = $3 WHERE run = $1 AND shard = $2 AND head IS NULL RETURNING input",
    [run, shard, worker],
  );
  return row?.["input"] as Buffer | undefined;
}

export interface Claim {
  readonly shard: number;
  readonly job: string;
  readonly worker: number;
}

/** Shards that somebody solves. */
export async function claimsOf(session: Session, run: string): Promise<readonly Claim[]> {
  const rows = await session.query(
    "SELECT shard, job, worker FROM mandate.shards WHERE run = $1 AND head IS NULL AND worker IS NOT NULL",
    [run],
  );
  return rows.map((row) => ({
    shard: Number(row["shard"]),
    job: String(row["job"]),
    worker: Number(row["worker"]),
  }));
}

/** Takes a shard from its worker, unless it is solved or another's by now. @returns whether it did */
export async function release(session: Session, run: string, claim: Claim): Promise<boolean> {
  const rows = await session.query(
    `UPDATE mandate.shards SET worker = NULL
     WHERE run = $1 AND shard = $2 AND worker = $3 AND head IS NULL RETURNING shard`,
    [run, claim.shard, claim.worker],
  );
  return rows.length > 0;
}

/** Writes a shard's results, once. @returns whether they were written: not if they were there, or the run is no more */
export async function putResults(
  session: Session,
  run: string,
  shard: SolvedShard,
  names: readonly string[],
): Promise<boolean> {
  const { accounts, ...head } = shard;
  const rows = await session.query(
    "UPDATE mandate.shards SET head = $3, input = NULL WHERE run = $1 AND shard = $2 AND head IS NULL RETURNING shard",
    [run, shard.index, JSON.stringify(head)],
  );
  if (rows.length === 0) return false;
  await session.query(
    `INSERT INTO mandate.results (run, shard, account, position, line, trades)
     SELECT $1, $2, * FROM unnest($3::text[], $4::integer[], $5::text[], $6::text[])`,
    [
      run,
      shard.index,
      names,
      accounts.map(({ position }) => position),
      accounts.map(({ line }) => line),
      accounts.map(({ trades }) => trades),
    ],
  );
  return true;
}

export async function resultsOf(session: Session, run: string, shard: number): Promise<SolvedShard> {
  const [row] = await session.query("SELECT head FROM mandate.shards WHERE run = $1 AND shard = $2", [
    run,
    shard,
  ]);
  const rows = await session.query(
    "SELECT position, line, trades FROM mandate.results WHERE run = $1 AND shard = $2 ORDER BY position",
    [run, shard],
  );
  const head = JSON.parse(String(row?.["head"])) as Omit<SolvedShard, "accounts">;
  const accounts = rows.map(
    (each): SolvedAccount => ({
      position: Number(each["position"]),
      line: String(each["line"]),
      trades: String(each["trades"]),
    }),
  );
  return { ...head, accounts };
}
