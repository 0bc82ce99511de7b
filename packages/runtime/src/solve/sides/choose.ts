/**
 * Of all choices of sides the one that cuts have the least to say against: the master problem of Benders (1962), which is
 * small enough to be searched whole. A cut is tight where it was made, so that no choice is made twice.
 */
import { SIDES } from "./sided.ts";
import type { Cut } from "./worth.ts";

/** After so many visits the least choice so far will do: another program tells more than a better choice. */
const PATIENCE = 2_000;

export interface Chosen {
  /** no choice of sides costs less; `ceiling` where all are proved to cost that much */
  readonly bound: number;
  /** the least choice that was found; absent where none is below the ceiling, or none was found */
  readonly sides?: Uint8Array;
  /** choices that were looked at, in part or whole */
  readonly visits: number;
}

export interface Asked {
  /** what is known already: choices that cost as much are of no use */
  readonly ceiling: number;
  /** sides that are preferred where others are as good */
  readonly near: Uint8Array;
  /** choices that leave nothing that is permitted */
  readonly barred: readonly Uint8Array[];
  /** choices that may be looked at, in part or whole, before the search of them is given up */
  readonly visits: number;
}

/** 1 by security and side where no cut proves that whatever takes it costs the ceiling or more. */
export function openSides(cuts: readonly Cut[], ceiling: number): Uint8Array {
  const open = new Uint8Array(cuts[0]?.worth.length ?? 0).fill(1);
  // What one cut rules out raises what others prove.
  for (let before = -1, ruled = 0; ruled !== before; ) {
    before = ruled;
    for (const cut of cuts) {
      const room = ceiling - leastOf(cut, open);
      for (let from = 0; from < open.length; from += SIDES) {
        const least = leastAt(cut.worth, open, from);
        for (let k = from; k < from + SIDES; k++) {
          if (open[k] === 1 && !((cut.worth[k] ?? 0) - least < room)) {
            open[k] = 0;
            ruled += 1;
          }
        }
      }
    }
  }
  return open;
}

function leastAt(worth: Float64Array, open: Uint8Array, from: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (let k = from; k < from + SIDES; k++) if (open[k] === 1) least = Math.min(least, worth[k] ?? 0);
  return least;
}

/** What any choice of open sides costs at the least. */
function leastOf({ rest, worth }: Cut, open: Uint8Array): number {
  let sum = rest;
  for (let from = 0; from < open.length; from += SIDES) sum += leastAt(worth, open, from);
  return sum;
}

/** The choice for which the largest of what the cuts prove is the least. */
export function choose(cuts: readonly Cut[], asked: Asked): Chosen {
  const { ceiling, near } = asked;
  const open = openSides(cuts, ceiling);
  const sides = near.slice();
  const free: number[] = [];
  for (let at = 0; at < near.length; at++) {
    const left = [];
    for (let side = 0; side < SIDES; side++) if (open[SIDES * at + side] === 1) left.push(side);
    const [only] = left;
    if (only === undefined) return { bound: ceiling, visits: 0 };
    if (left.length > 1) free.push(at);
    else sides[at] = only;
  }
  const { best, value, visits, whole } = new Choices(cuts, open, free, sides, asked).run();
  const found = best === undefined ? {} : { sides: best };
  if (whole) return { bound: value, visits, ...found };
  const bound = Math.max(...cuts.map((cut) => leastOf(cut, open)));
  return { bound: Math.min(ceiling, bound), visits, ...found };
}

/** The side with the least bound; the preferred one where it is as good. */
function leastOfSides(bounds: Float64Array, preferred: number): number {
  let least = preferred;
  for (let side = 0; side < SIDES; side++) if ((bounds[side] ?? 0) < (bounds[least] ?? 0)) least = side;
  return least;
}

/** A search in depth over the securities that are free, those first whose sides differ the most. */
class Choices {
  private readonly count: number;
  private readonly order: readonly number[];
  /** what sides decided so far come to, by depth and cut, with all that is not free */
  private readonly sums: Float64Array;
  /** what securities from a depth on come to at the least, by depth and cut */
  private readonly tail: Float64Array;
  /** what the cuts prove with each side that is still to be looked at, by depth */
  private readonly bounds: Float64Array;
  private best: Uint8Array | undefined;
  private value: number;
  private visits = 0;

