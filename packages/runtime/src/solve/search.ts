/**
 * The optimum of a lowered problem with a bound that is proved: the relaxation first, which mostly is the answer; then
 * a point with the relaxation's binaries rounded; then branch and bound from it. Where few binaries are broken (as many as
 * rows couple them: each security by itself is its convex hull, drift.ts) our own search over linear programs closes
 * the gap in a fraction of the time that the backend's takes; where many are, the backend's.
 */
import { type Answer, type Backend, branchAndBound, hasIntegers, type Problem } from "@mandate/solver";

export interface SearchOptions {
  /** (objective − bound) / max(|objective|, floor) at which a problem with binaries counts as solved; default 1e-4 */
  readonly relativeGap?: number;
  /** objectives are no smaller than this for the gap's sake, in the problem's unit */
  readonly floor: number;
  /** seconds that are left; absent: no limit */
  readonly secondsLeft?: () => number;
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

/** Up to this many broken binaries are searched by our own branch and bound, for so many linear programs at most. */
const FEW = 12;
const PROGRAMS = 150;

function countBroken(problem: Problem, x: Float64Array): number {
  let count = 0;
  problem.integer?.forEach((flag, j) => {
    if (flag === 1 && Math.abs((x[j] ?? 0) - Math.round(x[j] ?? 0)) > INTEGRAL) count++;
  });
  return count;
}

/** Branch and bound over a fixed number of linear programs, so that how fast the machine is changes nothing. */
function ownSearch(
  problem: Problem,
  backend: Backend,
  relativeGap: number,
  start: Float64Array | undefined,
  options: SearchOptions,
): Answer {
  let left = PROGRAMS;
  const linear: Pick<Backend, "solve"> = {
    solve(program, solving) {
      if (left-- <= 0 || (options.secondsLeft?.() ?? 1) <= 0) {
        return { status: "time_limit", objective: Number.NaN, bound: -Infinity, nodes: 0 };
      }
      return backend.solve(program, { ...solving, ...limited(options) });
    },
  };
  return branchAndBound(linear, problem, {
    relativeGap,
    absoluteGap: relativeGap * options.floor,
    ...(start === undefined ? {} : { start }),
  });
}

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
  // The first two linear programs take milliseconds and are what there is to show when time runs out: not limited.
  const root = backend.solve(relaxed(problem));
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
  const first = firstPoint(problem, backend, root.x);
  if (first?.x !== undefined && closed(first.objective, relaxation.bound)) {
    return { status: "optimal", x: first.x, objective: first.objective, bound: relaxation.bound, nodes: 1 };
  }
  const broken = countBroken(problem, root.x);
  const near = broken <= FEW ? ownSearch(problem, backend, gap / 2, first?.x, options) : undefined;
  if (near?.x !== undefined && closed(near.objective, near.bound)) {
    const { x, objective, bound, nodes } = near;
    return { status: "optimal", x, objective, bound: Math.min(bound, objective), nodes };
  }
  const start = near?.x ?? first?.x;
  const answer = backend.solve(problem, {
    ...limited(options),
    relativeGap: gap / 2,
    ...(start === undefined ? {} : { start }),
  });
  if (answer.status === "infeasible" && start === undefined) return withoutPoint(answer);
  const best = [answer, near, first].reduce<Answer | undefined>((least, one) => {
    return one?.x !== undefined && !(least !== undefined && least.objective <= one.objective) ? one : least;
  }, undefined);
  const proven = [answer.bound, near?.bound ?? -Infinity].reduce((most, bound) => {
    return Number.isFinite(bound) ? Math.max(most, bound) : most;
  }, relaxation.bound);
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

/** The linear program at the relaxation's integers, rounded to the nearest. */
function firstPoint(problem: Problem, backend: Backend, x: Float64Array): Answer | undefined {
  const answer = backend.solve(relaxed(problem, x));
  return answer.status === "optimal" ? answer : undefined;
}
