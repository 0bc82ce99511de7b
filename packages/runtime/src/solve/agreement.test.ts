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
import { situationOf } from "../testkit/index.ts";
import { solveAccount } from "./solve.ts";
import { SYMBOLS, shape, specOf } from "./testing/accounts.ts";

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
