import type { Problem } from "./problem/problem.ts";

/** What a caller may ask of one solve. */
export interface SolveOptions {
  /** wall seconds after which the backend stops with `time_limit`; absent: no limit */
  timeLimitSeconds?: number;
  /**
   * for problems with integers: branch-and-bound nodes after which the backend stops with `work_limit`; absent: no limit.
   * Unlike a limit of time it ends the same search at the same place on any machine
   */
  nodeLimit?: number;
  /** for problems with integers: stop when (objective - bound) ≤ relativeGap · |objective|; default 1e-4 */
  relativeGap?: number;
  /** a feasible point to start a problem with integers from; length numCol */
  start?: Float64Array;
  /** whether `rowDual` and `colDual` are wanted; default false */
  wantDuals?: boolean;
}

export type SolveStatus = "optimal" | "infeasible" | "unbounded" | "time_limit" | "work_limit" | "failed";

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
  /**
   * With `risk`: what a unit more of its deviation column than its variance asks for is worth (the multiplier of the
   * cone, at least 0), already part of that column's reduced cost. Absent as `rowDual` is.
   */
  deviationDual?: number;
  /** branch-and-bound nodes visited; 0 for a linear program or where the backend does not say */
  nodes: number;
  /** simplex iterations of a linear program, where the backend counts them */
  pivots?: number;
  /** why the status is what it is, where that needs saying (always with `failed`) */
  message?: string;
}

/** One solver. `solve` blocks; it may keep state between calls, which never shows in an answer's objective. */
export interface Backend {
  readonly name: string;
  readonly version: string;
  solve(problem: Problem, options?: SolveOptions): Answer;
  /**
   * Opens a series of linear programs on a problem without integers: each differs from it in the bounds of its columns
   * alone, and may start where another one ended. Absent where a backend has no use for that (`openSeries`).
   */
  series?(problem: Problem): Series;
  /** What became of the programs so far; absent from a backend whose answers carry no certificate. */
  certificates?(): Certificates;
  /** Frees what the backend holds. Calling `solve` afterwards answers `failed`. */
  dispose(): void;
}

/** Programs by what proves their answers. */
export interface Certificates {
  /** answered with a certificate (primal and dual objective, or a Farkas row) that was verified apart from the solver */
  readonly verified: number;
  /** handed to another solver, which answered without one */
  readonly handedOver: number;
}

/** Where a linear program ended, for another one of its series to start from. Only the backend that made it can read it. */
export type Warm = object;

export interface SeriesOptions {
  /** of an answer of the same series, or of another problem with as many columns and rows; absent: a cold start */
  readonly from?: Warm;
  readonly wantDuals?: boolean;
  readonly timeLimitSeconds?: number;
}

export interface SeriesAnswer extends Answer {
  warm?: Warm;
}

/**
 * Linear programs that differ in the bounds of their columns. What a series answers depends on its problem and on what
 * was asked of it since it was opened, never on anything before: the same search gives the same bytes.
 */
export interface Series {
  solve(colLower: Float64Array, colUpper: Float64Array, options?: SeriesOptions): SeriesAnswer;
}

/** A series of any backend: where it offers none of its own, each program is solved by itself. */
export function openSeries(
  backend: Pick<Backend, "solve"> & Partial<Pick<Backend, "series">>,
  problem: Problem,
): Series {
  return (
    backend.series?.(problem) ?? {
      solve(colLower, colUpper, { from: _, ...options } = {}) {
        return backend.solve({ ...problem, colLower, colUpper }, options);
      },
    }
  );
}
