/** What tests of optima share: two models, and an account's optimum with its bound verified. */
import type { Backend } from "@mandate/solver";
import { expect } from "vitest";
import { type SituationSpec, situationOf, source } from "../../testkit/index.ts";
import { type Optimum, solveAccount } from "../solve.ts";

/** The optimum of a spec, whose bound proves it. */
export function optimumOf(spec: SituationSpec, backend: Backend): Optimum {
  const solved = solveAccount(situationOf(spec), backend);
  if (solved.status !== "optimal") throw new Error(`expected an optimum, got ${solved.status}`);
  expect(solved.bound).toBeLessThanOrEqual(solved.objective + 1e-9);
  expect(solved.objective - solved.bound).toBeLessThanOrEqual(1e-4 * Math.max(1, Math.abs(solved.objective)));
  return solved;
}

/** `sell AAA 11000` for each trade, to the dollar. */
export function trades(solved: Optimum): string[] {
  return solved.trades.map(({ symbol, side, value }) => `${side} ${symbol} ${Math.round(value)}`);
}

export const PAIR = {
  securities: { AAA: { price: 100 }, BBB: { price: 50 } },
  targets: [
    ["AAA", 0.49],
    ["BBB", 0.49],
    ["Cash", 0.02],
  ],
} satisfies SituationSpec;

export const CLASSES = { Equity: undefined, FixedIncome: undefined, Cash: undefined };
export const BALANCED = {
  classes: CLASSES,
  securities: {
    VTI: { price: 200, class: "Equity" },
    ITOT: { price: 100, class: "Equity" },
    BND: { price: 80, class: "FixedIncome" },
  },
  targets: [
    [["VTI", "ITOT@0.002"], 0.6],
    ["BND", 0.38],
    ["Cash", 0.02],
  ],
} satisfies SituationSpec;

export const noTrading = { trading: { commission: "0", ticket: "0", source: source() } };
