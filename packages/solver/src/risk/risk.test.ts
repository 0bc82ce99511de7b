import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import type { Backend } from "../backend.ts";
import { createHighs } from "../backends/highs.ts";
import { createJslp } from "../backends/jslp.ts";
import { problemOf } from "../conformance/case.ts";
import { objectiveOf } from "../problem/evaluate.ts";
import type { Problem, Risk } from "../problem/problem.ts";
import { varianceAt } from "../problem/risk.ts";
import { createStructured } from "../structured/structured.ts";
import { verifyAnswer } from "../verify/verify.ts";
import { solveByCuts } from "./cuts.ts";
import { createRiskSolver } from "./risk.ts";
import { type RiskShape, riskProblem } from "./testing/accounts.ts";

let highs: Backend;
beforeAll(async () => {
  highs = await createHighs();
});

/** Columns 0 … n-1 are weights themselves, of uncorrelated securities. */
function apart(problem: Problem, specific: readonly number[], more: Partial<Risk>): Problem {
  const n = specific.length;
  return {
    ...problem,
    risk: {
      weightOf: Int32Array.from({ length: problem.numCol }, (_, j) => (j < n ? j : -1)),
      weightCoef: new Float64Array(problem.numCol).fill(1),
      base: new Float64Array(n),
      factors: 0,
      loadings: new Float64Array(0),
      specific: Float64Array.from(specific),
      price: 0,
      deviation: -1,
      ...more,
    },
  };
}

/** The account with its limit on the tracking error at a part of what the optimum without one has, which may be nothing. */
function limited(seed: number, shape: RiskShape, part: number): Problem {
  const problem = riskProblem(seed, { ...shape, tracking: 100 });
  const { risk } = problem;
  if (risk === undefined) throw new Error("an account without risk");
  const { x } = highs.solve(problem);
  if (x === undefined) throw new Error(`account ${seed} has no optimum`);
  const colUpper = problem.colUpper.slice();
  colUpper[risk.deviation] = part * Math.sqrt(varianceAt(problem, x));
  return { ...problem, colUpper };
}

const SMALL: RiskShape = { securities: 12, factors: 3, lots: 2, classes: 4 };

describe("risk in closed form", () => {
  it("price of variance alone: inverse to specific variance", () => {
    // minimise 4 x² + y² with x + y = 1: x = 1/5.
    const problem = apart(problemOf([{ cost: 0 }, { cost: 0 }], [[1, [1, 1], 1]]), [4, 1], { price: 1 });
    const answer = highs.solve(problem, { wantDuals: true });
    expect(answer.status).toBe("optimal");
    expect(answer.x?.[0]).toBeCloseTo(0.2, 12);
    expect(answer.objective).toBeCloseTo(0.8, 12);
    expect(answer.rowDual?.[0]).toBeCloseTo(1.6, 10);
  });

  it("a limit on the deviation: the farthest point of a ball, and what a wider one is worth", () => {
    // maximise x + y with √(x² + y²) ≤ 1: both 1/√2, and the optimum grows by √2 a unit.
    const problem = apart(problemOf([{ cost: -1 }, { cost: -1 }, { cost: 0, upper: 1 }], []), [1, 1], {
      deviation: 2,
    });
    const bounded = { ...problem, colUpper: Float64Array.of(5, 5, 1) };
    const answer = highs.solve(bounded, { wantDuals: true });
    expect(answer.status).toBe("optimal");
    expect(answer.x?.[0]).toBeCloseTo(Math.SQRT1_2, 9);
    expect(answer.objective).toBeCloseTo(-Math.SQRT2, 9);
    expect(answer.colDual?.[2]).toBeCloseTo(-Math.SQRT2, 7);
  });

  it("a deviation that costs, and stands in a row", () => {
    // minimise t with x + y = 1: t = √(x² + y²) least at 1/2 each. A row asks for t ≥ 1 - z, z at 2 a unit: no use.
    const problem = apart(
      problemOf(
        [{ cost: 0 }, { cost: 0 }, { cost: 1 }, { cost: 2 }],
        [
          [1, [1, 1, 0, 0], 1],
          [0.5, [0, 0, 1, 1], Infinity],
        ],
      ),
      [1, 1],
      { deviation: 2 },
    );
    const answer = highs.solve(problem, { wantDuals: true });
    expect(answer.status).toBe("optimal");
    expect(answer.objective).toBeCloseTo(Math.SQRT1_2, 9);
    expect(answer.x?.[0]).toBeCloseTo(0.5, 6);
  });

  it("a limit below the least deviation there is has no point", () => {
    const problem = apart(
      problemOf([{ cost: 0 }, { cost: 1 }, { cost: 0, upper: 0.7 }], [[1, [1, 1, 0], 1]]),
      [1, 1],
      { deviation: 2 },
    );
    expect(highs.solve(problem).status).toBe("infeasible");
    const wider = { ...problem, colUpper: Float64Array.of(Infinity, Infinity, 0.7072) };
    expect(highs.solve(wider).status).toBe("optimal");
  });
});

