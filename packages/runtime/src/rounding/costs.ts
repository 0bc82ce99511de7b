/** What sums cost where they stand: hinges and squares of all of them, in one piece of memory. */
import type { Track } from "./track.ts";

export class Costs {
  /** places of a track's hinges */
  private readonly from: Int32Array;
  private readonly side: Float64Array;
  private readonly at: Float64Array;
  private readonly slope: Float64Array;
  private readonly square: Float64Array;

  /** where each sum stands */
  readonly values: Float64Array;
  /** dollars that it costs there */
  private readonly cost: Float64Array;
  /** the straight piece that it is on: its ends, and dollars a unit, a subgradient */
  private readonly low: Float64Array;
  private readonly high: Float64Array;
  readonly rate: Float64Array;

  constructor(tracks: readonly Track[]) {
    const count = tracks.length;
    this.from = new Int32Array(count + 1);
    for (let t = 0; t < count; t++) this.from[t + 1] = (this.from[t] ?? 0) + (tracks[t]?.hinges.length ?? 0);
    const hinges = this.from[count] ?? 0;
    this.side = new Float64Array(hinges);
    this.at = new Float64Array(hinges);
    this.slope = new Float64Array(hinges);
    this.square = new Float64Array(count);
    this.values = new Float64Array(count);
    this.cost = new Float64Array(count);
    this.low = new Float64Array(count);
    this.high = new Float64Array(count);
    this.rate = new Float64Array(count);
    let k = 0;
    tracks.forEach((track, t) => {
      for (const { side, at, slope } of track.hinges) {
        this.side[k] = side;
        this.at[k] = at;
        this.slope[k] = slope;
        k += 1;
      }
      this.square[t] = track.square ?? 0;
      this.moveTo(t, track.start);
    });
  }

  /** dollars by which a sum's cost changes: most steps stay on the straight piece that it is on */
  more(track: number, by: number): number {
    const value = (this.values[track] ?? 0) + by;
    return value >= (this.low[track] ?? 0) && value <= (this.high[track] ?? 0)
      ? (this.rate[track] ?? 0) * by
      : this.costAt(track, value) - (this.cost[track] ?? 0);
  }

  moveTo(track: number, value: number): void {
    this.values[track] = value;
    this.cost[track] = this.costAt(track, value);
    let low = Number.NEGATIVE_INFINITY;
    let high = Number.POSITIVE_INFINITY;
    const square = this.square[track] ?? 0;
    let rate = 2 * square * value;
    const end = this.from[track + 1] ?? 0;
    for (let k = this.from[track] ?? 0; k < end; k++) {
      const side = this.side[k] ?? 0;
      const bend = side * (this.at[k] ?? 0);
      const beyond = side > 0 ? value >= bend : value <= bend;
      if (beyond) rate += side * (this.slope[k] ?? 0);
      // A bend that bounds the piece from below: one that is passed going up, or not yet reached going down.
      if (side > 0 === beyond) low = Math.max(low, bend);
      else high = Math.min(high, bend);
    }
    // A square is nowhere straight.
    this.low[track] = square === 0 ? low : Number.POSITIVE_INFINITY;
    this.high[track] = high;
    this.rate[track] = rate;
  }

  private costAt(track: number, value: number): number {
    let cost = (this.square[track] ?? 0) * value * value;
    const end = this.from[track + 1] ?? 0;
    for (let k = this.from[track] ?? 0; k < end; k++) {
      const beyond = (this.side[k] ?? 0) * value - (this.at[k] ?? 0);
      if (beyond > 0) cost += beyond * (this.slope[k] ?? 0);
    }
    return cost;
  }
}
