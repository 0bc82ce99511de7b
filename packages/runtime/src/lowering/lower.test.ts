import { type Backend, createHighs, hasIntegers } from "@mandate/solver";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  ACCOUNT,
  clause,
  compare,
  forEach,
  item,
  literal,
  type SituationSpec,
  sets,
  situationOf,
  total,
  weight,
} from "../testkit/index.ts";
import { lower } from "./lower.ts";
import { nettedTax } from "./netting.ts";
import { decode, pointOf, termsAt } from "./outcome.ts";

let backend: Backend;
beforeAll(async () => {
  backend = await createHighs();
});
afterAll(() => backend.dispose());

const ONE = {
  securities: { AAA: { price: 100, spread: "0.001" } },
  targets: [
    ["AAA", 0.5],
    ["Cash", 0.5],
  ],
  cash: 60_000,
} satisfies SituationSpec;
const held = (cost: number, quantity = 400) => [{ symbol: "AAA", quantity, cost, acquired: "2026-03-02" }];

function binaries(spec: SituationSpec): number {
  return lower(situationOf(spec)).problem.integer?.reduce((sum, flag) => sum + flag, 0) ?? 0;
}

describe("binaries", () => {
  it("stand only where a loss pays for being sold and bought back", () => {
    expect(binaries({ ...ONE, lots: held(90) })).toBe(0);
    expect(binaries({ ...ONE, lots: held(130) })).toBe(1);
    expect(binaries({ ...ONE, lots: held(130), registration: "roth" })).toBe(0);
    // 0.2 % of loss at 37 % is less than the spread paid twice.
    expect(binaries({ ...ONE, lots: held(100.2) })).toBe(0);
    expect(binaries({ ...ONE, lots: held(130), blocked: ["AAA"] })).toBe(0);
    const cap = clause("Cap", compare(weight(sets(ONE).of("AAA")), "<=", literal("0.4")));
    expect(binaries({ ...ONE, lots: held(130), clauses: [cap] })).toBe(0);
  });
});

describe("the relaxation", () => {
  /** Cost of AAA's net trade alone: drift 10 cents, tax, half the spread; cash is free. */
  const spec = (cost: number, quantity: number): SituationSpec => ({
    ...ONE,
    lots: held(cost, quantity),
    objective: { drift: ONE_DRIFT },
  });
  const ONE_DRIFT = [
    {
      of: "securities",
      steps: [{ slope: "0.1", beyond: "0" }],
      source: { file: "", line: 1, column: 1, start: 0, end: 0, layer: "firm" },
    },
  ] as const;

  it("is no lower than the convex envelope of a security's own cost at any net trade", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 101, max: 180 }),
        fc.integer({ min: 100, max: 900 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (cost, quantity, at) => {
          const situation = situationOf(spec(cost, quantity));
          const value = situation.value.toNumber();
          const holding = quantity * 100;
          // Net trades from selling all to spending the cash; the cost of each, selling or buying.
          const most = value - holding;
          const net = (u: number) => {
            const off = Math.abs(holding + u - 0.5 * value) * 0.1;
            const gain = u < 0 ? -u * (1 - cost / 100) : 0;
            return off + Math.abs(u) * 0.0005 + 0.37 * gain;
          };
          const u = -holding + at * (holding + Math.min(most / 1.0005, value - holding));
          const kinks = [-holding, 0, 0.5 * value - holding, most / 1.0005, u].filter(
            (k) => k >= -holding && k <= most,
          );
          let envelope = net(u);
          for (const a of kinks)
            for (const b of kinks)
              if (a < u && b > u)
                envelope = Math.min(envelope, net(a) + ((net(b) - net(a)) * (u - a)) / (b - a));
          const lowered = lower(situationOf(spec(cost, quantity)));
          const { integer: _, ...relaxed } = lowered.problem;
          const column = lowered.buy[0] ?? 0;
          const sold = lowered.parts[0]?.column ?? 0;
          // b − s = u as a row of its own: a clause on the weight would be a bound, and settle which side it is.
          const answer = backend.solve(withRow(relaxed, [sold, column], [-1, 1], u / value));
          expect(answer.status).toBe("optimal");
          expect(answer.objective * value).toBeGreaterThanOrEqual(envelope - 1e-7 * value);
          expect(answer.objective * value).toBeLessThanOrEqual(net(u) + 1e-6);
        },
      ),
      { seed: 7, numRuns: 60 },
    );
  });
});

