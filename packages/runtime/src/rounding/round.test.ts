import { type Backend, createHighs } from "@mandate/solver";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { check } from "../checker/index.ts";
import { contextBefore, costs } from "../exact/costs.ts";
import { exact } from "../exact/decimal.ts";
import { lower } from "../lowering/index.ts";
import { UNLIMITED } from "../solve/budget.ts";
import { solveAccount } from "../solve/index.ts";
import {
  clause,
  compare,
  forEach,
  item,
  literal,
  MONEY,
  type SituationSpec,
  sets,
  situationOf,
  source,
  total,
  weight,
} from "../testkit/index.ts";
import { above, below, sharesAt } from "./grid.ts";
import { type Plan, plansOf, quantityOf, tradesOf } from "./plan.ts";
import { round, roundAhead } from "./round.ts";
import { startOf } from "./start.ts";

let backend: Backend;
beforeAll(async () => {
  backend = await createHighs();
});
afterAll(() => backend.dispose());

function rounded(spec: SituationSpec) {
  const situation = situationOf(spec);
  const solved = solveAccount(situation, backend);
  if (!("lowered" in solved)) throw new Error(`the situation is ${solved.status}`);
  const before = contextBefore(situation);
  const start = startOf(solved, before);
  return { situation, solved, before, result: round(start), start };
}

const minimum = (kind: "minimum trade" | "minimum holding", dollars: number) =>
  clause(kind, { rule: kind, amount: literal(dollars, MONEY), source: source(), text: kind });

/** A generator with a seed, so that the same situations come every time (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Three securities in whole shares, dear against the account, under a cap. */
function randomSpec(seed: number): SituationSpec {
  const next = random(seed);
  const price = (): number => Math.round((20 + next() * 600) * 100) / 100;
  const securities = {
    AAA: { price: price(), increment: 1, spread: "0.0005" },
    BBB: { price: price(), increment: 1, spread: "0.0005" },
    CCC: { price: price(), increment: 1, spread: "0.0005" },
  };
  const spec: SituationSpec = {
    securities,
    targets: [
      ["AAA", "0.4"],
      ["BBB", "0.35"],
      ["CCC", "0.23"],
      ["Cash", "0.02"],
    ],
    cash: 5000 + Math.round(next() * 20_000),
    lots: Object.entries(securities).map(([symbol, security]) => ({
      symbol,
      quantity: Math.ceil((next() * 20_000) / security.price),
      cost: Math.round(security.price * (0.6 + next() * 0.8) * 100) / 100,
    })),
  };
  const { all } = sets(spec);
  return {
    ...spec,
    clauses: [
      clause("Cap", compare(weight(item), "<=", literal("0.6"), [forEach("securities", all)]), {
        grandfathered: true,
      }),
    ],
  };
}

/** Eight securities in whole shares that are dear against the account, with gains that are as good as used up. */
function tightSpec(seed: number): SituationSpec {
  const next = random(seed);
  const symbols = ["AAA", "BBB", "CCC", "DDD", "EEE", "FFF", "GGG", "HHH"];
  const prices = new Map(symbols.map((symbol) => [symbol, Math.round((20 + next() * 900) * 100) / 100]));
  const price = (symbol: string): number => prices.get(symbol) ?? 1;
  return {
    securities: Object.fromEntries(symbols.map((symbol) => [symbol, { price: price(symbol), increment: 1 }])),
    targets: [...symbols.map((symbol) => [symbol, "0.1225"] as const), ["Cash", "0.02"]],
    cash: 3000,
    lots: symbols.slice(0, 5).map((symbol) => ({
      symbol,
      quantity: Math.ceil((5000 + next() * 20_000) / price(symbol)),
      cost: Math.round(price(symbol) * (0.5 + next() * 0.7) * 100) / 100,
    })),
    clauses: [clause("Gains", compare(total("gains"), "<=", literal(1500, MONEY)), { grandfathered: true })],
  };
}

