import { describe, expect, it } from "vitest";
import type { Answer } from "../backend.ts";
import { createJslp } from "../backends/jslp.ts";
import { problemOf } from "../conformance/case.ts";
import { randomFrom } from "../conformance/random.ts";
import type { Problem } from "../problem/problem.ts";
import { verifyAnswer } from "../verify/verify.ts";
import { branchAndBound, type LinearSolver } from "./branchAndBound.ts";
import { Heap } from "./heap.ts";

const linear = createJslp();

/** A knapsack with several rows, every column a binary. */
function knapsack(seed: number, items: number): Problem {
  const random = randomFrom(seed);
  const weights = Array.from({ length: 3 }, () =>
    Array.from({ length: items }, () => 1 + Math.floor(20 * random())),
  );
  return problemOf(
    Array.from({ length: items }, () => ({ cost: -1 - Math.floor(30 * random()), upper: 1, integer: true })),
    weights.map((row) => [-Infinity, row, Math.floor(row.reduce((a, b) => a + b, 0) * 0.4)] as const),
  );
}

/** The optimum by trying every point. */
function enumerate(problem: Problem): number {
  let best = Infinity;
  for (let bits = 0; bits < 1 << problem.numCol; bits++) {
    const x = Float64Array.from({ length: problem.numCol }, (_, j) => (bits >> j) & 1);
    const objective = x.reduce((sum, v, j) => sum + v * (problem.cost[j] ?? 0), problem.offset);
    if (objective >= best) continue;
    const candidate: Answer = { status: "optimal", objective, bound: objective, x, nodes: 0 };
    if (verifyAnswer(problem, candidate).ok) best = objective;
  }
  return best;
}

describe("branch and bound", () => {
  it("finds what enumeration finds", () => {
    for (let seed = 0; seed < 25; seed++) {
      const problem = knapsack(seed, 10);
      const answer = branchAndBound(linear, problem, { relativeGap: 1e-9 });
      expect(answer.status).toBe("optimal");
      expect(answer.objective).toBeCloseTo(enumerate(problem), 9);
      expect(answer.objective - answer.bound).toBeLessThanOrEqual(1e-6);
    }
  });

  it("stops within the gap it is given, with a bound that holds", () => {
    for (let seed = 0; seed < 10; seed++) {
      const problem = knapsack(seed, 12);
      const exact = branchAndBound(linear, problem, { relativeGap: 0 });
      const rough = branchAndBound(linear, problem, { relativeGap: 0.05 });
      expect(rough.nodes).toBeLessThanOrEqual(exact.nodes);
      expect(rough.bound).toBeLessThanOrEqual(exact.objective + 1e-9);
      expect(rough.objective - rough.bound).toBeLessThanOrEqual(0.05 * Math.abs(rough.objective) + 1e-9);
    }
  });

  it("stops at a limit of nodes or of time with what it has", () => {
    const problem = knapsack(4, 14);
    const exact = branchAndBound(linear, problem, { relativeGap: 0 });
    expect(exact.nodes).toBeGreaterThan(3);
    const few = branchAndBound(linear, problem, { relativeGap: 0, nodeLimit: 2 });
    expect(few).toMatchObject({ status: "work_limit", nodes: 2 });
    expect(few.bound).toBeLessThanOrEqual(exact.objective);
    expect(few.objective).toBeGreaterThanOrEqual(exact.objective);
    let clock = 0;
    const now = () => {
      clock += 50;
      return clock;
    };
    const timed = branchAndBound(createJslp(now), problem, { relativeGap: 0, timeLimitSeconds: 1, now });
    expect(timed.status).toBe("time_limit");
    expect(timed.nodes).toBeLessThan(exact.nodes);
  });

  it("refuses a time limit without a clock", () => {
    const answer = branchAndBound(linear, knapsack(1, 4), { timeLimitSeconds: 1 });
    expect(answer).toMatchObject({
      status: "failed",
      message: "a time limit needs a clock, and none was given",
    });
  });

  it("does the same again", () => {
    const problem = knapsack(7, 12);
    expect(branchAndBound(linear, problem)).toEqual(branchAndBound(linear, problem));
  });

  it("does not call optimal what rests on a relaxation that failed", () => {
    let calls = 0;
    const unreliable: LinearSolver = {
      solve(problem, options) {
        calls++;
        // The heuristics fix every integer; only relaxations fail.
        const relaxed = problem.colLower.some((lower, j) => lower !== problem.colUpper[j]);
        if (calls > 1 && relaxed) return { ...NOTHING, status: "failed", message: "numbers" };
        return linear.solve(problem, options);
      },
    };
    const answer = branchAndBound(unreliable, knapsack(4, 14), { relativeGap: 0 });
    expect(answer).toMatchObject({ status: "failed", message: "a relaxation failed: numbers" });
    expect(answer.x).toBeUndefined();
  });
});

const NOTHING: Answer = { status: "failed", objective: Number.NaN, bound: -Infinity, nodes: 0 };

describe("the heap", () => {
  it("hands out the least first", () => {
    const random = randomFrom(3);
    const numbers = Array.from({ length: 300 }, () => Math.floor(100 * random()));
    const heap = new Heap<number>((a, b) => a < b);
    for (const n of numbers) heap.push(n);
    const out = numbers.map(() => heap.pop());
    expect(out).toEqual([...numbers].sort((a, b) => a - b));
    expect([heap.pop(), heap.peek()]).toEqual([undefined, undefined]);
  });
});
