/** The jobs of a run, one a shard, as pg-boss keeps them: who is next, and how often one was begun. */
import PgBoss from "pg-boss";
import type { Server, Session } from "../postgres/index.ts";

/** Times that a shard may take its worker's whole process or machine down before the run gives it up. */
export const TAKEOVERS = 5;

/** The library caps it below a day. It is of no consequence: a shard is given on when its worker is gone (`takeover.ts`). */
const EXPIRE_HOURS = 23;

export interface Jobs {
  /** opens a run's queue, unless it is open */
  readonly open: (run: string) => Promise<void>;
  /** takes jobs away, whatever their state */
  readonly drop: (run: string, jobs: readonly string[], session: Session) => Promise<void>;
  /** closes a run's queue, which has no jobs any more */
  readonly close: (run: string) => Promise<void>;
  /** puts a job up; once, however often it is asked */
  readonly publish: (run: string, job: string, shard: number, session: Session) => Promise<void>;
  /** takes the next job, within the caller's transaction */
  readonly take: (
    run: string,
    session: Session,
  ) => Promise<{ readonly job: string; readonly shard: number } | undefined>;
  readonly complete: (run: string, job: string, session: Session) => Promise<void>;
  /** gives a job on to another worker. @returns whether it was given on too often, and is no more */
  readonly giveOn: (run: string, job: string, session: Session) => Promise<boolean>;
}

/** The queue's schema is its own, apart from any that the firm uses the library for. */
const SCHEMA = "mandate_queue";

function queueOf(run: string): string {
  return `run-${run.slice(0, 40)}`;
}

/** The library swallows what its own statement met when it fetches; here it is kept, and thrown. */
function through(session: Session): PgBoss.Db & { readonly failure: () => void } {
  let failure: unknown;
  return {
    async executeSql(text, values) {
      try {
        return { rows: [...(await session.query(text, values))] };
      } catch (error) {
        failure = error;
        throw error;
      }
    },
    failure() {
      if (failure !== undefined) throw failure;
    },
  };
}

export async function openJobs(server: Server): Promise<Jobs> {
  const boss = new PgBoss({
    db: {
      // The library makes its tables by several statements at once, which have no rows to give.
      executeSql: async (text, values) => ({ rows: [...((await server.query(text, values)) ?? [])] }),
    },
    schema: SCHEMA,
    supervise: false,
    schedule: false,
    migrate: true,
  });
  await boss.start();
  return {
    async open(run) {
      await boss.createQueue(queueOf(run), {
        name: queueOf(run),
        policy: "standard",
        retryLimit: TAKEOVERS,
        retryDelay: 0,
        expireInSeconds: EXPIRE_HOURS * 3600,
        retentionDays: 365,
      });
    },
    async drop(run, jobs, session) {
      if (jobs.length > 0) await boss.deleteJob(queueOf(run), [...jobs], { db: through(session) });
    },
    close: (run) => boss.deleteQueue(queueOf(run)),
    async publish(run, job, shard, session) {
      // The library's types know of no connection here; the library does.
      const options: PgBoss.InsertOptions & PgBoss.ConnectionOptions = { db: through(session) };
      await boss.insert([{ id: job, name: queueOf(run), data: { shard } }], options);
    },
    async take(run, session) {
      const db = through(session);
      const [found] = await boss.fetch<{ shard: number }>(queueOf(run), { db });
      db.failure();
      return found === undefined ? undefined : { job: found.id, shard: found.data.shard };
    },
    async complete(run, job, session) {
      await boss.complete(queueOf(run), job, {}, { db: through(session) });
    },
    async giveOn(run, job, session) {
      const db = through(session);
      await boss.fail(queueOf(run), job, { message: "its worker is gone" }, { db });
      const now = await boss.getJobById(queueOf(run), job, { db, includeArchive: false });
      return now?.state === "failed";
    },
  };
}
