/**
 * One run on many workers: the bytes of the one-machine run, whoever is killed meanwhile. `MANDATE_WORKER_KILLS=20` kills
 * more often than every check of a change has time for.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Ended, type Running, runToEnd, start } from "../faults/process.ts";
import { lastingFiles, writeProject } from "../faults/project.ts";
import { randomFrom } from "../generate/random.ts";
import { type Cluster, hasPostgres, startCluster } from "../support/postgres/cluster.ts";
import { sql } from "../support/postgres/sql.ts";

const KILLS = Number(process.env["MANDATE_WORKER_KILLS"] ?? 2);

const folder = mkdtempSync(join(tmpdir(), "mandate-queue-"));
const how = { temporary: folder };
let cluster: Cluster;
let whole: Record<string, string>;

const solve = (out: string, ...more: readonly string[]): readonly string[] => [
  ...["solve", "--project", join(folder, "project"), "--out", join(folder, out), "--quiet"],
  // No answer may depend on what a busy machine's clock allows.
  ...["--time-limit", "120"],
  ...more,
];
const onQueue = (): readonly string[] => ["--queue", cluster.url(), "--patience", "60"];
const started = new Set<Running>();
const worker = (...more: readonly string[]): Running => {
  const running = start(["worker", ...onQueue(), "--workers", "1", "--quiet", ...more], how);
  started.add(running);
  return running;
};
afterEach(async () => {
  for (const { child } of started) child.kill("SIGKILL");
  await Promise.all([...started].map(({ ended }) => ended));
  started.clear();
});

/** The end of a run, without what it says where workers take long to begin. */
async function endOf(running: Running): Promise<Ended> {
  const ended = await running.ended;
  return {
    ...ended,
    err: ended.err.replaceAll(/^mandate: no worker takes what waits in the queue[^\n]*\n/gm, ""),
  };
}
const clean = { code: 0, signal: null, out: "", err: "" };

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

async function numberOf(query: string): Promise<number> {
  const [row] = await sql(cluster.url(), query);
  return Number(row?.[0]);
}

/** Waits for a number in the database, such as that of solved shards. */
async function until(query: string, enough: number): Promise<void> {
  while ((await numberOf(query)) < enough) await pause(20);
}

const SOLVED = "SELECT count(*) FROM mandate.results";
const TAKEN = "SELECT count(*) FROM mandate.shards WHERE worker IS NOT NULL AND head IS NULL";

beforeAll(async () => {
  if (!hasPostgres) return;
  writeProject(join(folder, "project"), 7);
  [cluster] = await Promise.all([startCluster(), runToEnd(solve("here", "--workers", "1"), how)]);
  whole = lastingFiles(join(folder, "here"));
  // Workers that come before the first run find no tables, and make them.
  expect(await runToEnd(["worker", ...onQueue(), "--drain", "--quiet"], how)).toEqual(clean);
}, 120_000);

afterAll(() => {
  if (hasPostgres) cluster.remove();
  rmSync(folder, { recursive: true, force: true });
});

/** Every account of the book once, in its bytes; and nothing left in the database. */
async function expectWhole(out: string): Promise<void> {
  expect(lastingFiles(join(folder, out))).toEqual(whole);
  expect(await numberOf("SELECT count(*) FROM mandate.runs")).toBe(0);
  expect(await numberOf("SELECT count(*) FROM mandate.results")).toBe(0);
  expect(await numberOf("SELECT count(*) FROM mandate_queue.job")).toBe(0);
}

