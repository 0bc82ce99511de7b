import { describe, expect, it } from "vitest";
import { problemOf } from "../conformance/case.ts";
import { inUnits } from "../conformance/edges.ts";
import { portfolioProblem } from "../conformance/portfolio.ts";
import { objectiveOf } from "./evaluate.ts";
import { problemScale, scaleProblem } from "./scale.ts";

const problem = portfolioProblem(1, { securities: 10, lots: 2, classes: 3, washSales: true });

describe("scaling", () => {
  it("leaves a problem in weights alone but for its costs", () => {
    expect(problemScale(problem)).toBe(1);
    const plain = problemOf([{ cost: 1, upper: 2 }], [[1, [1], 1]]);
    expect(scaleProblem(plain).problem).toBe(plain);
  });

  it.each([1e-6, 1e9])("brings quantities of %s near 1 by powers of two, integers untouched", (unit) => {
    const there = inUnits(problem, unit, 1e-3);
    const scaled = scaleProblem(there);
    expect(problemScale(scaled.problem)).toBe(1);
    for (const factor of [...scaled.colScale, ...scaled.rowScale, scaled.costScale]) {
      expect(Number.isInteger(Math.log2(factor))).toBe(true);
    }
    there.integer?.forEach((flag, j) => {
      if (flag === 1) expect(scaled.colScale[j]).toBe(1);
    });
    const x = there.colUpper.map((u, j) => (Number.isFinite(u) ? u * (0.1 + (j % 7) / 10) : unit));
    const z = x.map((v, j) => v / (scaled.colScale[j] ?? 1));
    expect(objectiveOf(scaled.problem, z) / scaled.costScale).toBeCloseTo(objectiveOf(there, x), 12);
  });

  it("is not led astray by a bound that stands for infinity", () => {
    const few = problemOf(
      [{ cost: 1, upper: 1e15 }, ...Array.from({ length: 9 }, () => ({ cost: 1, upper: 0.1 }))],
      [],
    );
    expect(problemScale(few)).toBe(1);
  });
});