describe("risk against cutting planes", { timeout: 60_000 }, () => {
  it.each([
    ["priced", { price: 15 }, undefined],
    ["limited", {}, 0.8],
    ["priced and limited", { price: 5 }, 0.9],
  ] as const)("%s: 24 accounts agree to 1e-6, each with a certificate that verifies", (_, more, part) => {
    const solver = createRiskSolver({ linear: highs });
    let worst = 0;
    for (let seed = 0; seed < 24; seed++) {
      const shape = { ...SMALL, ...more };
      const problem = part === undefined ? riskProblem(seed, shape) : limited(seed, shape, part);
      const answer = solver.solve(problem, { wantDuals: true });
      const other = solveByCuts(highs, problem);
      expect([seed, answer.status, answer.message]).toEqual([seed, other.status, undefined]);
      if (answer.status !== "optimal") continue;
      expect(verifyAnswer(problem, answer)).toMatchObject({ ok: true });
      expect(answer.objective - answer.bound).toBeLessThanOrEqual(1e-6 * Math.abs(answer.objective));
      worst = Math.max(worst, Math.abs(answer.objective - other.objective) / Math.abs(other.objective));
    }
    expect(worst).toBeLessThanOrEqual(1e-6);
    expect(solver.stats().handedOver).toBe(0);
    expect(solver.stats().certified).toBeGreaterThanOrEqual(part === undefined ? 24 : 10);
  });

  it("with a hundred factors, where steps are centred once more", () => {
    const solver = createRiskSolver({ linear: highs });
    let compared = 0;
    for (const part of [undefined, 0.8]) {
      for (let seed = 0; seed < 4; seed++) {
        const shape = {
          ...SMALL,
          securities: 24,
          factors: 100,
          ...(part === undefined ? { price: 15 } : {}),
        };
        const problem = part === undefined ? riskProblem(seed, shape) : limited(seed, shape, part);
        const answer = solver.solve(problem, { wantDuals: true });
        if (answer.status !== "infeasible")
          expect(verifyAnswer(problem, answer), `${part} ${seed}`).toMatchObject({ ok: true });
        // So many factors are too much for some cutting planes: what these answer is compared.
        const other = solveByCuts(highs, problem);
        if (other.status === "failed") continue;
        expect(answer.status).toBe(other.status);
        if (other.status !== "optimal") continue;
        compared += 1;
        expect(Math.abs(answer.objective - other.objective)).toBeLessThanOrEqual(
          1e-6 * Math.abs(other.objective),
        );
      }
    }
    expect(solver.stats().handedOver).toBe(0);
    expect(solver.stats().certified).toBeGreaterThanOrEqual(5);
    expect(compared).toBeGreaterThanOrEqual(4);
  });

  it("with binaries: a minimum trade, to 1e-4", () => {
    for (let seed = 0; seed < 3; seed++) {
      const shape = { ...SMALL, securities: 6, price: 15, minimumTrade: 0.02 };
      const problem = riskProblem(seed, shape);
      const answer = highs.solve(problem);
      const other = byEnumeration(problem);
      expect(answer.status).toBe("optimal");
      expect(answer.objective - other).toBeLessThanOrEqual(1.1e-4 * Math.abs(other));
      expect(other - answer.objective).toBeLessThanOrEqual(1e-6 * Math.abs(other));
      expect(verifyAnswer(problem, answer)).toMatchObject({ ok: true });
    }
  });
});

/** The least over every choice of the binaries, each by cutting planes. */
function byEnumeration(problem: Problem): number {
  const { integer, ...continuous } = problem;
  const binaries = [...(integer ?? []).keys()].filter((j) => integer?.[j] === 1);
  let least = Infinity;
  for (let choice = 0; choice < 2 ** binaries.length; choice++) {
    const colLower = problem.colLower.slice();
    const colUpper = problem.colUpper.slice();
    binaries.forEach((j, k) => {
      colLower[j] = (choice >> k) & 1;
      colUpper[j] = (choice >> k) & 1;
    });
    const answer = solveByCuts(highs, { ...continuous, colLower, colUpper });
    if (answer.status === "optimal") least = Math.min(least, answer.objective);
  }
  return least;
}

