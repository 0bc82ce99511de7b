/** What may be wrong with a queue: a clear sentence, never a wait without end; and shards of nothing but bad accounts. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { RunError, type RunOptions, run, type SpreadOptions, spreadOver, workAt } from "@mandate/runtime";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { lastingFiles, openProject, type Project, writeProject } from "../faults/project.ts";
import { type Cluster, hasPostgres, startCluster } from "../support/postgres/cluster.ts";
import { sql } from "../support/postgres/sql.ts";

const folder = mkdtempSync(join(tmpdir(), "mandate-trouble-"));
let cluster: Cluster;
let project: Project;
let whole: Record<string, string>;

const options = (out: string): RunOptions => ({
  ...{ ...project, out: join(folder, out), accounts: [], solver: "auto", workers: 1, resume: false },
  ...{ timeLimitSeconds: 10, shardSize: 1, version: "0.1.0", clock: () => "2026-11-20T00:00:00Z" },
  progress: () => undefined,
});

const queue = (more: Partial<SpreadOptions> = {}): SpreadOptions => ({
  ...{ url: cluster.url(), patienceSeconds: 1, tell: () => undefined, workers: 1 },
  ...more,
});

const worker = (version: string, told: string[] = []) => ({
  ...{ url: cluster.url(), patienceSeconds: 1, tell: (sentence: string) => void told.push(sentence) },
  ...{ version, workers: 1, drain: true, stopped: () => false, progress: () => undefined },
});

/** What a run on a queue says when it ends without an answer. */
async function refused(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return "it went through";
  } catch (error) {
    expect(error).toBeInstanceOf(RunError);
    return error instanceof Error ? error.message : "";
  }
}

const spread = (out: string, more: Partial<SpreadOptions>, resume = false): Promise<unknown> =>
  run({ ...options(out), resume, spread: spreadOver(queue(more)) });

beforeAll(async () => {
  if (!hasPostgres) return;
  const home = join(folder, "project");
  writeProject(home, 7);
  // Neighbours that are all bad: with shards of one account each, whole shards of nothing else.
  const accounts = join(home, "book", "accounts.csv");
  const [header = "", ...lines] = readFileSync(accounts, "utf8").trimEnd().split("\n");
  const registration = header.split(",").indexOf("registration");
  const bad = lines.map((line, at) =>
    at > 3
      ? line
      : line
          .split(",")
          .map((cell, column) => (column === registration ? "odd" : cell))
          .join(","),
  );
  writeFileSync(accounts, `${[header, ...bad].join("\n")}\n`);
  project = await openProject(home);
  cluster = await startCluster();
  await run(options("here"));
  whole = lastingFiles(join(folder, "here"));
}, 120_000);

afterAll(async () => {
  if (hasPostgres) {
    await project.book.close();
    cluster.remove();
  }
  rmSync(folder, { recursive: true, force: true });
});

