import { type Entry, ProblemBuilder } from "../problem/builder.ts";
import type { Problem } from "../problem/problem.ts";
import { randomFrom } from "./random.ts";

/** What a generated account looks like. */
export interface PortfolioShape {
  securities: number;
  /** most lots that one security has */
  lots: number;
  classes: number;
  /** no security both bought and sold at a loss (a binary for each that has a loss lot) */
  washSales?: boolean;
  /** each security's purchases are 0 or at least this part of the account (a binary for each) */
  minimumTrade?: number;
}

/** Weights may leave their target by so much before drift costs anything, and so much before it costs more. */
const FREE_DRIFT = 0.002;
const CHEAP_DRIFT = 0.02;

/**
 * One account of the shape that rebalancing problems have, in weights of the account's value (semantics.md,
 * section 2): lots to sell with their tax, purchases with their spread, piecewise-linear drift per security and per
 * class, the cash row, a cap on each security, a cap on turnover. Always feasible: not trading is.
 */
export function portfolioProblem(seed: number, shape: PortfolioShape): Problem {
  const random = randomFrom(seed);
  const builder = new ProblemBuilder();
  const { securities: n } = shape;
  const holding = normalised(
    Array.from({ length: n }, () => (random() < 0.8 ? 0.2 + random() : 0)),
    0.97,
  );
  const target = normalised(
    Array.from({ length: n }, () => 0.5 + random()),
    0.98,
  );
  const group = Array.from({ length: n }, () => Math.floor(random() * shape.classes));
  const cash: Entry[] = [];
  const turnover: Entry[] = [];
  const classTrades: Entry[][] = Array.from({ length: shape.classes }, () => []);
  const classGap = new Float64Array(shape.classes);
  for (let i = 0; i < n; i++) {
    const held = holding[i] ?? 0;
    const goal = target[i] ?? 0;
    const spread = 0.0001 + 0.0008 * random();
    const cap = Math.max(held, 3 * goal);
    const trades: Entry[] = [];
    const buy = builder.addColumn(spread, 0, cap);
    trades.push({ col: buy, coef: 1 });
    cash.push({ col: buy, coef: -1 - spread });
    const lotCount = held > 0 ? 1 + Math.floor(random() * shape.lots) : 0;
    const sizes = normalised(
      Array.from({ length: lotCount }, () => 0.1 + random()),
      held,
    );
    const lossLots: Entry[] = [];
    for (const size of sizes) {
      const gain = random() < 0.25 ? -0.3 * random() : 0.6 * random();
      const tax = gain * (random() < 0.3 ? 0.35 : 0.15);
      const sell = builder.addColumn(tax + spread, 0, size);
      trades.push({ col: sell, coef: -1 });
      cash.push({ col: sell, coef: 1 - spread });
      if (gain < 0) lossLots.push({ col: sell, coef: 1 });
    }
    for (const { col } of trades) turnover.push({ col, coef: 1 });
    classTrades[group[i] ?? 0]?.push(...trades);
    classGap[group[i] ?? 0] = (classGap[group[i] ?? 0] ?? 0) + held - goal;
    builder.addRow(-held, cap - held, trades);
    addDrift(builder, trades, held - goal, 0.1 + 0.2 * random());
    if (shape.washSales === true && lossLots.length > 0) addEitherOr(builder, buy, cap, lossLots, held);
    if (shape.minimumTrade !== undefined && shape.minimumTrade < cap) {
      const trading = builder.addColumn(0, 0, 1, true);
      builder.addRow(-Infinity, 0, [
        { col: buy, coef: 1 },
        { col: trading, coef: -cap },
      ]);
      builder.addRow(0, Infinity, [
        { col: buy, coef: 1 },
        { col: trading, coef: -shape.minimumTrade },
      ]);
    }
  }
  classTrades.forEach((trades, g) => {
    addDrift(builder, trades, classGap[g] ?? 0, 0.3 + 0.3 * random());
  });
  builder.addRow(-0.03, Infinity, cash);
  builder.addRow(-Infinity, 0.15 + 0.3 * random(), turnover);
  return builder.build();
}

/** Cost of |gap + trades| beyond the free band, dearer beyond the second. */
function addDrift(builder: ProblemBuilder, trades: readonly Entry[], gap: number, slope: number): void {
  for (const sign of [1, -1]) {
    const near = builder.addColumn(slope, 0, CHEAP_DRIFT - FREE_DRIFT);
    const far = builder.addColumn(3 * slope, 0, Infinity);
    const entries = trades.map(({ col, coef }) => ({ col, coef: sign * coef }));
    builder.addRow(-Infinity, FREE_DRIFT - sign * gap, [
      ...entries,
      { col: near, coef: -1 },
      { col: far, coef: -1 },
    ]);
  }
}

/** One binary: either the security is bought, or its loss lots are sold. */
function addEitherOr(
  builder: ProblemBuilder,
  buy: number,
  most: number,
  losses: readonly Entry[],
  held: number,
): void {
  const buying = builder.addColumn(0, 0, 1, true);
  builder.addRow(-Infinity, 0, [
    { col: buy, coef: 1 },
    { col: buying, coef: -most },
  ]);
  builder.addRow(-Infinity, held, [...losses, { col: buying, coef: held }]);
}

function normalised(weights: number[], total: number): number[] {
  const sum = weights.reduce((a, b) => a + b, 0);
  return sum === 0 ? weights : weights.map((w) => (w * total) / sum);
}
