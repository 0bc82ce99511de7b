import { describe, expect, it } from "vitest";
import type { Trade } from "../proposal/proposal.ts";
import {
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
import { contextAfter, contextBefore, costs } from "./costs.ts";
import { exact } from "./decimal.ts";
import { nettedTax } from "./taxes.ts";

const sixtyForty: SituationSpec = {
  securities: {
    VTI: { price: 200, class: "Equity" },
    BND: { price: 80, class: "FixedIncome" },
  },
  classes: { Equity: undefined, FixedIncome: undefined, Cash: undefined },
  targets: [
    ["VTI", "0.6"],
    ["BND", "0.38"],
    ["Cash", "0.02"],
  ],
  cash: 3000,
  lots: [
    { symbol: "VTI", quantity: 325, cost: 120 },
    { symbol: "BND", quantity: 400, cost: 80 },
  ],
};

const sell = (symbol: string, quantity: number, lots: readonly (readonly [string, number])[]): Trade => ({
  symbol,
  side: "sell",
  quantity: exact(quantity),
  lots: lots.map(([lot, shares]) => ({ lot, quantity: exact(shares) })),
});

const buy = (symbol: string, quantity: number): Trade => ({
  symbol,
  side: "buy",
  quantity: exact(quantity),
  lots: [],
});

describe("drift", () => {
  it("adds classes beyond their tolerance and securities, to the cent", () => {
    // 5 + 6 pp of securities at 0.10; 4.5 + 5.5 + 0.5 pp of classes at 0.20, of $100,000
    const terms = costs(contextBefore(situationOf(sixtyForty)));
    expect(terms.drift.toFixed(2)).toBe("3200.00");
    expect(terms.total.toFixed(2)).toBe("3200.00");
  });

  it("replaces a slope by the next where it starts", () => {
    const steps = [
      { slope: "0.4", beyond: "0.005" },
      { slope: "1.2", beyond: "0.03" },
    ];
    const situation = situationOf({
      ...sixtyForty,
      objective: { drift: [{ of: "classes", steps, source: source() }] },
    });
    // 5 pp over: 2.5 pp at 0.40 and 2 at 1.20; 6 under: 2.5 and 3; cash 1 pp over: 0.5 at 0.40
    expect(costs(contextBefore(situation)).drift.toFixed(2)).toBe("8200.00");
  });

  it("weighs an `or` group as one and charges for the alternate", () => {
    const situation = situationOf({
      securities: { VTI: { price: 200 }, ITOT: { price: 100 } },
      targets: [
        [["VTI", "ITOT@0.002"], "0.98"],
        ["Cash", "0.02"],
      ],
      cash: 2000,
      lots: [
        { symbol: "VTI", quantity: 245, cost: 200 },
        { symbol: "ITOT", quantity: 490, cost: 100 },
      ],
    });
    const terms = costs(contextBefore(situation));
    expect(terms.drift.toFixed(2)).toBe("0.00");
    expect(terms.alternates.toFixed(2)).toBe("98.00");
  });
});

describe("trading", () => {
  it("charges half the spread, commission and ticket, and pays them from cash", () => {
    const situation = situationOf({
      securities: { NEW: { price: 98, spread: "0.002", increment: 1 } },
      targets: [
        ["NEW", "0.98"],
        ["Cash", "0.02"],
      ],
      objective: { trading: { commission: "0.001", ticket: "5", source: source() } },
      cash: 100_000,
      registration: "roth",
    });
    const after = contextAfter(situation, [buy("NEW", 1000)]);
    expect(costs(after).trading.toFixed(2)).toBe("201.00");
    expect(after.portfolio.cash.toFixed(2)).toBe("1799.00");
  });
});

describe("tax", () => {
  const lots = [
    { id: "long", symbol: "VTI", quantity: 100, cost: 150, acquired: "2025-11-19" },
    { id: "short", symbol: "VTI", quantity: 100, cost: 250, acquired: "2025-11-20" },
    { id: "rest", symbol: "BND", quantity: 400, cost: 80 },
  ];
  const spec: SituationSpec = { ...sixtyForty, lots };

  it("takes each lot at its own rate; one year to the day is short", () => {
    const after = contextAfter(situationOf(spec), [
      sell("VTI", 150, [
        ["long", 100],
        ["short", 50],
      ]),
    ]);
    // 100 · $50 · 20 % − 50 · $50 · 37 %
    expect(costs(after).tax.toFixed(2)).toBe("75.00");
    expect(after.realised.long.toFixed(2)).toBe("5000.00");
    expect(after.realised.short.toFixed(2)).toBe("-2500.00");
  });

  it("is nothing outside taxable accounts", () => {
    const after = contextAfter(situationOf({ ...spec, registration: "roth" }), [
      sell("VTI", 100, [["long", 100]]),
    ]);
    expect(costs(after).tax.toFixed(2)).toBe("0.00");
    expect(after.realised.long.toFixed(2)).toBe("0.00");
  });

  it("counts nothing for the washed part of a loss, and the rest once the washed part is sold", () => {
    const situation = situationOf({ ...spec, wash: { short: { washed: 40, reachable: true } } });
    const part = contextAfter(situation, [sell("VTI", 30, [["short", 30]])]);
    expect(costs(part).tax.toFixed(2)).toBe("0.00");
    expect(part.realised.lots[0]?.washed.toFixed(2)).toBe("1500.00");
    const whole = contextAfter(situation, [sell("VTI", 100, [["short", 100]])]);
    expect(costs(whole).tax.toFixed(2)).toBe("-1110.00");
    expect(whole.realised.lots[0]?.washed.toFixed(2)).toBe("2000.00");
  });

  it("counts no loss of a reachable lot while another washed part of its group is kept", () => {
    const situation = situationOf({
      ...spec,
      lots: [...lots, { id: "other", symbol: "VTI", quantity: 10, cost: 250, acquired: "2026-01-05" }],
      wash: { short: { washed: 40, reachable: true }, other: { washed: 0, reachable: true } },
    });
    const alone = contextAfter(situation, [sell("VTI", 10, [["other", 10]])]);
    expect(alone.realised.short.toFixed(2)).toBe("0.00");
    const both = contextAfter(situation, [
      sell("VTI", 50, [
        ["other", 10],
        ["short", 40],
      ]),
    ]);
    expect(both.realised.short.toFixed(2)).toBe("-500.00");
  });

  it("nets by the rule of the tax year", () => {
    const rates = { short: exact("0.37"), long: exact("0.2"), unused: exact("0.1") };
    const tax = (short: number, long: number): string =>
      nettedTax(rates, exact(short), exact(long)).toFixed(2);
    expect(tax(1000, 1000)).toBe("570.00");
    expect(tax(-400, 1000)).toBe("120.00");
    expect(tax(1000, -400)).toBe("222.00");
    expect(tax(-1000, 400)).toBe("-60.00");
    expect(tax(400, -1000)).toBe("-60.00");
  });
});

describe("preferences", () => {
  it("charge for what is missed, by the account's value", () => {
    const { of } = sets(sixtyForty);
    const rule = compare(weight(of("VTI")), "<=", literal("0.6"));
    const situation = situationOf({ ...sixtyForty, preferences: [prefer("LessVTI", rule, 0.5)] });
    expect(costs(contextBefore(situation)).preferences.toFixed(2)).toBe("2500.00");
    expect(costs(contextAfter(situation, [sell("VTI", 25, [["VTI#1", 25]])])).preferences.toFixed(2)).toBe(
      "0.00",
    );
  });
});

describe("risk", () => {
  it("is the quadratic form of active weights", () => {
    const situation = situationOf({
      ...sixtyForty,
      objective: { risk: { k: "0.0015", source: source() } },
      risk: {
        factors: ["market"],
        exposures: new Map([
          ["VTI", { loadings: [1], specific: 0.01 }],
          ["BND", { loadings: [0.1], specific: 0.001 }],
        ]),
        covariance: [[0.04]],
      },
    });
    // active 5 pp and −6 pp: (0.05 − 0.006)² · 0.04 + 0.0025 · 0.01 + 0.0036 · 0.001 = 1.0604e-4
    expect(costs(contextBefore(situation)).risk.toFixed(2)).toBe("159.06");
    const error = contextBefore(situation).trackingError?.();
    expect(error?.toFixed(6)).toBe("0.010298");
  });

  it("is nothing where the book has no risk model", () => {
    const situation = situationOf({
      ...sixtyForty,
      objective: { taxes: { netted: false, times: literal(1, NUMBER), source: source() } },
    });
    expect(costs(contextBefore(situation)).risk.toFixed(2)).toBe("0.00");
  });
});
