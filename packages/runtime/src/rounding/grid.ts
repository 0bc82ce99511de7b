/**
 * Quantities that a trade may have, counted in increments: whole numbers, so that a step is an addition. A sale of all
 * that is held ignores the increment (semantics.md 3); it counts as the increments that hold it, the last one in part.
 */
import { type Decimal, exact, float, ZERO } from "../exact/decimal.ts";
import { divided, fractionOf, raised } from "../exact/multiples.ts";

export interface Grid {
  /** an increment is `unit` / `scale` shares */
  readonly unit: number;
  readonly scale: number;
  /** shares held */
  readonly held: number;
  /** increments below which a trade is nothing or, of a sale, everything */
  readonly least: number;
  /** above which a sale is everything; Infinity for a purchase */
  readonly most: number;
  /** of everything; Infinity for a purchase */
  readonly all: number;
}

interface Shares {
  readonly side: "buy" | "sell";
  readonly increment: Decimal;
  readonly held: Decimal;
  /** dollars a share */
  readonly price: Decimal;
  /** shares that have to go, if any do */
  readonly washed: Decimal;
  /** dollars below which a trade, or a holding, is not permitted */
  readonly minimums: { readonly trade: Decimal; readonly holding: Decimal };
}

export function gridOf({ side, increment, held, price, washed, minimums }: Shares): Grid {
  const { n: unit, scale } = fractionOf(increment);
  const { trade, holding } = minimums;
  const dollars = trade.isZero() && holding.isZero() ? ZERO : price.times(increment);
  let least = trade.isZero() ? 0 : raised(divided(trade, dollars));
  if (!washed.isZero()) least = Math.max(least, raised(divided(washed, increment)));
  // What has to be held beyond what is, where a holding has a minimum; below zero: what may go.
  const lacking = holding.isZero() ? undefined : holding.minus(held.times(price));
  if (side === "buy") {
    if (lacking?.greaterThan(ZERO) === true) least = Math.max(least, raised(divided(lacking, dollars)));
    return { unit, scale, held: float(held), least, most: Infinity, all: Infinity };
  }
  const position = divided(held, increment);
  let most = position.times;
  if (lacking !== undefined) most = lacking.isNegative() ? divided(lacking.negated(), dollars).times : 0;
  return { unit, scale, held: float(held), least, most, all: raised(position) };
}

/** Nothing, a whole position, or so much that neither the trade nor what is left is too small. */
export function permitted({ least, most, all }: Grid, count: number): boolean {
  return count === 0 || count === all || (count >= least && count <= most);
}

/** The next permitted quantity up: an increment more, past what would be too small, or the whole position. */
export function above({ least, most, all }: Grid, count: number): number {
  const next = Math.max(count + 1, least);
  return next > most ? all : next;
}

/** The next permitted quantity down; nothing, where less would be too small. */
export function below({ least, most }: Grid, count: number): number {
  const next = Math.min(count - 1, most);
  return next < least || next < 0 ? 0 : next;
}

/** The nearest float. */
export function sharesAt({ unit, scale, held, all }: Grid, count: number): number {
  return count === all ? held : (count * unit) / scale;
}

/** The same in decimals. */
export function exactShares(
  { all }: Grid,
  count: number,
  { increment, held }: { readonly increment: Decimal; readonly held: Decimal },
): Decimal {
  return count === all ? held : increment.times(exact(count));
}

/** Of an increment: what is nearer to a multiple of it is meant to be one. Floats are no finer. */
const SNAP = 1e-6;

/**
 * The permitted quantity that is nearest to what the optimum wants.
 * @param wanted shares
 */
export function nearest(grid: Grid, wanted: number): number {
  const { unit, scale, held, all } = grid;
  if (all < Number.POSITIVE_INFINITY && wanted >= held) return all;
  const aim = (wanted * scale) / unit;
  const near = Math.round(aim);
  const start = Math.abs(near - aim) < SNAP ? near : Math.floor(aim);
  const lower = permitted(grid, start) ? start : below(grid, start);
  const upper = above(grid, start);
  return wanted - sharesAt(grid, lower) < sharesAt(grid, upper) - wanted ? lower : upper;
}
