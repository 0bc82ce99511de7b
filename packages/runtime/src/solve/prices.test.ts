/** What a limit costs where another says the same: loosening one of two that hold the same bound gives no room. */

import type { Clause } from "@mandate/compiler";
import { type Backend, createHighs } from "@mandate/solver";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  amount,
  clause,
  compare,
  literal,
  type SituationSpec,
  sets,
  source,
  usd,
  weight,
} from "../testkit/index.ts";
import { optimumOf, PAIR } from "./testing/optimum.ts";

let backend: Backend;
beforeAll(async () => {
  backend = await createHighs();
});
afterAll(() => backend.dispose());

const refs = sets(PAIR);
const start: SituationSpec = {
  ...PAIR,
  registration: "roth",
  cash: 2000,
  lots: [
    { symbol: "AAA", quantity: 490, cost: 10 },
    { symbol: "BBB", quantity: 980, cost: 50 },
  ],
};

function pricesOf(clauses: readonly Clause[], more: Partial<SituationSpec> = {}): Record<string, number> {
  const solved = optimumOf({ ...start, ...more, clauses }, backend);
  return Object.fromEntries(
    solved.limits.filter(({ binding }) => binding).map(({ name, price }) => [name, price]),
  );
}

const cap = (name: string, share: string) =>
  clause(name, compare(weight(refs.of("AAA")), "<=", literal(share)));
const noPurchase = (name: string) =>
  clause(name, compare(amount("bought", refs.of("AAA"), usd(0).unit), "<=", usd(0)));

describe("the price of a limit", () => {
  it("is none where another limit holds the same weight", () => {
    const [alone] = Object.values(pricesOf([cap("One", "0.3")]));
    expect(alone).toBeGreaterThan(1);
    expect(pricesOf([cap("One", "0.3"), cap("Two", "0.3")])).toEqual({ One: 0, Two: 0 });
    expect(pricesOf([cap("One", "0.3"), cap("Two", "0.4")])).toEqual({ One: alone });
    expect(pricesOf([cap("Two", "0.4"), cap("One", "0.3")])).toEqual({ One: alone });
  });

  it("of a sale that is forbidden is none where nobody would make it", () => {
    // Nothing is sold below nothing: that side of the equation is not the clause's.
    const more = { cash: 2000, lots: [{ symbol: "AAA", quantity: 490, cost: 10, acquired: "2026-03-02" }] };
    const kept = clause("Kept", compare(amount("sold", refs.of("AAA")), "=", usd(0)));
    expect(pricesOf([kept], { ...more, registration: "taxable" })).toEqual({ Kept: 0 });
  });

  it("is none where another limit forbids the same purchase", () => {
    const more = { cash: 100_000, lots: [] };
    const [alone] = Object.values(pricesOf([noPurchase("One")], more));
    expect(alone).toBeGreaterThan(1);
    expect(pricesOf([noPurchase("One"), noPurchase("Two")], more)).toEqual({ One: 0, Two: 0 });
    expect(pricesOf([noPurchase("One"), cap("Two", "0")], more)).toEqual({ One: 0, Two: 0 });
  });

  it("of what may be bought is told where a ticket makes it a choice to buy at all", () => {
    const more = { cash: 100_000, lots: [] };
    const bounded = clause("Little", compare(amount("bought", refs.of("AAA")), "<=", usd(1000)));
    const { Little: without } = pricesOf([bounded], more);
    const trading = { commission: "0", ticket: "7", source: source() };
    const { Little: withTickets } = pricesOf([bounded], { ...more, objective: { trading } });
    expect(without).toBeGreaterThan(1);
    expect(withTickets).toBeCloseTo(without ?? 0, 6);
  });

  it("is none where the rule of wash sales forbids the purchase anyway", () => {
    const more: Partial<SituationSpec> = {
      cash: 100_000,
      lots: [],
      blocked: ["AAA"],
    };
    expect(pricesOf([noPurchase("One")], more)).toEqual({ One: 0 });
  });
});
