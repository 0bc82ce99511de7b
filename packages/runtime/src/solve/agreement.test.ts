/** The lowering against exact decimals: what the solver says its answer costs is what it costs, and the checker passes it. */
import { type Backend, createHighs } from "@mandate/solver";
import { Decimal } from "decimal.js";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Situation } from "../account/situation.ts";
import { check } from "../checker/index.ts";
import { contextAfter, costs } from "../exact/costs.ts";
import type { ContinuousTrade } from "../lowering/index.ts";
import type { Trade } from "../proposal/proposal.ts";
import {
  ACCOUNT,
  amount,
  COUNT,
  clause,
  compare,
  forEach,
  item,
  literal,
  NUMBER,
  prefer,
  type SituationSpec,
  sets,
  situationOf,
  source,
  total,
  usd,
  weight,
} from "../testkit/index.ts";
import { solveAccount } from "./solve.ts";

let backend: Backend;
beforeAll(async () => {
  backend = await createHighs();
});
afterAll(() => backend.dispose());

/** Continuous trades as exact ones, no lot oversold by a float's last digit. */
function exactTrades(situation: Situation, trades: readonly ContinuousTrade[]): Trade[] {
  const held = new Map(situation.account.lots.map((lot) => [lot.id, lot.quantity]));
  return trades.map(({ symbol, side, quantity, lots }) => {
    const sales = lots.map((sale) => ({
      lot: sale.lot,
      quantity: Decimal.min(new Decimal(sale.quantity), held.get(sale.lot) ?? 0),
    }));
    const sold = sales.reduce((sum, sale) => sum.plus(sale.quantity), new Decimal(0));
    return { symbol, side, quantity: side === "sell" ? sold : new Decimal(quantity), lots: sales };
  });
}

const SYMBOLS = ["AAA", "BBB", "CCC", "DDD", "EEE"];
const DATES = ["2019-05-01", "2025-11-20", "2025-11-21", "2026-08-03", "2026-11-10"];

const lot = fc.record({
  symbol: fc.constantFrom(...SYMBOLS),
  quantity: fc.integer({ min: 1, max: 400 }),
  cost: fc.integer({ min: 10, max: 200 }),
  acquired: fc.constantFrom(...DATES),
});

const shape = fc.record({
  prices: fc.array(fc.integer({ min: 20, max: 150 }), { minLength: 5, maxLength: 5 }),
  parts: fc.array(fc.integer({ min: 0, max: 10 }), { minLength: 5, maxLength: 5 }),
  alternates: fc.boolean(),
  twins: fc.boolean(),
  lots: fc.array(lot, { minLength: 1, maxLength: 8 }),
  washed: fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 8, maxLength: 8 }),
  cash: fc.integer({ min: 0, max: 30_000 }),
  registration: fc.constantFrom("taxable" as const, "taxable" as const, "roth" as const),
  netted: fc.boolean(),
  realised: fc.tuple(fc.integer({ min: -5000, max: 5000 }), fc.integer({ min: -5000, max: 5000 })),
  ticket: fc.constantFrom("0", "0", "12"),
  steps: fc.boolean(),
  rules: fc.subarray([
    "issuers",
    "gains",
    "trade",
    "holding",
    "turnover",
    "of",
    "count",
    "cash",
    "never",
  ] as const),
  liked: fc.subarray(["few", "clean", "worth"] as const),
});
type Shape = typeof shape extends fc.Arbitrary<infer T> ? T : never;

