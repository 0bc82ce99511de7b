/** What a share more of each plan does to each sum that it moves. */
import type { Lowered } from "../lowering/index.ts";
import type { Plan } from "./plan.ts";
import { countedBy, segmentsOf } from "./segments.ts";
import { type Coefs, NOTHING, type Track } from "./track.ts";

/** Shares that all cost the same: a purchase, or what is sold of one part of a lot. */
export interface Stretch {
  /** shares; Infinity for purchases */
  readonly shares: number;
  /** where `Lanes.rates` has by how much a share moves each of the lane's sums */
  readonly at: number;
  /** dollars that a share costs by itself: tax, trading, and the rate of an alternate */
  readonly own: number;
}

/** A plan as the ledger sees it. */
export interface Lane {
  /** places of the sums that its shares move in `Lanes.tracks`: those that other lanes move too come first */
  readonly first: number;
  readonly count: number;
  /** how many of them are shared */
  readonly shared: number;
  readonly stretches: readonly Stretch[];
  /** where `Lanes.rates` has by how much the ticket of a trade moves each of the sums; -1 where there are no tickets */
  readonly ticketAt: number;
}

export interface Lanes {
  readonly lanes: readonly Lane[];
  /** lane by lane */
  readonly tracks: Int32Array;
  /** stretch by stretch */
  readonly rates: Float64Array;
}

/** Sums that each of some things moves: entry by entry, the entries of one thing in a row. */
interface Reach {
  readonly from: Int32Array;
  readonly track: Int32Array;
  readonly coef: Float64Array;
}

function reachOf(count: number, all: readonly Coefs[]): Reach {
  const from = new Int32Array(count + 1);
  for (const { of } of all) for (const what of of) from[what + 1] = (from[what + 1] ?? 0) + 1;
  for (let k = 0; k < count; k++) from[k + 1] = (from[k + 1] ?? 0) + (from[k] ?? 0);
  const next = from.slice();
  const track = new Int32Array(from[count] ?? 0);
  const coef = new Float64Array(from[count] ?? 0);
  all.forEach(({ of, coefs }, at) => {
    for (let k = 0; k < of.length; k++) {
      const what = of[k] ?? 0;
      const place = next[what] ?? 0;
      track[place] = at;
      coef[place] = coefs[k] ?? 0;
      next[what] = place + 1;
    }
  });
  return { from, track, coef };
}

/** Dollars a share of each column costs by itself, of V: tax and trading. */
function ownCosts(lowered: Lowered): Float64Array {
  const own = new Float64Array(lowered.problem.numCol);
  for (const { column, coef, term } of lowered.costs) {
    if (term === "tax" || term === "trading") own[column] = (own[column] ?? 0) + coef;
  }
  return own;
}

/** What the shares of one plan move, sum by sum, gathered in memory that all plans use in turn. */
class Gathering {
  private readonly sum: Float64Array;
  private readonly seen: Uint8Array;

  constructor(count: number) {
    this.sum = new Float64Array(count);
    this.seen = new Uint8Array(count);
  }

  /** Puts the sums that were not there yet into `tracks`. */
  see({ from, track }: Reach, what: number, tracks: number[]): void {
    const end = from[what + 1] ?? 0;
    for (let k = from[what] ?? 0; k < end; k++) {
      const at = track[k] ?? 0;
      if (this.seen[at] === 1) continue;
      this.seen[at] = 1;
      tracks.push(at);
    }
  }

  forget(tracks: readonly number[], start: number): void {
    for (let k = start; k < tracks.length; k++) this.seen[tracks[k] ?? 0] = 0;
  }

  add({ from, track, coef }: Reach, what: number, times: number): void {
    const end = from[what + 1] ?? 0;
    for (let k = from[what] ?? 0; k < end; k++) {
      const at = track[k] ?? 0;
      this.sum[at] = (this.sum[at] ?? 0) + times * (coef[k] ?? 0);
    }
  }

  /** Puts what was added to each of some of `tracks` since the last time into `rates`. */
  take(tracks: readonly number[], from: number, to: number, rates: number[]): void {
    for (let k = from; k < to; k++) {
      const track = tracks[k] ?? 0;
      rates.push(this.sum[track] ?? 0);
      this.sum[track] = 0;
    }
  }
}

/** Those from a place on that pass come first; otherwise as they were. Gives how many they are. */
function parted(tracks: number[], from: number, to: number, passes: (track: number) => boolean): number {
  const others: number[] = [];
  let at = from;
  for (let k = from; k < to; k++) {
    const track = tracks[k] ?? 0;
    if (passes(track)) tracks[at++] = track;
    else others.push(track);
  }
  others.forEach((track, k) => {
    tracks[at + k] = track;
  });
  return at - from;
}

export function lanesOf(lowered: Lowered, plans: readonly Plan[], tracks: readonly Track[]): Lanes {
  const { frame } = lowered;
  const counted = countedBy(lowered, plans);
  const weights = reachOf(
    frame.count,
    tracks.map((track) => track.weights),
  );
  const columns = reachOf(
    lowered.problem.numCol,
    tracks.map((track) => track.columns),
  );
  const cash = reachOf(
    1,
    tracks.map((track) => (track.cash === 0 ? NOTHING : { of: [0], coefs: [track.cash] })),
  );
  const gathering = new Gathering(tracks.length);
  const segments = plans.map((plan) => segmentsOf(lowered, plan, counted));
  const moved: number[] = [];
  const first = plans.map(({ security }, lane) => {
    const start = moved.length;
    gathering.see(cash, 0, moved);
    gathering.see(weights, security, moved);
    for (const { column } of segments[lane] ?? []) gathering.see(columns, column, moved);
    gathering.forget(moved, start);
    return start;
  });
  const lanesOfTrack = new Int32Array(tracks.length);
  for (const track of moved) lanesOfTrack[track] = (lanesOfTrack[track] ?? 0) + 1;
  const isShared = (track: number): boolean => (lanesOfTrack[track] ?? 0) > 1 || tracks[track]?.cash !== 0;
  const own = ownCosts(lowered);
  const rates: number[] = [];
  const lanes = plans.map(({ security, side, price }, lane): Lane => {
    const start = first[lane] ?? 0;
    const end = first[lane + 1] ?? moved.length;
    const shared = parted(moved, start, end, isShared);
    const sign = side === "buy" ? 1 : -1;
    const perShare = price / frame.value;
    const alternate = sign * (frame.alternateRate[security] ?? 0);
    const stretches = (segments[lane] ?? []).map(({ column, shares }): Stretch => {
      gathering.add(cash, 0, -perShare * (sign + (frame.tradeRate[security] ?? 0)));
      gathering.add(weights, security, sign * perShare);
      gathering.add(columns, column, perShare);
      const at = rates.length;
      gathering.take(moved, start, end, rates);
      return { shares, at, own: price * ((own[column] ?? 0) + alternate) };
    });
    const ticketAt = frame.ticket > 0 ? rates.length : -1;
    if (ticketAt >= 0) {
      gathering.add(cash, 0, -frame.ticket);
      gathering.take(moved, start, end, rates);
    }
    return { first: start, count: end - start, shared, stretches, ticketAt };
  });
  return { lanes, tracks: Int32Array.from(moved), rates: Float64Array.from(rates) };
}
