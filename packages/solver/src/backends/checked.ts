import {
  type Answer,
  type Backend,
  openSeries,
  type Series,
  type SeriesAnswer,
  type SeriesOptions,
  type SolveOptions,
} from "../backend.ts";
import { objectiveOf, reducedCosts } from "../problem/evaluate.ts";
import { findFault } from "../problem/fault.ts";
import { hasIntegers, type Problem } from "../problem/problem.ts";
import { type Scaled, scaleProblem } from "../problem/scale.ts";
import { createRiskSolver } from "../risk/risk.ts";
import { defaultTolerance, primalInfeasibility, verifyAnswer } from "../verify/verify.ts";
import { type Engine, noPoint } from "./engine.ts";

/**
 * Makes a backend of an engine: refuses what is malformed, settles what needs no solver, restates the problem in
 * comfortable units, makes the integers of a point exact, and verifies the answer on the problem as it was given.
 * An answer that fails is solved again by the engine's `retries` in turn; if all fail the status is `failed`.
 * Problems with risk are solved over the engine's linear programs.
 * @param now milliseconds from any origin: what a search with integers and risk holds its time limit against
 */
export function checkedBackend(engine: Engine, now?: () => number): Backend {
  let disposed = false;
  const linear: Backend["solve"] = (problem, options = {}) => solveChecked(engine, problem, options);
  const risk = createRiskSolver({ linear: { solve: linear }, ...(now === undefined ? {} : { now }) });
  const gone = () => noPoint("failed", "the backend has been disposed of");
  const checked: Backend = {
    name: engine.name,
    version: engine.version,
    solve(problem, options = {}) {
      if (disposed) return gone();
      return problem.risk === undefined ? linear(problem, options) : risk.solve(problem, options);
    },
    dispose() {
      if (disposed) return;
      disposed = true;
      engine.dispose();
    },
  };
  if (engine.series === undefined) return checked;
  return {
    ...checked,
    series(problem) {
      if (problem.risk !== undefined) return openSeries({ solve: checked.solve }, problem);
      const series = checkedSeries(engine, problem);
      return { solve: (...asked) => (disposed ? gone() : series.solve(...asked)) };
    },
  };
}

/** A series whose every answer is verified; one that fails is solved once more from the beginning, by itself. */
function checkedSeries(engine: Engine, given: Problem): Series {
  const run = engine.series?.();
  const alone = (colLower: Float64Array, colUpper: Float64Array, options: SeriesOptions): SeriesAnswer => {
    const { from: _, ...rest } = options;
    return solveChecked(engine, { ...given, colLower, colUpper }, rest);
  };
  if (run === undefined || findFault(given) !== undefined || given.numCol === 0) {
    return { solve: (colLower, colUpper, options = {}) => alone(colLower, colUpper, options) };
  }
  const scaled = scaleProblem(given);
  const { colScale } = scaled;
  return {
    solve(colLower, colUpper, options = {}) {
      const problem = { ...given, colLower, colUpper };
      const here = {
        ...scaled,
        problem: {
          ...scaled.problem,
          colLower: colLower.map((bound, j) => bound / (colScale[j] ?? 1)),
          colUpper: colUpper.map((bound, j) => bound / (colScale[j] ?? 1)),
        },
      };
      const { from, ...rest } = options;
      const solve: Solve = (program, solving) => run(program, solving, from);
      const { answer, message } = attempt(solve, engine, here, problem, rest);
      if (message !== undefined) return alone(colLower, colUpper, options);
      return withDuals(answer, options);
    },
  };
}

function withDuals<Kind extends Answer>(answer: Kind, { wantDuals }: { readonly wantDuals?: boolean }): Kind {
  if (wantDuals !== true) {
    delete answer.rowDual;
    delete answer.colDual;
  }
  return answer;
}

function solveChecked(engine: Engine, given: Problem, options: SolveOptions): Answer {
  const fault = findFault(given);
  if (fault?.status === "failed") return noPoint("failed", fault.message);
  if (fault?.status === "infeasible") return noPoint("infeasible", fault.message);
  if (options.start !== undefined && options.start.length !== given.numCol) {
    return noPoint(
      "failed",
      `the start has ${options.start.length} numbers, the problem ${given.numCol} columns`,
    );
  }
  const problem = fault?.problem ?? given;
  if (problem.numCol === 0) return withoutColumns(problem, options);
  const scaled = scaleProblem(problem);
  let { answer, message } = attempt(engine.solve.bind(engine), engine, scaled, given, options);
  for (const retry of engine.retries ?? []) {
    if (message === undefined) break;
    ({ answer, message } = attempt(retry, engine, scaled, given, options));
  }
  if (message !== undefined) return { ...noPoint("failed", message), nodes: answer.nodes };
  return withDuals(answer, options);
}

/** With no columns every row's activity is 0, so the bounds alone decide. */
function withoutColumns(problem: Problem, options: SolveOptions): Answer {
  const answer: Answer = {
    status: "optimal",
    objective: problem.offset,
    bound: problem.offset,
    x: new Float64Array(0),
    nodes: 0,
  };
  const checked = verifyAnswer(problem, answer);
  if (!checked.ok) return noPoint("infeasible", "a row without columns excludes zero");
  if (options.wantDuals === true) {
    answer.rowDual = new Float64Array(problem.numRow);
    answer.colDual = new Float64Array(0);
  }
  return answer;
}

