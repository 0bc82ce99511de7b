import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Answer, Backend } from "../backend.ts";
import { createHighs } from "../backends/highs.ts";
import { problemOf } from "../conformance/case.ts";
import { inUnits } from "../conformance/edges.ts";
import { generalProblem } from "../conformance/general.ts";
import { portfolioProblem } from "../conformance/portfolio.ts";
import { randomFrom } from "../conformance/random.ts";
import { ProblemBuilder } from "../problem/builder.ts";
import { objectiveOf } from "../problem/evaluate.ts";
import type { Problem } from "../problem/problem.ts";
import { verifyAnswer } from "../verify/verify.ts";
import { createStructured, type StructuredBackend } from "./structured.ts";
import { accountProblem } from "./testing/accounts.ts";

let highs: Backend;
beforeAll(async () => {
  highs = await createHighs();
});
afterAll(() => highs.dispose());

/** Without its binaries: an account as the lowering makes it once every either-or is decided, or where there is none. */
function accountOf(seed: number, securities: number, decided = false): Problem {
  const { integer, ...problem } = portfolioProblem(seed, {
    securities,
    lots: 1 + (seed % 3),
    classes: 1 + (seed % 7),
    washSales: decided,
  });
  if (integer === undefined) return problem;
  const random = randomFrom(seed);
  const choice = integer.map((flag) => (flag === 1 && random() < 0.5 ? 1 : 0));
  const pin = (bound: number, j: number) => (integer[j] === 1 ? (choice[j] ?? 0) : bound);
  return { ...problem, colLower: problem.colLower.map(pin), colUpper: problem.colUpper.map(pin) };
}

/** Solves with both; `structured` must do it by itself, certified, and agree. */
function mustAgree(ours: StructuredBackend, problem: Problem, label: string): Answer {
  const wanted = highs.solve(problem);
  const before = ours.stats().certified;
  const got = ours.solve(problem, { wantDuals: true });
  expect(`${label}: ${got.status} ${got.message ?? ""}`).toBe(`${label}: ${wanted.status} `);
  expect(ours.stats().certified).toBe(before + 1);
  if (got.status === "optimal") {
    const size = Math.max(
      Math.abs(wanted.objective),
      1e-9 * Math.abs(objectiveOf(problem, problem.cost)),
      1e-15,
    );
    expect(Math.abs(got.objective - wanted.objective) / size, label).toBeLessThanOrEqual(1e-6);
    expect(verifyAnswer(problem, got).message, label).toBeUndefined();
  }
  return got;
}

