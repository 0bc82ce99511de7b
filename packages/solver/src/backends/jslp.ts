import type { Answer, Backend, SolveOptions } from "../backend.ts";
import { branchAndBound, NO_CLOCK } from "../branch/branchAndBound.ts";
import { hasIntegers, type Problem } from "../problem/problem.ts";
import { checkedBackend } from "./checked.ts";
import { type Engine, noPoint } from "./engine.ts";
import { solveWithJslp } from "./jslpEngine.ts";

/** Version of the package, which does not export it. Held against its package.json by a test. */
const VERSION = "1.0.3";
/** Below this a number of the tableau counts as zero; the first is what most problems are solved at. */
const PRECISION = 1e-9;
const RETRY_PRECISION = 1e-11;

/**
 * javascript-lp-solver: no WASM, runs wherever JavaScript does, and shares no code with HiGHS. A dense tableau in
 * which every bound is a row: meant for small problems and as an independent second opinion.
 * Linear programs give duals (read from the tableau). Problems with integers are searched by our own branch and
 * bound over them, because the package's own proves no bound.
 * @param now milliseconds from any origin (`() => performance.now()`); without it this package reads no clock, and a
 *   solve with a `timeLimitSeconds` answers `failed`, which says so
 */
export function createJslp(now?: () => number): Backend {
  const linear = checkedBackend(linearEngine(now), now);
  const engine: Engine = {
    name: linear.name,
    version: linear.version,
    solve(problem: Problem, options: SolveOptions): Answer {
      return branchAndBound(linear, problem, now === undefined ? options : { ...options, now });
    },
    dispose: () => linear.dispose(),
  };
  const searching = checkedBackend(engine);
  return {
    name: linear.name,
    version: linear.version,
    solve(problem, options = {}) {
      return (hasIntegers(problem) && problem.risk === undefined ? searching : linear).solve(
        problem,
        options,
      );
    },
    dispose() {
      searching.dispose();
    },
  };
}

/** The linear programs alone. */
function linearEngine(now: (() => number) | undefined): Engine {
  const solve = (precision: number) => (problem: Problem, options: SolveOptions) => {
    const { timeLimitSeconds } = options;
    if (timeLimitSeconds === undefined) return solveWithJslp(problem, precision, () => false);
    if (now === undefined) return noPoint("failed", NO_CLOCK);
    const deadline = now() + 1000 * timeLimitSeconds;
    if (timeLimitSeconds <= 0) return noPoint("time_limit");
    return solveWithJslp(problem, precision, () => now() > deadline);
  };
  return {
    name: "jslp",
    version: VERSION,
    solve: solve(PRECISION),
    retries: [solve(RETRY_PRECISION)],
    dispose: () => undefined,
  };
}
