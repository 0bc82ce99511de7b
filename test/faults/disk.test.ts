/** No room, no permission, an interruption: one clear sentence, nothing half-written, and `--resume` goes on. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Moment, runToEnd, start, until } from "./process.ts";
import { lastingFiles, writeProject } from "./project.ts";

const folder = mkdtempSync(join(tmpdir(), "mandate-disk-"));
const how = { temporary: join(folder, "temporary") };
const small = join(folder, "small-disk");
mkdirSync(how.temporary);
mkdirSync(small);

/** A disk of 96 KB, where this user may make one. */
const mounted =
  process.platform === "linux" &&
  spawnSync("mount", ["-t", "tmpfs", "-o", "size=96k", "tmpfs", small]).status === 0;
if (!mounted)
  console.warn("no small disk could be mounted: a full one is shown by a limit on file sizes alone");

afterAll(() => {
  if (mounted) spawnSync("umount", [small]);
  rmSync(folder, { recursive: true, force: true });
});

const solve = (out: string, ...more: readonly string[]): readonly string[] => [
  "solve",
  "--project",
  join(folder, "project"),
  "--out",
  out,
  "--workers",
  "2",
  "--quiet",
  ...more,
];

function filesOf(out: string): readonly string[] {
  return existsSync(out) ? readdirSync(out, { recursive: true }).map(String) : [];
}

let whole: Record<string, string>;

beforeAll(async () => {
  writeProject(join(folder, "project"), 7);
  const out = join(folder, "undisturbed");
  expect(await runToEnd(solve(out), how)).toEqual({ code: 0, signal: null, out: "", err: "" });
  whole = lastingFiles(out);
}, 120_000);

/** What a run without room leaves: what is solved, whole, and nothing in its place that is not. */
function expectNothingHalfWritten(out: string): void {
  const files = filesOf(out);
  expect(files.filter((name) => name.endsWith(".part"))).toEqual([]);
  expect(files.filter((name) => !name.startsWith(".shards"))).toEqual([]);
}

describe("a full disk", () => {
  it.skipIf(!mounted)(
    "is said in one sentence, and the run goes on when there is room",
    { timeout: 120_000 },
    async () => {
      const out = join(small, "run");
      const ended = await runToEnd(solve(out), how);
      expect(ended).toMatchObject({ code: 2, out: "" });
      expect(ended.err).toMatch(
        /^mandate: `[^`\n]+` cannot be written: the disk is full; make room, then go on with `--resume`\n$/,
      );
      expectNothingHalfWritten(out);
      expect(filesOf(out).filter((name) => name.endsWith(".jsonl")).length).toBeGreaterThan(0);
      expect(spawnSync("mount", ["-o", "remount,size=4m", small]).status).toBe(0);
      expect(await runToEnd(solve(out, "--resume"), how)).toEqual({
        code: 0,
        signal: null,
        out: "",
        err: "",
      });
      expect(lastingFiles(out)).toEqual(whole);
    },
  );

  // A shard of the project fits into 16 KB; `proposals.jsonl` does not.
  it.each([1, 16])("or a file that may not grow, at %i KB", { timeout: 120_000 }, async (kilobytes) => {
    const out = join(folder, `limited-${kilobytes}`);
    const ended = await runToEnd(solve(out), { ...how, through: `ulimit -f ${kilobytes} &&` });
    expect(ended).toMatchObject({ code: 2, out: "" });
    expect(ended.err).toMatch(
      /^mandate: `[^`\n]+` cannot be written: the file would be larger than the system allows; [^\n]+\n$/,
    );
    expectNothingHalfWritten(out);
    expect(await runToEnd(solve(out, "--resume"), how)).toMatchObject({ code: 0, err: "" });
    expect(lastingFiles(out)).toEqual(whole);
  });

  it.skipIf(!mounted)("or one that may not be written", { timeout: 120_000 }, async () => {
    expect(spawnSync("mount", ["-o", "remount,ro", small]).status).toBe(0);
    const out = join(small, "other");
    expect(await runToEnd(solve(out), how)).toEqual({
      code: 2,
      signal: null,
      out: "",
      err: `mandate: the output folder \`${out}\` cannot be written: the disk is read-only\n`,
    });
    expect(spawnSync("mount", ["-o", "remount,rw", small]).status).toBe(0);
  });
});