describe("structured agrees with HiGHS, by itself and certified", () => {
  it("on 600 accounts of 1 to 60 securities", () => {
    const ours = createStructured();
    for (let seed = 0; seed < 600; seed++) {
      mustAgree(ours, accountOf(seed, 1 + (seed % 60)), `account ${seed}`);
    }
    expect(ours.stats()).toMatchObject({ problems: 600, certified: 600, infeasible: 0 });
  });

  it("on 600 accounts as the lowering makes them, ties and all", () => {
    const ours = createStructured();
    for (let seed = 0; seed < 600; seed++) {
      const account = accountProblem(seed, { securities: 1 + (seed % 60), lots: 3, classes: 1 + (seed % 9) });
      mustAgree(ours, account, `account ${seed}`);
    }
    expect(ours.stats()).toMatchObject({ problems: 600, certified: 600, infeasible: 0 });
  });

  it("on 300 accounts whose either-or rules are decided: fixed columns are but numbers", () => {
    const ours = createStructured();
    const seen = new Set<string>();
    for (let seed = 0; seed < 300; seed++) {
      seen.add(mustAgree(ours, accountOf(seed, 3 + (seed % 40), true), `account ${seed}`).status);
    }
    expect(seen).toContain("optimal");
  });

  it("on 1,000 accounts with columns pinned and little room: many are infeasible, with a Farkas row", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), fc.integer({ min: 1, max: 40 }), (seed, securities) => {
        const random = randomFrom(seed);
        const problem = accountOf(seed, securities);
        const colLower = problem.colLower.slice();
        const colUpper = problem.colUpper.slice();
        for (let j = 0; j < problem.numCol; j++) {
          if (random() > 0.15) continue;
          colLower[j] = (random() < 0.5 ? 0 : 0.3 * random()) * Math.min(1, colUpper[j] ?? 0);
          colUpper[j] = colLower[j] ?? 0;
        }
        const rowUpper = problem.rowUpper.map((b) => (random() < 0.05 ? b - 0.02 * random() : b));
        const rowLower = problem.rowLower.map((b, i) => Math.min(b, rowUpper[i] ?? b));
        const pinned = { ...problem, colLower, colUpper, rowLower, rowUpper };
        mustAgree(createStructured(), pinned, `seed ${seed}, ${securities} securities`);
      }),
      { seed: 42, numRuns: 1000 },
    );
  });

  it("on ranges that rounding has set past each other: one point is left, and it is found", () => {
    const builder = new ProblemBuilder();
    const x = builder.addColumn(1, 0.3 + 4e-14, 1);
    const y = builder.addColumn(2, 0, 1);
    const z = builder.addColumn(3, 0, 1);
    builder.addRow(Number.NEGATIVE_INFINITY, 0.3, [x], [1]);
    builder.addRow(1, 1, [x, y], [1, 1]);
    builder.addRow(0.5, 0.5, [x, y, z], [1, -1, 1]);
    const ours = createStructured();
    const answer = mustAgree(ours, builder.build(), "a point");
    expect(answer.x?.[0]).toBeCloseTo(0.3, 12);
  });

  it("on 500 degenerate accounts: few different costs, weights on a grid", () => {
    const ours = createStructured();
    const grid = (v: number) => Math.round(v * 50) / 50;
    for (let seed = 0; seed < 500; seed++) {
      const problem = accountOf(seed, 2 + (seed % 50));
      const coarse = {
        ...problem,
        cost: problem.cost.map((c) => Math.round(c * 10) / 10),
        colUpper: problem.colUpper.map((b) => grid(b) + 0.02),
        rowLower: problem.rowLower.map((b) => grid(b) - 0.02),
        rowUpper: problem.rowUpper.map((b) => grid(b) + 0.02),
      };
      mustAgree(ours, coarse, `account ${seed}`);
    }
  });

  it("on 60 assignment problems, where nearly every pivot is degenerate and costs have to be tilted and restored", () => {
    const ours = createStructured();
    for (let seed = 0; seed < 60; seed++) {
      const random = randomFrom(seed);
      const n = 3 + (seed % 20);
      const columns = Array.from({ length: n * n }, () => ({ cost: Math.floor(3 * random()), upper: 1 }));
      const rows = Array.from({ length: 2 * n }, (_, r) => {
        const inRow = (k: number) => (r < n ? Math.floor(k / n) === r : k % n === r - n);
        return [1, columns.map((_column, k) => (inRow(k) ? 1 : 0)), 1] as const;
      });
      mustAgree(ours, problemOf(columns, rows), `assignment ${seed}`);
    }
  });

  it.each([
    [1e-6, 1],
    [1e9, 1],
    [1, 1e-6],
    [1e9, 1e-6],
    [1e-6, 1e9],
  ])("with quantities in %d and prices in %d", (unit, price) => {
    const ours = createStructured();
    for (let seed = 0; seed < 60; seed++) {
      const account = accountOf(seed, 1 + (seed % 40));
      const here = ours.solve(account);
      const there = ours.solve(inUnits(account, unit, price), { wantDuals: true });
      expect(there.status).toBe("optimal");
      const size = Math.abs(here.objective) || 1;
      expect(Math.abs(there.objective / unit / price - here.objective) / size).toBeLessThanOrEqual(1e-6);
    }
    expect(ours.stats().certified).toBe(120);
  });

  it("when everything is locked, and when nothing may be held", () => {
    const account = accountOf(7, 20);
    const locked = { ...account, colUpper: account.colUpper.map((u) => (u < Infinity ? 0 : u)) };
    mustAgree(createStructured(), locked, "locked");
    const none = {
      ...account,
      rowUpper: account.rowUpper.map((b, i) => (account.rowLower[i] === -Infinity ? -1 : b)),
    };
    expect(mustAgree(createStructured(), none, "nothing").status).toBe("infeasible");
  });

  it("on 4,000 problems of no particular shape, but for the unbounded, which it hands over", () => {
    const ours = createStructured({ fallback: highs });
    let handed = 0;
    for (let seed = 0; seed < 4000; seed++) {
      const problem = generalProblem(seed, false);
      const wanted = highs.solve(problem);
      const got = ours.solve(problem);
      expect([seed, got.status]).toEqual([seed, wanted.status]);
      if (wanted.status === "optimal") {
        expect(Math.abs(got.objective - wanted.objective)).toBeLessThan(
          1e-6 * Math.max(1, Math.abs(wanted.objective)),
        );
      } else if (wanted.status === "unbounded") handed++;
    }
    const stats = ours.stats();
    // A few infeasible problems pull without end too, and are recognised by that first.
    expect(stats.handedOver.unbounded).toBeGreaterThanOrEqual(handed);
    expect(stats.handedOver).toMatchObject({ certificate: 0, stalled: 0, singular: 0, shape: 0 });
    expect(stats.certified + stats.handedOver.unbounded).toBe(4000);
  });
});

