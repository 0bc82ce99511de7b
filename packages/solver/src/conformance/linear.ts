import { type Case, optimumCase, problemOf, statusCase } from "./case.ts";

const free = { lower: -Infinity, upper: Infinity };

/** Linear programs small enough to be solved by hand. */
export const linearCases: readonly Case[] = [
  optimumCase(
    "two products, two resources",
    problemOf(
      [{ cost: -3 }, { cost: -5 }],
      [
        [-Infinity, [1, 0], 4],
        [-Infinity, [0, 2], 12],
        [-Infinity, [3, 2], 18],
      ],
    ),
    -36,
    [2, 6],
  ),
  optimumCase("the offset counts", problemOf([{ cost: 1, lower: 2 }], [], 40), 42, [2]),
  optimumCase(
    "a range row binds from below",
    problemOf([{ cost: 1 }, { cost: 2 }], [[3, [1, 1], 7]]),
    3,
    [3, 0],
  ),
  optimumCase(
    "a range row binds from above",
    problemOf([{ cost: -1 }, { cost: -2, upper: 5 }], [[3, [1, 1], 7]]),
    -12,
    [2, 5],
  ),
  optimumCase(
    "equality",
    problemOf(
      [{ cost: 1 }, { cost: 1 }],
      [
        [10, [1, 2], 10],
        [0, [1, -1], 0],
      ],
    ),
    20 / 3,
    [10 / 3, 10 / 3],
  ),
  optimumCase(
    "a free column goes negative",
    problemOf(
      [
        { cost: 1, ...free },
        { cost: 0, lower: -2, upper: 9 },
      ],
      [[-5, [1, 1], Infinity]],
    ),
    -14,
    [-14, 9],
  ),
  optimumCase(
    "a free column is held on both sides",
    problemOf(
      [
        { cost: 2, ...free },
        { cost: -3, ...free },
      ],
      [
        [-4, [1, 0], 4],
        [-1, [1, 1], 6],
      ],
    ),
    -2 * 4 - 3 * 10,
    [-4, 10],
  ),
  optimumCase(
    "bounds below zero",
    problemOf(
      [
        { cost: -1, lower: -9, upper: -3 },
        { cost: 1, lower: -Infinity, upper: -1 },
      ],
      [[-8, [1, 1], Infinity]],
    ),
    3 - 5,
    [-3, -5],
  ),
  optimumCase(
    "no lower bound, and a cost that pulls up",
    problemOf([{ cost: -1, lower: -Infinity, upper: 3 }], [[-Infinity, [2], 5]]),
    -2.5,
    [2.5],
  ),
  optimumCase(
    "fixed columns take part in rows",
    problemOf(
      [{ cost: 4, lower: 2, upper: 2 }, { cost: 1 }, { cost: 0, lower: 0, upper: 0 }],
      [[5, [1, 1, 7], Infinity]],
    ),
    11,
    [2, 3, 0],
  ),
  optimumCase(
    "every column fixed",
    problemOf(
      [
        { cost: 4, lower: 2, upper: 2 },
        { cost: 1, lower: -1, upper: -1 },
      ],
      [[1, [1, 1], 1]],
    ),
    7,
    [2, -1],
  ),
  optimumCase(
    "a degenerate corner",
    problemOf(
      [{ cost: -0.75 }, { cost: 150 }, { cost: -0.02 }, { cost: 6 }],
      [
        [-Infinity, [0.25, -60, -1 / 25, 9], 0],
        [-Infinity, [0.5, -90, -1 / 50, 3], 0],
        [-Infinity, [0, 0, 1, 0], 1],
      ],
    ),
    -0.05,
  ),
  optimumCase(
    "the same row many times",
    problemOf(
      [{ cost: -1 }, { cost: -1 }],
      Array.from({ length: 12 }, (_, k) => [-Infinity, [1 + k, 1 + k], 1 + k] as const),
    ),
    -1,
  ),
  optimumCase("costs of nothing", problemOf([{ cost: 0 }, { cost: 0 }], [[1, [1, 1], 2]]), 0),
  optimumCase(
    "transport from two stores to three shops",
    problemOf(
      [8, 6, 10, 9, 12, 13].map((cost) => ({ cost })),
      [
        [-Infinity, [1, 1, 1, 0, 0, 0], 35],
        [-Infinity, [0, 0, 0, 1, 1, 1], 50],
        [20, [1, 0, 0, 1, 0, 0], Infinity],
        [30, [0, 1, 0, 0, 1, 0], Infinity],
        [25, [0, 0, 1, 0, 0, 1], Infinity],
      ],
    ),
    // 30 of shop two and 5 of shop three from the first store; the rest from the second
    30 * 6 + 5 * 10 + 20 * 9 + 20 * 13,
    [0, 30, 5, 20, 0, 20],
  ),
  statusCase(
    "rows that contradict",
    problemOf(
      [{ cost: 1 }, { cost: 1 }],
      [
        [5, [1, 1], Infinity],
        [-Infinity, [1, 1], 4],
      ],
    ),
    "infeasible",
  ),
  statusCase(
    "a row that bounds rule out",
    problemOf([{ cost: 1, upper: 1 }], [[3, [2], Infinity]]),
    "infeasible",
  ),
  statusCase("bounds that cross", problemOf([{ cost: 1, lower: 2, upper: 1 }], []), "infeasible"),
  statusCase("a row whose bounds cross", problemOf([{ cost: 1 }], [[2, [1], 1]]), "infeasible"),
  statusCase(
    "fixed columns that break a row",
    problemOf(
      [
        { cost: 1, lower: 1, upper: 1 },
        { cost: 0, lower: 2, upper: 2 },
      ],
      [[4, [1, 1], 4]],
    ),
    "infeasible",
  ),
  statusCase("nothing to hold a column", problemOf([{ cost: -1 }], []), "unbounded"),
  statusCase(
    "a ray along two columns",
    problemOf([{ cost: -2 }, { cost: 1 }], [[-1, [1, -1], 1]]),
    "unbounded",
  ),
  statusCase(
    "a free column pulled down",
    problemOf([{ cost: 1, ...free }, { cost: 0 }], [[-Infinity, [1, 1], 3]]),
    "unbounded",
  ),
];
