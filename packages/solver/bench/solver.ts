import type { Highs } from "highs";
import * as highsModule from "highs";
import { unwrapDefault } from "../src/backends/unwrap.ts";
import { type PortfolioShape, portfolioProblem } from "../src/conformance/portfolio.ts";
import { type Backend, createHighs, createJslp, type Problem } from "../src/index.ts";

/** One line of the benchmark: medians in milliseconds over the problems of one size. */
export interface Row {
  securities: number;
  kind: "linear" | "either buy or sell" | "either-or and minimum trade";
  rows: number;
  columns: number;
  /** HiGHS's own `run()`, presolve off, on a model already passed; with binaries: its own search alone, checks included */
  highsRun: number;
  /** the backend over HiGHS: checking, scaling, passing, running, reading, verifying */
  highs: number;
  /** highs / highsRun */
  ratio: number;
  /** the backend over javascript-lp-solver; NaN where the problem is too large for a dense tableau */
  jslp: number;
  /** `run()` from the basis of the problem before, of equal shape, `setBasis` included; NaN with binaries */
  warm: number;
}

const SIZES = [20, 60, 300, 500];
/** Beyond this many securities a dense tableau takes seconds a problem. */
const LARGEST_TABLEAU = 60;

/**
 * Measures one solve on a persistent HiGHS model, with lots, class rows and caps, at 20 to 500 securities.
 * @param now milliseconds from any origin
 * @param repeats problems per size; the larger sizes take a quarter of them
 */
export async function benchSolver(now: () => number = () => performance.now(), repeats = 40): Promise<Row[]> {
  const load = unwrapDefault(highsModule);
  if (typeof load !== "function") throw new TypeError("the package `highs` exports no loader");
  const runtime = (await load()) as Highs;
  const highs = await createHighs();
  const alone = await createHighs({ firstNodes: 0 });
  const jslp = createJslp(now);
  const rows: Row[] = [];
  for (const securities of SIZES) {
    const count = securities > 100 ? Math.ceil(repeats / 4) : repeats;
    rows.push(linearRow(runtime, highs, jslp, securities, count, now));
  }
  for (const securities of [20, 60]) {
    for (const minimumTrade of [false, true]) {
      rows.push(binaryRow(alone, highs, securities, minimumTrade, Math.ceil(repeats / 4), now));
    }
  }
  for (const backend of [highs, alone, jslp]) backend.dispose();
  return rows;
}

function problemsOf(count: number, shape: PortfolioShape): Problem[] {
  return Array.from({ length: count }, (_, seed) => portfolioProblem(seed, shape));
}

function linearRow(
  runtime: Highs,
  highs: Backend,
  jslp: Backend,
  securities: number,
  count: number,
  now: () => number,
): Row {
  const problems = problemsOf(count, { securities, lots: 3, classes: 8 });
  for (const problem of problems) highs.solve(problem);
  const small = securities <= LARGEST_TABLEAU;
  const highsRun = runAlone(runtime, problems, now, false);
  const whole = median(problems.map((problem) => timed(now, () => highs.solve(problem))));
  return {
    securities,
    kind: "linear",
    rows: problems[0]?.numRow ?? 0,
    columns: problems[0]?.numCol ?? 0,
    highsRun,
    highs: whole,
    ratio: whole / highsRun,
    jslp: small ? median(problems.map((problem) => timed(now, () => jslp.solve(problem)))) : Number.NaN,
    warm: runAlone(runtime, variations(problems[0], count), now, true),
  };
}

function binaryRow(
  alone: Backend,
  highs: Backend,
  securities: number,
  minimumTrade: boolean,
  count: number,
  now: () => number,
): Row {
  const shape = { securities, lots: 3, classes: 8, washSales: true };
  const problems = problemsOf(count, minimumTrade ? { ...shape, minimumTrade: 0.002 } : shape);
  const time = (backend: Backend) =>
    median(problems.map((problem) => timed(now, () => backend.solve(problem, { timeLimitSeconds: 20 }))));
  const highsRun = time(alone);
  const whole = time(highs);
  return {
    securities,
    kind: minimumTrade ? "either-or and minimum trade" : "either buy or sell",
    rows: problems[0]?.numRow ?? 0,
    columns: problems[0]?.numCol ?? 0,
    highsRun,
    highs: whole,
    ratio: whole / highsRun,
    jslp: Number.NaN,
    warm: Number.NaN,
  };
}

/** The same account with its prices and tax moved a little, day after day: equal shape, other numbers. */
function variations(problem: Problem | undefined, count: number): Problem[] {
  if (problem === undefined) return [];
  return Array.from({ length: count }, (_, day) => ({
    ...problem,
    cost: problem.cost.map((c, j) => c * (1 + 0.2 * Math.sin(7 * day + j))),
    rowUpper: problem.rowUpper.map((b, i) => b + 0.002 * Math.sin(3 * day + i)),
  }));
}

/** Median milliseconds of `run()` itself, cold or from the basis of the problem before. */
function runAlone(runtime: Highs, problems: readonly Problem[], now: () => number, warm: boolean): number {
  return runtime.withModel((model) => {
    model.options.set({
      output_flag: false,
      presolve: "off",
      primal_feasibility_tolerance: 1e-9,
      dual_feasibility_tolerance: 1e-9,
    });
    let basis: ReturnType<typeof model.getBasis> | undefined;
    const times = problems.map((problem) => {
      model.passModel({
        numCols: problem.numCol,
        numRows: problem.numRow,
        colCost: problem.cost,
        colLower: problem.colLower,
        colUpper: problem.colUpper,
        rowLower: problem.rowLower,
        rowUpper: problem.rowUpper,
        matrix: {
          format: "csc",
          numRows: problem.numRow,
          numCols: problem.numCol,
          starts: problem.start,
          indices: problem.index,
          values: problem.value,
        },
      });
      const time = timed(now, () => {
        if (warm && basis !== undefined) model.setBasis(basis);
        model.run();
      });
      basis = model.getBasis();
      return time;
    });
    return median(times);
  });
}

function timed(now: () => number, work: () => unknown): number {
  const begun = now();
  work();
  return now() - begun;
}

function median(times: number[]): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}
