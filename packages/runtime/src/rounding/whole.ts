/**
 * Trades in whole increments by integer programming: for accounts so small that no rounding near the continuous optimum
 * is permitted. Tells too where there are none at all.
 */
import { type Backend, type Problem, ProblemBuilder } from "@mandate/solver";
import type { Situation } from "../account/situation.ts";
import { type Decimal, Exact, exact, ZERO } from "../exact/decimal.ts";
import { type Lowered, lower } from "../lowering/index.ts";
import type { LotSale, Trade } from "../proposal/proposal.ts";
import { type Budget, clocked, nodesLeft, UNLIMITED, workOfNodes } from "../solve/budget.ts";

export type WholeTrades =
  | {
      readonly status: "found";
      readonly trades: readonly Trade[];
      /** none in whole increments cost less than these by more than a hundredth */
      readonly proved: boolean;
    }
  /** no trades in whole increments are permitted, though fractions of shares may be */
  | { readonly status: "none" }
  /** the search ended without an answer */
  | { readonly status: "unknown" };

/** Units of one security: columns of the problem in whole increments. */
interface Units {
  readonly increment: Decimal;
  readonly bought: number;
  /** sold in part, and sold whole; -1 where nothing is held */
  readonly sold: number;
  readonly whole: number;
}

/** Relative gap at which the search ends: what an increment of a tiny account costs is far more. */
const GAP = 0.01;

/** Lots' parts in shares are told to this many decimals; the last lot makes up for the rest. */
const DIGITS = 9;

/** The problem again, to which columns and rows can be added. */
function copied(problem: Problem): ProblemBuilder {
  const builder = new ProblemBuilder();
  builder.offset = problem.offset;
  const columns: number[][] = Array.from({ length: problem.numRow }, () => []);
  const coefs: number[][] = Array.from({ length: problem.numRow }, () => []);
  for (let j = 0; j < problem.numCol; j++) {
    const integer = problem.integer?.[j] === 1;
    builder.addColumn(problem.cost[j] ?? 0, problem.colLower[j] ?? 0, problem.colUpper[j] ?? 0, integer);
    for (let k = problem.start[j] ?? 0; k < (problem.start[j + 1] ?? 0); k++) {
      const row = problem.index[k] ?? 0;
      columns[row]?.push(j);
      coefs[row]?.push(problem.value[k] ?? 0);
    }
  }
  for (let row = 0; row < problem.numRow; row++) {
    builder.addRow(
      problem.rowLower[row] ?? 0,
      problem.rowUpper[row] ?? 0,
      columns[row] ?? [],
      coefs[row] ?? [],
    );
  }
  return builder;
}

/** Risk is that of the columns that were there: those that were added move no weight of their own. */
function withRiskOf({ risk }: Problem, problem: Problem): Problem {
  if (risk === undefined) return problem;
  const weightOf = new Int32Array(problem.numCol).fill(-1);
  weightOf.set(risk.weightOf);
  const weightCoef = new Float64Array(problem.numCol);
  weightCoef.set(risk.weightCoef);
  return { ...problem, risk: { ...risk, weightOf, weightCoef } };
}

/** Purchases and sales become multiples of the increment, but that a position may be sold out whole (semantics.md 3). */
function addUnits(builder: ProblemBuilder, lowered: Lowered): Units[] {
  const { frame, situation } = lowered;
  return Array.from({ length: frame.count }, (_, i): Units => {
    const increment = exact(situation.market.securities.get(frame.symbol[i] ?? "")?.increment ?? 1);
    const unit = (increment.toNumber() * (frame.price[i] ?? 0)) / frame.value;
    const held = frame.held[i] ?? 0;
    const bought = builder.addColumn(0, 0, Math.ceil(1 / unit) + 1, true);
    builder.addRow(0, 0, [lowered.buy[i] ?? -1, bought], [1, -unit]);
    // What counts as a trade, and pays its ticket, is one increment at least: no ticket is paid to have less cash.
    const mode = lowered.modes[i];
    if (mode !== undefined && mode.buy >= 0) builder.addRow(0, Infinity, [bought, mode.buy], [1, -1]);
    const parts = (lowered.partsOf[i] ?? []).map((part) => lowered.parts[part]?.column ?? -1);
    if (parts.length === 0) return { increment, bought, sold: -1, whole: -1 };
    const whole = builder.addColumn(0, 0, 1, true);
    const sold = builder.addColumn(0, 0, Math.floor(held / unit + 1e-9), true);
    if (mode !== undefined && mode.part >= 0) {
      builder.addRow(0, Infinity, [sold, whole, mode.part], [1, 1, -1]);
    }
    const ones = parts.map(() => 1);
    builder.addRow(0, 0, [...parts, sold, whole], [...ones, -unit, -held]);
    return { increment, bought, sold, whole };
  });
}

