import { describe, expect, it } from "vitest";
import { exact } from "../exact/decimal.ts";
import type { Trade } from "../proposal/proposal.ts";
import {
  adjust,
  amount,
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
  usd,
  weight,
} from "../testkit/index.ts";
import { check, missedRows } from "./check.ts";

const spec: SituationSpec = {
  securities: {
    AAA: { price: 100, increment: 1 },
    BBB: { price: 50, increment: 1 },
    CCC: { price: 10, increment: "0.5", group: "TWIN" },
    DDD: { price: 10, increment: 1, group: "TWIN" },
  },
  targets: [
    ["AAA", "0.49"],
    ["BBB", "0.49"],
    ["Cash", "0.02"],
  ],
  cash: 10_000,
  lots: [
    { id: "a1", symbol: "AAA", quantity: "400.25", cost: 50 },
    { id: "b1", symbol: "BBB", quantity: 900, cost: 60 },
    { id: "c1", symbol: "CCC", quantity: 497.5, cost: 12 },
  ],
};
const { of, all } = sets(spec);

function buy(symbol: string, quantity: number): Trade {
  return { symbol, side: "buy", quantity: exact(quantity), lots: [] };
}

function sell(symbol: string, quantity: number | string, lot: string): Trade {
  return { symbol, side: "sell", quantity: exact(quantity), lots: [{ lot, quantity: exact(quantity) }] };
}

function missed(more: Partial<SituationSpec>, trades: readonly Trade[]): string[] {
  const checked = check(situationOf({ ...spec, ...more }), trades);
  expect(checked.impossible).toBeUndefined();
  return [
    ...missedRows(checked).map((row) => `${row.clause.name}(${row.item})`),
    ...checked.faults.map((fault) => `${fault.what}: ${fault.item}`),
  ];
}

describe("compare rules", () => {
  const cap = clause("Cap", compare(weight(item), "<=", literal("0.45"), [forEach("securities", all)]));
  it("are evaluated item by item", () => {
    // V is $100,000
    expect(missed({ clauses: [cap] }, [buy("AAA", 49)])).toEqual([]);
    expect(missed({ clauses: [cap] }, [buy("AAA", 50)])).toEqual(["Cap(AAA)"]);
  });
  it("do not grow where grandfathered", () => {
    const held = clause("Cap", compare(weight(item), "<=", literal("0.3"), [forEach("securities", all)]), {
      grandfathered: true,
    });
    expect(missed({ clauses: [held] }, [])).toEqual([]);
    expect(missed({ clauses: [held] }, [sell("AAA", 1, "a1")])).toEqual([]);
    expect(missed({ clauses: [held] }, [buy("AAA", 1)])).toEqual(["Cap(AAA)"]);
    expect(missed({ clauses: [{ ...held, grandfathered: false }] }, [])).toEqual(["Cap(AAA)", "Cap(BBB)"]);
  });
  it("are waived, then tightened", () => {
    const adjustments = [
      adjust("waive", "Cap", literal("0.6"), { for: "AAA", layer: "firm" }),
      adjust("tighten", "Cap", literal("0.5")),
    ];
    expect(missed({ clauses: [cap], adjustments }, [buy("AAA", 90)])).toEqual([]);
    expect(missed({ clauses: [cap], adjustments }, [buy("AAA", 98)])).toEqual([]);
    expect(missed({ clauses: [cap], adjustments: adjustments.slice(1) }, [buy("AAA", 50)])).toEqual([
      "Cap(AAA)",
    ]);
  });
  it("measure a part of a set, and hold where the set is empty", () => {
    const share = clause("Share", compare(weight(of("CCC"), of("DDD")), "<=", literal("0.5")));
    expect(missed({ clauses: [share] }, [])).toEqual([]);
    expect(missed({ clauses: [share] }, [buy("DDD", 10)])).toEqual(["Share()"]);
  });
  it("count dollars realised and turnover", () => {
    const gains = clause("Budget", compare(total("gains"), "<=", usd(500)));
    expect(missed({ clauses: [gains] }, [sell("AAA", 10, "a1")])).toEqual([]);
    expect(missed({ clauses: [gains] }, [sell("AAA", 11, "a1")])).toEqual(["Budget()"]);
    const slow = clause(
      "Slow",
      compare(total("turnover", { unit: "weight", base: "account" }), "<=", literal("0.01")),
    );
    expect(missed({ clauses: [slow] }, [sell("AAA", 20, "a1")])).toEqual([]);
    expect(missed({ clauses: [slow] }, [sell("AAA", 20, "a1"), buy("BBB", 1)])).toEqual(["Slow()"]);
    const frozen = clause("Frozen", compare(amount("bought", of("BBB")), "=", usd(0)));
    expect(missed({ clauses: [frozen] }, [buy("BBB", 1)])).toEqual(["Frozen()"]);
  });
});

describe("minimums and reserves", () => {
  const rule = (kind: "minimum trade" | "minimum holding" | "reserve", dollars: number) =>
    clause(kind, { rule: kind, amount: literal(dollars, MONEY), source: source(), text: kind });
  it("let a position be sold out whole, or kept untouched", () => {
    const trade = [rule("minimum trade", 6000)];
    expect(missed({ clauses: trade }, [sell("CCC", "497.5", "c1")])).toEqual([]);
    expect(missed({ clauses: trade }, [sell("CCC", 100, "c1")])).toEqual(["minimum trade(CCC)"]);
    const holding = [rule("minimum holding", 6000)];
    expect(missed({ clauses: holding }, [])).toEqual([]);
    expect(missed({ clauses: holding }, [sell("CCC", 100, "c1")])).toEqual(["minimum holding(CCC)"]);
    expect(missed({ clauses: holding }, [sell("CCC", "497.5", "c1")])).toEqual([]);
  });
  it("add up", () => {
    const clauses = [rule("reserve", 6000), { ...rule("reserve", 4500), id: "second", name: "second" }];
    expect(missed({ clauses }, [])).toEqual(["reserve()", "second()"]);
    expect(missed({ clauses }, [sell("BBB", 10, "b1")])).toEqual([]);
  });
});

describe("what no policy can permit", () => {
  it("margin, odd increments, both sides", () => {
    expect(missed({}, [buy("AAA", 101)])).toEqual(["cash below zero: Cash"]);
    expect(missed({}, [sell("AAA", "0.25", "a1")])).toEqual(["not a multiple of the increment: AAA"]);
    expect(missed({}, [sell("AAA", "400.25", "a1")])).toEqual([]);
    expect(missed({}, [sell("AAA", 1, "a1"), buy("AAA", 1)])).toEqual(["both bought and sold: AAA"]);
  });
  it("a wash sale, by the day or by the month", () => {
    expect(missed({ blocked: ["TWIN"] }, [buy("DDD", 1)])).toEqual([
      "bought within 30 days of a loss sale: DDD",
    ]);
    expect(missed({}, [sell("CCC", 1, "c1"), buy("DDD", 1)])).toEqual([
      "sold at a loss and bought in one run: CCC",
    ]);
    expect(missed({ registration: "roth" }, [sell("CCC", 1, "c1"), buy("DDD", 1)])).toEqual([]);
  });
  it("shares that are not there", () => {
    const checked = check(situationOf(spec), [sell("AAA", 500, "a1")]);
    expect(checked.passed).toBe(false);
    expect(checked.impossible).toContain("fewer shares than are sold");
    expect(check(situationOf(spec), [sell("AAA", 1, "b1")]).impossible).toContain("no lot");
  });
});
