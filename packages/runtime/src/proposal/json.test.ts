import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exact, ZERO } from "../exact/decimal.ts";
import type { AccountProposal, ProposedTrade } from "./account.ts";
import { proposalLine } from "./json.ts";
import { proposalSchema } from "./schema.ts";
import { NO_COST } from "./testing/costs.ts";

function proposalOf(account: string, trades: readonly ProposedTrade[]): AccountProposal {
  const gains = { short: ZERO, long: exact("-0.001") };
  const limits = [
    {
      clause: "Cap",
      name: 'Cap("A")',
      item: "A",
      source: "firm/policy.mandate:3",
      layer: "firm" as const,
      level: 0.1 + 0.2,
      bound: 0.3,
      unit: "weight" as const,
      binding: true,
      price: 12.345,
    },
  ];
  return {
    status: "proposed",
    account,
    value: exact("1000.005"),
    before: NO_COST,
    after: NO_COST,
    bound: 1.5,
    trades,
    gains,
    limits,
  };
}

const text = fc.string({
  unit: fc.constantFrom(...'aZ09 `"\\/\n\t\u0000\u007F\u2028é\u{1F600}\uD800'),
  maxLength: 8,
});
const money = fc
  .tuple(fc.integer({ min: -1_000_000, max: 1_000_000 }), fc.nat(4))
  .map(([n, places]) => exact(`${n}e-${places}`));
const trade = fc.record({
  symbol: text,
  side: fc.constantFrom("buy" as const, "sell" as const),
  quantity: money,
  price: money,
  value: money,
  lots: fc.array(
    fc.record({
      lot: text,
      quantity: money,
      gain: money,
      term: fc.constantFrom("short" as const, "long" as const),
      washed: money,
    }),
    { maxLength: 2 },
  ),
  because: fc.array(
    fc.oneof(fc.record({ text, value: money }), fc.record({ text, value: money, source: text })),
    { maxLength: 2 },
  ),
});

describe("a line of proposals.jsonl", () => {
  it("is JSON as a library writes it, and reads back as it was", () => {
    fc.assert(
      fc.property(text, fc.array(trade, { maxLength: 3 }), (account, trades) => {
        const line = proposalLine(proposalOf(account, trades));
        const read = proposalSchema.parse(JSON.parse(line));
        expect(line).toBe(JSON.stringify(JSON.parse(line)));
        expect(read.account).toBe(account);
        expect(read.trades).toEqual(
          trades.map(({ symbol, side, quantity, price, value, lots, because }) => ({
            symbol,
            side,
            quantity: quantity.toFixed(),
            price: price.toFixed(),
            value: value.toFixed(2).replace("-0.00", "0.00"),
            lots: lots.map(({ lot, quantity: shares, gain, term, washed }) => ({
              lot,
              quantity: shares.toFixed(),
              gain: gain.toFixed(2).replace("-0.00", "0.00"),
              term,
              washed: washed.isZero() ? "0" : washed.toFixed(2).replace("-0.00", "0.00"),
            })),
            because: because.map((reason) => ({ ...reason, value: Number(reason.value.toFixed(2)) + 0 })),
          })),
        );
      }),
      { seed: 8259, numRuns: 1_000 },
    );
  });
});
