/** What no policy can permit: no shorting, no margin, no trade against itself, no wash sale (semantics.md 1, 3, 4). */

import { exact, ZERO } from "../exact/decimal.ts";
import type { Context } from "../exact/measures.ts";
import { divided } from "../exact/multiples.ts";
import type { Trade } from "../proposal/proposal.ts";

export interface StructuralFault {
  readonly what:
    | "more is sold than is held"
    | "cash below zero"
    | "both bought and sold"
    | "not a multiple of the increment"
    | "bought within 30 days of a loss sale"
    | "sold at a loss and bought in one run";
  readonly item: string;
  readonly text: string;
}

/** Cash may fall short by this much of V: what the rounding of a cent can do (semantics.md 5, 1e-9 of weight). */
const CASH_TOLERANCE = "1e-9";

function* cashFault(context: Context): Generator<StructuralFault> {
  const { cash, value } = context.portfolio;
  if (cash.lessThan(exact(CASH_TOLERANCE).times(value).negated())) {
    yield {
      what: "cash below zero",
      item: "Cash",
      text: `cash would be $${cash.toFixed(2)} after the trades`,
    };
  }
}

function* positionFaults(context: Context, trades: readonly Trade[]): Generator<StructuralFault> {
  for (const position of context.portfolio.positions.values()) {
    const { symbol } = position;
    if (position.after.isNegative()) {
      yield { what: "more is sold than is held", item: symbol, text: `\`${symbol}\` would be short` };
    }
    if (position.bought.greaterThan(ZERO) && position.sold.greaterThan(ZERO)) {
      yield { what: "both bought and sold", item: symbol, text: `\`${symbol}\` is both bought and sold` };
    }
  }
  for (const trade of trades) {
    const security = context.situation.market.securities.get(trade.symbol);
    if (security === undefined) continue;
    const position = context.portfolio.positions.get(security.index);
    const soldOut = trade.side === "sell" && position !== undefined && position.after.isZero();
    const increment = exact(security.increment);
    if (!soldOut && divided(exact(trade.quantity), increment).rest !== 0) {
      const text = `${trade.quantity.toFixed()} shares of \`${trade.symbol}\` are no multiple of ${increment.toFixed()}`;
      yield { what: "not a multiple of the increment", item: trade.symbol, text };
    }
  }
}

function* washFaults(context: Context): Generator<StructuralFault> {
  const { situation, portfolio } = context;
  const boughtGroups = new Map<string, string>();
  for (const position of portfolio.positions.values()) {
    if (position.bought.isZero()) continue;
    const group = situation.bundle.universe[position.index]?.group ?? position.symbol;
    boughtGroups.set(group, position.symbol);
    if (!situation.policy.washSalesAllowed && situation.blockedGroups.has(group)) {
      const text = `\`${position.symbol}\` is bought within 30 days of a sale at a loss in the household`;
      yield { what: "bought within 30 days of a loss sale", item: position.symbol, text };
    }
  }
  if (situation.account.registration !== "taxable") return;
  for (const position of portfolio.positions.values()) {
    const group = situation.bundle.universe[position.index]?.group ?? position.symbol;
    const bought = boughtGroups.get(group);
    if (bought === undefined) continue;
    const atALoss = position.lots.some(
      (state) => state.sold.greaterThan(ZERO) && exact(state.lot.unitCost).greaterThan(position.price),
    );
    if (atALoss) {
      const text = `\`${position.symbol}\` is sold at a loss while \`${bought}\` is bought`;
      yield { what: "sold at a loss and bought in one run", item: position.symbol, text };
    }
  }
}

export function structuralFaults(context: Context, trades: readonly Trade[]): StructuralFault[] {
  return [...cashFault(context), ...positionFaults(context, trades), ...washFaults(context)];
}
