/** Optima worked out by hand, clause by clause (most figures are those of the acceptance cases). */
import { type Backend, createHighs } from "@mandate/solver";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  ACCOUNT,
  adjust,
  amount,
  COUNT,
  clause,
  compare,
  forEach,
  item,
  literal,
  NUMBER,
  prefer,
  SHARES,
  type SituationSpec,
  sets,
  source,
  total,
  usd,
  weight,
} from "../testkit/index.ts";
import type { Optimum } from "./solve.ts";
import { BALANCED, CLASSES, noTrading, optimumOf, PAIR, trades } from "./testing/optimum.ts";

let backend: Backend;
beforeAll(async () => {
  backend = await createHighs();
});
afterAll(() => backend.dispose());

const optimum = (spec: SituationSpec): Optimum => optimumOf(spec, backend);

describe("limits", () => {
  it("force a sale at any tax, not a dollar more, and say what they cost", () => {
    const refs = sets(PAIR);
    const solved = optimum({
      ...PAIR,
      cash: 2000,
      lots: [
        { symbol: "AAA", quantity: 490, cost: 10, acquired: "2026-03-02" },
        { symbol: "BBB", quantity: 980, cost: 50 },
      ],
      clauses: [clause("Concentration", compare(weight(refs.of("AAA")), "<=", literal("0.3")))],
    });
    expect(trades(solved)[0]).toBe("sell AAA 19000");
    const [limit] = solved.limits;
    expect(limit).toMatchObject({ name: "Concentration", level: 0.3, bound: 0.3, binding: true });
    // One point is $1,000: 333 of tax and 100 of AAA's drift less what BBB and cash would be nearer by.
    const looser = optimum({
      ...PAIR,
      cash: 2000,
      lots: [
        { symbol: "AAA", quantity: 490, cost: 10, acquired: "2026-03-02" },
        { symbol: "BBB", quantity: 980, cost: 50 },
      ],
      clauses: [clause("Concentration", compare(weight(refs.of("AAA")), "<=", literal("0.301")))],
    });
    expect(limit?.price).toBeCloseTo((solved.objective - looser.objective) * 10, 4);
  });

  it("stop at a gains budget, for the run and for the year", () => {
    const spec: SituationSpec = {
      ...PAIR,
      objective: { taxes: { netted: false, times: literal(0, NUMBER), source: source() } },
      cash: 2000,
      lots: [
        { symbol: "AAA", quantity: 600, cost: 50 },
        { symbol: "BBB", quantity: 760, cost: 50 },
      ],
    };
    const budget = (thisYear: boolean) =>
      clause("GainsBudget", compare(total("gains", undefined, { thisYear }), "<=", usd(1000)));
    expect(trades(optimum({ ...spec, clauses: [budget(false)] }))[0]).toBe("sell AAA 2000");
    const year = { ...spec, realised: [-800, 0] as const, clauses: [budget(true)] };
    expect(trades(optimum(year))[0]).toBe("sell AAA 3600");
  });

  it("count all of an issuer, tighten and waive for one, and grandfather what is already beyond", () => {
    const spec: SituationSpec = {
      ...PAIR,
      securities: { AAA: { price: 100, issuer: "X" }, BBB: { price: 50, issuer: "X" }, CCC: { price: 10 } },
      targets: [
        ["AAA", 0.3],
        ["BBB", 0.3],
        ["CCC", 0.4],
      ],
      registration: "roth",
      cash: 100_000,
    };
    const refs = sets(spec);
    const cap = clause(
      "SingleIssuer",
      compare(weight(item), "<=", literal("0.5"), [forEach("issuers", refs.all)]),
      { grandfathered: true },
    );
    const level = (solved: Optimum, name: string) =>
      solved.limits.find((limit) => limit.name === name)?.level;
    expect(level(optimum({ ...spec, clauses: [cap] }), "SingleIssuer(X)")).toBeCloseTo(0.5, 9);
    const tight = [adjust("tighten", "SingleIssuer", literal("0.25"), { for: "CCC" })];
    const tightened = optimum({ ...spec, clauses: [cap], adjustments: tight });
    expect(trades(tightened)).toContain("buy CCC 25000");
    const waived = [adjust("waive", "SingleIssuer", literal("0.55"), { for: "X" })];
    expect(level(optimum({ ...spec, clauses: [cap], adjustments: waived }), "SingleIssuer(X)")).toBeCloseTo(
      0.55,
      9,
    );
    const old = { ...spec, cash: 0, lots: [{ symbol: "AAA", quantity: 1000, cost: 100 }] };
    const kept = optimum({
      ...old,
      clauses: [cap, clause("Still", compare(total("turnover", ACCOUNT), "<=", literal(0)))],
    });
    expect(kept.limits.find(({ name }) => name === "SingleIssuer(X)")?.bound).toBe(1);
  });

  it("multiply a weight of a class out", () => {
    const refs = sets(BALANCED);
    const solved = optimum({
      ...BALANCED,
      targets: [
        ["VTI", 0.3],
        ["ITOT", 0.3],
        ["BND", 0.4],
      ],
      registration: "roth",
      cash: 100_000,
      clauses: [
        clause("OfEquity", compare(weight(refs.of("VTI"), refs.of("Equity")), "<=", literal("0.2"))),
        clause("Equity60", compare(weight(refs.of("Equity")), "=", literal("0.6"))),
      ],
    });
    expect(trades(solved).slice(0, 2)).toEqual(["buy VTI 12000", "buy ITOT 48000"]);
    expect(solved.limits.find(({ name }) => name === "OfEquity")).toMatchObject({
      level: expect.closeTo(0.2, 9),
      binding: true,
    });
  });

  it("average an attribute over what has one", () => {
    const spec: SituationSpec = {
      ...PAIR,
      securities: {
        AAA: { price: 100, attributes: { score: "10" } },
        BBB: { price: 50, attributes: { score: "60" } },
      },
      registration: "roth",
      cash: 100_000,
    };
    const average = { e: "average", attribute: "score", of: sets(spec).all, unit: NUMBER } as const;
    const solved = optimum({
      ...spec,
      clauses: [clause("Score", compare(average, ">=", literal(50, NUMBER)))],
    });
    const [a, b] = solved.trades.map(({ value }) => value);
    expect((10 * (a ?? 0) + 60 * (b ?? 0)) / ((a ?? 0) + (b ?? 0))).toBeCloseTo(50, 6);
  });

  it("take absolute values and maxima by what lies above them", () => {
    const refs = sets(PAIR);
    const apart = {
      e: "subtract",
      left: weight(refs.of("AAA")),
      right: weight(refs.of("BBB")),
      unit: { unit: "points" },
    } as const;
    const near = clause(
      "Near",
      compare({ e: "abs", of: apart, unit: { unit: "points" } }, "<=", literal("0.1")),
    );
    const top = { e: "max", of: [weight(refs.of("AAA")), weight(refs.of("BBB"))], unit: ACCOUNT } as const;
    const spec: SituationSpec = {
      ...PAIR,
      targets: [
        ["AAA", 0.8],
        ["BBB", 0.2],
      ],
      registration: "roth",
      cash: 100_000,
    };
    const solved = optimum({ ...spec, clauses: [near] });
    const at = new Map(solved.trades.map(({ symbol, value }) => [symbol, value]));
    expect((at.get("AAA") ?? 0) - (at.get("BBB") ?? 0)).toBeCloseTo(10_000, 4);
    const capped = optimum({ ...spec, clauses: [clause("Top", compare(top, "<=", literal("0.6")))] });
    expect(trades(capped)).toEqual(["buy AAA 60000", "buy BBB 39500"]);
  });

  it("sum over a loop, in shares, and against what stood before", () => {
    const refs = sets(PAIR);
    const spec: SituationSpec = { ...PAIR, registration: "roth", cash: 100_000 };
    const sum = {
      e: "sum",
      loop: forEach("securities", refs.all),
      body: amount("bought", item),
      unit: { unit: "money" },
    } as const;
    const bought = optimum({ ...spec, clauses: [clause("Bought", compare(sum, "<=", usd(30_000)))] });
    expect(bought.trades.reduce((all, { value }) => all + value, 0)).toBeCloseTo(30_000, 4);
    const shares = compare(amount("shares", refs.of("AAA"), SHARES), "<=", literal(100, SHARES));
    expect(trades(optimum({ ...spec, clauses: [clause("Shares", shares)] }))[0]).toBe("buy AAA 10000");
    const before = { e: "before", of: weight(refs.of("AAA")), unit: ACCOUNT } as const;
    const held = {
      ...spec,
      cash: 90_000,
      lots: [{ symbol: "AAA", quantity: 100, cost: 100 }],
      clauses: [clause("NotMore", compare(weight(refs.of("AAA")), "<=", before))],
    };
    expect(trades(optimum(held))).toEqual(["buy BBB 49500"].map(() => expect.stringMatching(/^buy BBB/)));
  });

  it("sell lots by how long they were held", () => {
    const spec: SituationSpec = {
      ...PAIR,
      registration: "roth",
      cash: 2000,
      lots: [
        { symbol: "AAA", quantity: 300, cost: 50, acquired: "2026-03-02", id: "young" },
        { symbol: "AAA", quantity: 300, cost: 50, acquired: "2020-03-02", id: "old" },
        { symbol: "BBB", quantity: 760, cost: 50 },
      ],
    };
    const young = {
      set: "lots",
      of: sets(spec).of("AAA"),
      comparison: "less than",
      duration: { count: 1, of: "years" },
    } as const;
    const solved = optimum({
      ...spec,
      clauses: [clause("Wait", compare(amount("sold", young), "=", usd(0)))],
    });
    expect(solved.trades[0]?.lots.map(({ lot }) => lot)).toEqual(["old"]);
  });

  it("limit the run's turnover, and apply only when their condition holds before trading", () => {
    const spec: SituationSpec = {
      securities: { OLD: { price: 100 }, NEW: { price: 50 } },
      targets: [
        ["NEW", 0.98],
        ["Cash", 0.02],
      ],
      registration: "traditional",
      cash: 2000,
      lots: [{ symbol: "OLD", quantity: 980, cost: 60 }],
    };
    const slow = (low: string) =>
      clause("trade at most", compare(total("turnover", ACCOUNT), "<=", literal("0.2")), {
        when: { c: "compare", operator: ">", left: weight(sets(spec).of("OLD")), right: literal(low) },
      });
    const slowed = optimum({ ...spec, clauses: [slow("0.5")] });
    expect(slowed.trades.reduce((both, { value }) => both + value, 0)).toBeCloseTo(40_000, 4);
    expect(trades(optimum({ ...spec, clauses: [slow("0.98")] }))).toEqual([
      "sell OLD 98000",
      "buy NEW 98000",
    ]);
  });

  it("add reserves and raises up", () => {
    const reserve = (name: string, dollars: number) =>
      clause(
        name,
        { rule: "reserve", amount: usd(dollars), source: source(), text: name },
        { kind: "reserve cash" },
      );
    const solved = optimum({
      ...PAIR,
      registration: "roth",
      cash: 100_000,
      clauses: [reserve("kitchen", 12_000), reserve("car", 8000)],
    });
    expect((solved.x[solved.lowered.cash] ?? 0) * 100_000).toBeCloseTo(20_000, 6);
    expect(solved.limits.map(({ name, binding }) => [name, binding])).toEqual([
      ["kitchen", true],
      ["car", true],
    ]);
  });
});

