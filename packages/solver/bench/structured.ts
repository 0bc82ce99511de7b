import type { Highs } from "highs";
import * as highsModule from "highs";
import { unwrapDefault } from "../src/backends/unwrap.ts";
import { portfolioProblem } from "../src/conformance/portfolio.ts";
import { createStructured, type Problem } from "../src/index.ts";
import { accountProblem } from "../src/structured/testing/accounts.ts";

/** One line of the comparison: medians in milliseconds over the accounts of one size. */
export interface StructuredRow {
  /** `account`: as the lowering makes them; `portfolio`: those of the conformance suite, easier for both */
  kind: "account" | "portfolio";
  securities: number;
  columns: number;
  rows: number;
  /** HiGHS by arrays, presolve off: pass the model, run, read the solution */
  highs: number;
  /** every account of another pattern: analysis, solve, certificate */
  cold: number;
  /** highs / cold */
  ratio: number;
  /** accounts of one pattern, numbers all different: solve and certificate */
  samePattern: number;
  /** highs / samePattern */
  samePatternRatio: number;
  /** the same, from the duals of the first account */
  warm: number;
  /** largest relative difference of the optima */
  worst: number;
  pivots: number;
  /** handed over for whatever reason; 0 */
  handedOver: number;
}

const SIZES: readonly (readonly [securities: number, accounts: number])[] = [
  [20, 400],
  [60, 300],
  [300, 60],
  [500, 40],
  [2000, 8],
];

/** Accounts that one solver does before it is the other's turn: as in a batch, caches are warm for it. */
const CHUNK = 20;
/** Milliseconds of solving before anything is measured. */
const WARM_UP = 400;

/**
 * Measures `structured` against HiGHS (WASM, by arrays, presolve off, one persistent model) on generated linear
 * programs with lots, both in this run and in turns, so that what else the machine does hits both.
 * @param now milliseconds from any origin
 * @param share part of the usual number of accounts
 */
export async function benchStructured(
  now: () => number = () => performance.now(),
  share = 1,
): Promise<StructuredRow[]> {
  const load = unwrapDefault(highsModule);
  if (typeof load !== "function") throw new TypeError("the package `highs` exports no loader");
  const runtime = (await load()) as Highs;
  const rows: StructuredRow[] = [];
  for (const kind of ["account", "portfolio"] as const) {
    for (const [securities, accounts] of SIZES) {
      rows.push(row(runtime, kind, securities, Math.ceil(accounts * share), now));
    }
  }
  return rows;
}

function row(
  runtime: Highs,
  kind: StructuredRow["kind"],
  securities: number,
  accounts: number,
  now: () => number,
): StructuredRow {
  const shape = { securities, lots: 3, classes: 8 };
  const generate = kind === "account" ? accountProblem : portfolioProblem;
  const problems = Array.from({ length: accounts }, (_, seed) => generate(seed, shape));
  const first = problems[0];
  if (first === undefined) throw new RangeError("no accounts");
  const days = problems.map((_, day) => variation(first, day));
  const times = { highs: [] as number[], cold: [] as number[], same: [] as number[], warm: [] as number[] };
  const cold = createStructured();
  const same = createStructured();
  const start = same.solve(first, { wantDuals: true }).rowDual;
  let worst = 0;
  let solved = { problems: 0, certified: 0, pivots: 0 };
  runtime.withModel((model) => {
    model.options.set({
      output_flag: false,
      presolve: "off",
      primal_feasibility_tolerance: 1e-9,
      dual_feasibility_tolerance: 1e-9,
    });
    const highs = (problem: Problem) => {
      model.passModel(modelOf(problem));
      model.run();
      model.getSolution();
      return model.getObjectiveValue();
    };
    // A run is millions of solves: what is measured is compiled code, on both sides.
    for (const solve of [
      highs,
      (problem: Problem) => cold.solve(problem),
      (problem: Problem) => same.solve(problem),
    ]) {
      const begun = now();
      for (let k = 0; now() - begun < WARM_UP; k++) solve(problems[k % accounts] ?? first);
    }
    const before = cold.stats();
    for (let from = 0; from < problems.length; from += CHUNK) {
      const some = problems.slice(from, from + CHUNK);
      const wanted: number[] = [];
      const got: number[] = [];
      for (const problem of some) times.highs.push(timed(now, () => wanted.push(highs(problem))));
      for (const problem of some) times.cold.push(timed(now, () => got.push(cold.solve(problem).objective)));
      const today = days.slice(from, from + CHUNK);
      for (const day of today) times.same.push(timed(now, () => same.solve(day)));
      if (start === undefined) throw new Error("the first account has no duals to start from");
      for (const day of today) times.warm.push(timed(now, () => same.solve(day, { startDual: start })));
      wanted.forEach((objective, k) => {
        const difference = Math.abs((got[k] ?? Number.NaN) - objective);
        worst = Math.max(worst, difference / Math.max(Math.abs(objective), 1e-12));
      });
    }
    const after = cold.stats();
    solved = {
      problems: after.problems - before.problems,
      certified: after.certified - before.certified,
      pivots: after.pivots - before.pivots,
    };
  });
  const [highs, coldTime, sameTime] = [median(times.highs), median(times.cold), median(times.same)];
  return {
    kind,
    securities,
    columns: first.numCol,
    rows: first.numRow,
    highs,
    cold: coldTime,
    ratio: highs / coldTime,
    samePattern: sameTime,
    samePatternRatio: highs / sameTime,
    warm: median(times.warm),
    worst,
    pivots: solved.pivots / solved.problems,
    handedOver: solved.problems - solved.certified,
  };
}

/** The same account with prices, tax and room moved: equal pattern, other numbers. */
function variation(problem: Problem, day: number): Problem {
  return {
    ...problem,
    cost: problem.cost.map((c, j) => c * (1 + 0.2 * Math.sin(7 * day + j))),
    colUpper: problem.colUpper.map((b, j) => b * (1 + 0.1 * Math.sin(3 * day + j))),
  };
}

function modelOf(problem: Problem) {
  return {
    numCols: problem.numCol,
    numRows: problem.numRow,
    colCost: problem.cost,
    colLower: problem.colLower,
    colUpper: problem.colUpper,
    rowLower: problem.rowLower,
    rowUpper: problem.rowUpper,
    matrix: {
      format: "csc" as const,
      numRows: problem.numRow,
      numCols: problem.numCol,
      starts: problem.start,
      indices: problem.index,
      values: problem.value,
    },
  };
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
