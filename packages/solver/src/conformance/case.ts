import type { Answer, Backend, SolveOptions, SolveStatus } from "../backend.ts";
import { ProblemBuilder } from "../problem/builder.ts";
import type { Problem } from "../problem/problem.ts";
import { verifyAnswer } from "../verify/verify.ts";

/** One thing that every backend must get right. `run` throws an error that says what it got wrong. */
export interface Case {
  name: string;
  run(backend: Backend): void;
}

/** Relative agreement asked of objectives. */
const AGREEMENT = 1e-6;

/** Throws unless two numbers agree to `tolerance`, relative to the larger (or to 1, where both are smaller). */
export function mustBeNear(what: string, got: number, wanted: number, tolerance = AGREEMENT): void {
  const size = Math.max(1, Math.abs(wanted));
  if (!(Math.abs(got - wanted) <= tolerance * size)) throw new Error(`${what} is ${got}, not ${wanted}`);
}

/** Throws unless the condition holds. */
export function must(condition: boolean, message: string): void {
  if (!condition) throw new Error(message);
}

/** A case in which the optimum's objective is known (and the point too, where it is the only one). */
export function optimumCase(
  name: string,
  problem: Problem,
  objective: number,
  x?: readonly number[],
  options?: SolveOptions,
): Case {
  return {
    name,
    run(backend) {
      const answer = solveOptimal(backend, problem, options);
      // Relative to the objective itself: a problem in units of 1e-6 must not pass by being small.
      const size = Math.abs(objective) || 1;
      const gap = options?.relativeGap ?? AGREEMENT;
      must(
        Math.abs(answer.objective - objective) <= gap * size,
        `objective ${answer.objective}, not ${objective}`,
      );
      x?.forEach((wanted, j) => {
        const got = answer.x?.[j] ?? Number.NaN;
        must(
          Math.abs(got - wanted) <= 1e-6 * Math.max(size, Math.abs(wanted)),
          `column ${j} is ${got}, not ${wanted}`,
        );
      });
    },
  };
}

/** A case that ends in a status without a point. */
export function statusCase(name: string, problem: Problem, status: SolveStatus): Case {
  return {
    name,
    run(backend) {
      const answer = backend.solve(problem);
      must(answer.status === status, `status is ${answer.status} (${answer.message ?? ""}), not ${status}`);
      must(answer.x === undefined, "there should be no point");
      must(Number.isNaN(answer.objective), `objective is ${answer.objective}, not NaN`);
      const bound = status === "infeasible" ? Infinity : -Infinity;
      must(answer.bound === bound, `bound is ${answer.bound}, not ${bound}`);
    },
  };
}

/** Solves, and throws unless the answer is optimal, verifies and carries a bound that proves it. */
export function solveOptimal(
  backend: Backend,
  problem: Problem,
  options: SolveOptions = {},
): Answer & { x: Float64Array } {
  const answer = backend.solve(problem, options);
  const { status, x, objective, bound } = answer;
  if (status !== "optimal" || x === undefined)
    throw new Error(`status is ${status}: ${answer.message ?? ""}`);
  const checked = verifyAnswer(problem, answer);
  must(checked.ok, `the answer does not verify: ${checked.message ?? ""}`);
  must(bound <= objective, `bound ${bound} is above the objective ${objective}`);
  const allowed =
    (options.relativeGap ?? (problem.integer === undefined ? AGREEMENT : 1e-4)) * Math.abs(objective);
  must(objective - bound <= Math.max(allowed, 1e-9), `bound ${bound} proves too little for ${objective}`);
  return { ...answer, x };
}

/** A column of a problem written by hand: from 0 upwards unless it says otherwise. */
export interface Column {
  cost: number;
  lower?: number;
  upper?: number;
  integer?: boolean;
}

/** A problem written by hand, each row as `[lower, coefficient of every column, upper]`. */
export function problemOf(
  columns: readonly Column[],
  rows: readonly (readonly [number, readonly number[], number])[],
  offset = 0,
): Problem {
  const builder = new ProblemBuilder();
  builder.offset = offset;
  for (const { cost, lower = 0, upper = Infinity, integer = false } of columns) {
    builder.addColumn(cost, lower, upper, integer);
  }
  for (const [lower, coefs, upper] of rows) builder.addRow(lower, upper, [...coefs.keys()], coefs);
  return builder.build();
}
