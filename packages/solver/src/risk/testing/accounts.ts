import { randomFrom } from "../../conformance/random.ts";
import { type Entry, ProblemBuilder } from "../../problem/builder.ts";
import type { Problem, Risk } from "../../problem/problem.ts";

/** What a generated account with a factor model looks like. */
export interface RiskShape {
  securities: number;
  factors: number;
  /** most lots that one security has */
  lots: number;
  classes: number;
  /** cost of a unit of variance; 15 bps per 1 %² is 15; default 0 */
  price?: number;
  /** limit on the tracking error, as a part of the one before trading; absent: none */
  tracking?: number;
  /** least trade, of the account: a binary for each security */
  minimumTrade?: number;
}

const SPREAD = 0.0004;

/**
 * One account in fractions of its value: lots at gains and losses, a target for each security, drift of securities and of
 * classes beyond a free band, cash, turnover, and a factor model with a market and further factors.
 */
export function riskProblem(seed: number, shape: RiskShape): Problem {
  const random = randomFrom(seed);
  const { securities: n, factors, classes } = shape;
  const builder = new ProblemBuilder();
  const target = normalised(
    Array.from({ length: n }, () => 0.2 + random()),
    0.97,
  );
  const held = normalised(
    target.map((t) => (random() < 0.15 ? 0 : t * (0.5 + random()))),
    0.9 + 0.08 * random(),
  );
  const cash = builder.addColumn(0, 0, Infinity);
  const cashRow: Entry[] = [{ col: cash, coef: 1 }];
  const turnover: Entry[] = [];
  const byClass = Array.from({ length: classes }, () => ({ entries: [] as Entry[], off: 0 }));
  const moves: [column: number, weight: number, coef: number][] = [];
  for (let i = 0; i < n; i++) {
    const before = held[i] ?? 0;
    const goal = target[i] ?? 0;
    const most = Math.max(0, 3 * goal - before) + goal;
    const buy = builder.addColumn(SPREAD, 0, most);
    const direct: Entry[] = [{ col: buy, coef: 1 }];
    cashRow.push({ col: buy, coef: 1 + SPREAD });
    const count = before > 0 ? 1 + Math.floor(random() * shape.lots) : 0;
    const sizes = normalised(
      Array.from({ length: count }, () => 0.1 + random()),
      before,
    );
    for (const size of sizes) {
      const gain = random() < 0.2 ? -0.02 * random() : 0.5 * random();
      const sell = builder.addColumn(SPREAD + gain * (random() < 0.3 ? 0.35 : 0.15), 0, size);
      direct.push({ col: sell, coef: -1 });
      cashRow.push({ col: sell, coef: -1 + SPREAD });
    }
    if (shape.minimumTrade !== undefined) {
      const trading = builder.addColumn(0, 0, 1, true);
      const least = Math.min(shape.minimumTrade, most);
      for (const [sign, room] of [
        [1, most],
        [-1, before],
      ] as const) {
        const side = direct.filter(({ coef }) => coef === sign).map(({ col }) => ({ col, coef: 1 }));
        if (side.length > 0) builder.addRow(-Infinity, 0, [...side, { col: trading, coef: -room }]);
      }
      builder.addRow(0, Infinity, [
        ...direct.map(({ col }) => ({ col, coef: 1 })),
        { col: trading, coef: -Math.min(least, Math.max(before, least)) },
      ]);
    }
    for (const { col, coef } of direct) {
      moves.push([col, i, coef]);
      turnover.push({ col, coef: 1 });
    }
    const off = before - goal;
    const over = builder.addColumn(0.1, 0, Infinity);
    const under = builder.addColumn(0.1, 0, Infinity);
    builder.addRow(-off, -off, [...direct, { col: over, coef: -1 }, { col: under, coef: 1 }]);
    const own = byClass[Math.floor(random() * classes)];
    own?.entries.push(...direct);
    if (own !== undefined) own.off += off;
  }
  const cashBefore = 1 - held.reduce((a, b) => a + b, 0);
  builder.addRow(cashBefore, cashBefore, cashRow);
  for (const { entries, off } of byClass) {
    if (entries.length === 0) continue;
    builder.addRow(-off, -off, [
      ...entries,
      { col: builder.addColumn(0, -0.005, 0.005), coef: -1 },
      { col: builder.addColumn(0.4, 0, 0.025), coef: -1 },
      { col: builder.addColumn(1.2, 0, Infinity), coef: -1 },
      { col: builder.addColumn(0.4, 0, 0.025), coef: 1 },
      { col: builder.addColumn(1.2, 0, Infinity), coef: 1 },
    ]);
  }
  builder.addRow(-Infinity, 0.2 + 0.6 * random(), turnover);
  const base = Float64Array.from(held, (h, i) => h - (target[i] ?? 0));
  const loadings = new Float64Array(n * factors);
  for (let i = 0; i < n; i++) {
    for (let f = 0; f < factors; f++) {
      const size = f === 0 ? 0.16 : 0.12 / Math.sqrt(factors);
      loadings[i * factors + f] = f === 0 ? size * (0.5 + random()) : size * (2 * random() - 1);
    }
  }
  const specific = Float64Array.from({ length: n }, () => (0.1 + 0.3 * random()) ** 2);
  let deviation = -1;
  if (shape.tracking !== undefined) {
    deviation = builder.addColumn(
      0,
      0,
      shape.tracking * Math.sqrt(variance(base, loadings, specific, factors)),
    );
  }
  const risk: Risk = {
    weightOf: new Int32Array(builder.numCol).fill(-1),
    weightCoef: new Float64Array(builder.numCol),
    base,
    factors,
    loadings,
    specific,
    price: shape.price ?? 0,
    deviation,
  };
  for (const [column, weight, coef] of moves) {
    risk.weightOf[column] = weight;
    risk.weightCoef[column] = coef;
  }
  return { ...builder.build(), risk };
}

function variance(
  active: Float64Array,
  loadings: Float64Array,
  specific: Float64Array,
  factors: number,
): number {
  let sum = 0;
  for (let i = 0; i < active.length; i++) sum += (specific[i] ?? 0) * (active[i] ?? 0) ** 2;
  for (let f = 0; f < factors; f++) {
    let exposure = 0;
    for (let i = 0; i < active.length; i++) exposure += (active[i] ?? 0) * (loadings[i * factors + f] ?? 0);
    sum += exposure ** 2;
  }
  return sum;
}

function normalised(weights: number[], total: number): number[] {
  const sum = weights.reduce((a, b) => a + b, 0);
  return sum === 0 ? weights : weights.map((w) => (w * total) / sum);
}
