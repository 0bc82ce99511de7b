/**
 * The optimum of a lowered problem with a bound that is proved: the relaxation first, which mostly is the answer; then
 * a point with the relaxation's binaries rounded; then branch and bound from it.
 */
import { type Answer, type Backend, hasIntegers, type Problem } from "@mandate/solver";

export interface SearchOptions {
  /** (objective − bound) / max(|objective|, floor) at which a problem with binaries counts as solved; default 1e-4 */
  readonly relativeGap?: number;
  /** objectives are no smaller than this for the gap's sake, in the problem's unit */
  readonly floor: number;
  /** seconds that are left; absent: no limit */
  readonly secondsLeft?: () => number;
  /** integer columns that want to be told apart by what else the relaxation does, fixed for the first point */
  readonly guess?: (x: Float64Array) => ReadonlyMap<number, number>;
}

export interface Found {
  readonly status: "optimal" | "time_limit" | "infeasible" | "failed";
  readonly x?: Float64Array;
  readonly objective: number;
  /** proven: no permitted point costs less */
  readonly bound: number;
  readonly nodes: number;
  readonly message?: string;
}

/** A problem without its integrality, or with its integers fixed. */
export function relaxed(problem: Problem, fixed?: Float64Array): Problem {
  const { integer, ...linear } = problem;
  if (fixed === undefined || integer === undefined) return linear;
  const pin = (bound: number, j: number): number => (integer[j] === 1 ? Math.round(fixed[j] ?? 0) : bound);
  return { ...linear, colLower: problem.colLower.map(pin), colUpper: problem.colUpper.map(pin) };
}

const INTEGRAL = 1e-9;

function isIntegral(problem: Problem, x: Float64Array): boolean {
  return (
    problem.integer?.every(
      (flag, j) => flag === 0 || Math.abs((x[j] ?? 0) - Math.round(x[j] ?? 0)) <= INTEGRAL,
    ) ?? true
  );
}

function limited(options: SearchOptions): { timeLimitSeconds?: number } {
  return options.secondsLeft === undefined
    ? {}
    : { timeLimitSeconds: Math.max(0.001, options.secondsLeft()) };
}

function withoutPoint(answer: Answer): Found {
  const status = answer.status === "infeasible" || answer.status === "time_limit" ? answer.status : "failed";
  const message = answer.message ?? (answer.status === "unbounded" ? "the problem is unbounded" : undefined);
  const bound = status === "infeasible" ? Infinity : -Infinity;
  return { status, objective: Number.NaN, bound, nodes: 0, ...(message === undefined ? {} : { message }) };
}

/** Solves a problem; see the file's head. Deterministic unless the time limit is reached. */
export function search(problem: Problem, backend: Backend, options: SearchOptions): Found {
  const root = backend.solve(relaxed(problem), limited(options));
  if (root.status !== "optimal" || root.x === undefined) return withoutPoint(root);
  const relaxation: Found = {
    status: "optimal",
    x: root.x,
    objective: root.objective,
    bound: Math.min(root.bound, root.objective),
    nodes: 0,
  };
  if (!hasIntegers(problem) || isIntegral(problem, root.x)) return relaxation;
  const gap = options.relativeGap ?? 1e-4;
  const closed = (objective: number, bound: number): boolean =>
    objective - bound <= gap * Math.max(options.floor, Math.abs(objective));
  const first = firstPoint(problem, backend, root.x, options);
  if (first?.x !== undefined && closed(first.objective, relaxation.bound)) {
    return { status: "optimal", x: first.x, objective: first.objective, bound: relaxation.bound, nodes: 1 };
  }
  const answer = backend.solve(problem, {
    ...limited(options),
    relativeGap: gap / 2,
    ...(first?.x === undefined ? {} : { start: first.x }),
  });
  if (answer.status === "infeasible" && first === undefined) return withoutPoint(answer);
  const best =
    answer.x !== undefined && !(first !== undefined && first.objective < answer.objective) ? answer : first;
  const proven = Number.isFinite(answer.bound) ? Math.max(answer.bound, relaxation.bound) : relaxation.bound;
  if (best?.x === undefined) return withoutPoint(answer);
  const bound = Math.min(proven, best.objective);
  const status = answer.status === "optimal" || closed(best.objective, bound) ? "optimal" : "time_limit";
  const message = answer.status === "failed" ? answer.message : undefined;
  return {
    status,
    x: best.x,
    objective: best.objective,
    bound,
    nodes: Math.max(1, answer.nodes),
    ...(message === undefined ? {} : { message }),
  };
}

/** The linear program at the relaxation's integers, rounded as `guess` says or else to the nearest. */
function firstPoint(
  problem: Problem,
  backend: Backend,
  x: Float64Array,
  options: SearchOptions,
): Answer | undefined {
  const at = x.slice();
  for (const [column, value] of options.guess?.(x) ?? []) at[column] = value;
  const answer = backend.solve(relaxed(problem, at), limited(options));
  return answer.status === "optimal" ? answer : undefined;
}
