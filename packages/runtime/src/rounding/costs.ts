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

/** Of a sum, in `Costs.sums`: where it stands, and dollars that it costs there. */
const VALUE = 0;
const COST = 1;
/** The straight piece that it is on: its ends, and dollars a unit, a subgradient. */
const LOW = 2;
const HIGH = 3;
const RATE = 4;
/** Dollars of its square. */
const SQUARE = 5;
/** By how much the change that others are priced together with changes it, and what that costs alone. */
const HELD_BY = 6;
const HELD_COST = 7;
const WIDTH = 8;

/** Of a hinge, in `Costs.hinges`. */
const SIDE = 0;
const BEND = 1;
const SLOPE = 2;
const HINGE = 3;

export class Costs {
  /** places of a sum's hinges */
  private readonly from: Int32Array;
  private readonly hinges: Float64Array;
  private readonly sums: Float64Array;
  /** dollars of the change that others are priced together with */
  private heldDollars = 0;

  constructor(tracks: readonly Track[]) {
    const count = tracks.length;
    this.from = new Int32Array(count + 1);
    for (let t = 0; t < count; t++)
      this.from[t + 1] = (this.from[t] ?? 0) + HINGE * (tracks[t]?.hinges.length ?? 0);
    this.hinges = new Float64Array(this.from[count] ?? 0);
    this.sums = new Float64Array(count * WIDTH);
    let h = 0;
    for (let t = 0; t < count; t++) {
      const track = tracks[t];
      if (track === undefined) continue;
      for (const { side, at, slope } of track.hinges) {
        this.hinges[h + SIDE] = side;
        this.hinges[h + BEND] = side * at;
        this.hinges[h + SLOPE] = slope;
        h += HINGE;
      }
      this.sums[t * WIDTH + SQUARE] = track.square;
      this.moveBy(t, track.start);
    }
  }

  /**
   * Dollars by which the cost changes when each of some sums changes, together with the change that is held; most changes
   * stay on the straight piece that their sum is on. Loops and no calls: it runs for every step at every turn.
   */
  change({ tracks, first, by, at }: Change, from: number, to: number): number {
    const { sums, hinges } = this;
    let dollars = this.heldDollars;
    for (let k = from; k < to; k++) {
      const track = tracks[first + k] ?? 0;
      const sum = track * WIDTH;
      // What both move is priced anew, in place of what the one that is held did to it alone.
      const more = (by[at + k] ?? 0) + (sums[sum + HELD_BY] ?? 0);
      const value = (sums[sum + VALUE] ?? 0) + more;
      dollars -= sums[sum + HELD_COST] ?? 0;
      if (value >= (sums[sum + LOW] ?? 0) && value <= (sums[sum + HIGH] ?? 0)) {
        dollars += (sums[sum + RATE] ?? 0) * more;
        continue;
      }
      dollars += (sums[sum + SQUARE] ?? 0) * value * value - (sums[sum + COST] ?? 0);
      const end = this.from[track + 1] ?? 0;
      for (let h = this.from[track] ?? 0; h < end; h += HINGE) {
        const beyond = (hinges[h + SIDE] ?? 0) * (value - (hinges[h + BEND] ?? 0));
        if (beyond > 0) dollars += beyond * (hinges[h + SLOPE] ?? 0);
      }
    }
    return dollars;
  }

  /** From here on others are priced together with the first so many sums of a change, whose own dollars count too. */
  hold(change: Change, count: number): void {
    let dollars = 0;
    for (let k = 0; k < count; k++) {
      const sum = (change.tracks[change.first + k] ?? 0) * WIDTH;
      const own = this.change(change, k, k + 1);
      this.sums[sum + HELD_BY] = change.by[change.at + k] ?? 0;
      this.sums[sum + HELD_COST] = own;
      dollars += own;
    }
    this.heldDollars = dollars;
  }

  release({ tracks, first }: Change, count: number): void {
    for (let k = 0; k < count; k++) {
      const sum = (tracks[first + k] ?? 0) * WIDTH;
      this.sums[sum + HELD_BY] = 0;
      this.sums[sum + HELD_COST] = 0;
    }
    this.heldDollars = 0;
  }

  /** Dollars that a change costs at the least, whatever else changes: a convex cost is nowhere below its tangent. */
  tangent({ tracks, first, by, at }: Change, count: number): number {
    const { sums } = this;
    let dollars = 0;
    for (let k = 0; k < count; k++)
      dollars += (sums[(tracks[first + k] ?? 0) * WIDTH + RATE] ?? 0) * (by[at + k] ?? 0);
    return dollars;
  }

  apply({ tracks, first, by, at }: Change, count: number): void {
    for (let k = 0; k < count; k++) this.moveBy(tracks[first + k] ?? 0, by[at + k] ?? 0);
  }

  private moveBy(track: number, by: number): void {
    const { sums, hinges } = this;
    const sum = track * WIDTH;
    const value = (sums[sum + VALUE] ?? 0) + by;
    let low = Number.NEGATIVE_INFINITY;
    let high = Number.POSITIVE_INFINITY;
    const square = sums[sum + SQUARE] ?? 0;
    let cost = square * value * value;
    let rate = 2 * square * value;
    const end = this.from[track + 1] ?? 0;
    for (let h = this.from[track] ?? 0; h < end; h += HINGE) {
      const side = hinges[h + SIDE] ?? 0;
      const bend = hinges[h + BEND] ?? 0;
      const slope = hinges[h + SLOPE] ?? 0;
      const beyond = side * (value - bend);
      if (beyond >= 0) {
        cost += beyond * slope;
        rate += side * slope;
      }
      // A bend that bounds the piece from below: one that is passed going up, or not yet reached going down.
      if (side > 0 === beyond >= 0) low = Math.max(low, bend);
      else high = Math.min(high, bend);
    }
    sums[sum + VALUE] = value;
    sums[sum + COST] = cost;
    sums[sum + RATE] = rate;
    // A square is nowhere straight.
    sums[sum + LOW] = square === 0 ? low : Number.POSITIVE_INFINITY;
    sums[sum + HIGH] = high;
  }
}
