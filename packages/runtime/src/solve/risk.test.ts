/** Accounts with a factor model: risk priced, the tracking error limited, alone and together with the rest. */
import { type Backend, createHighs } from "@mandate/solver";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { contextAfter, contextBefore, costs } from "../exact/costs.ts";
import { proposeAccount } from "../propose/account.ts";
import {
  ACCOUNT,
  amount,
  clause,
  compare,
  literal,
  prefer,
  type SituationSpec,
  sets,
  situationOf,
  source,
  total,
  usd,
} from "../testkit/index.ts";
import { conflict } from "./conflict.ts";
import { repairs } from "./repair.ts";
import { type Optimum, solveAccount } from "./solve.ts";
import { optimumOf, PAIR } from "./testing/optimum.ts";

let backend: Backend;
beforeAll(async () => {
  backend = await createHighs();
});
afterAll(() => backend.dispose());

const optimum = (spec: SituationSpec): Optimum => optimumOf(spec, backend);

/** Two securities of their own variance alone, 20 % a year each: 11 pp over and under their targets. */
const APART: SituationSpec = {
  ...PAIR,
  registration: "roth",
  cash: 2000,
  lots: [
    { symbol: "AAA", quantity: 600, cost: 90 },
    { symbol: "BBB", quantity: 760, cost: 45 },
  ],
  objective: { drift: [], trading: { commission: "0.02", ticket: "0", source: source() } },
  risk: {
    factors: ["none"],
    exposures: new Map([
      ["AAA", { loadings: [0], specific: 0.04 }],
      ["BBB", { loadings: [0], specific: 0.04 }],
    ]),
    covariance: [[0]],
  },
};
const PRICED: SituationSpec = {
  ...APART,
  objective: { ...APART.objective, risk: { k: "0.0015", source: source() } },
};
const limit = (level: number, more = {}) =>
  clause("Tracking", compare(total("tracking error", ACCOUNT), "<=", literal(level)), more);

describe("risk", () => {
  it("is traded away until what is left costs less than the trade", () => {
    // Each side: 15 · 2 · 0.04 · (0.11 − δ) = 0.02, so 1.67 pp stay.
    const solved = optimum(PRICED);
    const left = 0.02 / (15 * 2 * 0.04);
    expect(solved.trades.map(({ symbol, side }) => `${side} ${symbol}`)).toEqual(["sell AAA", "buy BBB"]);
    for (const { value } of solved.trades) expect(value).toBeCloseTo((0.11 - left) * 100_000, 3);
    expect(solved.terms.risk).toBeCloseTo(100_000 * 15 * 0.04 * 2 * left ** 2, 6);
  });

  it("is nothing without a model", () => {
    const { risk: _, ...without } = PRICED;
    expect(optimum(without).trades).toEqual([]);
  });

  it("is the same as the exact sum says, with factors that are correlated", () => {
    const spec: SituationSpec = {
      ...PRICED,
      objective: {
        ...PRICED.objective,
        drift: [{ of: "securities", steps: [{ slope: "0.1", beyond: "0" }], source: source() }],
      },
      risk: {
        factors: ["market", "size"],
        exposures: new Map([
          ["AAA", { loadings: [1.1, -0.4], specific: 0.01 }],
          ["BBB", { loadings: [0.9, 0.7], specific: 0.02 }],
        ]),
        covariance: [
          [0.03, 0.01],
          [0.01, 0.02],
        ],
      },
    };
    const solved = optimum(spec);
    const situation = situationOf(spec);
    const exact = costs(
      contextAfter(
        situation,
        solved.trades.map((trade) => ({
          symbol: trade.symbol,
          side: trade.side,
          quantity: contextBefore(situation).portfolio.value.times(0).plus(trade.quantity.toFixed(12)),
          lots: trade.lots.map(({ lot, quantity }) => ({
            lot,
            quantity: contextBefore(situation).portfolio.value.times(0).plus(quantity.toFixed(12)),
          })),
        })),
      ),
    );
    expect(solved.trades.length).toBeGreaterThan(0);
    expect(solved.terms.risk).toBeCloseTo(exact.risk.toNumber(), 5);
    expect(solved.objective).toBeCloseTo(exact.total.toNumber(), 4);
  });
});