describe("what needs binaries", () => {
  const minimum = (trade: number, holding: string) =>
    clause("Clutter", [
      { rule: "minimum trade", amount: usd(trade), source: source(), text: "minimum trade" },
      { rule: "minimum holding", amount: literal(holding), source: source(), text: "minimum holding" },
    ]);
  const spec: SituationSpec = {
    classes: CLASSES,
    securities: {
      VTI: { price: 200, class: "Equity" },
      NEW: { price: 10, class: "Equity" },
      OLD: { price: 30, class: "Equity" },
      BND: { price: 50, class: "FixedIncome" },
    },
    targets: [
      ["VTI", 0.6],
      ["BND", 0.38],
      ["Cash", 0.02],
    ],
    registration: "roth",
  };

  it("a trade is nothing or the minimum, but a remnant is sold out whole", () => {
    const solved = optimum({
      ...spec,
      cash: 1850,
      lots: [
        { symbol: "VTI", quantity: 300, cost: 120 },
        { symbol: "OLD", quantity: 10, cost: 30 },
        { symbol: "BND", quantity: 757, cost: 50 },
      ],
      clauses: [minimum(500, "0")],
    });
    expect(trades(solved)).toEqual(["sell OLD 300"]);
  });

  it("a holding is nothing or the minimum; one already below stays untouched", () => {
    const dust = optimum({
      ...spec,
      targets: [
        ["VTI", 0.594],
        ["NEW", 0.006],
        ["BND", 0.38],
        ["Cash", 0.02],
      ],
      cash: 60_000,
      clauses: [minimum(500, "0.05")],
    });
    expect(dust.trades.map(({ symbol }) => symbol)).toEqual(["VTI", "BND"]);
    const below = optimum({
      ...spec,
      cash: 1850,
      objective: {
        ...noTrading,
        drift: [{ of: "classes", steps: [{ slope: "0.2", beyond: "0" }], source: source() }],
      },
      lots: [
        { symbol: "VTI", quantity: 300, cost: 120 },
        { symbol: "OLD", quantity: 10, cost: 30 },
        { symbol: "BND", quantity: 757, cost: 50 },
      ],
      clauses: [
        minimum(0, "0.05"),
        clause("Keep", compare(amount("sold", sets(spec).of("OLD")), "=", usd(0))),
      ],
    });
    expect(below.trades.some(({ symbol }) => symbol === "OLD")).toBe(false);
  });

  it("counts trades and holdings, hard and as a preference", () => {
    const short: SituationSpec = {
      ...spec,
      cash: 7200,
      lots: [
        { symbol: "VTI", quantity: 275, cost: 120 },
        { symbol: "BND", quantity: 756, cost: 50 },
      ],
    };
    const few = compare(total("trades", COUNT), "<=", literal(1, COUNT));
    expect(trades(optimum(short))).toHaveLength(2);
    expect(trades(optimum({ ...short, clauses: [clause("Few", few)] }))).toEqual(["buy VTI 5000"]);
    const liked = optimum({ ...short, preferences: [prefer("FewTrades", few, 60, "usd")] });
    expect(trades(liked)).toEqual(["buy VTI 5000"]);
    expect(liked.terms.preferences).toBeCloseTo(0, 9);
    const cheap = optimum({ ...short, preferences: [prefer("FewTrades", few, 3, "usd")] });
    expect(trades(cheap)).toHaveLength(2);
    expect(cheap.terms.preferences).toBeCloseTo(3, 6);
    const one = compare(total("holdings", COUNT), "<=", literal(1, COUNT));
    const single = optimum({ ...short, clauses: [clause("One", one)] });
    expect(trades(single).some((trade) => trade.startsWith("sell BND 37800"))).toBe(true);
  });

  it("keeps a loss from being sold and bought back to make room under a gains budget", () => {
    const budget = clause("GainsBudget", compare(total("gains"), "<=", usd(0)));
    const solved = optimum({
      ...PAIR,
      securities: { AAA: { price: 100, spread: 0.0005 }, BBB: { price: 50, spread: 0.0005 } },
      objective: { taxes: { netted: false, times: literal(0, NUMBER), source: source() } },
      cash: 2000,
      lots: [
        { symbol: "AAA", quantity: 600, cost: 50 },
        { symbol: "BBB", quantity: 760, cost: 60 },
      ],
      clauses: [budget],
    });
    expect(trades(solved)).toEqual(["buy BBB 500"]);
  });
});