describe.skipIf(!hasPostgres)("a run on a queue", () => {
  it("gives the same bytes alone, and with workers only", { timeout: 120_000 }, async () => {
    expect(await runToEnd(solve("alone", ...onQueue(), "--workers", "1"), how)).toEqual(clean);
    await expectWhole("alone");
    const workers = [worker(), worker()];
    expect(await endOf(start(solve("workers", ...onQueue(), "--workers", "0"), how))).toEqual(clean);
    await expectWhole("workers");
    for (const { child } of workers) child.kill("SIGTERM");
    expect(await Promise.all(workers.map(({ ended }) => ended))).toEqual([clean, clean]);
  });

  it(`loses no account and doubles none when workers are killed, ${KILLS} kills`, {
    timeout: 120_000 + KILLS * 20_000,
  }, async () => {
    const random = randomFrom(20261128).child("workers");
    const tally = { kills: 0, runs: 0, atWork: 0, accounts: 0, lost: 0, doubled: 0 };
    while (tally.kills < KILLS) {
      const out = `killed-${tally.runs}`;
      const running = start(solve(out, ...onQueue(), "--workers", "0"), how);
      let over = false;
      void running.ended.then(() => {
        over = true;
      });
      const workers = [worker(), worker()];
      for (let at = 0; at < 2 && tally.kills < KILLS; at += 1) {
        const before = await numberOf(SOLVED);
        await until(SOLVED, Math.min(before + random.integer(1, 6), 20));
        while (!over && (await numberOf(TAKEN)) === 0) await pause(1);
        if (over) break;
        const [victim] = workers.splice(random.integer(0, 2) % workers.length, 1);
        victim?.child.kill("SIGKILL");
        await victim?.ended;
        tally.kills += 1;
        tally.atWork += (await numberOf(TAKEN)) > 0 ? 1 : 0;
        workers.push(worker());
      }
      expect(await endOf(running)).toEqual(clean);
      for (const { child } of workers) child.kill("SIGKILL");
      await Promise.all(workers.map(({ ended }) => ended));
      const accounts = namesIn(whole["proposals.jsonl"]);
      const found = namesIn(lastingFiles(join(folder, out))["proposals.jsonl"]);
      tally.accounts += accounts.length;
      tally.lost += accounts.filter((name) => !found.includes(name)).length;
      tally.doubled += found.length - new Set(found).size;
      await expectWhole(out);
      tally.runs += 1;
    }
    console.info(
      `${tally.runs} runs, ${tally.accounts} accounts, ${tally.kills} workers killed, of which ${tally.atWork} left a shard that was taken; ${tally.lost} results lost, ${tally.doubled} doubled`,
    );
    expect([tally.lost, tally.doubled]).toEqual([0, 0]);
  });

  it("has back at once what a worker that is interrupted had taken", { timeout: 120_000 }, async () => {
    // Nobody but the worker itself can give it back so early: whoever conducts the run stands still.
    const running = start(solve("interrupted", ...onQueue(), "--workers", "0"), how);
    const retries = "SELECT coalesce(max(retry_count), 0) FROM mandate_queue.job WHERE data IS NOT NULL";
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      const one = worker();
      await until(SOLVED, (await numberOf(SOLVED)) + 2);
      while ((await numberOf(TAKEN)) === 0) await pause(1);
      running.child.kill("SIGSTOP");
      one.child.kill(signal);
      expect(await one.ended).toEqual(clean);
      expect([signal, await numberOf(TAKEN)]).toEqual([signal, 0]);
      expect(await numberOf("SELECT count(*) FROM mandate.shards WHERE head IS NULL")).toBeGreaterThan(0);
      running.child.kill("SIGCONT");
    }
    // It was not the accounts that took the workers down.
    expect(await numberOf(retries)).toBe(0);
    worker();
    expect(await endOf(running)).toEqual(clean);
    await expectWhole("interrupted");
  });

  it("goes on when its own process was killed, on another machine too", { timeout: 120_000 }, async () => {
    const first = start(solve("first", ...onQueue(), "--workers", "0"), how);
    const only = worker();
    await until(SOLVED, 5);
    only.child.kill("SIGKILL");
    await only.ended;
    // The same run a second time, while the first conducts it.
    expect(await runToEnd(solve("rival", ...onQueue(), "--workers", "1", "--resume"), how)).toEqual({
      ...clean,
      code: 2,
      err: expect.stringMatching(
        /^mandate: another `mandate solve` conducts this very run on the queue \(process \d+ on [^)]+\); wait for it, or stop it first\n$/,
      ),
    });
    first.child.kill("SIGKILL");
    await first.ended;
    const kept = await numberOf(SOLVED);
    expect(kept).toBeGreaterThan(4);
    // A machine that has nothing of the first one's folder.
    expect(await runToEnd(solve("second", ...onQueue(), "--workers", "1", "--resume"), how)).toEqual(clean);
    await expectWhole("second");
  });

  it("waits for PostgreSQL while it is stopped and started again", { timeout: 120_000 }, async () => {
    const running = start(solve("restarted", ...onQueue(), "--workers", "0"), how);
    const workers = [worker(), worker()];
    for (const [at, mode] of (["fast", "immediate"] as const).entries()) {
      await until(SOLVED, 4 + 6 * at);
      cluster.stop(mode);
      await pause(1500);
      cluster.start();
    }
    const ended = await endOf(running);
    await expectWhole("restarted");
    expect(ended).toMatchObject({ code: 0, signal: null, out: "" });
    const where = "mandate: PostgreSQL at `[^`]+`";
    expect(ended.err).toMatch(
      new RegExp(
        `^(${where} went away \\([^\\n]+\\); waiting for it, up to 60 seconds\\n${where} is back\\n)+$`,
      ),
    );
    for (const { child } of workers) child.kill("SIGTERM");
    for (const { ended: end } of workers) expect((await end).code).toBe(0);
  });
});

function namesIn(proposals = ""): readonly string[] {
  return proposals
    .trimEnd()
    .split("\n")
    .map((line) => (JSON.parse(line) as { readonly account: string }).account);
}
