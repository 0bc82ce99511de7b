import type { Expr } from "@mandate/compiler";
import { describe, expect, it } from "vitest";
import { contextAfter, contextBefore } from "../exact/costs.ts";
import { exact, ZERO } from "../exact/decimal.ts";
import { evaluate } from "../exact/expression.ts";
import { securitiesRead } from "../exact/reads.ts";
import type { Trade } from "../proposal/proposal.ts";
import { amount, NUMBER, type SituationSpec, sets, situationOf, total, weight } from "../testkit/index.ts";
import { movesOf, withoutMove } from "./attribution.ts";

const spec: SituationSpec = {
  securities: {
    VTI: { price: "201.37", spread: "0.0005", class: "Equity" },
    ITOT: { price: "99.1", spread: "0.0007", class: "Equity" },
    BND: { price: "80.03", spread: "0.001", class: "FixedIncome" },
  },
  classes: { Equity: undefined, FixedIncome: undefined, Cash: undefined },
  targets: [
    ["VTI", "0.6"],
    ["BND", "0.38"],
    ["Cash", "0.02"],
  ],
  cash: 4000,
  lots: [
    { id: "v1", symbol: "VTI", quantity: "200.1234", cost: 250, acquired: "2026-02-02" },
    { id: "v2", symbol: "VTI", quantity: 140, cost: 120 },
    { id: "b1", symbol: "BND", quantity: "350.5", cost: 85 },
  ],
};

const trades: readonly Trade[] = [
  { symbol: "ITOT", side: "buy", quantity: exact("300.25"), lots: [] },
  {
    symbol: "VTI",
    side: "sell",
    quantity: exact("230.1234"),
    lots: [
      { lot: "v1", quantity: exact("200.1234") },
      { lot: "v2", quantity: exact(30) },
    ],
  },
  { symbol: "BND", side: "sell", quantity: exact(10), lots: [{ lot: "b1", quantity: exact(10) }] },
];

const situation = situationOf(spec);
const before = contextBefore(situation);
const after = contextAfter(situation, trades, before);
const { of } = sets(spec);

const measured: readonly (readonly [string, Expr])[] = [
  ["a weight", weight(of("VTI"))],
  ["a weight of a class", weight(of("Equity"))],
  ["a weight of cash", weight(of("Cash"))],
  ["a weight of a set", weight(of("VTI"), of("Equity"))],
  ["dollars sold", amount("sold", of("VTI"))],
  ["dollars traded", amount("traded", of("Equity"))],
  ["gains", total("gains")],
  ["turnover", total("turnover")],
  ["a product", { e: "multiply", left: weight(of("BND")), right: weight(of("VTI")), unit: NUMBER }],
];

describe("an account without one of its trades", () => {
  const moves = movesOf(after);

  it("is what the others leave", () => {
    expect(moves).toHaveLength(trades.length);
    for (const move of moves) {
      const { symbol, index } = move.position;
      const others = trades.filter((trade) => trade.symbol !== symbol);
      const [without, made] = [withoutMove(after, move), contextAfter(situation, others, before)];
      for (const [, expr] of measured)
        expect(evaluate(without, expr)?.toFixed()).toBe(evaluate(made, expr)?.toFixed());
      expect(without.portfolio.cash.toFixed()).toBe(made.portfolio.cash.toFixed());
      expect(without.portfolio.tradingCost.toFixed()).toBe(made.portfolio.tradingCost.toFixed());
      expect(without.realised).toEqual(made.realised);
      const shares = (context: typeof made) => context.portfolio.positions.get(index)?.after ?? ZERO;
      expect(shares(without).toFixed()).toBe(shares(made).toFixed());
    }
  });

  for (const [name, expr] of measured) {
    it(`leaves ${name} as it is where that does not read the trade's security`, () => {
      const read = securitiesRead(situation, expr, new Map());
      for (const move of moves) {
        const same = evaluate(withoutMove(after, move), expr)?.equals(evaluate(after, expr) ?? ZERO);
        if (read !== undefined) expect(same).toBe(!read.has(move.position.index));
      }
      expect(read === undefined).toBe(["gains", "turnover", "a weight of cash"].includes(name));
    });
  }
});
