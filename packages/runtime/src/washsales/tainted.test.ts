import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { blockedGroups, type PastSale } from "./blocked.ts";
import { dayText } from "./days.ts";
import { sum } from "./exact.ts";
import { type LossLot, type Purchase, taintedLots } from "./tainted.ts";

const asOf = "2026-11-20";
const bought = (date: string, quantity: number | string, account = "t1", symbol = "VTI"): Purchase => ({
  ...{ account, symbol, date, quantity },
});
const lot = (id: string, acquired: string, quantity: number | string, symbol = "VTI"): LossLot => ({
  ...{ id, account: "t1", symbol, acquired, quantity },
});
const taint = (purchases: Purchase[], lots: LossLot[]): string[] =>
  taintedLots({ asOf, purchases, lots }).map(
    ({ id, washed, reachable }) => `${id} ${washed} ${reachable ? "reachable" : "free"}`,
  );

describe("loss lots against the household's purchases", () => {
  it("counts a purchase of 30 days ago and of today, not of 31 days ago or of tomorrow", () => {
    const old = [lot("a", "2026-02-02", 100)];
    expect(taint([bought("2026-10-21", 100)], old)).toEqual(["a 100 reachable"]);
    expect(taint([bought("2026-10-20", 100)], old)).toEqual(["a 0 free"]);
    expect(taint([bought("2026-11-20", 40)], old)).toEqual(["a 40 reachable"]);
    expect(taint([bought("2026-11-21", 40)], old)).toEqual(["a 0 free"]);
  });

  it("washes share for share and leaves the rest reachable", () => {
    expect(taint([bought("2026-10-21", 10)], [lot("a", "2026-02-02", 290)])).toEqual(["a 10 reachable"]);
  });

  it("takes loss lots in the order of acquisition, whatever their order in the book, then by id", () => {
    const lots = [lot("c", "2026-03-01", 50), lot("b", "2026-02-02", 50), lot("a", "2026-03-01", 50)];
    expect(taint([bought("2026-11-01", 80)], lots)).toEqual([
      "c 0 reachable",
      "b 50 reachable",
      "a 30 reachable",
    ]);
  });

  it("does not count a lot's own purchase for it, but for an older lot", () => {
    const own = [bought("2026-11-10", 100)];
    expect(taint(own, [lot("new", "2026-11-10", 100)])).toEqual(["new 0 free"]);
    expect(taint(own, [lot("old", "2026-02-02", 60), lot("new", "2026-11-10", 100)])).toEqual([
      "old 60 reachable",
      "new 0 free",
    ]);
  });

  it("counts what was bought beyond the lot's quantity on its day, and the same day's purchase of another account or symbol", () => {
    const fresh = [lot("new", "2026-11-10", 100)];
    expect(taint([bought("2026-11-10", 90), bought("2026-11-10", 60)], fresh)).toEqual(["new 50 reachable"]);
    expect(taint([bought("2026-11-10", 100), bought("2026-11-10", 30, "ira")], fresh)).toEqual([
      "new 30 reachable",
    ]);
    expect(taint([bought("2026-11-10", 100, "t1", "ITOT")], fresh)).toEqual(["new 100 reachable"]);
  });

  it("lets one of two lots of one day wash the other, not each the other", () => {
    const lots = [lot("a", "2026-11-10", 50), lot("b", "2026-11-10", 50)];
    expect(taint([bought("2026-11-10", 100)], lots)).toEqual(["a 50 reachable", "b 0 reachable"]);
  });

  it("leaves for a newer lot what older ones have not used up", () => {
    const lots = [lot("old", "2026-02-02", 60), lot("new", "2026-11-01", 100)];
    const purchases = [bought("2026-11-15", 100, "ira"), bought("2026-11-01", 100)];
    // 200 bought, 100 of them the new lot's own, 60 used by the old one: 40 are left.
    expect(taint(purchases, lots)).toEqual(["old 60 reachable", "new 40 reachable"]);
  });

  it("does not wash two lots of the window by each other", () => {
    const lots = [lot("older", "2026-10-26", 6), lot("newer", "2026-11-14", 6)];
    expect(taint([bought("2026-10-26", 6), bought("2026-11-14", 6)], lots)).toEqual([
      "older 6 reachable",
      "newer 0 reachable",
    ]);
  });

  it("is exact on fractions", () => {
    expect(
      taint([bought("2026-11-01", "0.1"), bought("2026-11-02", "0.2")], [lot("a", "2026-02-02", 1)]),
    ).toEqual(["a 0.3 reachable"]);
  });

  it("says what is wrong with its input", () => {
    expect(() => taint([bought("2026-11-31", 1)], [])).toThrow(
      /`VTI` in the account `t1` has `2026-11-31` where a date/,
    );
    expect(() => taint([], [lot("a", "2026-02-02", -5)])).toThrow(
      /the lot `a` has the quantity `-5`, which is not above 0/,
    );
    expect(() => taint([], [lot("a", "2026-02-02", 1), lot("a", "2026-02-02", 1)])).toThrow(
      /`a` is given twice/,
    );
  });

  it("washes no more than was bought or is held, and nothing that is not reachable", () => {
    const days = fc.integer({ min: 20_728, max: 20_777 }).map(dayText);
    const shares = fc.integer({ min: 1, max: 50 });
    const purchases = fc.array(fc.tuple(days, shares, fc.constantFrom("t1", "ira")), { maxLength: 6 });
    const lots = fc.array(fc.tuple(days, shares), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(purchases, lots, (buys, held) => {
        const given = buys.map(([date, quantity, account]) => bought(date, quantity, account));
        const losses = held.map(([acquired, quantity], at) => lot(`l${at}`, acquired, quantity));
        const tainted = taintedLots({ asOf, purchases: given, lots: losses });
        const total = sum(tainted.map((one) => one.washed)).toNumber();
        expect(total).toBeLessThanOrEqual(buys.reduce((all, [, quantity]) => all + quantity, 0));
        tainted.forEach((one, at) => {
          expect(one.washed.toNumber()).toBeLessThanOrEqual(held[at]?.[1] ?? 0);
          if (!one.reachable) expect(one.washed.isZero()).toBe(true);
        });
        const backwards = taintedLots({ asOf, purchases: [...given].reverse(), lots: [...losses].reverse() });
        expect([...backwards].reverse()).toEqual(tainted);
      }),
      { seed: 1091, numRuns: 300 },
    );
  });
});

