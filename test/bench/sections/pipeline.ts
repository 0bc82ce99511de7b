import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { backendFor, run } from "@mandate/runtime";
import { highsAlone } from "../../../packages/solver/bench/alone.ts";
import { type AccountTime, sampleHouseholds, timeHousehold, watched } from "../accounts.ts";
import { measuredApart } from "../apart.ts";
import { type Bench, median, type Section } from "../bench.ts";
import { writeBooks } from "../books.ts";
import { openProject, projectFolder } from "../project.ts";

const PROJECTS = ["sp500", "acme"];
/** Beside these a book of the generator is measured, of 60 securities, which the target of the whole pipeline is of. */
const GENERATED = { accounts: 2_000, securities: 60, lots: 2, state: "managed" } as const;
/** The whole pipeline against the solver alone, of that book. */
const WHOLE = 2.5;
/** A worker's start takes about a second; this many accounts outweigh it. */
const ACCOUNTS = "40";
const REPEATS = "2";
/** Seconds an account may take, as in a run. */
const TIME_LIMIT = 10;
/** Seconds that HiGHS alone may take: on problems with binaries it may not end at all. */
const ALONE_LIMIT = 3;

/**
 * A run from a book to proposals. `npm run bench -- pipeline --accounts 200 --repeats 5 --project acme` measures more
 * accounts, more often, or one project (or folder) alone.
 */
export const section: Section = {
  title: "pipeline: a book's accounts, solved, rounded, checked and explained",
  run: async (bench) => {
    const { values } = parseArgs({
      args: [...bench.arguments],
      options: {
        accounts: { type: "string", default: ACCOUNTS },
        repeats: { type: "string", default: REPEATS },
        project: { type: "string" },
        part: { type: "string" },
        workers: { type: "string", default: "1" },
      },
    });
    const { project, part, workers } = values;
    const accounts = Number(values.accounts);
    const folder = project === undefined ? undefined : projectFolder(project);
    if (part === "run" && folder !== undefined)
      return await wholeRun(bench, folder, accounts, Number(workers));
    if (part === "accounts" && folder !== undefined) return await oneByOne(bench, folder, accounts);
    for (const name of project === undefined ? PROJECTS : [project]) {
      if (projectFolder(name) === undefined)
        bench.note(`${name}: skipped, for it is not beside the repository`);
      else measureProject(bench, { name, project: name }, values.accounts, Number(values.repeats));
    }
    if (project !== undefined) return;
    const generated = mkdtempSync(join(tmpdir(), "mandate-bench-"));
    await writeBooks(generated, GENERATED);
    const measured = { name: "generated", project: generated, whole: WHOLE };
    measureProject(bench, measured, values.accounts, Number(values.repeats));
    rmSync(generated, { recursive: true, force: true });
  },
};

interface Measured {
  /** in the rows' names */
  readonly name: string;
  /** its name or folder */
  readonly project: string;
  /** the most that its whole pipeline may take, in times of the solver */
  readonly whole?: number;
}

/** Every measurement in a process of its own, one worker and two in turn. */
function measureProject(
  bench: Bench,
  { name, project, whole }: Measured,
  accounts: string,
  repeats: number,
): void {
  const words = ["--project", project, "--accounts", accounts];
  const runs = [1, 2].map((workers) => ({ workers, per: [] as number[], peaks: [] as number[] }));
  for (let repeat = 0; repeat < repeats; repeat++)
    for (const { workers, per, peaks } of runs) {
      const report = measuredApart("pipeline", [...words, "--part", "run", "--workers", String(workers)]);
      per.push(report.measurements[0]?.value ?? Number.NaN);
      peaks.push(report.peakBytes / 1_048_576);
    }
  for (const { workers, per, peaks } of runs) {
    const named = `${name}, ${workers === 1 ? "1 worker" : `${workers} workers`}`;
    const against = workers === 1 ? {} : { against: `${name}, 1 worker: per account` };
    bench.record(`${named}: per account`, median(per), { work: { count: 1, of: "accounts" }, ...against });
    bench.record(`${named}: peak memory`, median(peaks), { unit: "MB" });
  }
  const { measurements, notes } = measuredApart("pipeline", [...words, "--part", "accounts"]);
  for (const {
    name: row,
    value,
    unit,
    against,
    atMost = row === PIPELINE ? whole : undefined,
  } of measurements)
    bench.record(`${name}: ${row}`, value, {
      unit,
      ...(against === undefined ? {} : { against: `${name}: ${against}` }),
      ...(atMost === undefined ? {} : { atMost }),
    });
  for (const note of notes) bench.note(`${name}: ${note}`);
}

