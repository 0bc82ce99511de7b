/** Workers that end, fail, run out of memory or hang: the run goes on, and only the account that does it again is put aside. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type RunOptions, run } from "@mandate/runtime";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { lastingFiles, openProject, type Project, writeProject } from "./project.ts";

const folder = mkdtempSync(join(tmpdir(), "mandate-workers-"));
const troubled = new URL("./workers/troubled.mjs", import.meta.url);
const sound = new URL("../../packages/cli/dist/worker.js", import.meta.url);

let project: Project;
let whole: Record<string, string>;

const options = (out: string): Omit<RunOptions, "workerUrl"> => ({
  ...project,
  out,
  accounts: [],
  solver: "auto",
  workers: 2,
  resume: false,
  timeLimitSeconds: 10,
  patienceSeconds: 5,
  shardSize: 4,
  version: "0.1.0",
  clock: () => "2026-11-20T00:00:00Z",
  progress: () => undefined,
});

beforeAll(async () => {
  writeProject(join(folder, "project"), 7);
  project = await openProject(join(folder, "project"));
  const out = join(folder, "undisturbed");
  await run({ ...options(out), workerUrl: sound });
  whole = lastingFiles(out);
}, 120_000);

afterAll(async () => {
  await project.book.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Solves with workers that have this trouble over the third account of the book, so many times. */
async function troubledRun(
  kind: string,
  times: number,
): Promise<{
  readonly files: Record<string, string>;
  readonly done: readonly number[];
  readonly account: string;
}> {
  const out = join(folder, `${kind}-${times}`);
  const account = project.book.entries[2]?.account ?? "";
  vi.stubEnv(
    "MANDATE_TEST_TROUBLE",
    JSON.stringify({ kind, account, times, marks: join(folder, `${kind}-${times}-marks`) }),
  );
  const done: number[] = [];
  const report = await run({
    ...options(out),
    workerUrl: troubled,
    progress: (accounts) => done.push(accounts),
  });
  expect(report.tally.withheld).toBe(times > 1 ? 1 : 0);
  return { files: lastingFiles(out), done, account };
}

const households = (): ReadonlyMap<string, string> =>
  new Map(
    project.book.households.flatMap(({ positions }) =>
      positions.map((position): [string, string] => [
        project.book.entries[position]?.account ?? "",
        String(positions[0]),
      ]),
    ),
  );

const lines = (text = ""): string[] => text.trimEnd().split("\n");
const accountOf = (line: string): string => (JSON.parse(line) as { readonly account: string }).account;

const alone = "; solve it alone with `--account`, or with another `--solver`";
const reasons = {
  exit: `the thread that was to solve it ended twice (it ended with code 7)${alone}`,
  throw:
    "mandate failed over it twice (a worker's own mistake); this is a defect of mandate's, not of your policies or your book",
  hang: `it was not solved in its time, twice (no sign of life for 5 seconds)${alone}`,
} as const;

describe.each(["exit", "throw", "hang"] as const)("workers that %s", (kind) => {
  it("once change nothing", { timeout: 120_000 }, async () => {
    const { files, done } = await troubledRun(kind, 1);
    expect(files).toEqual(whole);
    expect(done.at(-1)).toBe(project.book.entries.length);
    expect(Math.max(...done)).toBe(project.book.entries.length);
  });

  it("whenever they are given an account cost that account alone", { timeout: 120_000 }, async () => {
    const { files, account } = await troubledRun(kind, 100);
    const home = households();
    const before = lines(whole["proposals.jsonl"]);
    const after = lines(files["proposals.jsonl"]);
    expect(after.map(accountOf)).toEqual(before.map(accountOf));
    const changed = after.filter((line, at) => line !== before[at]).map(accountOf);
    expect(changed).toContain(account);
    // Those of its household may trade otherwise, since it does not trade (semantics.md 4).
    expect(changed.filter((each) => home.get(each) !== home.get(account))).toEqual([]);
    const line = after.find((each) => accountOf(each) === account) ?? "";
    expect(JSON.parse(line)).toEqual({
      account,
      status: "quarantined",
      code: "SOLVER_FAILED",
      reason: reasons[kind],
      trades: [],
    });
    const records = lines(files["quarantine.jsonl"]).filter((each) => accountOf(each) === account);
    expect(records.map((each) => JSON.parse(each))).toEqual([
      expect.objectContaining({ account, code: "SOLVER_FAILED", file: "book/accounts.csv", row: 4 }),
    ]);
  });
});

describe("workers that never begin", () => {
  it("end the run in one sentence", { timeout: 60_000 }, async () => {
    vi.stubEnv("MANDATE_TEST_TROUBLE", JSON.stringify({ kind: "deaf" }));
    const attempt = run({ ...options(join(folder, "deaf")), patienceSeconds: 1, workerUrl: troubled });
    await expect(attempt).rejects.toThrow("a worker could not be started: no sign of life for 1 seconds");
    const missing = run({
      ...options(join(folder, "missing")),
      workerUrl: new URL("./nowhere.mjs", import.meta.url),
    });
    await expect(missing).rejects.toThrow(/^a worker could not be started: Cannot find module/);
  });
});

describe("a run in one thread", () => {
  it("gives the same bytes", { timeout: 60_000 }, async () => {
    const out = join(folder, "here");
    await run(options(out));
    expect(lastingFiles(out)).toEqual(whole);
    expect(JSON.parse(readFileSync(join(out, "run.json"), "utf8"))).toMatchObject({ asOf: "2026-11-20" });
  });
});
