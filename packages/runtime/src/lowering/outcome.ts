/** From a point of the lowered problem back to trades and dollars. */
import { varianceAt } from "@mandate/solver";
import { virtual } from "./affine.ts";
import type { Term } from "./draft.ts";
import type { Lowered } from "./lower.ts";

/** What is sold of one lot before rounding. */
export interface ContinuousSale {
  readonly lot: string;
  /** shares */
  readonly quantity: number;
  /** USD */
  readonly value: number;
}

/** One security's trade before rounding; never both sides. */
export interface ContinuousTrade {
  readonly symbol: string;
  readonly side: "buy" | "sell";
  /** shares */
  readonly quantity: number;
  /** USD */
  readonly value: number;
  /** of a sale, in the order in which the solver takes them */
  readonly lots: readonly ContinuousSale[];
}

/** Trades of less than this share of V are noise of the last pivot. */
const NOISE = 1e-11;

/** Trades by security, in the universe's order. */
export function decode(lowered: Lowered, x: Float64Array): ContinuousTrade[] {
  const { frame } = lowered;
  const trades: ContinuousTrade[] = [];
  for (let i = 0; i < frame.count; i++) {
    const symbol = frame.symbol[i] ?? "";
    const price = frame.price[i] ?? 1;
    const bought = x[lowered.buy[i] ?? -1] ?? 0;
    const byLot = soldByLot(lowered, i, x);
    let sold = 0;
    for (const amount of byLot.values()) sold += amount;
    if (sold > NOISE && sold >= bought) {
      const lots = [...byLot].flatMap(([place, amount]) => {
        const lot = frame.lots[place];
        if (lot === undefined || amount <= NOISE) return [];
        // A lot or its washed part sold whole is sold to the last share, whatever the pivots left.
        const whole = lot.value - amount <= NOISE;
        const asWashed = lot.washed > 0 && Math.abs(lot.washed - amount) <= NOISE;
        const partial = asWashed ? lot.washedQuantity : (amount * frame.value) / price;
        const quantity = whole ? lot.quantity : partial;
        return [{ lot: lot.id, quantity, value: quantity * price }];
      });
      const quantity = lots.reduce((sum, lot) => sum + lot.quantity, 0);
      if (lots.length > 0) trades.push({ symbol, side: "sell", quantity, value: quantity * price, lots });
    } else if (bought > NOISE) {
      const value = bought * frame.value;
      trades.push({ symbol, side: "buy", quantity: value / price, value, lots: [] });
    }
  }
  return trades;
}

function soldByLot(lowered: Lowered, i: number, x: Float64Array): Map<number, number> {
  const byLot = new Map<number, number>();
  for (const p of lowered.partsOf[i] ?? []) {
    const part = lowered.parts[p];
    if (part === undefined) continue;
    let left = Math.max(0, x[part.column] ?? 0);
    const single = part.lots.length === 1;
    for (const place of part.lots) {
      const taken = single ? left : Math.min(left, lowered.frame.lots[place]?.value ?? 0);
      if (taken > 0) byLot.set(place, (byLot.get(place) ?? 0) + taken);
      left -= taken;
    }
  }
  return byLot;
}

/** Cost in USD by term of semantics.md 2. */
export type TermAmounts = Readonly<Record<Term | "risk" | "total", number>>;

export function termsAt(lowered: Lowered, x: Float64Array): TermAmounts {
  const { value } = lowered.frame;
  const sums: Record<Term, number> = { ...lowered.offsets };
  for (const entry of lowered.costs) sums[entry.term] += entry.coef * (x[entry.column] ?? 0);
  const { problem } = lowered;
  const risk = (problem.risk?.price ?? 0) * varianceAt(problem, x);
  const total = sums.drift + sums.alternates + sums.tax + sums.trading + sums.preferences + risk;
  return {
    drift: sums.drift * value,
    alternates: sums.alternates * value,
    tax: sums.tax * value,
    trading: sums.trading * value,
    preferences: sums.preferences * value,
    risk: risk * value,
    total: total * value,
  };
}

/** Values of columns and of what stands for weights and indicators (affine.ts) at a point. */
export function pointOf(lowered: Lowered, x: Float64Array): (column: number) => number {
  const { frame } = lowered;
  const sums = new Map<number, { weight: number; traded: boolean }>();
  return (column) => {
    if (column >= 0) return x[column] ?? 0;
    const { kind, security } = virtual(column);
    let known = sums.get(security);
    if (known === undefined) {
      let sold = 0;
      for (const p of lowered.partsOf[security] ?? []) sold += x[lowered.parts[p]?.column ?? -1] ?? 0;
      const bought = x[lowered.buy[security] ?? -1] ?? 0;
      known = { weight: (frame.held[security] ?? 0) - sold + bought, traded: sold > NOISE || bought > NOISE };
      sums.set(security, known);
    }
    if (kind === "weight") return known.weight;
    return kind === "traded" ? Number(known.traded) : Number(known.weight > NOISE);
  };
}