describe("tracking error", () => {
  // Before trading √(2 · 0.04 · 0.11²) = 3.11 %.
  it("is brought down to its limit and no farther; the price is what a little more of it saves", () => {
    const at = (level: number) => optimum({ ...APART, clauses: [limit(level)] });
    const solved = at(0.02);
    const moved = 0.11 - 0.02 / Math.sqrt(0.08);
    for (const { value } of solved.trades) expect(value).toBeCloseTo(moved * 100_000, 3);
    const [report] = solved.limits;
    expect(report).toMatchObject({ name: "Tracking", binding: true, bound: 0.02 });
    expect(report?.level).toBeCloseTo(0.02, 10);
    const difference = (at(0.0199).objective - at(0.0201).objective) / 0.0002;
    expect(report?.price).toBeCloseTo(difference * 0.01, 4);
  });

  it("costs nothing where it is met", () => {
    const solved = optimum({ ...APART, clauses: [limit(0.05)] });
    expect(solved.trades).toEqual([]);
    expect(solved.limits).toMatchObject([{ binding: false, price: 0 }]);
    expect(solved.limits[0]?.level).toBeCloseTo(0.11 * Math.sqrt(0.08), 10);
  });

  it("is both limited and priced", () => {
    const solved = optimum({ ...PRICED, clauses: [limit(0.002)] });
    expect(solved.limits).toMatchObject([{ binding: true }]);
    expect(solved.terms.risk).toBeCloseTo(100_000 * 15 * 0.002 ** 2, 6);
  });

  it("never gets worse where it is grandfathered", () => {
    const solved = optimum({ ...APART, clauses: [limit(0.01, { grandfathered: true })] });
    expect(solved.trades).toEqual([]);
  });

  it("may be preferred instead", () => {
    const rule = compare(total("tracking error", ACCOUNT), "<=", literal(0.01));
    // Each pp less takes 2 · 0.02 / √0.08 = 0.1414 of trading: at 0.2 it is worth it, at 0.1 not.
    expect(optimum({ ...APART, preferences: [prefer("Near", rule, 0.1)] }).trades).toEqual([]);
    const solved = optimum({ ...APART, preferences: [prefer("Near", rule, 0.2)] });
    const moved = 0.11 - 0.01 / Math.sqrt(0.08);
    for (const { value } of solved.trades) expect(value).toBeCloseTo(moved * 100_000, 2);
    expect(solved.terms.preferences).toBeCloseTo(0, 4);
  });

  it("clashes with what keeps it up: both are cited, and by how much either gives way", () => {
    const kept = clause("never sell AAA", compare(amount("sold", sets(APART).of("AAA")), "=", usd(0)), {
      layer: "client",
    });
    const spec = { ...APART, clauses: [limit(0.02), kept] };
    const situation = situationOf(spec);
    expect(solveAccount(situation, backend)).toEqual({ status: "infeasible" });
    const found = conflict(situation, backend);
    expect(found?.clauses.map(({ id }) => id).sort()).toEqual(["Tracking", "never sell AAA"]);
    const ways = repairs(situation, found?.clauses ?? [], backend).flatMap(({ loosenings }) => loosenings);
    const to = ways.find(({ clause: { id } }) => id === "Tracking")?.to;
    // AAA stays 11 pp over; BBB can be bought back only for the 2 % of cash.
    const cash = 2000 / 1.02 / 100_000;
    expect(to).toBeCloseTo(0.2 * Math.hypot(0.11, 0.11 - cash), 6);
  });

  it("holds after rounding to whole shares, to the checker's last digit", () => {
    const spec: SituationSpec = {
      ...PRICED,
      securities: { AAA: { price: 100, increment: 1 }, BBB: { price: 50, increment: 1 } },
      clauses: [limit(0.0021)],
    };
    const settings = { bundle: situationOf(spec).bundle, backend, timeLimitSeconds: 10 };
    const { proposal } = proposeAccount(
      { ...settings, market: situationOf(spec).market } as never,
      situationOf(spec),
    );
    expect(proposal.status).toBe("proposed");
    if (proposal.status !== "proposed") return;
    expect(proposal.after.risk.toNumber()).toBeGreaterThan(0);
    expect(proposal.after.risk.toNumber()).toBeLessThanOrEqual(100_000 * 15 * 0.0021 ** 2 + 1e-6);
    expect(proposal.after.total.toNumber() - proposal.bound).toBeLessThan(5);
  });

  it("goes with a minimum trade", () => {
    const minimum = clause("minimum", {
      rule: "minimum trade",
      amount: usd(9000),
      source: source(),
      text: "minimum trade $9,000",
    });
    const solved = optimum({ ...PRICED, clauses: [minimum] });
    // 9.33 pp each without it; at $10,000 it is dearer.
    for (const { value } of solved.trades) expect(value).toBeGreaterThanOrEqual(9000 - 1e-6);
    expect(solved.trades.length).toBe(2);
    const none = optimum({
      ...PRICED,
      clauses: [
        {
          ...minimum,
          rules: minimum.rules.map((rule) => ("amount" in rule ? { ...rule, amount: usd(11_500) } : rule)),
        },
      ],
    });
    for (const { value } of none.trades) expect(value).toBeGreaterThanOrEqual(11_500 - 1e-6);
  });
});