const INTERRUPTED = "mandate: interrupted; what is solved is kept, go on with `mandate solve --resume`\n";

describe("an interruption", () => {
  const moments: readonly [string, (out: string) => Moment][] = [
    ["before anything is written", () => ({ after: 300 })],
    ["while accounts are solved", (out) => ({ once: join(out, ".shards", "0000003.jsonl") })],
    ["while the answer is written", (out) => ({ once: join(out, "proposals.jsonl.part") })],
  ];

  it.each(moments)(
    "%s leaves nothing unfinished, and the run goes on",
    { timeout: 120_000 },
    async (name, moment) => {
      const out = join(folder, name.replaceAll(" ", "-"));
      const aloud = solve(out).filter((word) => word !== "--quiet");
      const running = start(aloud, how);
      await until(moment(out), running);
      running.child.kill("SIGINT");
      const ended = await running.ended;
      // The last of the moments is short: a run may end before the signal arrives. In the first, node may not yet listen.
      expect([0, 130, "SIGINT"]).toContain(ended.code ?? ended.signal);
      if (ended.code === 0) console.info(`the run was faster than the interruption ${name}`);
      // Before the command is read there is nothing to say.
      expect(["", ended.code === 130 ? INTERRUPTED : ""]).toContain(ended.err);
      if (name === "while accounts are solved") expect(ended.err).toBe(INTERRUPTED);
      expect(filesOf(out).filter((file) => file.endsWith(".part") || file.endsWith(".probe"))).toEqual([]);
      expect(readdirSync(how.temporary)).toEqual([]);
      expect(await runToEnd(solve(out, "--resume"), how)).toMatchObject({ code: 0, err: "" });
      expect(lastingFiles(out)).toEqual(whole);
    },
  );
});

describe("a journal of an earlier run", () => {
  it("is of no use to another project's, and is not touched", { timeout: 120_000 }, async () => {
    const out = join(folder, "changed");
    const running = start(solve(out), how);
    await until({ once: join(out, ".shards", "0000003.jsonl") }, running);
    running.child.kill("SIGKILL");
    await running.ended;
    // The lock of a run that is dead goes with the next one that looks.
    const before = filesOf(out).filter((file) => file !== ".lock");
    const limits = ["--time-limit", "9"];
    expect(await runToEnd(solve(out, "--resume", ...limits), how)).toEqual({
      code: 2,
      signal: null,
      out: "",
      err: `mandate: the run in \`${out}\` cannot be resumed: policies, book, solver or options have changed since; run again without --resume\n`,
    });
    expect(filesOf(out)).toEqual(before);
    expect(await runToEnd(solve(out, ...limits), how)).toMatchObject({ code: 0, err: "" });
    expect(lastingFiles(out)).toEqual(whole);
  });

  it("is thrown away where it has no key, and a shard of it that is not whole is solved again", {
    timeout: 120_000,
  }, async () => {
    const out = join(folder, "damaged");
    const running = start(solve(out), how);
    await until({ once: join(out, ".shards", "0000004.jsonl") }, running);
    running.child.kill("SIGKILL");
    await running.ended;
    const shard = join(out, ".shards", "0000001.jsonl");
    writeFileSync(shard, '{"index":1,"cou');
    expect(await runToEnd(solve(out, "--resume"), how)).toMatchObject({ code: 0, err: "" });
    expect(lastingFiles(out)).toEqual(whole);
    mkdirSync(join(out, ".shards"));
    writeFileSync(join(out, ".shards", "0000000.jsonl"), "of another run\n");
    expect(await runToEnd(solve(out, "--resume"), how)).toMatchObject({ code: 0, err: "" });
    expect(lastingFiles(out)).toEqual(whole);
  });
});
