/** Quantities that a trade may have, as whole numbers of its smallest decimal: a step is a few machine operations. */
import type { Decimal } from "../exact/decimal.ts";
import { decimalOf, power, type Scaled, scaledOf } from "../exact/integer.ts";

/** Shares in whole numbers of 10^−`places`. */
export interface Grid {
  readonly side: "buy" | "sell";
  readonly places: number;
  readonly increment: bigint;
  /** shares held: a sale of all of them ignores the increment (semantics.md 3) */
  readonly held: bigint;
  /** below it a trade is nothing or, of a sale, everything; of a holding, below which it is nothing */
  readonly least: bigint;
  readonly keep: bigint;
}

interface Shares {
  readonly side: "buy" | "sell";
  readonly increment: Decimal;
  readonly held: Decimal;
  readonly least: Decimal;
  readonly keep: Decimal;
}

function floored({ n, places: from }: Scaled, places: number): bigint {
  return places >= from ? n * power(places - from) : n / power(from - places);
}

/** Of what is not negative. A minimum that is finer than the grid is as good as the next point of it. */
function raised(value: Scaled, places: number): bigint {
  const down = floored(value, places);
  const exact = places >= value.places || down * power(value.places - places) === value.n;
  return exact ? down : down + 1n;
}

export function gridOf({ side, ...shares }: Shares): Grid {
  const increment = scaledOf(shares.increment);
  const held = scaledOf(shares.held);
  const places = Math.max(increment.places, held.places);
  return {
    side,
    places,
    increment: floored(increment, places),
    held: floored(held, places),
    least: raised(scaledOf(shares.least), places),
    keep: raised(scaledOf(shares.keep), places),
  };
}

function larger(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}

/** Nothing, a whole position, or so much that neither the trade nor what is left is too small. */
function permitted({ side, held, least, keep }: Grid, quantity: bigint): boolean {
  if (quantity === 0n) return true;
  if (side === "sell" && quantity === held) return true;
  if (quantity < least) return false;
  return (side === "sell" ? held - quantity : held + quantity) >= keep;
}

/** The next permitted quantity up: an increment more, past what would be too small, or the whole position. */
export function above(grid: Grid, quantity: bigint): bigint {
  const { side, held, least, keep, increment } = grid;
  const enough = side === "buy" ? larger(least, keep - held) : least;
  const multiple = ((enough + increment - 1n) / increment) * increment;
  const next = larger((quantity / increment + 1n) * increment, multiple);
  if (side === "buy") return next;
  return next > held || !permitted(grid, next) ? held : next;
}

/** The next permitted quantity down; nothing, where less would be too small. */
export function below(grid: Grid, quantity: bigint): bigint {
  const { side, held, keep, increment } = grid;
  let next = ((quantity + increment - 1n) / increment - 1n) * increment;
  if (next < 0n) return 0n;
  if (side === "sell") {
    const most = held > keep ? ((held - keep) / increment) * increment : 0n;
    if (next > most) next = most;
  }
  return permitted(grid, next) ? next : 0n;
}

/** So many increments more (fewer, where negative) than a quantity that is permitted; undefined where that is not permitted. */
export function along(grid: Grid, from: bigint, increments: bigint): bigint | undefined {
  const quantity = from + increments * grid.increment;
  if (quantity < 0n || (grid.side === "sell" && quantity > grid.held)) return undefined;
  return permitted(grid, quantity) ? quantity : undefined;
}

/** Below this share of an increment the optimum is taken to mean a multiple of it: floats are no finer. */
const SNAP = 1_000_000n;

/** The permitted quantity that is nearest to what the optimum wants. */
export function nearest(grid: Grid, wanted: Decimal): bigint {
  const { side, held, increment } = grid;
  const exact = scaledOf(wanted);
  const finer = power(Math.max(0, exact.places - grid.places));
  const aim = floored(exact, Math.max(exact.places, grid.places));
  const unit = increment * finer;
  const near = ((2n * aim + unit) / (2n * unit)) * unit;
  const off = near > aim ? near - aim : aim - near;
  const start = (off * SNAP < unit ? near : (aim / unit) * unit) / finer;
  if (side === "sell" && aim >= held * finer) return held;
  const lower = permitted(grid, start) ? start : below(grid, start);
  const upper = above(grid, start);
  return aim - lower * finer < upper * finer - aim ? lower : upper;
}

/** A quantity as the grid tells it; one that is finer is told by the next point down, or up. */
export function onGrid(grid: Grid, quantity: Decimal, up: boolean): bigint {
  const exact = scaledOf(quantity);
  return up ? raised(exact, grid.places) : floored(exact, grid.places);
}

export function sharesOf(grid: Grid, quantity: bigint): Decimal {
  return decimalOf(quantity, grid.places);
}

/** The nearest float. */
export function floatOf(grid: Grid, quantity: bigint): number {
  // Both are exact below these, so that the quotient is the nearest float.
  if (quantity <= BigInt(Number.MAX_SAFE_INTEGER) && grid.places <= 22)
    return Number(quantity) / 10 ** grid.places;
  return sharesOf(grid, quantity).toNumber();
}
