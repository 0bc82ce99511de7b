/** What sums cost where they stand: hinges and squares of all of them, in one piece of memory. */
import type { Track } from "./track.ts";

/** By how much each of some sums changes: places in two pieces of memory. */
export interface Change {
  readonly tracks: Int32Array;
  readonly first: number;
  /** of V, by place of `tracks` */
  readonly by: Float64Array;
  readonly at: number;
}

export class Costs {
  /** places of a track's hinges */
  private readonly from: Int32Array;
  private readonly side: Float64Array;
  private readonly bend: Float64Array;
  private readonly slope: Float64Array;
  private readonly square: Float64Array;

  /** where each sum stands */
  private readonly values: Float64Array;
  /** dollars that it costs there */
  private readonly cost: Float64Array;
  /** the straight piece that it is on: its ends, and dollars a unit, a subgradient */
  private readonly low: Float64Array;
  private readonly high: Float64Array;
  private readonly rate: Float64Array;

  /** a change that others are priced together with: by how much it changes each sum, what that costs alone, and all of it */
  private heldDollars = 0;
  private readonly heldBy: Float64Array;
  private readonly heldCost: Float64Array;

  constructor(tracks: readonly Track[]) {
    const count = tracks.length;
    this.from = new Int32Array(count + 1);
    for (let t = 0; t < count; t++) this.from[t + 1] = (this.from[t] ?? 0) + (tracks[t]?.hinges.length ?? 0);
    const hinges = this.from[count] ?? 0;
    this.side = new Float64Array(hinges);
    this.bend = new Float64Array(hinges);
    this.slope = new Float64Array(hinges);
    this.square = new Float64Array(count);
    this.values = new Float64Array(count);
    this.cost = new Float64Array(count);
    this.low = new Float64Array(count);
    this.high = new Float64Array(count);
    this.rate = new Float64Array(count);
    this.heldBy = new Float64Array(count);
    this.heldCost = new Float64Array(count);
    let k = 0;
    tracks.forEach((track, t) => {
      for (const { side, at, slope } of track.hinges) {
        this.side[k] = side;
        this.bend[k] = side * at;
        this.slope[k] = slope;
        k += 1;
      }
      this.square[t] = track.square ?? 0;
      this.moveBy(t, track.start);
    });
  }

  /**
   * Dollars by which the cost changes when each of some sums changes, together with the change that is held; most changes
   * stay on the straight piece that their sum is on. Loops and no calls: it runs for every step at every turn.
   */
  change({ tracks, first, by, at }: Change, from: number, to: number): number {
    const { values, low, high, rate, heldBy, heldCost, side, bend, slope } = this;
    let dollars = this.heldDollars;
    for (let k = from; k < to; k++) {
      const track = tracks[first + k] ?? 0;
      // What both move is priced anew, in place of what the one that is held did to it alone.
      const more = (by[at + k] ?? 0) + (heldBy[track] ?? 0);
      const value = (values[track] ?? 0) + more;
      dollars -= heldCost[track] ?? 0;
      if (value >= (low[track] ?? 0) && value <= (high[track] ?? 0)) {
        dollars += (rate[track] ?? 0) * more;
        continue;
      }
      dollars += (this.square[track] ?? 0) * value * value - (this.cost[track] ?? 0);
      const end = this.from[track + 1] ?? 0;
      for (let h = this.from[track] ?? 0; h < end; h++) {
        const beyond = (side[h] ?? 0) * (value - (bend[h] ?? 0));
        if (beyond > 0) dollars += beyond * (slope[h] ?? 0);
      }
    }
    return dollars;
  }

  /** From here on others are priced together with the first so many sums of a change, whose own dollars count too. */
  hold(change: Change, count: number): void {
    let dollars = 0;
    for (let k = 0; k < count; k++) {
      const track = change.tracks[change.first + k] ?? 0;
      const own = this.change(change, k, k + 1);
      this.heldBy[track] = change.by[change.at + k] ?? 0;
      this.heldCost[track] = own;
      dollars += own;
    }
    this.heldDollars = dollars;
  }

  release({ tracks, first }: Change, count: number): void {
    for (let k = 0; k < count; k++) {
      const track = tracks[first + k] ?? 0;
      this.heldBy[track] = 0;
      this.heldCost[track] = 0;
    }
    this.heldDollars = 0;
  }

  /** Dollars that a change costs at the least, whatever else changes: a convex cost is nowhere below its tangent. */
  tangent({ tracks, first, by, at }: Change, count: number): number {
    const { rate } = this;
    let dollars = 0;
    for (let k = 0; k < count; k++) dollars += (rate[tracks[first + k] ?? 0] ?? 0) * (by[at + k] ?? 0);
    return dollars;
  }

  apply({ tracks, first, by, at }: Change, count: number): void {
    for (let k = 0; k < count; k++) this.moveBy(tracks[first + k] ?? 0, by[at + k] ?? 0);
  }

  private moveBy(track: number, by: number): void {
    const value = (this.values[track] ?? 0) + by;
    let low = Number.NEGATIVE_INFINITY;
    let high = Number.POSITIVE_INFINITY;
    const square = this.square[track] ?? 0;
    let cost = square * value * value;
    let rate = 2 * square * value;
    const end = this.from[track + 1] ?? 0;
    for (let h = this.from[track] ?? 0; h < end; h++) {
      const side = this.side[h] ?? 0;
      const bend = this.bend[h] ?? 0;
      const slope = this.slope[h] ?? 0;
      const beyond = side * (value - bend);
      if (beyond >= 0) {
        cost += beyond * slope;
        rate += side * slope;
      }
      // A bend that bounds the piece from below: one that is passed going up, or not yet reached going down.
      if (side > 0 === beyond >= 0) low = Math.max(low, bend);
      else high = Math.min(high, bend);
    }
    this.values[track] = value;
    this.cost[track] = cost;
    this.rate[track] = rate;
    // A square is nowhere straight.
    this.low[track] = square === 0 ? low : Number.POSITIVE_INFINITY;
    this.high[track] = high;
  }
}