describe("answers with risk", { timeout: 60_000 }, () => {
  it("are never undercut by what is permitted, and lie on bounds exactly", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1e6 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (seed, part) => {
          const problem = riskProblem(seed, { ...SMALL, price: 15 });
          const { x, objective, bound } = highs.solve(problem);
          const { risk: _, ...linear } = problem;
          const cost = problem.cost.map((c, j) => c + 0.01 * Math.sin(seed + j));
          const other = highs.solve({ ...linear, cost });
          if (x === undefined || other.x === undefined) throw new Error("no optimum");
          const between = x.map((v, j) => v + part * ((other.x?.[j] ?? 0) - v));
          expect(objectiveOf(problem, between)).toBeGreaterThanOrEqual(bound - 1e-9);
          expect(objective).toBeGreaterThanOrEqual(bound);
          // No dust: what is not traded is 0, to the last bit.
          const traded = x.filter((_, j) => (problem.risk?.weightOf[j] ?? -1) >= 0);
          for (const v of traded) expect(v === 0 || v > 1e-9).toBe(true);
        },
      ),
      { numRuns: 60, seed: 7 },
    );
  });

  it("scale with the units of the problem", () => {
    for (const unit of [1e-6, 1e9]) {
      for (let seed = 0; seed < 8; seed++) {
        const problem =
          seed % 2 === 0 ? riskProblem(seed, { ...SMALL, price: 15 }) : limited(seed, SMALL, 0.85);
        const risk = problem.risk as Risk;
        const times = (v: number) => v * unit;
        const other: Problem = {
          ...problem,
          colLower: problem.colLower.map(times),
          colUpper: problem.colUpper.map(times),
          rowLower: problem.rowLower.map(times),
          rowUpper: problem.rowUpper.map(times),
          risk: { ...risk, base: risk.base.map(times), price: risk.price / unit },
        };
        const wanted = highs.solve(problem);
        const got = highs.solve(other);
        expect([unit, seed, got.status]).toEqual([unit, seed, wanted.status]);
        if (wanted.status !== "optimal") continue;
        expect(Math.abs(got.objective / unit - wanted.objective)).toBeLessThanOrEqual(
          2e-6 * Math.abs(wanted.objective),
        );
      }
    }
  });

  it("are the same from every backend", () => {
    const backends = [highs, createJslp(), createStructured({ fallback: highs })];
    for (let seed = 0; seed < 4; seed++) {
      const problem = limited(seed, { ...SMALL, securities: 6 }, 0.85);
      const objectives = backends.map((backend) => backend.solve(problem).objective);
      for (const objective of objectives)
        expect(Math.abs(objective - (objectives[0] ?? 0))).toBeLessThanOrEqual(1e-6 * Math.abs(objective));
    }
  });

  it("depend on the problem alone", () => {
    const fresh = createRiskSolver({ linear: highs });
    const used = createRiskSolver({ linear: highs });
    for (let seed = 0; seed < 5; seed++) used.solve(riskProblem(seed, { ...SMALL, price: 15 }));
    const problem = riskProblem(9, { ...SMALL, price: 15 });
    expect(used.solve(problem).x).toEqual(fresh.solve(problem).x);
  });

  it("of what nothing can be done about: one security, nothing that moves, no risk at all", () => {
    const still = apart(problemOf([{ cost: 1, upper: 0 }], []), [0.04], {
      price: 15,
      base: Float64Array.of(0.1),
    });
    const answer = highs.solve(still);
    expect(answer.status).toBe("optimal");
    expect(answer.objective).toBeCloseTo(15 * 0.04 * 0.01, 12);
    const riskless = apart(problemOf([{ cost: 1, upper: 1 }], [[0.5, [1], 1]]), [0], { price: 15 });
    expect(highs.solve(riskless)).toMatchObject({ status: "optimal" });
    expect(highs.solve(riskless).objective).toBeCloseTo(0.5, 12);
    const exact = apart(
      problemOf(
        [
          { cost: -1, upper: 1 },
          { cost: 0, upper: 0 },
        ],
        [],
      ),
      [0.04],
      { deviation: 1 },
    );
    const none = highs.solve(exact);
    expect(none.status).toBe("optimal");
    expect(none.x?.[0]).toBeCloseTo(0, 8);
  });

  it("refuse a risk model that makes no sense", () => {
    const problem = riskProblem(1, { ...SMALL, price: 15 });
    const risk = problem.risk as Risk;
    for (const wrong of [
      { price: -1 },
      { specific: risk.specific.map(() => -1) },
      { loadings: new Float64Array(1) },
      { deviation: problem.numCol },
      { base: risk.base.map(() => Number.NaN) },
    ]) {
      const answer = highs.solve({ ...problem, risk: { ...risk, ...wrong } });
      expect(answer.status).toBe("failed");
      expect(answer.message).toContain("malformed problem");
    }
  });
});
