/**
 * The lowered problem with its trades held to given ones: what is left to choose are the columns that stand for drift,
 * taxes, modes and the like. It has a solution where the lowering permits the trades, and its least cost is what the
 * lowering says that they cost.
 */
import type { Lowered, Trade } from "@mandate/runtime/testing";
import { type Answer, type Backend, type Problem, ProblemBuilder } from "@mandate/solver";

/** Rows give way by this much of V: the exact side forgives 1e-9 too (semantics.md 5). */
const FORGIVEN = 3e-9;

/** The trades in columns: what each lot of the account sells and each security buys, of V. */
function amounts(
  lowered: Lowered,
  trades: readonly Trade[],
): { sold: Map<string, number>; bought: number[] } {
  const { frame } = lowered;
  const sold = new Map<string, number>();
  const bought = new Array<number>(frame.count).fill(0);
  for (const trade of trades) {
    const i = frame.symbol.indexOf(trade.symbol);
    const perShare = (frame.price[i] ?? 0) / frame.value;
    if (trade.side === "buy") bought[i] = (bought[i] ?? 0) + trade.quantity.toNumber() * perShare;
    for (const { lot, quantity } of trade.lots) {
      sold.set(lot, (sold.get(lot) ?? 0) + quantity.toNumber() * perShare);
    }
  }
  return { sold, bought };
}

/** Columns that sell the same lots, and what they sell together: a loss lot has up to three, merged lots one. */
function* sales(lowered: Lowered, sold: ReadonlyMap<string, number>): Generator<[number[], number]> {
  const columns = new Map<string, { readonly columns: number[]; readonly amount: number }>();
  for (const part of lowered.parts) {
    const ids = part.lots.map((place) => lowered.frame.lots[place]?.id ?? "");
    const known = columns.get(ids.join("\n"));
    if (known !== undefined) known.columns.push(part.column);
    else {
      const amount = ids.reduce((sum, id) => sum + (sold.get(id) ?? 0), 0);
      columns.set(ids.join("\n"), { columns: [part.column], amount });
    }
  }
  for (const entry of columns.values()) yield [entry.columns, entry.amount];
}

/**
 * Columns that sell part of a loss lot without its loss counting, where by semantics.md 4 it does count: to hold back an
 * ever smaller part of what is washed is the limit of what is permitted, but not the same trades.
 */
function* idleColumns(lowered: Lowered, sold: ReadonlyMap<string, number>): Generator<number> {
  const { frame } = lowered;
  const groupOf = (security: number): string => frame.compiled.group[frame.universe[security] ?? 0] ?? "";
  const short = new Set(
    frame.lots
      .filter((lot) => lot.washed > 0 && (sold.get(lot.id) ?? 0) < lot.washed - 1e-15)
      .map((lot) => groupOf(lot.security)),
  );
  for (const [place, lot] of frame.lots.entries()) {
    if (!lot.reachable || short.has(groupOf(lot.security))) continue;
    // A sale of more than there is must find no column to hide in.
    if ((sold.get(lot.id) ?? 0) > lot.value * (1 + 1e-9)) continue;
    const own = lowered.parts.filter((part) => part.lots.length === 1 && part.lots[0] === place);
    const last = own.at(-1);
    if (last !== undefined && last.gain === 0 && own.some((part) => part.gain < 0)) yield last.column;
  }
}

function pinnedProblem(lowered: Lowered, trades: readonly Trade[]): Problem {
  const { problem } = lowered;
  const builder = new ProblemBuilder();
  builder.offset = problem.offset;
  const entries: { columns: number[]; coefs: number[] }[] = Array.from({ length: problem.numRow }, () => ({
    columns: [],
    coefs: [],
  }));
  const { sold, bought } = amounts(lowered, trades);
  const fixed = new Map<number, number>();
  const shared: [number[], number][] = [];
  for (const column of idleColumns(lowered, sold)) fixed.set(column, 0);
  for (const [columns, amount] of sales(lowered, sold)) {
    const [only] = columns;
    if (columns.length === 1 && only !== undefined) fixed.set(only, amount);
    else shared.push([columns, amount]);
  }
  lowered.buy.forEach((column, i) => {
    fixed.set(column, bought[i] ?? 0);
  });
  // Nothing traded is no trade: to pay a ticket for a trade of nothing is only ever the limit of ever smaller ones.
  const traded = new Set(trades.map((trade) => lowered.frame.symbol.indexOf(trade.symbol)));
  lowered.modes.forEach((mode, i) => {
    if (traded.has(i)) return;
    for (const column of [mode.buy, mode.part, mode.out]) if (column >= 0) fixed.set(column, 0);
  });
  for (let j = 0; j < problem.numCol; j++) {
    const integer = problem.integer?.[j] === 1;
    const amount = fixed.get(j);
    const [low, high] = [problem.colLower[j] ?? 0, problem.colUpper[j] ?? 0];
    if (amount === undefined || amount < low - FORGIVEN || amount > high + FORGIVEN) {
      // An amount beyond the column's bounds is left to contradict them by a row of its own.
      builder.addColumn(problem.cost[j] ?? 0, low, high, integer);
      if (amount !== undefined) shared.push([[j], amount]);
    } else builder.addColumn(problem.cost[j] ?? 0, amount, amount, integer);
    for (let k = problem.start[j] ?? 0; k < (problem.start[j + 1] ?? 0); k++) {
      const row = entries[problem.index[k] ?? 0];
      row?.columns.push(j);
      row?.coefs.push(problem.value[k] ?? 0);
    }
  }
  entries.forEach(({ columns, coefs }, row) => {
    const [low, high] = [problem.rowLower[row] ?? 0, problem.rowUpper[row] ?? 0];
    const slack = low === high ? 0 : FORGIVEN;
    builder.addRow(low - slack, high + slack, columns, coefs);
  });
  for (const [columns, amount] of shared) {
    builder.addRow(
      amount,
      amount,
      columns,
      columns.map(() => 1),
    );
  }
  return builder.build();
}

export function solvePinned(lowered: Lowered, trades: readonly Trade[], backend: Backend): Answer {
  return backend.solve(pinnedProblem(lowered, trades), { relativeGap: 1e-9, timeLimitSeconds: 5 });
}
