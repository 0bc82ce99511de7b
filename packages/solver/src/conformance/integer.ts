import { type Case, must, optimumCase, problemOf, solveOptimal, statusCase } from "./case.ts";

const binary = { lower: 0, upper: 1, integer: true };
const whole = { integer: true };

/** Holdings of 0 or at least 0.2, of one security that is wanted a little and one that is wanted a lot. */
const semicontinuous = problemOf(
  [
    { cost: -1, upper: 1 },
    { cost: -2, upper: 1 },
    { cost: 0, ...binary },
    { cost: 0, ...binary },
  ],
  [
    [-Infinity, [1, 1, 0, 0], 0.25],
    [-Infinity, [1, 0, -1, 0], 0],
    [0, [1, 0, -0.2, 0], Infinity],
    [-Infinity, [0, 1, 0, -1], 0],
    [0, [0, 1, 0, -0.2], Infinity],
    [-Infinity, [0, 1, 0, 0], 0.15],
  ],
);

/** A loss lot that it pays to sell (cost -0.05) and a security that it pays to hold (1): one or the other. */
const washSale = (held: number) =>
  problemOf(
    [
      { cost: -0.05, upper: held },
      { cost: -0.02, upper: 0.3 },
      { cost: 0, ...binary },
    ],
    [
      [-Infinity, [1, 0, held], held],
      [-Infinity, [0, 1, -0.3], 0],
    ],
  );

/** Problems with integers small enough to be enumerated by hand. */
export const integerCases: readonly Case[] = [
  optimumCase(
    "a knapsack of four",
    problemOf(
      [-10, -13, -7, -8].map((cost) => ({ cost, ...binary })),
      [[-Infinity, [3, 4, 2, 3], 7]],
    ),
    -23,
    [1, 1, 0, 0],
    { relativeGap: 1e-9 },
  ),
  optimumCase(
    "whole numbers off the corner of the relaxation",
    problemOf(
      [
        { cost: -5, ...whole },
        { cost: -4, ...whole },
      ],
      [
        [-Infinity, [6, 4], 24],
        [-Infinity, [1, 2], 6],
      ],
    ),
    -20,
    [4, 0],
    { relativeGap: 1e-9 },
  ),
  optimumCase(
    "whole numbers below zero",
    problemOf([{ cost: 1, lower: -7.5, upper: 3, integer: true }], [[-9, [2], Infinity]]),
    -4,
    [-4],
  ),
  optimumCase("zero or at least so much", semicontinuous, -0.25, [0.25, 0, 1, 0]),
  optimumCase("sell the loss rather than buy", washSale(0.4), -0.02, [0.4, 0, 0]),
  optimumCase("buy rather than sell the loss", washSale(0.1), -0.006, [0, 0.3, 1]),
  optimumCase(
    "integers that the bounds fix",
    problemOf([{ cost: 1, lower: 2, upper: 2, integer: true }, { cost: 1 }], [[3.5, [1, 1], Infinity]]),
    3.5,
    [2, 1.5],
  ),
  optimumCase(
    "an integer in no row",
    problemOf([{ cost: -1, upper: 4.5, integer: true }, { cost: 1 }], [[1, [0, 1], 2]]),
    -3,
    [4, 1],
  ),
  optimumCase(
    "an either-or with a large factor is exact",
    problemOf(
      [
        { cost: -1, upper: 1e6 },
        { cost: 3, ...binary },
      ],
      [
        [-Infinity, [1, -1e6], 0],
        [-Infinity, [1, 0], 2],
      ],
    ),
    0,
    [0, 0],
  ),
  statusCase(
    "no whole number in between",
    problemOf([{ cost: 1, ...whole }], [[0.2, [1], 0.8]]),
    "infeasible",
  ),
  statusCase(
    "parity",
    problemOf(
      [
        { cost: 1, upper: 50, ...whole },
        { cost: 1, upper: 50, ...whole },
      ],
      [[7, [2, -2], 7]],
    ),
    "infeasible",
  ),
  statusCase(
    "no whole number, on a ray",
    problemOf([{ cost: 0, upper: 9, ...whole }, { cost: -1 }], [[1, [2, 0], 1]]),
    "infeasible",
  ),
  statusCase(
    "integers without a bound",
    problemOf([{ cost: -1, ...whole }, { cost: 0 }], [[0, [1, -1], 0]]),
    "unbounded",
  ),
  {
    name: "a start is not worse than what is returned",
    run(backend) {
      const start = Float64Array.from([0, 0, 1, 1]);
      const problem = problemOf(
        [-10, -13, -7, -8].map((cost) => ({ cost, ...binary })),
        [[-Infinity, [3, 4, 2, 3], 7]],
      );
      must(solveOptimal(backend, problem, { start }).objective <= -15, "worse than its start");
    },
  },
  {
    name: "a start that breaks a row is no harm",
    run(backend) {
      const start = Float64Array.from([1, 1, 1, 1]);
      const problem = problemOf(
        [-10, -13, -7, -8].map((cost) => ({ cost, ...binary })),
        [[-Infinity, [3, 4, 2, 3], 7]],
      );
      must(Math.abs(solveOptimal(backend, problem, { start }).objective + 23) < 1e-9, "misled by its start");
    },
  },
];
