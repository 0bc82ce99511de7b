import { randomFrom } from "../../conformance/random.ts";
import { type Entry, ProblemBuilder } from "../../problem/builder.ts";
import type { Problem } from "../../problem/problem.ts";

/** What a generated account looks like. */
export interface AccountShape {
  securities: number;
  /** most lots that one security has */
  lots: number;
  classes: number;
  /** rows that cap the weight of overlapping groups; default 11 */
  sectors?: number;
}

const SLOPE_SECURITY = 0.1;
const FREE = 0.005;
const CHEAP = 0.4;
const STEEP_FROM = 0.03;
const STEEP = 1.2;
/** Half the spread, for most securities the same: ties are the rule in real accounts. */
const SPREAD = 0.00025;

/**
 * One account as the lowering makes it of a policy with drift of securities from their target (10 bps per 1 pp) and of
 * classes (40 bps per 1 pp beyond 0.5 pp, 120 bps beyond 3 pp), taxes by lot, the cash row, caps on sectors and a cap
 * on turnover: an equation per drift node with columns for the deviation, and weights told by it where a security has
 * several lots. In weights of the account's value.
 */
export function accountProblem(seed: number, shape: AccountShape): Problem {
  const random = randomFrom(seed);
  const builder = new ProblemBuilder();
  const { securities: n, classes } = shape;
  const sectors = shape.sectors ?? 11;
  const target = normalised(
    Array.from({ length: n }, () => 0.3 + random()),
    0.98,
  );
  const held = normalised(
    target.map((t) => (random() < 0.85 ? t * (0.4 + 1.2 * random()) : 0)),
    0.9 + 0.08 * random(),
  );
  const cashBefore = 1 - held.reduce((a, b) => a + b, 0);
  const cash = builder.addColumn(0, 0, Infinity);
  const cashRow: Entry[] = [{ col: cash, coef: 1 }];
  const turnover: Entry[] = [];
  const classForm = Array.from({ length: classes }, () => ({ entries: [] as Entry[], off: 0 }));
  const sectorForm = Array.from({ length: sectors }, () => ({
    entries: [] as Entry[],
    before: 0,
    target: 0,
  }));
  for (let i = 0; i < n; i++) {
    const before = held[i] ?? 0;
    const goal = target[i] ?? 0;
    const cost = random() < 0.7 ? SPREAD : SPREAD * (1 + 4 * random());
    const buy = builder.addColumn(cost, 0, Math.max(0, 3 * goal - before) + goal);
    const direct: Entry[] = [{ col: buy, coef: 1 }];
    cashRow.push({ col: buy, coef: 1 + cost });
    const count = before > 0 ? 1 + Math.floor(random() * shape.lots) : 0;
    const sizes = normalised(
      Array.from({ length: count }, () => 0.1 + random()),
      before,
    );
    for (const size of sizes) {
      const gain = random() < 0.2 ? -0.2 * random() : 0.6 * random();
      const sell = builder.addColumn(cost + gain * (random() < 0.3 ? 0.35 : 0.15), 0, size);
      direct.push({ col: sell, coef: -1 });
      cashRow.push({ col: sell, coef: -1 + cost });
    }
    for (const { col } of direct) turnover.push({ col, coef: 1 });
    const over = builder.addColumn(SLOPE_SECURITY, 0, Infinity);
    const under = builder.addColumn(SLOPE_SECURITY, 0, Infinity);
    const off = before - goal;
    builder.addRow(-off, -off, [...direct, { col: over, coef: -1 }, { col: under, coef: 1 }]);
    const byDrift = count > 1;
    const weight: Entry[] = byDrift
      ? [
          { col: over, coef: 1 },
          { col: under, coef: -1 },
        ]
      : direct;
    const own = classForm[Math.floor(random() * classes)];
    own?.entries.push(...weight);
    if (own !== undefined) own.off += byDrift ? 0 : off;
    const sector = sectorForm[Math.floor(random() * sectors)];
    sector?.entries.push(...weight);
    if (sector !== undefined) {
      sector.before += before;
      sector.target += byDrift ? goal : before;
    }
  }
  builder.addRow(cashBefore, cashBefore, cashRow);
  for (const { entries, off } of classForm) addDrift(builder, entries, off);
  addDrift(builder, [{ col: cash, coef: 1 }], -0.02);
  for (const { entries, before, target: constant } of sectorForm) {
    builder.addRow(-Infinity, Math.max(before, 1.6 / sectors) - constant, entries);
  }
  builder.addRow(-Infinity, 0.1 + 0.4 * random(), turnover);
  return builder.build();
}

/** off + entries = deviation, at the cost of classes. */
function addDrift(builder: ProblemBuilder, entries: readonly Entry[], off: number): void {
  if (entries.length === 0) return;
  const deviation: Entry[] = [{ col: builder.addColumn(0, -FREE, FREE), coef: -1 }];
  for (const sign of [1, -1]) {
    deviation.push({ col: builder.addColumn(CHEAP, 0, STEEP_FROM - FREE), coef: -sign });
    deviation.push({ col: builder.addColumn(STEEP, 0, Infinity), coef: -sign });
  }
  builder.addRow(-off, -off, [...entries, ...deviation]);
}

function normalised(weights: number[], total: number): number[] {
  const sum = weights.reduce((a, b) => a + b, 0);
  return sum === 0 ? weights : weights.map((w) => (w * total) / sum);
}
