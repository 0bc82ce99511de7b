import type { Answer, SeriesAnswer, SolveOptions, Warm } from "../backend.ts";
import type { Problem } from "../problem/problem.ts";

/**
 * What is particular to one solver. `checkedBackend` puts in front of it what all share, so an engine may count on:
 * at least one column, lower ≤ upper everywhere, no NaN, magnitudes near 1, a start (if any) of the right length.
 * Its answer need not be trusted: it is verified afterwards. For a linear program it should give `rowDual` whenever
 * it can, asked or not, because they make the answer a certificate.
 */
export interface Engine {
  readonly name: string;
  readonly version: string;
  /** May throw: the message then becomes the one of a `failed` answer. */
  solve(problem: Problem, options: SolveOptions): Answer;
  /** Slower, more careful ways to solve what `solve` got wrong, in the order in which they are tried. */
  readonly retries?: readonly ((problem: Problem, options: SolveOptions) => Answer)[];
  /** Linear programs that differ in the bounds of their columns, each from where another one ended (`from`). */
  series?(): (problem: Problem, options: SolveOptions, from: Warm | undefined) => SeriesAnswer;
  dispose(): void;
}

/** An answer without a point. */
export function noPoint(status: Answer["status"], message?: string): Answer {
  const bound = status === "infeasible" ? Infinity : -Infinity;
  const answer: Answer = { status, objective: Number.NaN, bound, nodes: 0 };
  if (message !== undefined) answer.message = message;
  return answer;
}
