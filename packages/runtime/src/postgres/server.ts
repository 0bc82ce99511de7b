/** A PostgreSQL server that may go away for a while and come back. */
import pg from "pg";
import type { Address } from "./address.ts";
import { inWords, isAway, isConflict, isOfPostgres, PostgresError } from "./words.ts";

export type Row = Readonly<Record<string, unknown>>;

/** Where statements go: the server, or a transaction on it. */
export interface Session {
  readonly query: (sql: string, values?: readonly unknown[]) => Promise<readonly Row[]>;
}

export interface Server extends Session {
  readonly address: Address;
  /**
   * Does something on one connection, in one transaction. Where the connection breaks or two transactions meet it is
   * done again from its beginning, so it must be all right to do it twice.
   */
  readonly transaction: <T>(work: (session: Session) => Promise<T>) => Promise<T>;
  /** a connection of its own, which its owner closes; nothing is done again on it */
  readonly connect: () => Promise<pg.Client>;
  readonly close: () => Promise<void>;
}

export interface ServerOptions {
  /** seconds that a server which was reached once may be away, before whatever is asked of it is given up */
  readonly patienceSeconds: number;
  /** told when the server goes away and when it is back, a sentence each */
  readonly tell: (sentence: string) => void;
}

/** Seconds for a connection to be made, and for a statement to be answered: a network may fall silent without a word. */
const CONNECT_SECONDS = 10;
const ANSWER_SECONDS = 120;

/** Between two attempts to reach a server that is away. */
const PAUSE = 500;

function configOf(address: Address, answerSeconds = ANSWER_SECONDS): pg.ClientConfig {
  return {
    connectionString: address.url,
    application_name: "mandate",
    connectionTimeoutMillis: CONNECT_SECONDS * 1000,
    query_timeout: answerSeconds * 1000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
  };
}

/**
 * One connection, which its owner closes.
 * @param answerSeconds that a statement may take
 */
export async function connectTo(address: Address, answerSeconds?: number): Promise<pg.Client> {
  const client = new pg.Client(configOf(address, answerSeconds));
  // Its owner's next statement fails, which is when it matters.
  client.on("error", () => undefined);
  await client.connect();
  return client;
}

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

/** A server's connections. None is opened before it is needed. */
export function serverAt(address: Address, { patienceSeconds, tell }: ServerOptions): Server {
  const pool = new pg.Pool({ ...configOf(address), max: 4, idleTimeoutMillis: 30_000 });
  // An idle connection that breaks is taken out of the pool; whoever needs one next is told by his own statement.
  pool.on("error", () => undefined);
  // So is one that breaks between two statements of a transaction: without a listener the process would end over it.
  pool.on("connect", (client) => client.on("error", () => undefined));
  let [reached, away] = [false, false];

  const steady = async <T>(work: () => Promise<T>): Promise<T> => {
    // An address that never answered is more likely wrong than away.
    const until = performance.now() + (reached ? patienceSeconds * 1000 : 0);
    for (;;) {
      try {
        const result = await work();
        reached = true;
        if (away) {
          away = false;
          tell(`PostgreSQL at \`${address.shown}\` is back`);
        }
        return result;
      } catch (error) {
        if (!isAway(error) && !isConflict(error)) throw told(error, address);
        if (performance.now() >= until) {
          const long = !reached ? "" : `it has been away for ${patienceSeconds} seconds: `;
          throw new PostgresError(
            `PostgreSQL at \`${address.shown}\` cannot be used: ${long}${inWords(error, address)}`,
            { cause: error },
          );
        }
        if (!away && isAway(error)) {
          away = true;
          tell(
            `PostgreSQL at \`${address.shown}\` went away (${inWords(error, address)}); waiting for it, up to ${patienceSeconds} seconds`,
          );
        }
        await pause(PAUSE);
      }
    }
  };

  return {
    address,
    query: (sql, values = []) => steady(async () => (await pool.query(sql, [...values])).rows),
    transaction: (work) => steady(() => inTransaction(pool, work)),
    connect: () => connectTo(address),
    close: () => pool.end(),
  };
}

/** What was thrown, as one sentence if it is the database's; a defect of ours stays what it is. */
export function told(error: unknown, address: Address): unknown {
  if (error instanceof PostgresError || !isOfPostgres(error)) return error;
  return new PostgresError(`PostgreSQL at \`${address.shown}\` cannot be used: ${inWords(error, address)}`, {
    cause: error,
  });
}

async function inTransaction<T>(pool: pg.Pool, work: (session: Session) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query("BEGIN");
    const result = await work({
      query: async (sql, values = []) => (await client.query(sql, [...values])).rows,
    });
    await client.query("COMMIT");
    return result;
  } catch (error) {
    broken = await undone(client, error);
    throw error;
  } finally {
    client.release(broken);
  }
}

/** Takes back a transaction. @returns why the connection is of no more use, if it is not */
async function undone(client: pg.PoolClient, error: unknown): Promise<Error | undefined> {
  if (isAway(error)) return error instanceof Error ? error : new Error(String(error));
  try {
    await client.query("ROLLBACK");
    return undefined;
  } catch (second) {
    return second instanceof Error ? second : new Error(String(second));
  }
}
