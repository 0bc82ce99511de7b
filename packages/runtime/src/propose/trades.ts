/** Trades as they are reported: lots with gains and terms, and the reasons for each. */

import type { CheckedRow } from "../checker/index.ts";
import { exact } from "../exact/decimal.ts";
import type { Context } from "../exact/measures.ts";
import { reasons } from "../explain/reasons.ts";
import type { ProposedLot, ProposedTrade } from "../proposal/account.ts";

/** @param tight rows that bind at the optimum */
export function proposedTrades(
  before: Context,
  after: Context,
  tight: readonly CheckedRow[],
): ProposedTrade[] {
  const why = reasons(before, after, tight);
  const results = new Map(after.realised.lots.map((result) => [result.lot, result]));
  return after.trades.map((trade): ProposedTrade => {
    const security = after.situation.market.securities.get(trade.symbol);
    if (security === undefined) throw new RangeError(`${trade.symbol} has no price`);
    const price = exact(security.price);
    const lots = trade.lots.map((sale): ProposedLot => {
      const result = results.get(sale.lot);
      if (result === undefined) throw new RangeError(`lot ${sale.lot} was sold without a result`);
      const { lot, quantity } = sale;
      return { lot, quantity, gain: result.gain, term: result.term, washed: result.washed };
    });
    return {
      symbol: trade.symbol,
      side: trade.side,
      quantity: trade.quantity,
      price,
      value: exact(trade.quantity).times(price),
      lots,
      because: why.get(trade.symbol) ?? [],
    };
  });
}
