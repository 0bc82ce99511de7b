import type { Backend } from "../backend.ts";
import type { Problem } from "../problem/problem.ts";
import { type Case, must, mustBeNear, problemOf, solveOptimal } from "./case.ts";
import { portfolioProblem } from "./portfolio.ts";

/** Duals are asked for and given, or (from a backend that has none) absent; then there is nothing to test. */
function dualsOf(
  backend: Backend,
  problem: Problem,
): { row: Float64Array; col: Float64Array; at: number } | undefined {
  const answer = solveOptimal(backend, problem, { wantDuals: true });
  if (answer.rowDual === undefined || answer.colDual === undefined) return undefined;
  return { row: answer.rowDual, col: answer.colDual, at: answer.objective };
}

/** Objective with one side of one row or column moved by `step`. */
function moved(
  backend: Backend,
  problem: Problem,
  which: "rowLower" | "rowUpper" | "colLower" | "colUpper",
  at: number,
  step: number,
): number {
  const bounds = problem[which].map((b, k) => (k === at ? b + step : b));
  return solveOptimal(backend, { ...problem, [which]: bounds }).objective;
}

const STEP = 1e-5;

/** Finite differences on either side must enclose the dual, since the optimum is convex in every bound. */
function mustBeSlope(
  backend: Backend,
  problem: Problem,
  at: number,
  duals: Float64Array,
  kind: "row" | "col",
): number {
  let tested = 0;
  const base = solveOptimal(backend, problem).objective;
  duals.forEach((dual, k) => {
    if (Math.abs(dual) < 1e-9 || tested >= 25) return;
    const lower = dual > 0;
    const which = kind === "row" ? (lower ? "rowLower" : "rowUpper") : lower ? "colLower" : "colUpper";
    const opposite =
      problem[kind === "row" ? (lower ? "rowUpper" : "rowLower") : lower ? "colUpper" : "colLower"][k];
    if (opposite === problem[which][k]) return;
    const right = (moved(backend, problem, which, k, STEP) - base) / STEP;
    const left = (base - moved(backend, problem, which, k, -STEP)) / STEP;
    must(
      left <= dual + 1e-6 && dual <= right + 1e-6,
      `${kind} ${k}: dual ${dual} is not in [${left}, ${right}]`,
    );
    tested++;
  });
  mustBeNear("objective", at, base);
  return tested;
}

/** Signs and sizes of duals, by hand and by finite differences. */
export const dualCases: readonly Case[] = [
  {
    name: "duals are the change of the optimum per unit of the active bound",
    run(backend) {
      const problem = problemOf(
        [{ cost: -3 }, { cost: -5 }],
        [
          [-Infinity, [1, 0], 4],
          [-Infinity, [0, 2], 12],
          [-Infinity, [3, 2], 18],
        ],
      );
      const duals = dualsOf(backend, problem);
      [0, -1.5, -1].forEach((wanted, i) => {
        if (duals !== undefined) mustBeNear(`dual of row ${i}`, duals.row[i] ?? Number.NaN, wanted);
      });
    },
  },
  {
    name: "a lower side that binds has a dual of at least zero",
    run(backend) {
      const duals = dualsOf(backend, problemOf([{ cost: 1 }, { cost: 2 }], [[3, [1, 1], 7]]));
      if (duals === undefined) return;
      mustBeNear("dual", duals.row[0] ?? Number.NaN, 1);
      mustBeNear("reduced cost", duals.col[1] ?? Number.NaN, 1);
    },
  },
  {
    name: "a column's upper bound has a reduced cost of at most zero",
    run(backend) {
      const duals = dualsOf(backend, problemOf([{ cost: -1 }, { cost: -2, upper: 5 }], [[3, [1, 1], 7]]));
      if (duals === undefined) return;
      mustBeNear("dual", duals.row[0] ?? Number.NaN, -1);
      mustBeNear("reduced cost", duals.col[1] ?? Number.NaN, -1);
    },
  },
  {
    name: "duals agree with finite differences",
    run(backend) {
      for (let seed = 1; seed <= 3; seed++) {
        const problem = portfolioProblem(seed, { securities: 10, lots: 2, classes: 3 });
        const duals = dualsOf(backend, problem);
        if (duals === undefined) return;
        const tested =
          mustBeSlope(backend, problem, duals.at, duals.row, "row") +
          mustBeSlope(backend, problem, duals.at, duals.col, "col");
        must(tested > 5, `only ${tested} duals to test`);
      }
    },
  },
  {
    name: "with integers, duals are those at fixed integers",
    run(backend) {
      const problem = problemOf(
        [
          { cost: -1, upper: 10 },
          { cost: 1, lower: 0, upper: 1, integer: true },
        ],
        [
          [-Infinity, [1, -10], 0],
          [-Infinity, [1, 0], 4],
        ],
      );
      const duals = dualsOf(backend, problem);
      if (duals === undefined) return;
      mustBeNear("dual of the row that binds", duals.row[1] ?? Number.NaN, -1);
      mustBeNear("dual of the switch", duals.row[0] ?? Number.NaN, 0);
      mustBeNear("price of the fixed integer", duals.col[1] ?? Number.NaN, 1);
    },
  },
  {
    name: "duals are absent unless wanted",
    run(backend) {
      const answer = solveOptimal(backend, problemOf([{ cost: 1 }], [[1, [1], 2]]));
      must(
        answer.rowDual === undefined && answer.colDual === undefined,
        "there are duals that nobody asked for",
      );
    },
  },
];
