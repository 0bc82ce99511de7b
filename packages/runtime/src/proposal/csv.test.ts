import fc from "fast-check";
import Papa from "papaparse";
import { describe, expect, it } from "vitest";
import { exact, ZERO } from "../exact/decimal.ts";
import type { AccountProposal, ProposedTrade } from "./account.ts";
import { tradeLines } from "./csv.ts";
import { NO_COST } from "./testing/costs.ts";

function proposalOf(account: string, trades: readonly ProposedTrade[]): AccountProposal {
  const gains = { short: ZERO, long: ZERO };
  return {
    status: "proposed",
    account,
    value: ZERO,
    before: NO_COST,
    after: NO_COST,
    bound: 0,
    trades,
    gains,
    limits: [],
  };
}

function saleOf(symbol: string, lot: string): ProposedTrade {
  const quantity = exact("12.5");
  const price = exact("3.21");
  const sold = { lot, quantity, gain: exact("-7.125"), term: "long" as const, washed: ZERO };
  return { symbol, side: "sell", quantity, price, value: quantity.times(price), lots: [sold], because: [] };
}

describe("trades.csv", () => {
  it("has a line a lot sold and a line a purchase", () => {
    const { lots: _, ...bought } = saleOf("BND", "");
    const lines = tradeLines(proposalOf("1", [saleOf("VTI", "VTI#2"), { ...bought, side: "buy", lots: [] }]));
    expect(lines).toBe("1,VTI,sell,12.5,3.21,40.12,VTI#2,long,-7.12\n1,BND,buy,12.5,3.21,40.12,,,\n");
  });

  it("reads back as it was written, whatever a name is, and runs nothing", () => {
    const character = fc.constantFrom(..."AZaz09.#/-_ ,\"'\n\r=+@\t\uFF1D;|&");
    const name = fc.string({ unit: character, minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(name, name, name, (account, symbol, lot) => {
        const { data } = Papa.parse<string[]>(tradeLines(proposalOf(account, [saleOf(symbol, lot)])), {
          newline: "\n",
          skipEmptyLines: true,
        });
        const [row = [], ...more] = data;
        expect(more).toEqual([]);
        for (const [at, text] of [
          [0, account],
          [1, symbol],
          [6, lot],
        ] as const) {
          expect([text, `'${text}`]).toContain(row[at]);
          expect(row[at]).not.toMatch(/^[=+@\t\r\n\uFF1D]/);
        }
      }),
      { seed: 4180, numRuns: 2_000 },
    );
  });
});