describe("structured depends on the problem alone", () => {
  it("gives the same bytes whatever was solved before, and whether or not the pattern was known", () => {
    const used = createStructured();
    for (let seed = 0; seed < 200; seed++) {
      const account = accountOf(seed, 1 + (seed % 30), seed % 2 === 0);
      // Same pattern; spreads alike make columns parallel that are not otherwise, and one column is fixed.
      const alike = { ...account, value: account.value.map((v) => Math.sign(v)) };
      const pinned = { ...account, colUpper: account.colUpper.with(0, 0) };
      for (const problem of [account, alike, account, pinned, account]) {
        const fresh = createStructured().solve(problem, { wantDuals: true });
        const again = used.solve(problem, { wantDuals: true });
        expect(again).toEqual(fresh);
      }
    }
    expect(used.stats().analysed).toBeLessThan(used.stats().problems);
  });

  it("needs hardly a pivot from the basis of the day before, and ignores one that does not fit", () => {
    const ours = createStructured();
    let cold = 0;
    let warm = 0;
    for (let seed = 0; seed < 100; seed++) {
      const account = accountProblem(seed, { securities: 30, lots: 3, classes: 6 });
      const { basis } = ours.solve(account, { wantBasis: true });
      if (basis === undefined) throw new Error("no basis");
      const day = { ...account, cost: account.cost.map((c, j) => c * (1 + 0.05 * Math.sin(j + seed))) };
      const before = ours.stats().pivots;
      const one = ours.solve(day);
      const between = ours.stats().pivots;
      const two = ours.solve(day, { startBasis: basis });
      cold += between - before;
      warm += ours.stats().pivots - between;
      expect(Math.abs(one.objective - two.objective)).toBeLessThanOrEqual(
        1e-9 * Math.abs(one.objective) + 1e-12,
      );
      const other = accountProblem(seed, { securities: 31, lots: 3, classes: 6 });
      expect(ours.solve(other, { startBasis: basis })).toEqual(ours.solve(other));
    }
    expect(ours.stats()).toMatchObject({ problems: 500, certified: 500 });
    expect(warm).toBeLessThan(cold / 2);
  });

  it("finds the same optimum from the duals of a model", () => {
    const ours = createStructured();
    let cold = 0;
    let warm = 0;
    for (let seed = 0; seed < 100; seed++) {
      const model = accountOf(seed, 30);
      const startDual = ours.solve(model, { wantDuals: true }).rowDual;
      if (startDual === undefined) throw new Error("no duals");
      const day = { ...model, cost: model.cost.map((c, j) => c * (1 + 0.05 * Math.sin(j + seed))) };
      const before = ours.stats().pivots;
      const one = ours.solve(day);
      const between = ours.stats().pivots;
      const two = ours.solve(day, { startDual });
      cold += between - before;
      warm += ours.stats().pivots - between;
      expect(Math.abs(one.objective - two.objective)).toBeLessThanOrEqual(
        1e-9 * Math.abs(one.objective) + 1e-12,
      );
    }
    expect(warm).toBeLessThan(cold);
  });
});

describe("structured hands over", () => {
  const counting = (): Backend & { calls: number } => {
    const backend = {
      name: "counting",
      version: "1.0",
      calls: 0,
      solve(problem: Problem): Answer {
        backend.calls++;
        return highs.solve(problem);
      },
      dispose: () => undefined,
    };
    return backend;
  };

  it("problems with integers, and says so when there is nobody to hand them to", () => {
    const fallback = counting();
    const ours = createStructured({ fallback });
    const problem = problemOf([{ cost: -1, upper: 1.5, integer: true }], [[0, [1], 5]]);
    expect(ours.solve(problem).objective).toBeCloseTo(-1, 9);
    expect(fallback.calls).toBe(1);
    expect(ours.stats().handedOver.integers).toBe(1);
    expect(createStructured().solve(problem)).toMatchObject({ status: "failed" });
  });

  it("what has too many rows that couple", () => {
    const fallback = counting();
    const ours = createStructured({ fallback });
    const random = randomFrom(3);
    const columns = Array.from({ length: 40 }, () => ({ cost: random(), upper: 1 }));
    const rows = Array.from(
      { length: 260 },
      () => [-Infinity, columns.map(() => random() - 0.5), 2] as const,
    );
    const problem = problemOf(columns, rows);
    expect(ours.solve(problem).objective).toBeCloseTo(highs.solve(problem).objective, 9);
    expect(ours.stats().handedOver.shape).toBe(1);
  });

  it("refuses a time limit without a clock, and stops at one with it", () => {
    const problem = problemOf([{ cost: 1 }], [[2, [1], 5]]);
    expect(createStructured().solve(problem, { timeLimitSeconds: 1 }).status).toBe("failed");
    const timed = createStructured({ now: () => performance.now() });
    expect(timed.solve(problem, { timeLimitSeconds: 60 }).status).toBe("optimal");
    let clock = 0;
    const hasty = createStructured({ now: () => 1000 * clock++ });
    const large = accountProblem(1, { securities: 80, lots: 3, classes: 40, sectors: 40 });
    expect(hasty.solve(large, { timeLimitSeconds: 0.5 }).status).toBe("time_limit");
  });

  it("refuses starts of the wrong length and malformed problems", () => {
    const ours = createStructured();
    const problem = problemOf([{ cost: 1 }], [[0, [1], 5]]);
    expect(ours.solve(problem, { startDual: new Float64Array(3) }).status).toBe("failed");
    expect(ours.solve({ ...problem, index: Int32Array.of(4) }).status).toBe("failed");
    expect(ours.solve({ ...problem, start: Int32Array.of(0, 2) }).status).toBe("failed");
    expect(ours.solve(problem).status).toBe("optimal");
  });
});
