import { createHighs, createStructured, type Problem } from "../src/index.ts";
import { varianceAt } from "../src/problem/risk.ts";
import { solveByCuts } from "../src/risk/cuts.ts";
import { createRiskSolver } from "../src/risk/risk.ts";
import { riskProblem } from "../src/risk/testing/accounts.ts";

/** One line: medians in milliseconds over accounts of one size. */
export interface RiskRow {
  securities: number;
  factors: number;
  /** `priced`: a risk cost; `limited`: a tracking error at 80 % of what the optimum without a limit has */
  kind: "priced" | "limited";
  columns: number;
  rows: number;
  /** the same account without risk, by HiGHS: checks included */
  linear: number;
  risk: number;
  /** cutting planes over HiGHS's linear programs; NaN where they were not run */
  cuts: number;
  /** largest relative difference of the optima from those of cutting planes; NaN where they were not run */
  worst: number;
  /** interior point iterations an account */
  iterations: number;
  /** accounts whose certificate verified, and those that were handed to cutting planes */
  certified: number;
  handedOver: number;
}

const SIZES: readonly (readonly [securities: number, factors: number, accounts: number])[] = [
  [60, 20, 60],
  [300, 50, 10],
  [1000, 100, 6],
];
/** Beyond this many securities cutting planes take seconds an account. */
const MOST_CUT = 60;
const CUT = 5;
const WARM_UPS = 3;

/**
 * Measures the solver of problems with risk beside linear programs of the same accounts, in one run.
 * @param now milliseconds from any origin
 */
export async function benchRisk(now: () => number = () => performance.now()): Promise<RiskRow[]> {
  const highs = await createHighs();
  const structured = createStructured({ fallback: highs });
  const rows: RiskRow[] = [];
  for (const [securities, factors, accounts] of SIZES) {
    for (const kind of ["priced", "limited"] as const) {
      const shape = { securities, factors, lots: 3, classes: 8, ...(kind === "priced" ? { price: 15 } : {}) };
      const problems = Array.from({ length: accounts }, (_, seed) =>
        kind === "priced" ? riskProblem(seed, shape) : limited(seed, shape, (one) => structured.solve(one).x),
      );
      const solver = createRiskSolver({ linear: structured });
      for (let k = 0; k < WARM_UPS; k++) for (const problem of problems) solver.solve(problem);
      const before = solver.stats();
      const got: number[] = [];
      const risk = problems.map((problem) => timed(now, () => got.push(solver.solve(problem).objective)));
      const after = solver.stats();
      const linear = problems.map(({ risk: _, ...plain }) => timed(now, () => highs.solve(plain)));
      const cut = securities <= MOST_CUT ? problems.slice(0, CUT) : [];
      const wanted: number[] = [];
      const cuts = cut.map((problem) => timed(now, () => wanted.push(solveByCuts(highs, problem).objective)));
      rows.push({
        securities,
        factors,
        kind,
        columns: problems[0]?.numCol ?? 0,
        rows: problems[0]?.numRow ?? 0,
        linear: median(linear),
        risk: median(risk),
        cuts: median(cuts),
        worst: wanted.reduce((worst, one, k) => Math.max(worst, apart(one, got[k] ?? Number.NaN)), 0),
        iterations: (after.iterations - before.iterations) / accounts,
        certified: after.certified + after.linear - before.certified - before.linear,
        handedOver: after.handedOver - before.handedOver,
      });
    }
  }
  structured.dispose();
  return rows;
}

/** An account whose limit binds: targets that its limits keep out of reach, and a limit nearer to them than it would go. */
function limited(
  seed: number,
  shape: Parameters<typeof riskProblem>[1],
  optimum: (problem: Problem) => Float64Array | undefined,
): Problem {
  for (let at = seed; ; at += 1000) {
    const problem = riskProblem(at, { ...shape, tracking: 100 });
    const { risk } = problem;
    const x = optimum(problem);
    if (risk === undefined || x === undefined) throw new Error(`account ${at} has no optimum`);
    const deviation = Math.sqrt(varianceAt(problem, x));
    if (deviation < 1e-3) continue;
    const colUpper = problem.colUpper.slice();
    colUpper[risk.deviation] = 0.8 * deviation;
    const bounded = { ...problem, colUpper };
    if (optimum(bounded) !== undefined) return bounded;
  }
}

function apart(a: number, b: number): number {
  return Number.isNaN(a) ? 0 : Math.abs(a - b) / Math.abs(a);
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
