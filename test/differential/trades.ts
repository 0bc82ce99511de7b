/** Trades to try: at random, and as near to the edge of what is permitted as floats allow. */
import { type Checked, check, type Lowered, type Situation, type Trade } from "@mandate/runtime/testing";
import { Decimal } from "decimal.js";
import type { Random } from "../generate/random.ts";

/** Shares sold by lot id, and bought by symbol; fractions of shares, since increments are rounding's business. */
export interface Point {
  readonly sold: ReadonlyMap<string, number>;
  readonly bought: ReadonlyMap<string, number>;
}

const DIGITS = 9;

function rounded(shares: number): Decimal {
  return new Decimal(shares.toFixed(DIGITS));
}

/** As exact trades, where nothing is both bought and sold, and no lot sells more than it has. */
export function tradesAt(situation: Situation, point: Point): Trade[] {
  const trades: Trade[] = [];
  const bySymbol = new Map<string, { lot: string; quantity: Decimal }[]>();
  for (const lot of situation.account.lots) {
    const shares = Decimal.min(rounded(point.sold.get(lot.id) ?? 0), lot.quantity);
    if (shares.lte(0)) continue;
    const own = bySymbol.get(lot.symbol) ?? [];
    bySymbol.set(lot.symbol, own);
    own.push({ lot: lot.id, quantity: shares });
  }
  for (const [symbol, lots] of bySymbol) {
    const quantity = lots.reduce((sum, lot) => sum.plus(lot.quantity), new Decimal(0));
    trades.push({ symbol, side: "sell", quantity, lots });
  }
  for (const [symbol, shares] of point.bought) {
    const quantity = rounded(shares);
    if (quantity.gt(0) && !bySymbol.has(symbol)) trades.push({ symbol, side: "buy", quantity, lots: [] });
  }
  return trades;
}

export function pointOfTrades(trades: readonly Trade[]): Point {
  const sold = new Map<string, number>();
  const bought = new Map<string, number>();
  for (const trade of trades) {
    if (trade.side === "buy") bought.set(trade.symbol, trade.quantity.toNumber());
    for (const { lot, quantity } of trade.lots) sold.set(lot, quantity.toNumber());
  }
  return { sold, bought };
}

/** Some securities traded: a little, much, or all; what is bought is mostly paid for by what is sold and by cash. */
export function randomPoint(random: Random, frame: Lowered["frame"]): Point {
  const sold = new Map<string, number>();
  const bought = new Map<string, number>();
  const symbols = random.some(frame.symbol, random.integer(1, Math.min(6, frame.count)));
  let money = Math.max(0, frame.cash) * random.pick([0.9, 0.5, 1, 0]) * frame.value;
  const buyers: string[] = [];
  for (const symbol of symbols) {
    const i = frame.symbol.indexOf(symbol);
    const lots = (frame.lotsOf[i] ?? []).flatMap((place) => frame.lots[place] ?? []);
    if (lots.length === 0 || random.chance(0.45)) {
      buyers.push(symbol);
      continue;
    }
    const whole = random.chance(0.35);
    for (const lot of whole ? lots : random.some(lots, random.integer(1, lots.length))) {
      const part = whole
        ? 1
        : random.pick([1, random.fraction(), random.fraction(), 0.02 * random.fraction()]);
      // What is washed goes first; to sell exactly that, and a little more or less, is what the rule turns on.
      const shares =
        lot.washed > 0 && random.chance(0.5)
          ? lot.washedQuantity * random.pick([1, 0.999, 0.5])
          : lot.quantity * part;
      sold.set(lot.id, shares);
      money += shares * (frame.price[i] ?? 0) * 0.999;
    }
  }
  const each = (money / Math.max(1, buyers.length)) * random.pick([1, 1, 0.7, 0.1, 1.1]);
  for (const symbol of buyers) {
    const price = frame.price[frame.symbol.indexOf(symbol)] ?? 1;
    bought.set(symbol, (each * random.pick([1, 1, random.fraction(), 0.01])) / price);
  }
  return { sold, bought };
}

/** The point between two, net: what one buys and the other sells is traded one way only. */
function between(situation: Situation, a: Point, b: Point, t: number): Point {
  const sold = new Map<string, number>();
  const bought = new Map<string, number>();
  const mix = (
    one: ReadonlyMap<string, number>,
    other: ReadonlyMap<string, number>,
    into: Map<string, number>,
  ) => {
    for (const key of new Set([...one.keys(), ...other.keys()])) {
      into.set(key, (1 - t) * (one.get(key) ?? 0) + t * (other.get(key) ?? 0));
    }
  };
  mix(a.sold, b.sold, sold);
  mix(a.bought, b.bought, bought);
  for (const [symbol, shares] of bought) {
    const lots = situation.account.lots.filter((lot) => lot.symbol === symbol && (sold.get(lot.id) ?? 0) > 0);
    const selling = lots.reduce((sum, lot) => sum + (sold.get(lot.id) ?? 0), 0);
    if (selling === 0 || shares === 0) continue;
    const left = Math.max(0, selling - shares) / selling;
    for (const lot of lots) sold.set(lot.id, (sold.get(lot.id) ?? 0) * left);
    bought.set(symbol, Math.max(0, shares - selling));
  }
  return { sold, bought };
}

/** Whether trades are permitted, whole increments apart. */
export function permitted(checked: Checked): boolean {
  return (
    checked.impossible === undefined &&
    checked.rows.every((row) => row.holds) &&
    checked.faults.every(({ what }) => what === "not a multiple of the increment")
  );
}

/** Where the way from a permitted point to a forbidden one leaves what is permitted: just before, and a bit beyond. */
export function edge(situation: Situation, inside: Point, outside: Point): readonly [Point, Point] {
  let low = 0;
  let high = 1;
  for (let turn = 0; turn < 22; turn++) {
    const middle = (low + high) / 2;
    const trades = tradesAt(situation, between(situation, inside, outside, middle));
    if (permitted(check(situation, trades))) low = middle;
    else high = middle;
  }
  return [
    between(situation, inside, outside, low * 0.99999),
    between(situation, inside, outside, Math.min(1, high + 2e-4 * (1 - high) + 1e-5)),
  ];
}