  constructor(
    private readonly cuts: readonly Cut[],
    private readonly open: Uint8Array,
    free: readonly number[],
    private readonly sides: Uint8Array,
    private readonly asked: Asked,
  ) {
    const count = cuts.length;
    this.count = count;
    this.value = asked.ceiling;
    const spread = new Map(free.map((at) => [at, this.spreadOf(at)]));
    this.order = [...free].sort((a, b) => (spread.get(b) ?? 0) - (spread.get(a) ?? 0) || a - b);
    const depth = free.length;
    this.sums = new Float64Array((depth + 1) * count);
    this.tail = new Float64Array((depth + 1) * count);
    this.bounds = new Float64Array(depth * SIDES);
    const isFree = new Set(free);
    for (const [p, { rest, worth }] of cuts.entries()) {
      let sum = rest;
      for (const [at, side] of sides.entries()) if (!isFree.has(at)) sum += worth[SIDES * at + side] ?? 0;
      this.sums[p] = sum;
      for (let k = depth - 1; k >= 0; k--)
        this.tail[k * count + p] =
          (this.tail[(k + 1) * count + p] ?? 0) + leastAt(worth, open, SIDES * (this.order[k] ?? 0));
    }
  }

  run(): {
    readonly best: Uint8Array | undefined;
    readonly value: number;
    readonly visits: number;
    /** whether no choice was left out that might be less */
    readonly whole: boolean;
  } {
    this.visit(0);
    return { best: this.best, value: this.value, visits: this.visits, whole: !this.ended() };
  }

  private ended(): boolean {
    return (
      this.visits > (this.best === undefined ? this.asked.visits : Math.min(PATIENCE, this.asked.visits))
    );
  }

  /** The most that one cut sets two sides of a security apart. */
  private spreadOf(at: number): number {
    let spread = 0;
    for (const { worth } of this.cuts) {
      const least = leastAt(worth, this.open, SIDES * at);
      for (let k = SIDES * at; k < SIDES * (at + 1); k++)
        if (this.open[k] === 1) spread = Math.max(spread, (worth[k] ?? 0) - least);
    }
    return spread;
  }

  private visit(depth: number): void {
    if (depth === this.order.length) {
      this.arrive(depth);
      return;
    }
    const at = this.order[depth] ?? 0;
    const bounds = this.bounds.subarray(SIDES * depth, SIDES * (depth + 1));
    for (let side = 0; side < SIDES; side++) {
      const isOpen = this.open[SIDES * at + side] === 1;
      bounds[side] = isOpen ? this.boundWith(depth, at, side) : Number.POSITIVE_INFINITY;
    }
    for (let turn = 0; turn < SIDES; turn++) {
      const side = leastOfSides(bounds, this.asked.near[at] ?? 0);
      if (!((bounds[side] ?? 0) < this.value) || this.ended()) return;
      bounds[side] = Number.POSITIVE_INFINITY;
      this.visits += 1;
      this.sides[at] = side;
      for (let p = 0; p < this.count; p++)
        this.sums[(depth + 1) * this.count + p] =
          (this.sums[depth * this.count + p] ?? 0) + (this.cuts[p]?.worth[SIDES * at + side] ?? 0);
      this.visit(depth + 1);
    }
  }

  /** What the cuts prove of all choices with what is decided and this side. */
  private boundWith(depth: number, at: number, side: number): number {
    let most = Number.NEGATIVE_INFINITY;
    for (let p = 0; p < this.count; p++) {
      const sum =
        (this.sums[depth * this.count + p] ?? 0) +
        (this.cuts[p]?.worth[SIDES * at + side] ?? 0) +
        (this.tail[(depth + 1) * this.count + p] ?? 0);
      if (sum > most) most = sum;
    }
    return most;
  }

  private arrive(depth: number): void {
    let most = Number.NEGATIVE_INFINITY;
    for (let p = 0; p < this.count; p++) most = Math.max(most, this.sums[depth * this.count + p] ?? 0);
    if (!(most < this.value)) return;
    if (this.asked.barred.some((other) => other.every((side, at) => side === this.sides[at]))) return;
    this.value = most;
    this.best = this.sides.slice();
  }
}