type Solve = Engine["solve"];

/** One engine call, led back to the original units and verified. `message` says what is wrong with the answer. */
function attempt(
  solve: Solve,
  engine: Engine,
  scaled: Scaled,
  given: Problem,
  options: SolveOptions,
): { answer: Answer; message?: string } {
  let raw: Answer;
  try {
    raw = solve(scaled.problem, scaledOptions(scaled, options));
    if (raw.x !== undefined && hasIntegers(given)) raw = exactIntegers(solve, scaled.problem, raw, options);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const message = `${engine.name} stopped: ${error.message}`;
    return { answer: noPoint("failed", message), message };
  }
  if (raw.status === "failed")
    return { answer: raw, message: raw.message ?? `${engine.name} gave no reason` };
  const answer = unscale(scaled, given, raw);
  let checked = verifyAnswer(given, answer);
  if (!checked.ok && answer.x !== undefined && clip(given, answer.x)) {
    answer.objective = objectiveOf(given, answer.x);
    checked = verifyAnswer(given, answer);
  }
  if (!checked.ok) {
    return {
      answer,
      message: `the answer of ${engine.name} does not verify: ${checked.message ?? "no reason"}`,
    };
  }
  // For a linear program the duals are the proof, so the bound is what they prove.
  if (checked.dual !== undefined && !hasIntegers(given)) answer.bound = checked.dual.objective;
  if (answer.x !== undefined) answer.bound = Math.min(answer.bound, answer.objective);
  return { answer };
}

/** Puts what lies beyond a column's bound (by a solver's tolerance) on it. Returns whether anything did. */
function clip(problem: Problem, x: Float64Array): boolean {
  let changed = false;
  for (let j = 0; j < problem.numCol; j++) {
    const at = x[j] ?? 0;
    const clipped = Math.min(Math.max(at, problem.colLower[j] ?? at), problem.colUpper[j] ?? at);
    if (clipped === at) continue;
    x[j] = clipped;
    changed = true;
  }
  return changed;
}

function scaledOptions(scaled: Scaled, options: SolveOptions): SolveOptions {
  if (options.start === undefined) return options;
  return { ...options, start: options.start.map((v, j) => v / (scaled.colScale[j] ?? 1)) };
}

/**
 * Rounds the integers of a point that holds them only within a tolerance (1e-9 of a big-M row is money), and solves
 * the linear program that remains where rounding alone breaks a row, or where duals are wanted. That program's
 * duals are the answer's: prices at fixed integers.
 */
function exactIntegers(solve: Solve, problem: Problem, raw: Answer, options: SolveOptions): Answer {
  const { x } = raw;
  if (x === undefined) return raw;
  const rounded = x.map((v, j) => (problem.integer?.[j] === 1 ? Math.round(v) : v));
  const exact = rounded.every((v, j) => v === x[j]);
  if (exact && (raw.rowDual !== undefined || options.wantDuals !== true)) return raw;
  const feasible = primalInfeasibility(problem, rounded) <= defaultTolerance.feasibility;
  if (feasible && options.wantDuals !== true) {
    return { ...raw, x: rounded, objective: objectiveOf(problem, rounded) };
  }
  const { integer, ...fixed } = problem;
  const pin = (bound: number, j: number) => (integer?.[j] === 1 ? (rounded[j] ?? 0) : bound);
  fixed.colLower = problem.colLower.map(pin);
  fixed.colUpper = problem.colUpper.map(pin);
  const { start: _, ...rest } = options;
  const again = solve(fixed, rest);
  if (again.status !== "optimal" || again.x === undefined) {
    if (feasible) return { ...raw, x: rounded, objective: objectiveOf(problem, rounded) };
    return noPoint(
      "failed",
      `the integers found admit no point: with them fixed the problem is ${again.status}`,
    );
  }
  return { ...again, status: raw.status, bound: raw.bound, nodes: raw.nodes };
}

/** Leads an answer back to the units of the problem as given, with objective and reduced costs recomputed. */
function unscale(scaled: Scaled, given: Problem, raw: Answer): Answer {
  const { colScale, rowScale, costScale } = scaled;
  const answer: Answer = { ...raw, bound: raw.bound / costScale };
  if (raw.x === undefined) return answer;
  // Adding 0 turns a negative zero, which is printed otherwise, into zero.
  answer.x = raw.x.map((v, j) => v * (colScale[j] ?? 1) + 0);
  answer.objective = objectiveOf(given, answer.x);
  if (raw.rowDual !== undefined) {
    answer.rowDual = raw.rowDual.map((y, i) => cleanDual(given, i, (y * (rowScale[i] ?? 1)) / costScale));
    answer.colDual = reducedCosts(given, answer.rowDual);
  }
  return answer;
}

/** A dual that presses against a bound which does not exist can only be noise of the last pivot. */
function cleanDual(problem: Problem, row: number, y: number): number {
  const against = y > 0 ? problem.rowLower[row] : problem.rowUpper[row];
  return y === 0 || !Number.isFinite(against) ? 0 : y;
}