describe("groups that may not be bought", () => {
  const sale = (date: string, gain: number | string, group = "VTI"): PastSale => ({
    ...{ registration: "taxable", group, date, gain },
  });

  it("are those sold at a loss in the past 30 days in a taxable account", () => {
    const sales: PastSale[] = [
      sale("2026-10-21", -1, "edge"),
      sale("2026-10-20", -1, "out"),
      sale("2026-11-20", "-0.01", "today"),
      sale("2026-11-21", -1, "tomorrow"),
      sale("2026-11-10", 5, "gain"),
      sale("2026-11-10", 0, "even"),
      { ...sale("2026-11-10", -5, "ira"), registration: "roth" },
    ];
    expect(blockedGroups(asOf, sales)).toEqual([
      { group: "edge", sold: "2026-10-21", through: "2026-11-20" },
      { group: "today", sold: "2026-11-20", through: "2026-12-20" },
    ]);
  });

  it("are blocked through the window of the latest sale", () => {
    const sales = [sale("2026-11-12", -1), sale("2026-11-02", -1)];
    expect(blockedGroups(asOf, sales)).toEqual([{ group: "VTI", sold: "2026-11-12", through: "2026-12-12" }]);
  });

  it("says which gain is no number", () => {
    expect(() => blockedGroups(asOf, [sale("2026-11-12", "n/a")])).toThrow(/`VTI` has a gain of `n\/a`/);
  });
});
