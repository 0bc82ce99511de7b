import { describe, expect, it } from "vitest";
import { createJslp } from "../backends/jslp.ts";
import { problemOf } from "../conformance/case.ts";
import { randomFrom } from "../conformance/random.ts";
import type { Problem } from "../problem/problem.ts";
import { branchAndBound } from "./branchAndBound.ts";
import { counted } from "./counted.ts";

const linear = createJslp();

/** Jeroslow's: half of an odd number of alike binaries, and a dear one that makes up for the odd half. */
function alike(items: number): Problem {
  const binary = { cost: 0, upper: 1, integer: true };
  const all = Array.from({ length: items }, () => binary);
  const row = [...Array.from({ length: items }, () => 2), 1];
  return problemOf([...all, { ...binary, cost: 1 }], [[items, row, items]]);
}

function withCount(problem: Problem) {
  const count = counted(problem);
  if (count === undefined) throw new Error("nothing to count");
  return branchAndBound(linear, count.problem, { relativeGap: 1e-9, counts: [count.column] });
}

describe("counting binaries", () => {
  it("proves at once what fixing alike binaries one by one does not", () => {
    const one = branchAndBound(linear, alike(13), { relativeGap: 1e-9, nodeLimit: 300 });
    expect(one.status).toBe("work_limit");
    const other = withCount(alike(13));
    expect(other.status).toBe("optimal");
    expect(other.objective).toBeCloseTo(1, 9);
    expect(other.nodes).toBeLessThan(40);
  });

  it("changes no optimum, and counts what is 1", () => {
    for (let seed = 0; seed < 25; seed++) {
      const random = randomFrom(seed);
      const weights = Array.from({ length: 9 }, () => 5 + Math.floor(6 * random()));
      const problem = problemOf(
        Array.from({ length: 9 }, () => ({ cost: -20 - Math.floor(5 * random()), upper: 1, integer: true })),
        [[-Infinity, weights, 31]],
      );
      const found = withCount(problem);
      const wanted = branchAndBound(linear, problem, { relativeGap: 1e-9 });
      expect(found.status).toBe("optimal");
      expect(found.objective).toBeCloseTo(wanted.objective, 9);
      const x = [...(found.x ?? [])];
      expect(x.pop()).toBeCloseTo(
        x.reduce((sum, v) => sum + v, 0),
        9,
      );
    }
  });

  it("is of binaries that are open: few are not worth it", () => {
    const problem = alike(4);
    const colUpper = problem.colUpper.slice();
    colUpper.fill(0, 0, 2);
    expect(counted({ ...problem, colUpper })?.problem.colUpper[5]).toBe(3);
    colUpper.fill(0, 0, 3);
    expect(counted({ ...problem, colUpper })).toBeUndefined();
  });
});