/** What each lot of a security sells, in shares; together exactly `quantity`. */
function salesOf(lowered: Lowered, i: number, x: Float64Array, quantity: Decimal): LotSale[] | undefined {
  const { frame, situation } = lowered;
  const wanted = new Map<string, number>();
  for (const place of lowered.partsOf[i] ?? []) {
    const part = lowered.parts[place];
    let left = x[part?.column ?? -1] ?? 0;
    for (const at of part?.lots ?? []) {
      const lot = frame.lots[at];
      if (lot === undefined) continue;
      const taken = part?.lots.length === 1 ? left : Math.min(left, lot.value);
      wanted.set(lot.id, (wanted.get(lot.id) ?? 0) + (taken * frame.value) / (frame.price[i] ?? 1));
      left -= taken;
    }
  }
  const lots = situation.account.lots.filter((lot) => lot.symbol === frame.symbol[i]);
  const sales = lots.map((lot) => ({
    lot: lot.id,
    held: exact(lot.quantity),
    quantity: Exact.min(exact((wanted.get(lot.id) ?? 0).toFixed(DIGITS)), exact(lot.quantity)),
  }));
  let missing = sales.reduce((sum, sale) => sum.minus(sale.quantity), quantity);
  // Lots that are sold already make up for what decimals leave, then any.
  sales.sort((a, b) => Number(b.quantity.greaterThan(ZERO)) - Number(a.quantity.greaterThan(ZERO)));
  for (const sale of sales) {
    const by = Exact.max(sale.quantity.negated(), Exact.min(missing, sale.held.minus(sale.quantity)));
    sale.quantity = sale.quantity.plus(by);
    missing = missing.minus(by);
  }
  if (!missing.isZero()) return undefined;
  return sales
    .filter((sale) => sale.quantity.greaterThan(ZERO))
    .map(({ lot, quantity: sold }) => ({ lot, quantity: sold }));
}

function decoded(lowered: Lowered, units: readonly Units[], x: Float64Array): Trade[] | undefined {
  const trades: Trade[] = [];
  for (const [i, { increment, bought, sold, whole }] of units.entries()) {
    const symbol = lowered.frame.symbol[i] ?? "";
    const count = (column: number): number => (column < 0 ? 0 : Math.round(x[column] ?? 0));
    const held = lowered.situation.account.lots
      .filter((lot) => lot.symbol === symbol)
      .reduce((sum, lot) => sum.plus(exact(lot.quantity)), ZERO);
    const selling = count(whole) === 1 ? held : increment.times(count(sold));
    const buying = increment.times(count(bought));
    if (selling.greaterThan(ZERO)) {
      const lots = salesOf(lowered, i, x, selling);
      if (lots === undefined) return undefined;
      trades.push({ symbol, side: "sell", quantity: selling, lots });
    } else if (buying.greaterThan(ZERO)) trades.push({ symbol, side: "buy", quantity: buying, lots: [] });
  }
  return trades.sort((a, b) => (a.symbol < b.symbol ? -1 : 1));
}

/**
 * Permitted trades in whole increments that cost little, or that there are none.
 * @param budget what the account's searches may take; absent: no limit
 * @param share of what is left of it that this one may take
 */
export function wholeTrades(
  situation: Situation,
  backend: Backend,
  budget: Budget = UNLIMITED,
  share = 1,
): WholeTrades {
  const sides = new Set(lower(situation).frame.symbol.keys());
  const lowered = lower(situation, { sides });
  const builder = copied(lowered.problem);
  const units = addUnits(builder, lowered);
  const problem = withRiskOf(lowered.problem, builder.build());
  const answer = backend.solve(problem, {
    relativeGap: GAP,
    ...clocked(budget),
    nodeLimit: nodesLeft(problem, budget, share),
  });
  budget.spend(workOfNodes(problem, answer.nodes));
  if (answer.status === "infeasible") return { status: "none" };
  const trades = answer.x === undefined ? undefined : decoded(lowered, units, answer.x);
  if (trades === undefined) return { status: "unknown" };
  return { status: "found", trades, proved: answer.status === "optimal" };
}
