/** What both sides of a queue have: a server, its tables, the jobs, and a place among the members. */
import { RunError } from "../batch/files.ts";
import { addressOf, PostgresError, type Server, serverAt } from "../postgres/index.ts";
import { type Jobs, openJobs } from "./jobs.ts";
import { join, type Presence } from "./presence.ts";
import { prepareTables } from "./schema.ts";

export interface QueueOptions {
  /** `postgres://user@host:5432/database` */
  readonly url: string;
  /** seconds that PostgreSQL may be away before the run is given up */
  readonly patienceSeconds: number;
  /** told what a person should know meanwhile, a sentence each */
  readonly tell: (sentence: string) => void;
}

export interface Crew {
  readonly server: Server;
  readonly jobs: Jobs;
  readonly presence: Presence;
}

/**
 * Joins the queue, does something there, and leaves it.
 * @throws RunError if PostgreSQL cannot be used, in one sentence
 */
export async function withCrew<T>(
  { url, patienceSeconds, tell }: QueueOptions,
  version: string,
  work: (crew: Crew) => Promise<T>,
): Promise<T> {
  const address = addressOf(url);
  if ("wrong" in address) throw new RunError(address.wrong);
  const server = serverAt(address, { patienceSeconds, tell });
  try {
    const jobs = await prepareTables(server, () => openJobs(server));
    return await present(server, version, (presence) => work({ server, jobs, presence }));
  } catch (error) {
    throw error instanceof PostgresError ? new RunError(error.message, { cause: error }) : error;
  } finally {
    await server.close();
  }
}

/** A member for as long as the work goes on. What the work throws comes before what leaving throws. */
async function present<T>(
  server: Server,
  version: string,
  work: (presence: Presence) => Promise<T>,
): Promise<T> {
  const presence = await join(server, version);
  const outcome = await work(presence).then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  const left = await presence.leave().then(
    () => undefined,
    (error: unknown) => ({ error }),
  );
  if ("error" in outcome) throw outcome.error;
  if (left !== undefined) throw left.error;
  return outcome.value;
}

export const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));
