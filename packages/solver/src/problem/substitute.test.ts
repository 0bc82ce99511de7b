import { describe, expect, it } from "vitest";
import { createHighs } from "../backends/highs.ts";
import { portfolioProblem } from "../conformance/portfolio.ts";
import { randomFrom } from "../conformance/random.ts";
import { defaultTolerance, verifyAnswer } from "../verify/verify.ts";
import type { Problem } from "./problem.ts";
import { substituted } from "./substitute.ts";

/** Binaries of an account held at random, and some purchases. */
function pinnedAtRandom(problem: Problem, seed: number): Pick<Problem, "colLower" | "colUpper"> {
  const random = randomFrom(seed);
  const colLower = problem.colLower.slice();
  const colUpper = problem.colUpper.slice();
  for (let j = 0; j < problem.numCol; j++) {
    if (problem.integer?.[j] !== 1 && random() < 0.99) continue;
    const at = problem.integer?.[j] === 1 ? Math.round(random()) : (colLower[j] ?? 0);
    colLower[j] = at;
    colUpper[j] = at;
  }
  return { colLower, colUpper };
}

describe("a problem whose fixed columns are substituted", () => {
  it("has the optimum of the whole one, in fewer columns and rows", async () => {
    const backend = await createHighs();
    let optima = 0;
    for (let seed = 1; seed <= 40; seed++) {
      const { integer, ...linear } = portfolioProblem(seed, {
        securities: 12,
        lots: 3,
        classes: 3,
        washSales: true,
        minimumTrade: 0.01,
      });
      const bounds = pinnedAtRandom({ ...linear, ...(integer === undefined ? {} : { integer }) }, seed);
      const whole = { ...linear, ...bounds };
      const { problem, place, expand } = substituted(linear, bounds.colLower, bounds.colUpper);
      expect(problem.numCol).toBe(place.filter((at) => at >= 0).length);
      expect(problem.numRow).toBeLessThan(whole.numRow);
      const [a, b] = [backend.solve(whole), backend.solve(problem)];
      expect(b.status, `seed ${seed}`).toBe(a.status);
      if (b.x === undefined) continue;
      optima += 1;
      expect(b.objective).toBeCloseTo(a.objective, 9);
      const verified = verifyAnswer(whole, { ...b, x: expand(b.x) });
      expect(verified.primalInfeasibility).toBeLessThan(defaultTolerance.feasibility);
    }
    backend.dispose();
    expect(optima).toBeGreaterThan(10);
  });
});
