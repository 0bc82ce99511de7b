import { describe, expect, it } from "vitest";
import { problemOf } from "../conformance/case.ts";
import { portfolioProblem } from "../conformance/portfolio.ts";
import { verifyCertificate } from "./certificate.ts";
import { createStructured } from "./structured.ts";

/** minimise x + 2 y, x + y ≥ 3, x ≤ 2: at (2, 1), 4, with a price of 2 on the row. */
const SMALL = problemOf([{ cost: 1, upper: 2 }, { cost: 2 }], [[3, [1, 1], Infinity]]);
const optimal = (x: number[], y: number[]) =>
  verifyCertificate(SMALL, { kind: "optimal", x: Float64Array.from(x), rowDual: Float64Array.from(y) });

describe("a certificate of optimality", () => {
  it("proves an optimum by its duals", () => {
    expect(optimal([2, 1], [2])).toMatchObject({ ok: true, primal: 4, dual: 4, gap: 0 });
  });
  it.each([
    ["a point that breaks a row", [2, 0.9], [2]],
    ["a point beyond a bound", [2.1, 0.9], [2]],
    ["a feasible point that is not optimal", [1, 2], [2]],
    ["duals that prove less", [2, 1], [1]],
    ["a dual against a bound that is not there", [2, 1], [-1]],
    ["a reduced cost against a bound that is not there", [2, 1], [2.1]],
    ["a point that is not a number", [Number.NaN, 1], [2]],
  ])("is refused for %s", (_, x, y) => {
    expect(optimal(x, y).ok).toBe(false);
  });
  it("is refused once a digit of a real answer is changed", () => {
    const problem = portfolioProblem(5, { securities: 20, lots: 2, classes: 4 });
    const { x, rowDual } = createStructured().solve(problem, { wantDuals: true });
    if (x === undefined || rowDual === undefined) throw new Error("no answer");
    const check = (point: Float64Array, duals: Float64Array) =>
      verifyCertificate(problem, { kind: "optimal", x: point, rowDual: duals }).ok;
    expect(check(x, rowDual)).toBe(true);
    let refused = 0;
    for (let j = 0; j < x.length; j++) if (!check(x.with(j, (x[j] ?? 0) - 1e-3), rowDual)) refused++;
    expect(refused).toBe(x.length);
    const binding = [...rowDual.keys()].filter((i) => rowDual[i] !== 0);
    expect(binding.length).toBeGreaterThan(5);
    for (const i of binding) expect(check(x, rowDual.with(i, -(rowDual[i] ?? 0)))).toBe(false);
  });
});

describe("a certificate of infeasibility", () => {
  const contradiction = problemOf(
    [{ cost: 1, upper: 1 }, { cost: 1 }],
    [
      [5, [1, 1], Infinity],
      [-Infinity, [0, 1], 2],
    ],
  );
  const farkas = (rows: number[]) =>
    verifyCertificate(contradiction, { kind: "infeasible", farkas: Float64Array.from(rows) });
  it("proves that the rows contradict", () => {
    // x + y ≥ 5 less y ≤ 2 leaves x ≥ 3, but x ≤ 1.
    expect(farkas([1, -1])).toMatchObject({ ok: true });
  });
  it.each([
    ["nothing", [0, 0]],
    ["a row that does not contradict", [0, -1]],
    ["the wrong sign", [-1, 1]],
    ["a column left without a bound", [1, 0]],
    ["one too weak", [1, -4]],
  ])("is refused for %s", (_, rows) => {
    expect(farkas(rows).ok).toBe(false);
  });
});