type Linear = ReturnType<typeof lower>["problem"];

function withRow(problem: Linear, columns: number[], coefs: number[], bound: number): Linear {
  const start = new Int32Array(problem.start.length);
  const index: number[] = [];
  const value: number[] = [];
  for (let j = 0; j < problem.numCol; j++) {
    start[j] = index.length;
    for (let k = problem.start[j] ?? 0; k < (problem.start[j + 1] ?? 0); k++) {
      index.push(problem.index[k] ?? 0);
      value.push(problem.value[k] ?? 0);
    }
    const at = columns.indexOf(j);
    if (at >= 0) {
      index.push(problem.numRow);
      value.push(coefs[at] ?? 0);
    }
  }
  start[problem.numCol] = index.length;
  return {
    ...problem,
    numRow: problem.numRow + 1,
    start,
    index: Int32Array.from(index),
    value: Float64Array.from(value),
    rowLower: Float64Array.from([...problem.rowLower, bound]),
    rowUpper: Float64Array.from([...problem.rowUpper, bound]),
  };
}

describe("limits", () => {
  const two: SituationSpec = {
    ...ONE,
    securities: { AAA: { price: 100 }, ZZZ: { price: 10 } },
    lots: held(90),
  };

  it("say clause, item, bound and level in the rule's own unit", () => {
    const each = clause(
      "Single",
      compare(weight(item), "<=", literal("0.6"), [forEach("securities", sets(two).all)]),
    );
    const slow = clause("Slow", compare(total("turnover", ACCOUNT), "<=", literal("0.25")));
    const lowered = lower(situationOf({ ...two, clauses: [each, slow] }));
    expect(lowered.limits.map(({ clause: { id }, item: of, bound, unit }) => [id, of, bound, unit])).toEqual([
      ["Single", "AAA", 0.6, "weight"],
      ["Slow", "", 0.25, "weight"],
    ]);
    expect(lowered.frame.symbol).toEqual(["AAA"]);
  });

  it("that what is neither held nor offered must miss make the account infeasible, others are no rows", () => {
    const floor = clause(
      "Floor",
      compare(weight(item), ">=", literal("0.01"), [forEach("securities", sets(two).all)]),
    );
    const lowered = lower(situationOf({ ...two, clauses: [floor] }));
    expect(backend.solve(lowered.problem).status).toBe("infeasible");
    expect(lowered.limits.some((limit) => limit.item === "ZZZ")).toBe(true);
  });
});

describe("the way back", () => {
  it("tells trades, cost by term and values of weights", () => {
    const lowered = lower(situationOf({ ...ONE, lots: held(90) }));
    const x = new Float64Array(lowered.problem.numCol);
    expect(hasIntegers(lowered.problem)).toBe(false);
    x[lowered.parts[0]?.column ?? -1] = 0.1;
    expect(decode(lowered, x)).toMatchObject([
      {
        symbol: "AAA",
        side: "sell",
        value: expect.closeTo(10_000, 6),
        lots: [{ lot: "AAA#1", quantity: expect.closeTo(100, 9) }],
      },
    ]);
    expect(termsAt(lowered, x).tax).toBeCloseTo(0.37 * 1000, 6);
    expect(termsAt(lowered, x).trading).toBeCloseTo(5, 6);
    expect(pointOf(lowered, x)(-1)).toBeCloseTo(0.3, 12);
  });
});

describe("netted tax", () => {
  const rates = { short: 0.37, long: 0.2, unused: 0.1 };

  it("is what each case of the rule says", () => {
    expect(nettedTax(rates, 100, 100)).toBeCloseTo(57, 9);
    expect(nettedTax(rates, -40, 100)).toBeCloseTo(12, 9);
    expect(nettedTax(rates, 100, -40)).toBeCloseTo(22.2, 9);
    expect(nettedTax(rates, -100, 40)).toBeCloseTo(-6, 9);
    expect(nettedTax(rates, -100, -40)).toBeCloseTo(-14, 9);
    expect(nettedTax(rates, 0, 0)).toBe(0);
  });
});
