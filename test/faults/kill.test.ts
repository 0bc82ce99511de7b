/**
 * A run that is killed (SIGKILL, so that it can do nothing about it) and resumed ends with the same bytes as one that
 * never was: no account lost, none twice. `MANDATE_KILLS=50` kills more often than every check of a change has time for.
 */
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Random, randomFrom } from "../generate/random.ts";
import { type Moment, runToEnd, start, until } from "./process.ts";
import { lastingFiles, writeProject } from "./project.ts";

const KILLS = Number(process.env["MANDATE_KILLS"] ?? 10);
/** Kills of one run before it may go to its end. */
const IN_A_ROW = 2;

const folder = mkdtempSync(join(tmpdir(), "mandate-kill-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

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

interface Undisturbed {
  readonly files: Record<string, string>;
  readonly milliseconds: number;
}

async function undisturbed(): Promise<Undisturbed> {
  const out = join(folder, "undisturbed");
  const started = performance.now();
  const ended = await runToEnd(solve(out), { temporary: folder });
  expect(ended).toEqual({ code: 0, signal: null, out: "", err: "" });
  return { files: lastingFiles(out), milliseconds: performance.now() - started };
}

/** Half of the moments at random; half where something is about to be written, which is short and easily missed. */
function momentOf(random: Random, out: string, whole: number): Moment {
  if (random.chance(0.5)) return { after: random.fraction() * whole };
  const file = random.pick([
    ...Array.from({ length: 4 }, () => `.shards/${String(random.integer(0, 25)).padStart(7, "0")}.jsonl`),
    ".shards/key.part",
    "proposals.jsonl.part",
    "proposals.jsonl",
    "trades.csv",
    "quarantine.jsonl",
    "run.json",
  ]);
  return { once: join(out, file) };
}

describe("a run that is killed", () => {
  let whole: Undisturbed;

  beforeAll(async () => {
    writeProject(join(folder, "project"), 7);
    whole = await undisturbed();
  }, 120_000);

  it("gives the same bytes with one worker as with two", async () => {
    const out = join(folder, "one");
    await runToEnd(solve(out, "--workers", "1"), { temporary: folder });
    expect(lastingFiles(out)).toEqual(whole.files);
  }, 120_000);

  it(`ends with the same bytes when it is resumed, ${KILLS} kills`, {
    timeout: 60_000 + KILLS * 30_000,
  }, async () => {
    const random = randomFrom(20261120).child("kills");
    const tally = { kills: 0, late: 0, resumed: 0, shardsKept: 0 };
    for (let run = 0; tally.kills < KILLS; run++) {
      const out = join(folder, `run-${run}`);
      for (let at = 0; at < IN_A_ROW && tally.kills < KILLS; at++) {
        const running = start(solve(out, ...(at === 0 ? [] : ["--resume"])), { temporary: folder });
        await until(momentOf(random, out, whole.milliseconds), running);
        running.child.kill("SIGKILL");
        const { signal } = await running.ended;
        // Some moments come after the end of a run that is faster than the first: they count as no kill.
        if (signal === "SIGKILL") tally.kills += 1;
        else tally.late += 1;
      }
      tally.shardsKept += shardsAt(out);
      const last = await runToEnd(solve(out, "--resume"), { temporary: folder });
      expect(last, `run ${run}`).toEqual({ code: 0, signal: null, out: "", err: "" });
      expect(lastingFiles(out), `run ${run}`).toEqual(whole.files);
      expect(readdirSync(out).sort(), `run ${run}`).toEqual([
        "proposals.jsonl",
        "quarantine.jsonl",
        "run.json",
        "trades.csv",
      ]);
      tally.resumed += 1;
      rmSync(out, { recursive: true });
    }
    const accounts = (whole.files["proposals.jsonl"] ?? "").split("\n").length - 1;
    console.info(
      `${tally.kills} kills (${tally.late} came after the end), ${tally.resumed} runs of ${accounts} accounts resumed, all with the same bytes; ${tally.shardsKept} shards were not solved again`,
    );
    expect(tally.shardsKept).toBeGreaterThan(0);
  });
});

function shardsAt(out: string): number {
  try {
    return readdirSync(join(out, ".shards")).filter((name) => name.endsWith(".jsonl")).length;
  } catch (error) {
    // Killed before it had a folder, or after it was done.
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return 0;
    throw error;
  }
}
