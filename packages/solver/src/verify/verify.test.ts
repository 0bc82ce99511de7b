import { describe, expect, it } from "vitest";
import type { Answer } from "../backend.ts";
import { problemOf } from "../conformance/case.ts";
import { inUnits } from "../conformance/edges.ts";
import { verifyAnswer } from "./verify.ts";

/** min x + 2y, x + y ≥ 3, x ≤ 2: optimum 4 at (2, 1), dual of the row 2. */
const problem = problemOf([{ cost: 1, upper: 2 }, { cost: 2 }], [[3, [1, 1], 9]]);
const whole = { ...problem, integer: Uint8Array.from([1, 0]) };

function answer(x: number[], objective: number, rowDual?: number[]): Answer {
  const made: Answer = { status: "optimal", objective, bound: objective, x: Float64Array.from(x), nodes: 0 };
  return rowDual === undefined ? made : { ...made, rowDual: Float64Array.from(rowDual) };
}

describe("verifyAnswer", () => {
  it("accepts the optimum and its dual", () => {
    const checked = verifyAnswer(problem, answer([2, 1], 4, [2]));
    expect(checked).toEqual({
      primalInfeasibility: 0,
      integrality: 0,
      objectiveError: 0,
      dual: { objective: 4, infeasibility: 0, gap: 0 },
      ok: true,
    });
  });

  it.each<[string, Answer, RegExp]>([
    ["a row missed from below", answer([2, 0.999999], 3.999998), /^violation of a bound 3\.3\de-7/],
    ["a column above its bound", answer([2.1, 0.9], 3.9), /violation of a bound/],
    ["a column below zero", answer([3, -0.1], 2.8), /violation of a bound/],
    ["an objective that is not the point's", answer([2, 1], 3.99), /error of the objective/],
    ["an objective that is not a number", answer([2, 1], Number.NaN), /error of the objective/],
    ["a feasible point that is not optimal", answer([0, 3], 6, [2]), /gap between primal and dual/],
    ["a dual that proves too little", answer([2, 1], 4, [1]), /gap between primal and dual/],
    ["a dual that presses the wrong way", answer([2, 1], 4, [2.5]), /dual infeasibility|gap/],
    ["a point too short", answer([2], 4), /not 2 finite numbers/],
    ["a point with a NaN", answer([2, Number.NaN], 4), /not 2 finite numbers/],
  ])("refuses %s", (_, given, message) => {
    const checked = verifyAnswer(problem, given);
    expect(checked.ok).toBe(false);
    expect(checked.message).toMatch(message);
  });

  it("refuses a fraction where an integer is due", () => {
    expect(verifyAnswer(whole, answer([1.5, 1.5], 4.5)).message).toMatch(/distance from an integer 5\.00e-1/);
    expect(verifyAnswer(whole, answer([2, 1], 4)).ok).toBe(true);
  });

  it("measures in the problem's own units", () => {
    const tiny = inUnits(problem, 1e-6, 1);
    // One part in a thousand short: invisible to a tolerance of 1e-9 that is absolute.
    expect(verifyAnswer(tiny, answer([2e-6, 0.999e-6], 3.998e-6)).ok).toBe(false);
    expect(verifyAnswer(tiny, answer([2e-6, 1e-6], 4e-6)).ok).toBe(true);
    const huge = inUnits(problem, 1e9, 1);
    expect(verifyAnswer(huge, answer([2e9, 1e9 - 1e-3], 4e9 - 2e-3)).ok).toBe(true);
    expect(verifyAnswer(huge, answer([2e9, 1e9 - 1e3], 4e9 - 2e3)).ok).toBe(false);
  });

  it("has nothing to say about an answer without a point", () => {
    expect(
      verifyAnswer(problem, { status: "infeasible", objective: Number.NaN, bound: Infinity, nodes: 0 }).ok,
    ).toBe(true);
  });
});
