import { Decimal } from "decimal.js";
import { describe, expect, it } from "vitest";
import { type SituationSpec, situationOf } from "../testkit/index.ts";
import type { Activity, BookAccount } from "./book.ts";
import { situationWash } from "./wash.ts";

const spec: SituationSpec = {
  securities: {
    GOOG: { price: 100, group: "ALPHABET" },
    GOOGL: { price: 100, group: "ALPHABET" },
    MSFT: { price: 100 },
  },
  targets: [["MSFT", 1]],
  lots: [
    { symbol: "GOOG", quantity: 50, cost: 120, id: "loss" },
    { symbol: "GOOG", quantity: 50, cost: 80, id: "gain" },
    { symbol: "MSFT", quantity: 10, cost: 120, id: "free" },
  ],
};
const { bundle, market, account } = situationOf(spec);
const named = (name: string, registration: BookAccount["registration"]): BookAccount => ({
  ...account,
  account: name,
  registration,
});
const taxable = named("tax", "taxable");
const ira = { ...named("ira", "traditional"), lots: [] };
const household = [taxable, ira];
const row = (more: Partial<Activity>): Activity => ({
  account: "ira",
  symbol: "GOOGL",
  date: "2026-11-10",
  side: "buy",
  quantity: new Decimal(20),
  price: new Decimal(100),
  ...more,
});
const wash = (activity: readonly Activity[], of: BookAccount = taxable, purchasesFromLots = false) => {
  const { wash: lots, blockedGroups } = situationWash({
    bundle,
    market,
    account: of,
    household,
    activity,
    purchasesFromLots,
  });
  return {
    lots: [...lots].map(([id, { washed, reachable }]) => [id, washed.toNumber(), reachable]),
    blocked: [...blockedGroups.keys()],
  };
};

describe("the wash-sale rule for a situation", () => {
  it("washes a loss by a purchase of its group anywhere in the household, reinvested or bought", () => {
    expect(wash([row({})]).lots).toEqual([["loss", 20, true]]);
    expect(wash([row({ side: "reinvest", account: "tax" })]).lots).toEqual([["loss", 20, true]]);
    expect(wash([row({ date: "2026-10-20" })]).lots).toEqual([]);
    expect(wash([row({ side: "sell" })]).lots).toEqual([]);
  });

  it("says nothing of lots where no tax is paid, and blocks groups there all the same", () => {
    const sold = row({ account: "tax", symbol: "GOOG", side: "sell", gain: new Decimal(-5) });
    expect(wash([row({}), sold], ira)).toEqual({ lots: [], blocked: ["ALPHABET"] });
  });

  it("blocks no group for a gain or for a loss in an IRA", () => {
    const sale = (more: Partial<Activity>) => row({ side: "sell", gain: new Decimal(-5), ...more });
    expect(wash([sale({})]).blocked).toEqual([]);
    expect(wash([sale({ account: "tax", gain: new Decimal(5) })]).blocked).toEqual([]);
    expect(wash([sale({ account: "tax" })]).blocked).toEqual(["ALPHABET"]);
  });

  it("blocks a group for the loss of a member that is put aside, unless it is known to pay no tax", () => {
    const sale = (more: Partial<Activity>) =>
      row({ account: "aside", side: "sell", gain: new Decimal(-5), ...more });
    expect(wash([sale({ registration: "taxable" })]).blocked).toEqual(["ALPHABET"]);
    expect(wash([sale({})]).blocked).toEqual(["ALPHABET"]);
    expect(wash([sale({ registration: "roth" })]).blocked).toEqual([]);
    expect(wash([sale({ gain: new Decimal(5) })]).blocked).toEqual([]);
  });

  it("takes purchases from the lots where the book has no activity", () => {
    const lots = account.lots.map((lot) => (lot.id === "gain" ? { ...lot, acquired: "2026-11-10" } : lot));
    const own = { ...taxable, lots };
    const found = situationWash({
      bundle,
      market,
      account: own,
      household: [own],
      activity: [],
      purchasesFromLots: true,
    });
    expect([...found.wash].map(([id, { washed }]) => [id, washed.toNumber()])).toEqual([["loss", 50]]);
  });
});