describe.skipIf(!hasPostgres)("a queue", () => {
  it("takes shards of nothing but bad accounts", { timeout: 60_000 }, async () => {
    expect((whole["proposals.jsonl"] ?? "").match(/"status":"quarantined"/g)?.length).toBeGreaterThan(3);
    await spread("bad", {});
    expect(lastingFiles(join(folder, "bad"))).toEqual(whole);
  });

  it("that cannot be used is refused in one sentence", { timeout: 60_000 }, async () => {
    await sql(
      cluster.url(),
      "CREATE ROLE locked LOGIN PASSWORD 'right'",
      "CREATE ROLE stranger LOGIN",
      "CREATE DATABASE other",
    );
    const at = (url: string): string => url.replace("postgres://", "");
    const cannot = (url: string): string => `PostgreSQL at \`${at(url)}\` cannot be used`;
    const told = (url: string): Promise<string> => refused(spread("refused", { url }));
    const form = "write it as `postgres://user@host:5432/database`";
    expect(await told("mysql://you:secret@db/mandate")).toBe(
      `\`mysql://you@db/mandate\` is no address of a PostgreSQL database; ${form}`,
    );
    expect(await told("postgres://127.0.0.1")).toBe(`the address \`127.0.0.1/\` names no database; ${form}`);
    expect(await told("postgres://127.0.0.1:1/mandate")).toBe(
      `${cannot("127.0.0.1:1/mandate")}: nothing answers there; is PostgreSQL running, and is the port right?`,
    );
    const nowhere = cluster.url("nowhere");
    expect(await told(nowhere)).toBe(`${cannot(nowhere)}: there is no database \`nowhere\``);
    const locked = cluster.url("postgres", "locked");
    expect(await told(locked)).toBe(
      `${cannot(locked)}: it asks for a password; put it into the variable \`PGPASSWORD\`, or into a \`.pgpass\` file`,
    );
    vi.stubEnv("PGPASSWORD", "wrong");
    expect(await told(locked)).toBe(`${cannot(locked)}: the user or the password is wrong`);
    const stranger = cluster.url("other", "stranger");
    expect(await told(stranger)).toBe(
      `${cannot(stranger)}: the user lacks a right: permission denied for database other`,
    );
    const worked = refused(workAt({ ...worker("0.1.0"), url: stranger }));
    expect(await worked).toMatch(/: the user lacks a right: permission denied for database other$/);
    // Tables of a version that keeps other things in them.
    const other = cluster.url("other");
    await workAt({ ...worker("0.1.0"), url: other });
    await sql(other, "UPDATE mandate.format SET format = 99");
    expect(await told(other)).toBe(
      `the queue at \`${at(other)}\` was made by another version of mandate (its tables are of format 99, and this one has 1); use one version everywhere, or give this one a database of its own`,
    );
  });

  it("without workers ends after a while; a worker of another version takes nothing", {
    timeout: 60_000,
  }, async () => {
    const open = refused(spread("lonely", { workers: 0, lonelySeconds: 8 }));
    const runs = async (): Promise<number> =>
      Number((await sql(cluster.url(), "SELECT count(*) FROM mandate.shards"))[0]?.[0]);
    while ((await runs()) === 0) await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await refused(workAt(worker("0.0.9")))).toBe(
      "the run that is open was begun by mandate 0.1.0, and this worker is 0.0.9: other versions may give other answers, so it takes none of it; start a worker of 0.1.0",
    );
    expect(await open).toBe(
      `no worker came to the queue at \`${cluster.url().replace("postgres://", "")}\` in 8 seconds; start some with \`mandate worker --queue …\`, then go on with \`--resume\``,
    );
    // What it left waits: a worker of the right version solves it without anybody who conducts.
    await workAt(worker("0.1.0"));
    expect(await sql(cluster.url(), "SELECT count(*) FROM mandate.shards WHERE head IS NULL")).toEqual([
      ["0"],
    ]);
    await spread("lonely", {}, true);
    expect(lastingFiles(join(folder, "lonely"))).toEqual(whole);
  });

  it("gives up a shard that takes one worker after the other down", { timeout: 60_000 }, async () => {
    const open = refused(spread("deadly", { workers: 0 }));
    const one = async (text: string): Promise<number> => (await sql(cluster.url(), text)).length;
    const pick = "(SELECT run, shard FROM mandate.shards ORDER BY shard LIMIT 1)";
    while ((await one("SELECT shard FROM mandate.shards")) === 0)
      await new Promise((resolve) => setTimeout(resolve, 50));
    // As six workers would leave it that ended over it: taken by one who is no more, for the last time.
    await sql(
      cluster.url(),
      "BEGIN",
      `UPDATE mandate_queue.job SET state = 'active', started_on = now(), retry_count = retry_limit WHERE id = (SELECT job FROM mandate.shards WHERE (run, shard) = ${pick})`,
      `UPDATE mandate.shards SET worker = 999999 WHERE (run, shard) = ${pick}`,
      "COMMIT",
    );
    expect(await open).toBe(
      "workers ended 6 times over the same accounts (shard 0 of the run): is a machine short of memory? what is solved is kept, go on with `--resume`",
    );
    await spread("deadly", {});
    expect(lastingFiles(join(folder, "deadly"))).toEqual(whole);
  });

  it("whose PostgreSQL stays away ends the run, and --resume goes on", { timeout: 60_000 }, async () => {
    const told: string[] = [];
    let [solved, stopped] = [0, false];
    const ended = await refused(
      run({
        ...options("away"),
        progress: (done) => {
          solved = done;
          if (done < 6 || stopped) return;
          stopped = true;
          cluster.stop("immediate");
        },
        spread: spreadOver(queue({ tell: (sentence) => void told.push(sentence) })),
      }),
    );
    const at = `PostgreSQL at \`${cluster.url().replace("postgres://", "")}\``;
    expect(ended).toMatch(new RegExp(`^${at} cannot be used: it has been away for 1 seconds: `));
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(new RegExp(`^${at} went away \\(.*\\); waiting for it, up to 1 seconds$`));
    expect(solved).toBeGreaterThan(5);
    cluster.start();
    await spread("away", {}, true);
    expect(lastingFiles(join(folder, "away"))).toEqual(whole);
  });
});
