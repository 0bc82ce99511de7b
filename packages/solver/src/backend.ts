import type { Problem } from "./problem/problem.ts";

/** What a caller may ask of one solve. */
export interface SolveOptions {
  /** wall seconds after which the backend stops with `time_limit`; absent: no limit */
  timeLimitSeconds?: number;
  /** for problems with integers: stop when (objective - bound) ≤ relativeGap · |objective|; default 1e-4 */
  relativeGap?: number;
  /** a feasible point to start a problem with integers from; length numCol */
  start?: Float64Array;
  /** whether `rowDual` and `colDual` are wanted; default false */
  wantDuals?: boolean;
}

export type SolveStatus = "optimal" | "infeasible" | "unbounded" | "time_limit" | "failed";

/** The outcome of one solve. Whatever the backend, a point in it has passed `verifyAnswer`. */
export interface Answer {
  status: SolveStatus;
  /** objective at `x` (offset included); NaN without a point */
  objective: number;
  /** proven lower bound on the objective; -Infinity when nothing is proven, Infinity when infeasible */
  bound: number;
  /** the point, length numCol; absent when there is none */
  x?: Float64Array;
  /**
   * Change of the optimum per unit increase of the row's active bound (d objective / d bound); length numRow.
   * So, minimising: ≥ 0 where the lower side binds, ≤ 0 where the upper side does, 0 where neither does.
   * At a degenerate optimum any slope between those for a unit less and a unit more.
   * With integers: of the linear program in which the integers are fixed at the optimum.
   * Absent unless `wantDuals`, and from a backend that offers none (`highs` and `jslp` both do).
   */
  rowDual?: Float64Array;
  /** The same for the bounds of the columns (the reduced cost); length numCol. */
  colDual?: Float64Array;
  /** branch-and-bound nodes visited; 0 for a linear program or where the backend does not say */
  nodes: number;
  /** why the status is what it is, where that needs saying (always with `failed`) */
  message?: string;
}

/** One solver. `solve` blocks; it may keep state between calls, which never shows in an answer's objective. */
export interface Backend {
  readonly name: string;
  readonly version: string;
  solve(problem: Problem, options?: SolveOptions): Answer;
  /** Frees what the backend holds. Calling `solve` afterwards answers `failed`. */
  dispose(): void;
}
