import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  add,
  compare,
  divide,
  multiply,
  type Rational,
  ratio,
  rational,
  sign,
  toNumber,
  ZERO,
} from "./rational.ts";
import { type ExactProblem, type ExactRow, exactFeasibility, exactMaximum } from "./simplex.ts";

const row = (coefs: Record<number, string>, relation: "<=" | "=", bound: string): ExactRow => ({
  coefs: new Map(Object.entries(coefs).map(([column, text]) => [Number(column), rational(text)])),
  relation,
  bound: rational(bound),
});

function activity(line: ExactRow, point: readonly Rational[]): Rational {
  let sum = ZERO;
  for (const [column, coef] of line.coefs) sum = add(sum, multiply(coef, point[column] ?? ZERO));
  return sum;
}

function satisfies(problem: ExactProblem, point: readonly Rational[]): boolean {
  return (
    point.every((value, column) => problem.free?.has(column) === true || sign(value) >= 0) &&
    problem.rows.every((line) => {
      const order = compare(activity(line, point), line.bound);
      return line.relation === "=" ? order === 0 : order <= 0;
    })
  );
}

/** The rows add up to `Σ c·x <= b` with every c of a nonnegative column >= 0, of a free one = 0, and b < 0. */
function proves(problem: ExactProblem, multipliers: readonly Rational[]): boolean {
  const sum = new Array<Rational>(problem.columns).fill(ZERO);
  let bound = ZERO;
  for (const [i, line] of problem.rows.entries()) {
    const by = multipliers[i] ?? ZERO;
    if (line.relation === "<=" && sign(by) < 0) return false;
    for (const [column, coef] of line.coefs) sum[column] = add(sum[column] ?? ZERO, multiply(by, coef));
    bound = add(bound, multiply(by, line.bound));
  }
  const left = sum.every((coef, column) =>
    problem.free?.has(column) === true ? sign(coef) === 0 : sign(coef) >= 0,
  );
  return left && sign(bound) < 0;
}

describe("fractions", () => {
  it("reads plain decimals exactly", () => {
    expect(rational("0.1")).toEqual({ n: 1n, d: 10n });
    expect(rational("-12.50")).toEqual({ n: -25n, d: 2n });
    expect(() => rational("1e3")).toThrow(SyntaxError);
    expect(() => rational("")).toThrow(SyntaxError);
    expect(() => divide(rational("1"), ZERO)).toThrow(RangeError);
  });

  it("adds a tenth and two tenths to three tenths", () => {
    expect(compare(add(rational("0.1"), rational("0.2")), rational("0.3"))).toBe(0);
  });

  it("gives the nearest float of parts that no float holds", () => {
    expect(toNumber(ratio(10n ** 400n, 3n * 10n ** 400n + 1n))).toBeCloseTo(1 / 3, 12);
  });
});

describe("the exact simplex", () => {
  it("finds the boundary that floats cannot tell from its neighbours", () => {
    const at = (floor: string): ExactProblem => ({
      columns: 2,
      rows: [
        row({ 0: "1", 1: "1" }, "=", "1"),
        row({ 0: "-1" }, "<=", "-0.6"),
        row({ 1: "-1" }, "<=", floor),
      ],
    });
    expect(exactFeasibility(at("-0.4")).feasible).toBe(true);
    expect(exactFeasibility(at("-0.40000000000000000000000001")).feasible).toBe(false);
  });

  it("proves that three ceilings leave no room", () => {
    const problem: ExactProblem = {
      columns: 3,
      rows: [
        row({ 0: "1", 1: "1", 2: "1" }, "=", "1"),
        row({ 0: "1" }, "<=", "0.4"),
        row({ 1: "1" }, "<=", "0.4"),
        row({ 2: "1" }, "<=", "0.1"),
      ],
    };
    const verdict = exactFeasibility(problem);
    expect(verdict.feasible).toBe(false);
    if (!verdict.feasible) expect(proves(problem, verdict.multipliers)).toBe(true);
  });

  it("maximises, and knows what is unbounded and what is infeasible", () => {
    const problem: ExactProblem = { columns: 2, rows: [row({ 0: "1", 1: "2" }, "<=", "1")] };
    const best = exactMaximum(problem, new Map([[1, rational("3")]]));
    expect(best).toMatchObject({ value: { n: 3n, d: 2n } });
    expect(exactMaximum({ columns: 2, rows: [] }, new Map([[1, rational("1")]]))).toBe("unbounded");
    const none: ExactProblem = { columns: 1, rows: [row({ 0: "1" }, "<=", "-1")] };
    expect(exactMaximum(none, new Map())).toBeUndefined();
  });

  it("lets a free column be negative", () => {
    const problem: ExactProblem = { columns: 1, free: new Set([0]), rows: [row({ 0: "1" }, "<=", "-1")] };
    const verdict = exactFeasibility(problem);
    expect(verdict.feasible && satisfies(problem, verdict.point)).toBe(true);
  });

  it("gives a point that satisfies everything, or multipliers that add up to a contradiction", () => {
    const coefficient = fc.integer({ min: -3, max: 3 });
    const line = fc.record({
      coefs: fc.array(coefficient, { minLength: 3, maxLength: 3 }),
      equal: fc.boolean(),
      bound: fc.integer({ min: -4, max: 4 }),
    });
    const problems = fc.record({ rows: fc.array(line, { minLength: 1, maxLength: 6 }), free: fc.boolean() });
    const seen = { feasible: 0, infeasible: 0 };
    fc.assert(
      fc.property(problems, ({ rows, free }) => {
        const problem: ExactProblem = {
          columns: 3,
          ...(free ? { free: new Set([2]) } : {}),
          rows: rows.map(({ coefs, equal, bound }) =>
            row(
              Object.fromEntries(coefs.map((value, column) => [column, String(value)])),
              equal ? "=" : "<=",
              String(bound),
            ),
          ),
        };
        const verdict = exactFeasibility(problem);
        seen[verdict.feasible ? "feasible" : "infeasible"]++;
        return verdict.feasible ? satisfies(problem, verdict.point) : proves(problem, verdict.multipliers);
      }),
      { seed: 6, numRuns: 400 },
    );
    expect(Math.min(seen.feasible, seen.infeasible)).toBeGreaterThan(40);
  });
});
