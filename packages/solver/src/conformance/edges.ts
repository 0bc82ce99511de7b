import type { Problem } from "../problem/problem.ts";
import { type Case, must, optimumCase, problemOf, solveOptimal, statusCase } from "./case.ts";
import { portfolioProblem } from "./portfolio.ts";

const SHAPE = { securities: 12, lots: 2, classes: 3 };

/** The same problem in other units: continuous columns and bounds times `unit`, costs times `price`. */
export function inUnits(problem: Problem, unit: number, price: number): Problem {
  const { integer } = problem;
  const big = new Float64Array(problem.value.length);
  for (let j = 0; j < problem.numCol; j++) {
    for (let k = problem.start[j] ?? 0; k < (problem.start[j + 1] ?? 0); k++) {
      big[k] = (problem.value[k] ?? 0) * (integer?.[j] === 1 ? unit : 1);
    }
  }
  const times = (factor: number) => (v: number, j: number) => v * (integer?.[j] === 1 ? 1 : factor);
  return {
    ...problem,
    cost: problem.cost.map((c, j) => c * price * (integer?.[j] === 1 ? unit : 1)),
    colLower: problem.colLower.map(times(unit)),
    colUpper: problem.colUpper.map(times(unit)),
    rowLower: problem.rowLower.map((b) => b * unit),
    rowUpper: problem.rowUpper.map((b) => b * unit),
    value: big,
  };
}

/** Solving in other units must give the same optimum: money in weights, dollars or millions of dollars. */
function unitsCase(unit: number, price: number, integers: boolean): Case {
  return {
    name: `${integers ? "integers" : "a linear program"} with quantities in ${unit} and prices in ${price}`,
    run(backend) {
      for (let seed = 1; seed <= 5; seed++) {
        const problem = portfolioProblem(seed, { ...SHAPE, washSales: integers });
        const options = integers ? { relativeGap: 1e-7 } : {};
        const here = solveOptimal(backend, problem, options).objective;
        const answer = backend.solve(inUnits(problem, unit, price), options);
        must(answer.status === "optimal", `status ${answer.status}: ${answer.message ?? ""}`);
        const there = answer.objective / unit / price;
        must(
          Math.abs(there - here) <= 1e-6 * Math.abs(here),
          `objective ${there}, not ${here} (seed ${seed})`,
        );
      }
    },
  };
}

const malformed: Problem = {
  ...problemOf([{ cost: 1 }], [[0, [1], 1]]),
  value: Float64Array.from([Number.NaN]),
};

/** What is small, empty, large or wrong. */
export const edgeCases: readonly Case[] = [
  optimumCase("no columns and no rows", problemOf([], [], 7), 7, []),
  optimumCase("no columns but a row", problemOf([], [[-1, [], 2]], 1), 1, []),
  statusCase("no columns and a row that excludes zero", problemOf([], [[1, [], 2]]), "infeasible"),
  optimumCase(
    "columns but no rows",
    problemOf(
      [
        { cost: -1, upper: 3 },
        { cost: 2, lower: 1 },
      ],
      [],
    ),
    -1,
    [3, 1],
  ),
  optimumCase("a row without entries", problemOf([{ cost: 1, lower: 1 }], [[-1, [0], 1]]), 1, [1]),
  statusCase(
    "a row without entries that excludes zero",
    problemOf([{ cost: 1 }], [[1, [0], 2]]),
    "infeasible",
  ),
  optimumCase(
    "a column without entries",
    problemOf([{ cost: -1, upper: 2 }, { cost: 1 }], [[3, [0, 1], 9]]),
    1,
    [2, 3],
  ),
  optimumCase(
    "rows that bound nothing",
    problemOf([{ cost: 1, lower: -1 }], [[-Infinity, [1], Infinity]]),
    -1,
    [-1],
  ),
  optimumCase(
    "bounds that cross by rounding alone",
    problemOf([{ cost: 1, lower: 0.3, upper: 0.1 + 0.2 - 1e-16 }], []),
    0.3,
  ),
  optimumCase(
    "a bound that stands for infinity",
    problemOf([{ cost: -1, upper: 1e15 }], [[-Infinity, [1], 0.5]]),
    -0.5,
    [0.5],
  ),
  unitsCase(1e-6, 1, false),
  unitsCase(1e9, 1, false),
  unitsCase(1, 1e-6, false),
  unitsCase(1e9, 1e9, false),
  unitsCase(1e-6, 1e-6, false),
  unitsCase(1e9, 1, true),
  unitsCase(1e-6, 1, true),
  {
    name: "a malformed problem is refused",
    run(backend) {
      const { status, message } = backend.solve(malformed);
      must(status === "failed" && (message ?? "").includes("not finite"), `${status}: ${message ?? ""}`);
    },
  },
  {
    name: "the problem given is left as it was",
    run(backend) {
      const problem = portfolioProblem(3, { ...SHAPE, washSales: true });
      const before = structuredClone(problem);
      solveOptimal(backend, problem, { wantDuals: true });
      for (const key of [
        "cost",
        "colLower",
        "colUpper",
        "rowLower",
        "rowUpper",
        "value",
        "index",
        "start",
      ] as const) {
        must(
          problem[key].every((v, k) => v === before[key][k]),
          `${key} was changed`,
        );
      }
    },
  },
  {
    name: "an answer does not depend on what was solved before",
    run(backend) {
      const first = solveOptimal(backend, portfolioProblem(1, { ...SHAPE, washSales: true }));
      for (let seed = 2; seed < 8; seed++) backend.solve(portfolioProblem(seed, SHAPE));
      backend.solve(problemOf([{ cost: 1 }], [[2, [1], 1]]));
      const again = solveOptimal(backend, portfolioProblem(1, { ...SHAPE, washSales: true }));
      must(
        first.x.every((v, j) => Object.is(v, again.x[j])),
        "the point differs",
      );
    },
  },
  {
    name: "no time at all is a time limit, not an answer",
    run(backend) {
      const problem = portfolioProblem(5, { securities: 60, lots: 3, classes: 6, washSales: true });
      for (let k = 0; k < 2; k++) {
        const answer = backend.solve(problem, { timeLimitSeconds: 1e-6 });
        must(answer.status === "time_limit", `status is ${answer.status}`);
        must(answer.x === undefined || answer.bound <= answer.objective, "the bound is above the objective");
      }
      const { status, message } = backend.solve(problemOf([{ cost: 1 }], [[2, [1], 3]]), {
        timeLimitSeconds: 60,
      });
      must(status === "optimal", `with time again: ${status}: ${message ?? ""}`);
    },
  },
];