function specOf(given: Shape): SituationSpec {
  const securities = Object.fromEntries(
    SYMBOLS.map((symbol, at) => [
      symbol,
      {
        price: given.prices[at] ?? 50,
        spread: "0.001",
        class: at < 3 ? "Equity" : "FixedIncome",
        attributes: { score: String(10 * at + 5) },
        ...(given.twins && at < 2 ? { group: "TWINS", issuer: "TWINS" } : {}),
      },
    ]),
  );
  const base = { classes: { Equity: undefined, FixedIncome: undefined, Cash: undefined }, securities };
  const refs = sets(base);
  const all = given.parts.reduce((sum, part) => sum + part, 1);
  const share = (at: number) => new Decimal(given.parts[at] ?? 0).dividedBy(all).times("0.98").toFixed(6);
  const targets = SYMBOLS.map((symbol, at) => [
    given.alternates && at === 0 ? [symbol, "BBB@0.003"] : symbol,
    share(at),
  ]) as SituationSpec["targets"];
  const rules = {
    issuers: clause("Issuers", compare(weight(item), "<=", literal("0.4"), [forEach("issuers", refs.all)]), {
      grandfathered: true,
    }),
    gains: clause("Gains", compare(total("gains", undefined, { thisYear: true }), "<=", usd(500)), {
      grandfathered: true,
    }),
    trade: clause("MinTrade", { rule: "minimum trade", amount: usd(700), source: source(), text: "" }),
    holding: clause("MinHold", {
      rule: "minimum holding",
      amount: literal("0.04"),
      source: source(),
      text: "",
    }),
    turnover: clause("Turnover", compare(total("turnover", ACCOUNT), "<=", literal("0.3"))),
    of: clause("OfEquity", compare(weight(refs.of("AAA"), refs.of("Equity")), "<=", literal("0.5")), {
      grandfathered: true,
    }),
    count: clause("Trades", compare(total("trades", COUNT), "<=", literal(3, COUNT))),
    cash: clause("Cash.band", compare(weight(refs.of("Cash")), "<=", literal("0.5")), {
      grandfathered: true,
    }),
    never: clause("never sell", compare(amount("sold", refs.of("CCC")), "=", usd(0))),
  };
  const liked = {
    few: prefer("Few", compare(total("trades", COUNT), "<=", literal(1, COUNT)), 20, "usd"),
    clean: prefer("Clean", compare(weight(refs.of("DDD")), "<=", literal("0.05")), 0.15),
    worth: prefer("Worth", compare(amount("value", refs.of("EEE")), ">=", usd(2000)), 0.01, "usd"),
  };
  const wash: Record<string, { washed: number; reachable: boolean }> = {};
  given.lots.forEach(({ symbol, quantity, cost }, at) => {
    const washed = Math.min(quantity, given.washed[at] ?? 0);
    const price = given.prices[SYMBOLS.indexOf(symbol)] ?? 50;
    if (cost > price && at % 2 === 0) wash[`${symbol}#${at + 1}`] = { washed, reachable: true };
  });
  return {
    ...base,
    targets: [...targets, ["Cash", "0.02"]],
    cash: given.cash,
    lots: given.lots,
    registration: given.registration,
    realised: given.realised,
    wash: given.registration === "taxable" ? wash : {},
    objective: {
      drift: [
        {
          of: "classes",
          steps: [
            { slope: "0.2", beyond: "0.005" },
            { slope: "0.5", beyond: "0.04" },
          ],
          source: source(),
        },
        {
          of: "securities",
          steps: given.steps
            ? [
                { slope: "0.1", beyond: "0.01" },
                { slope: "0.3", beyond: "0.05" },
              ]
            : [{ slope: "0.1", beyond: "0" }],
          source: source(),
        },
      ],
      taxes: { netted: given.netted, times: literal(1, NUMBER), source: source() },
      trading: { commission: "0.0002", ticket: given.ticket, source: source() },
    },
    clauses: given.rules.map((name) => rules[name]),
    preferences: given.liked.map((name) => liked[name]),
  };
}

describe("an optimum", () => {
  it("costs to the cent what exact decimals say, term by term, and passes the checker", () => {
    let solved = 0;
    fc.assert(
      fc.property(shape, (given) => {
        const situation = situationOf(specOf(given));
        const answer = solveAccount(situation, backend);
        if (answer.status !== "optimal") {
          expect(answer.status).toBe("infeasible");
          return;
        }
        solved++;
        const trades = exactTrades(situation, answer.trades);
        const exactly = costs(contextAfter(situation, trades));
        const cent = 1e-7 * situation.value.toNumber();
        for (const term of ["drift", "alternates", "tax", "trading", "preferences", "total"] as const) {
          expect(Math.abs(answer.terms[term] - exactly[term].toNumber()), term).toBeLessThanOrEqual(cent);
        }
        const checked = check(situation, trades);
        expect(checked.rows.filter((row) => !row.holds).map((row) => `${row.clause.id} ${row.item}`)).toEqual(
          [],
        );
        const faults = checked.faults.filter(({ what }) => what !== "not a multiple of the increment");
        expect(faults).toEqual([]);
      }),
      { seed: 2026, numRuns: 100 },
    );
    expect(solved).toBeGreaterThan(60);
  }, 180_000);

  it("is no worse than any of a few hundred permitted trades tried at random", () => {
    fc.assert(
      fc.property(
        shape,
        fc.array(fc.tuple(fc.constantFrom(...SYMBOLS), fc.integer({ min: -100, max: 100 })), {
          maxLength: 3,
        }),
        (given, moves) => {
          const situation = situationOf(specOf(given));
          const trades = tradesOf(situation, new Map(moves));
          if (trades === undefined) return;
          const checked = check(situation, trades);
          if (!checked.passed || checked.after === undefined) return;
          const answer = solveAccount(situation, backend);
          if (answer.status !== "optimal")
            throw new Error(`${answer.status}, though these trades are permitted`);
          expect(answer.bound).toBeLessThanOrEqual(costs(checked.after).total.toNumber() + 1e-6);
        },
      ),
      { seed: 4711, numRuns: 150 },
    );
  }, 180_000);
});

/** Trades of whole shares, sold lot by lot in the book's order; undefined where more is sold than is held. */
function tradesOf(situation: Situation, moves: ReadonlyMap<string, number>): Trade[] | undefined {
  const trades: Trade[] = [];
  for (const [symbol, shares] of moves) {
    if (shares > 0) trades.push({ symbol, side: "buy", quantity: new Decimal(shares), lots: [] });
    if (shares >= 0) continue;
    let left = new Decimal(-shares);
    const lots = situation.account.lots.flatMap((held) => {
      const quantity = held.symbol === symbol ? Decimal.min(held.quantity, left) : new Decimal(0);
      left = left.minus(quantity);
      return quantity.gt(0) ? [{ lot: held.id, quantity }] : [];
    });
    if (left.gt(0)) return undefined;
    trades.push({ symbol, side: "sell", quantity: new Decimal(-shares), lots });
  }
  return trades;
}