describe("rounding", () => {
  it("knows that tickets are paid in cash", () => {
    // Three tickets of $70 are $210. BBB stands in for AAA and is far above its target: it is what is bought less of.
    const spec: SituationSpec = {
      classes: { Equity: undefined, FixedIncome: undefined, Cash: undefined },
      securities: {
        AAA: { price: 100, increment: 1 },
        BBB: { price: 10, increment: 1 },
        BND: { price: 10, increment: 1, class: "FixedIncome" },
      },
      targets: [
        ["AAA", "0.3"],
        ["BBB", "0.2"],
        ["BND", "0.4"],
        ["Cash", "0.1"],
      ],
      objective: {
        drift: [
          { of: "classes", steps: [{ slope: "0.4", beyond: "0" }], source: source() },
          { of: "securities", steps: [{ slope: "0.1", beyond: "0" }], source: source() },
        ],
        trading: { commission: "0", ticket: "70", source: source() },
      },
      registration: "roth",
      cash: 100_000,
    };
    const little = compare(weight(sets(spec).of("AAA")), "<=", literal("0.01"));
    const { result, solved } = rounded({ ...spec, clauses: [clause("Little", little)] });
    expect(result?.after.portfolio.cash.toNumber()).toBeCloseTo(10_000, 0);
    expect(Number(result?.cost.total) - solved.bound).toBeLessThan(1);
  });

  it("finds permitted trades no dearer than the nearest increments, in 150 accounts of few dear shares", () => {
    for (let seed = 1; seed <= 150; seed++) {
      const { situation, solved, before, result, start } = rounded(randomSpec(seed));
      expect(result, `seed ${seed}`).toBeDefined();
      if (result === undefined) continue;
      expect(result.checked.passed).toBe(true);
      const nearest = check(situation, tradesOf(solved.lowered, start.plans), before);
      if (nearest.passed && nearest.after !== undefined) {
        const limit = costs(nearest.after).total.plus("1e-6");
        expect(result.cost.total.lessThanOrEqualTo(limit), `seed ${seed}`).toBe(true);
      }
    }
  });

  it("ahead, through linear programs, is permitted and cheaper over all than step by step, where gains are tight", () => {
    let [steps, ahead, found] = [0, 0, 0];
    for (let seed = 1; seed <= 60; seed++) {
      const { solved, start, result } = rounded(tightSpec(seed));
      const { bound } = solved;
      for (const sides of ["kept", "chosen anew"] as const) {
        const other = roundAhead(start, sides, { backend, budget: UNLIMITED });
        if (other === undefined || result === undefined) continue;
        found += 1;
        expect(other.checked.passed, `seed ${seed}, sides ${sides}`).toBe(true);
        expect(other.cost.total.toNumber()).toBeGreaterThanOrEqual(bound - 1e-6);
        steps += result.cost.total.toNumber() - bound;
        ahead += other.cost.total.toNumber() - bound;
      }
    }
    expect(found).toBeGreaterThan(100);
    expect(ahead).toBeLessThan(0.9 * steps);
  });

  it("steps past trades that would be too small, and sells out what would be too small to keep", () => {
    const spec: SituationSpec = {
      securities: { AAA: { price: 100, increment: 1 }, BBB: { price: 50, increment: 1 } },
      targets: [
        ["AAA", "0.5"],
        ["BBB", "0.48"],
        ["Cash", "0.02"],
      ],
      cash: 2000,
      lots: [
        { symbol: "AAA", quantity: 500, cost: 100 },
        { symbol: "BBB", quantity: 960, cost: 50 },
      ],
      clauses: [minimum("minimum trade", 1030), minimum("minimum holding", 5000)],
    };
    const situation = situationOf(spec);
    const before = contextBefore(situation);
    const plan = (side: "buy" | "sell", quantity: number): Plan => {
      const trade = { symbol: "AAA", side, quantity, value: quantity * 100, lots: [] };
      const [only] = plansOf(lower(situation), before, [trade]);
      if (only === undefined) throw new Error("a trade has no plan");
      return only;
    };
    const next = (step: typeof above, { grid, count }: Plan): number => sharesAt(grid, step(grid, count));
    expect(quantityOf(plan("buy", 4))).toBe(0);
    const enough = plan("buy", 8);
    expect([quantityOf(enough), next(below, enough), next(above, enough)]).toEqual([11, 0, 12]);
    const nearlyAll = plan("sell", 470);
    expect([quantityOf(nearlyAll), next(above, nearlyAll)]).toEqual([450, 500]);
  });

  it("sells washed fractions with the rest, since less would cost all losses of the group", () => {
    const spec: SituationSpec = {
      securities: { VTI: { price: 200, increment: 1 }, ITOT: { price: 100, increment: 1 } },
      targets: [
        [["VTI", "ITOT@0.002"], "0.98"],
        ["Cash", "0.02"],
      ],
      cash: 1000,
      lots: [{ id: "v", symbol: "VTI", quantity: "245.25", cost: 260, acquired: "2026-02-02" }],
      wash: { v: { washed: "10.25", reachable: true } },
    };
    const { result } = rounded(spec);
    const sale = result?.trades.find((trade) => trade.symbol === "VTI");
    expect(sale?.quantity.greaterThanOrEqualTo(exact("10.25"))).toBe(true);
    expect(result?.after.realised.short.isNegative()).toBe(true);
  });
});
