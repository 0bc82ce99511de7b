import { describe, expect, it } from "vitest";
import { check } from "../checker/index.ts";
import { contextAfter, contextBefore, costs } from "../exact/costs.ts";
import { exact, ZERO } from "../exact/decimal.ts";
import type { Trade } from "../proposal/proposal.ts";
import {
  clause,
  compare,
  literal,
  NUMBER,
  prefer,
  type SituationSpec,
  sets,
  situationOf,
  source,
  weight,
} from "../testkit/index.ts";
import { reasons } from "./reasons.ts";

const base: SituationSpec = {
  securities: {
    VTI: { price: 200, spread: "0.0005", class: "Equity" },
    ITOT: { price: 100, spread: "0.0005", class: "Equity" },
    BND: { price: 80, spread: "0.001", class: "FixedIncome" },
  },
  classes: { Equity: undefined, FixedIncome: undefined, Cash: undefined },
  targets: [
    [["VTI", "ITOT@0.002"], "0.6"],
    ["BND", "0.38"],
    ["Cash", "0.02"],
  ],
  cash: 4000,
  lots: [
    { id: "v1", symbol: "VTI", quantity: 200, cost: 250, acquired: "2026-02-02" },
    { id: "v2", symbol: "VTI", quantity: 140, cost: 120 },
    { id: "b1", symbol: "BND", quantity: 350, cost: 85 },
  ],
};
const { of } = sets(base);

const trades: readonly Trade[] = [
  { symbol: "BND", side: "buy", quantity: exact(110), lots: [] },
  { symbol: "ITOT", side: "buy", quantity: exact(300), lots: [] },
  {
    symbol: "VTI",
    side: "sell",
    quantity: exact(230),
    lots: [
      { lot: "v1", quantity: exact(200) },
      { lot: "v2", quantity: exact(30) },
    ],
  },
];

function explained(more: Partial<SituationSpec>, made = trades) {
  const situation = situationOf({ ...base, ...more });
  const before = contextBefore(situation);
  const after = contextAfter(situation, made, before);
  const why = reasons(before, after, check(situation, made, before).rows);
  const told = [...why.values()].flat().reduce((sum, reason) => sum.plus(reason.value), ZERO);
  return { why, told, change: costs(before).total.minus(costs(after).total) };
}

const risk: SituationSpec["risk"] = {
  factors: ["market"],
  exposures: new Map([
    ["VTI", { loadings: [1], specific: 0.01 }],
    ["ITOT", { loadings: [1.01], specific: 0.01 }],
    ["BND", { loadings: [0.1], specific: 0.001 }],
  ]),
  covariance: [[0.04]],
};

describe("reasons", () => {
  const times = literal(1, NUMBER);
  const variants: readonly (readonly [string, Partial<SituationSpec>])[] = [
    ["lot by lot", {}],
    ["netted", { objective: { taxes: { netted: true, times, source: source() } }, realised: [3000, -1000] }],
    [
      "netted over folds",
      {
        objective: { taxes: { netted: true, times, source: source() } },
        realised: [6000, -9000],
        carrying: [500, 0],
      },
    ],
    [
      "with a preference",
      { preferences: [prefer("LessVTI", compare(weight(of("VTI")), "<=", literal("0.1")), 0.5)] },
    ],
    ["with risk", { risk, objective: { risk: { k: "0.0015", source: source() } } }],
    ["with tickets", { objective: { trading: { commission: "0.0002", ticket: "5", source: source() } } }],
  ];
  for (const [name, more] of variants) {
    it(`add up to the change in total, to the cent: ${name}`, () => {
      const { told, change } = explained(more);
      expect(told.toFixed(2)).toBe(change.toFixed(2));
    });
  }

  it("add up to the cent where a float no longer tells one cent from the next", () => {
    // Not a whole power of two or ten, so that no rounding of a float is exact by luck.
    const times = "1000000000000.1";
    const larger = trades.map(({ quantity, lots, ...trade }) => ({
      ...trade,
      quantity: quantity.times(times),
      lots: lots.map((lot) => ({ ...lot, quantity: lot.quantity.times(times) })),
    }));
    const lots = (base.lots ?? []).map((lot) => ({
      ...lot,
      quantity: exact(lot.quantity).times(times).toFixed(),
    }));
    const { told, change } = explained({ cash: exact(4000).times(times).toFixed(), lots }, larger);
    expect(change.abs().greaterThan(2 ** 53 / 100)).toBe(true);
    expect(told.toFixed(2)).toBe(change.toFixed(2));
  });

  it("say what a sale does on the tax return", () => {
    const texts = explained({})
      .why.get("VTI")
      ?.map((reason) => reason.text);
    expect(texts).toContain("harvests a $10,000 short-term loss and realises a $2,400 long-term gain");
  });

  it("name the limit that a dear trade is for", () => {
    const cap = clause("Cap", compare(weight(of("VTI")), "<=", literal("0.3")));
    const more = {
      clauses: [cap],
      objective: { drift: [], taxes: { netted: false, times, source: source() } },
    };
    const long: SituationSpec["lots"] = [
      { id: "v1", symbol: "VTI", quantity: 200, cost: 50 },
      { id: "v2", symbol: "VTI", quantity: 140, cost: 40 },
      { id: "b1", symbol: "BND", quantity: 350, cost: 85 },
    ];
    const [first] = explained({ ...more, lots: long }).why.get("VTI") ?? [];
    expect(first?.text).toBe("without it `Cap` would be missed");
  });
});
