/** Purchases that take the place of what is sold: by themselves they would only cost. */
import type { TradeJson } from "../proposal/schema.ts";

/** The sales that a reason speaks of: `moves \`MUB or VTEB\` away from target` speaks of VTEB. */
function soldFor(text: string, all: readonly TradeJson[]): readonly TradeJson[] {
  const words = new Set(text.split(/[^\w.-]+/));
  return all.filter(({ side, symbol }) => side === "sell" && words.has(symbol));
}

/** `takes the place of VTEB`; undefined of a trade that pays by itself, or that replaces nothing. */
export function replacing(trade: TradeJson, all: readonly TradeJson[]): string | undefined {
  const [reason] = trade.because;
  if (trade.side === "sell" || reason === undefined || reason.value >= 0) return undefined;
  // The weightiest reason may speak of classes; another of the alternates.
  for (const { text } of trade.because) {
    const sold = soldFor(text, all);
    if (sold.length > 0) return `takes the place of ${sold.map(({ symbol }) => symbol).join(" and ")}`;
  }
  return undefined;
}
