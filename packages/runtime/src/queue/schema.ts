/** The tables of runs that are spread over machines, made by whoever comes first. */
import { PostgresError, type Server, told } from "../postgres/index.ts";

/** Of the tables and of what is in them; a change that older workers cannot live with counts it up. */
const FORMAT = 1;

/**
 * A run, its shards, and an account's lines each once: what a worker sends twice, or two workers send, meets the primary
 * key. `input` is gone once a shard is solved; `head` is there from then on.
 */
const TABLES = `
  CREATE SCHEMA IF NOT EXISTS mandate;
  CREATE TABLE mandate.format (format integer NOT NULL);
  INSERT INTO mandate.format VALUES (${FORMAT});
  CREATE TABLE mandate.members (
    member integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    host text NOT NULL, process integer NOT NULL, version text NOT NULL,
    beats bigint NOT NULL DEFAULT 0, seen timestamptz NOT NULL DEFAULT now());
  CREATE TABLE mandate.runs (
    run text PRIMARY KEY, version text NOT NULL, conductor integer NOT NULL, desk bytea NOT NULL,
    started timestamptz NOT NULL DEFAULT now(), touched timestamptz NOT NULL DEFAULT now());
  CREATE TABLE mandate.shards (
    run text NOT NULL REFERENCES mandate.runs ON DELETE CASCADE, shard integer NOT NULL,
    job uuid NOT NULL, worker integer, input bytea, head text, PRIMARY KEY (run, shard));
  CREATE TABLE mandate.results (
    run text NOT NULL, account text NOT NULL, position integer NOT NULL, shard integer NOT NULL,
    line text NOT NULL, trades text NOT NULL,
    PRIMARY KEY (run, account), FOREIGN KEY (run, shard) REFERENCES mandate.shards ON DELETE CASCADE);
  CREATE INDEX ON mandate.results (run, shard);`;

/** Any number: who makes the tables holds it, so that two do not. */
const MAKING = 7_261_123_001;

/**
 * Makes the tables where there are none, and whatever `others` makes beside them.
 * @throws PostgresError without the right to, or where the tables are another version's
 */
export async function prepareTables<T>(server: Server, others: () => Promise<T>): Promise<T> {
  const { shown } = server.address;
  // Asked first on the patient connections, so that what is wrong with the address is told in their words.
  await server.query("SELECT 1");
  const client = await server.connect();
  try {
    await client.query("SELECT pg_advisory_lock($1)", [MAKING]);
    const [present] = await server.query("SELECT to_regclass('mandate.format') IS NOT NULL AS present");
    if (present?.["present"] !== true) await server.transaction((session) => session.query(TABLES));
    const [row] = await server.query("SELECT format FROM mandate.format");
    if (row?.["format"] !== FORMAT) {
      throw new PostgresError(
        `the queue at \`${shown}\` was made by another version of mandate (its tables are of format ${String(row?.["format"])}, and this one has ${FORMAT}); use one version everywhere, or give this one a database of its own`,
      );
    }
    return await others();
  } catch (error) {
    throw told(error, server.address);
  } finally {
    await client.end();
  }
}
