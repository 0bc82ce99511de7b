import { type Backend, createHighs, ProblemBuilder } from "@mandate/solver";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { budgetOf } from "./budget.ts";
import { canonical } from "./canonical.ts";
import { open, search } from "./search.ts";

let backend: Backend;
beforeAll(async () => {
  backend = await createHighs();
});
afterAll(() => backend.dispose());

/** Pick from items so that the weights fit: minimise −Σ value, a knapsack whose relaxation breaks one binary. */
function knapsack(values: readonly number[], weights: readonly number[], room: number) {
  const builder = new ProblemBuilder();
  const columns = values.map((value) => builder.addColumn(-value, 0, 1, true));
  builder.addRow(-Infinity, room, columns, [...weights]);
  return builder.build();
}

const values = [10, 13, 7, 8, 12, 4, 9, 11, 6, 5];
const weights = [5, 7, 3, 4, 6, 2, 5, 6, 3, 2];

describe("the search", () => {
  it("proves what it finds: objective and bound within the gap", () => {
    const found = search(knapsack(values, weights, 17), backend, { floor: 1e-6, relativeGap: 1e-6 });
    // 7 + 6 + 5 + 10 + 8 of weights 3, 3, 2, 5, 4.
    expect(found.status).toBe("optimal");
    expect(found.objective).toBeCloseTo(-36, 9);
    expect(found.bound).toBeGreaterThan(-36.001);
    expect(found.x?.every((at) => Math.abs(at - Math.round(at)) < 1e-9)).toBe(true);
  });

  it("says at a limit which one it was, and how far it may be from the best", () => {
    const problem = knapsack(values, weights, 17);
    const tight = { floor: 1e-6, relativeGap: 1e-9 };
    const clock = [0, 1e9];
    const late = budgetOf(1, () => clock.shift() ?? 1e9);
    for (const [budget, ended] of [
      [budgetOf(0), "work"],
      [late, "time"],
    ] as const) {
      const found = search(problem, backend, { ...tight, budget });
      expect(found).toMatchObject({ status: "limit", ended });
      expect(found.x).toBeDefined();
      expect(found.bound).toBeLessThanOrEqual(-36 + 1e-9);
      expect(found.objective).toBeGreaterThan(-36 + 1e-9);
    }
  });

  it("ends at the same place whatever the clock says, as long as the work lasts", () => {
    const problem = knapsack(values, weights, 17);
    const tight = { floor: 1e-6, relativeGap: 1e-9 };
    const slow = [0, 100, 2000, 2500, 2900];
    const one = search(problem, backend, { ...tight, budget: budgetOf(1, () => slow.shift() ?? 2999) });
    expect(one).toEqual(search(problem, backend, { ...tight, budget: budgetOf(1) }));
  });

  it("goes the same way by the engine of choices among equals, which reads no clock", () => {
    // Half of an odd number of alike binaries, and a dear one for the odd half: only their number settles it.
    const builder = new ProblemBuilder();
    const columns = Array.from({ length: 13 }, () => builder.addColumn(0, 0, 1, true));
    const dear = builder.addColumn(1, 0, 1, true);
    builder.addRow(13, 13, [...columns, dear], [...columns.map(() => 2), 1]);
    const problem = builder.build();
    const found = [budgetOf(60), budgetOf(60, () => 0)].map((budget) =>
      search(problem, backend, { floor: 1e-6, budget, alike: true }, open(problem, canonical(backend))),
    );
    expect(found[0]).toMatchObject({ status: "optimal", objective: 1 });
    expect(found[0]?.nodes).toBeGreaterThan(20);
    expect(found[1]).toEqual(found[0]);
  });

  it("tells what no integers can do from what nothing can", () => {
    const builder = new ProblemBuilder();
    const a = builder.addColumn(1, 0, 1, true);
    builder.addRow(0.4, 0.6, [a], [1]);
    expect(search(builder.build(), backend, { floor: 1e-6 }).status).toBe("infeasible");
    const other = new ProblemBuilder();
    const b = other.addColumn(1, 0, 1);
    other.addRow(2, 3, [b], [1]);
    expect(search(other.build(), backend, { floor: 1e-6 })).toMatchObject({
      status: "infeasible",
      bound: Infinity,
    });
  });
});