/** What `mandate solve` does after the book is read, workers' start included. */
async function wholeRun(bench: Bench, folder: string, accounts: number, workers: number): Promise<void> {
  const { bundle, hash, book } = await openProject(folder);
  const out = mkdtempSync(join(tmpdir(), "mandate-bench-"));
  const sample = await sampleHouseholds(book, accounts);
  const names = sample.flatMap((household) => household.accounts.map(({ account }) => account));
  const begun = performance.now();
  const { tally } = await run({
    bundle,
    bundleHash: hash,
    book,
    out: join(out, "run"),
    accounts: names,
    solver: "auto",
    workers,
    workerUrl: new URL("worker.js", import.meta.url),
    resume: false,
    timeLimitSeconds: TIME_LIMIT,
    shardSize: Math.ceil(names.length / 16),
    version: "bench",
    clock: () => "2026-11-20T00:00:00.000Z",
    progress: () => undefined,
  });
  bench.record("per account", (performance.now() - begun) / names.length);
  bench.note(JSON.stringify(tally));
  await book.close();
  rmSync(out, { recursive: true, force: true });
}

/** Accounts one by one in this thread; each problem is then run by HiGHS alone, so that both have the same noise. */
async function oneByOne(bench: Bench, folder: string, count: number): Promise<void> {
  const { bundle, book, compileMilliseconds, bookMilliseconds } = await openProject(folder);
  bench.record("reading and compiling the policies (apart)", compileMilliseconds);
  bench.record("reading and checking the book (apart)", bookMilliseconds);
  const households = await sampleHouseholds(book, count);
  const backend = watched(await backendFor("auto", () => performance.now()));
  const alone = await highsAlone(() => performance.now(), ALONE_LIMIT);
  const settings = {
    bundle,
    market: book.market,
    timeLimitSeconds: TIME_LIMIT,
    purchasesFromLots: book.activityFrom === "lots",
  };
  for (const household of households.slice(0, 3)) timeHousehold(settings, backend, household);
  const times: Timed[] = [];
  for (const household of households)
    for (const time of timeHousehold(settings, backend, household)) {
      const run = time.problem === undefined ? undefined : alone.run(time.problem);
      times.push({ ...time, alone: run?.milliseconds ?? Number.NaN, ended: run?.optimal !== false });
    }
  report(bench, times);
  alone.dispose();
  backend.backend.dispose();
  await book.close();
}

type Timed = AccountTime & {
  /** HiGHS's own `run()`, milliseconds */
  readonly alone: number;
  /** whether that ended with an optimum */
  readonly ended: boolean;
};

const PIPELINE = "all accounts: the whole account, mean";

function report(bench: Bench, times: readonly Timed[]): void {
  const mean = (of: (time: Timed) => number): number =>
    times.reduce((all, one) => all + of(one), 0) / times.length;
  const inSolver = "all accounts: in the solver, mean";
  bench.record(
    inSolver,
    mean((one) => one.solver),
  );
  bench.record(
    PIPELINE,
    mean((one) => one.whole),
    { against: inSolver },
  );
  const solved = times.filter(({ problem }) => problem !== undefined);
  const kinds = [
    { kind: "without binaries", of: solved.filter(({ binaries }) => !binaries), target: { atMost: 1.3 } },
    { kind: "with binaries", of: solved.filter(({ binaries }) => binaries), target: {} },
  ];
  for (const { kind, of, target } of kinds) {
    bench.note(
      `${kind}: ${of.length} accounts, ${figure(of.map(({ solves }) => solves))} calls of the solver each`,
    );
    if (of.length === 0) continue;
    const run = `${kind}: HiGHS's own run() of the account's problem`;
    bench.record(run, median(of.map((one) => one.alone)));
    bench.record(`${kind}: in the solver`, median(of.map((one) => one.solver)), { against: run });
    bench.record(`${kind}: the whole account`, median(of.map((one) => one.whole)), {
      against: run,
      ...target,
    });
    const unended = of.filter(({ ended }) => !ended).length;
    if (unended > 0) bench.note(`${kind}: HiGHS alone did not end within ${ALONE_LIMIT} s on ${unended}`);
    const ratios = of.map((one) => one.whole / one.alone);
    bench.note(`${kind}: the median of the accounts' own ratios is ${median(ratios).toFixed(2)}×`);
  }
  const others = times.filter(({ problem }) => problem === undefined);
  if (others.length > 0) {
    const wholes = others.map(({ whole }) => `${whole.toFixed(0)} ms`).join(", ");
    bench.note(`nothing proposed, so in no ratio: ${others.length} accounts (${wholes})`);
  }
}

function figure(values: readonly number[]): string {
  return values.length === 0 ? "no" : `a median of ${median(values)}`;
}
