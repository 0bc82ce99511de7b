/**
 * Rounded trades with what they cost, kept up to date move by move, in floats: where to look for better roundings. What
 * it cannot see (counts, netting, preferences) the exact cost and the checker see afterwards.
 *
 * A move is worked out once, into what it adds to each sum. Sums that no other trade moves cost what they cost until that
 * trade moves again; only the few that trades share (classes, cash, limits) are priced at every turn.
 */
import { float } from "../exact/decimal.ts";
import type { Lowered } from "../lowering/index.ts";
import type { Plan } from "./plan.ts";
import { between, countedBy, type Lane, laneOf } from "./segments.ts";
import type { Track } from "./track.ts";
import { tracksOf } from "./tracks.ts";

/** One lane's change to a quantity, from where the lane stood when it was worked out. */
export interface Move {
  readonly lane: number;
  /** shares after it */
  readonly to: number;
  /** sums that it changes, those that other lanes change too first, and by how much */
  readonly tracks: readonly number[];
  readonly by: readonly number[];
  /** how many of them are shared */
  readonly shared: number;
  /** dollars by which it changes everything but the shared sums */
  readonly own: number;
}

export interface Ledger {
  /** @param to shares of a lane; the move is good until its lane moves */
  readonly move: (lane: number, to: number) => Move;
  /** dollars by which a move changes the cost */
  readonly change: (move: Move) => number;
  /**
   * Dollars that a move changes the cost by at the least, whatever moves of other lanes are made with it, if theirs are added:
   * a convex cost is nowhere below its tangent.
   */
  readonly least: (move: Move) => number;
  /** dollars by which a move changes the cost together with one of another lane; for one `first` and many others, until the next call */
  readonly together: (first: Move) => (second: Move) => number;
  readonly apply: (move: Move) => void;
}

/** Costs of sums, hinge by hinge, in one piece of memory. */
interface Costs {
  readonly at: (track: number, value: number) => number;
  /** the straight piece around a value: writes its ends into `low` and `high`, and gives its slope, a subgradient */
  readonly piece: (track: number, value: number, low: Float64Array, high: Float64Array) => number;
}

function costsOf(tracks: readonly Track[]): Costs {
  const from = new Int32Array(tracks.length + 1);
  tracks.forEach((track, place) => {
    from[place + 1] = (from[place] ?? 0) + track.hinges.length;
  });
  const all = tracks.flatMap((track) => track.hinges);
  const side = Float64Array.from(all, (hinge) => hinge.side);
  const at = Float64Array.from(all, (hinge) => hinge.at);
  const slope = Float64Array.from(all, (hinge) => hinge.slope);
  const square = Float64Array.from(tracks, (track) => track.square ?? 0);
  return {
    at(track, value) {
      let cost = (square[track] ?? 0) * value * value;
      const end = from[track + 1] ?? 0;
      for (let k = from[track] ?? 0; k < end; k++) {
        const beyond = (side[k] ?? 0) * value - (at[k] ?? 0);
        if (beyond > 0) cost += beyond * (slope[k] ?? 0);
      }
      return cost;
    },
    piece(track, value, low, high) {
      low[track] = Number.NEGATIVE_INFINITY;
      high[track] = Number.POSITIVE_INFINITY;
      const curved = (square[track] ?? 0) !== 0;
      let rate = 2 * (square[track] ?? 0) * value;
      const end = from[track + 1] ?? 0;
      for (let k = from[track] ?? 0; k < end; k++) {
        const rising = (side[k] ?? 0) > 0;
        const bend = rising ? (at[k] ?? 0) : -(at[k] ?? 0);
        const beyond = rising ? value >= bend : value <= bend;
        if (beyond) rate += (side[k] ?? 0) * (slope[k] ?? 0);
        // A bend that bounds the piece from below: one that is passed going up, or not yet reached going down.
        if (rising === beyond) low[track] = Math.max(low[track] ?? 0, bend);
        else high[track] = Math.min(high[track] ?? 0, bend);
      }
      // Nowhere straight.
      if (curved) low[track] = Number.POSITIVE_INFINITY;
      return rate;
    },
  };
}

/** Dollars a share of each column costs by itself: tax and trading. */
function ownCosts(lowered: Lowered): Float64Array {
  const own = new Float64Array(lowered.problem.numCol);
  for (const { column, coef, term } of lowered.costs) {
    if (term === "tax" || term === "trading") own[column] = (own[column] ?? 0) + coef;
  }
  return own;
}

/** Sums that a security's weight, or a column, changes: pairs of track and coefficient. */
type Reach = readonly (readonly [track: number, coef: number])[];

interface Reaches {
  readonly weight: ReadonlyMap<number, Reach>;
  readonly column: ReadonlyMap<number, Reach>;
  readonly cash: Reach;
}

function reachesOf(tracks: readonly Track[]): Reaches {
  const weight = new Map<number, [number, number][]>();
  const column = new Map<number, [number, number][]>();
  const cash: [number, number][] = [];
  const add = (into: Map<number, [number, number][]>, key: number, track: number, coef: number): void => {
    const known = into.get(key);
    if (known === undefined) into.set(key, [[track, coef]]);
    else known.push([track, coef]);
  };
  tracks.forEach((track, at) => {
    for (const [security, coef] of track.weights) add(weight, security, at, coef);
    for (const [of, coef] of track.columns) add(column, of, at, coef);
    if (track.cash !== 0) cash.push([at, track.cash]);
  });
  return { weight, column, cash };
}

/** 1 by track that more than one lane can change. */
function sharedTracks(tracks: readonly Track[], lanes: readonly Lane[], reaches: Reaches): Uint8Array {
  const shared = new Uint8Array(tracks.length);
  const first = new Int32Array(tracks.length).fill(-1);
  lanes.forEach((lane, at) => {
    const see = (reach: Reach | undefined): void => {
      for (const [track] of reach ?? []) {
        if (first[track] === -1) first[track] = at;
        else if (first[track] !== at) shared[track] = 1;
      }
    };
    see(reaches.weight.get(lane.security));
    for (const { column } of lane.segments) see(reaches.column.get(column));
  });
  for (const [track] of reaches.cash) shared[track] = 1;
  return shared;
}

export function ledgerOf(lowered: Lowered, plans: readonly Plan[]): Ledger {
  const { frame } = lowered;
  const counted = countedBy(lowered, plans);
  const lanes = plans.map((plan) => laneOf(lowered, plan, counted));
  const trades = new Uint8Array(frame.count);
  for (const lane of lanes) trades[lane.security] = 1;
  const tracks = tracksOf(lowered, trades, plans);
  const reaches = reachesOf(tracks);
  const shared = sharedTracks(tracks, lanes, reaches);
  const costs = costsOf(tracks);
  const own = ownCosts(lowered);
  const values = Float64Array.from(tracks, (track) => track.start);
  const costNow = Float64Array.from(tracks, (track, at) => costs.at(at, track.start));
  const low = new Float64Array(tracks.length);
  const high = new Float64Array(tracks.length);
  const rate = Float64Array.from(tracks, (track, at) => costs.piece(at, track.start, low, high));
  const quantity = new Float64Array(plans.length);
  /** dollars by which a sum's cost changes: most steps stay on the straight piece that it is on */
  const more = (track: number, by: number): number => {
    const value = (values[track] ?? 0) + by;
    return value >= (low[track] ?? 0) && value <= (high[track] ?? 0)
      ? (rate[track] ?? 0) * by
      : costs.at(track, value) - (costNow[track] ?? 0);
  };
  const firstBy = new Float64Array(tracks.length);
  const alone = new Float64Array(tracks.length);
  const turnOf = new Int32Array(tracks.length);
  let turn = 0;
  const delta = new Float64Array(tracks.length);
  const seen = new Uint8Array(tracks.length);

  const move = (at: number, to: number): Move => {
    const lane = lanes[at];
    const from = quantity[at] ?? 0;
    if (lane === undefined || to === from) return { lane: at, to, tracks: [], by: [], shared: 0, own: 0 };
    const touched: number[] = [];
    const touch = (reach: Reach | undefined, by: number): void => {
      if (reach === undefined || by === 0) return;
      for (const [track, coef] of reach) {
        if (seen[track] === 0) {
          seen[track] = 1;
          touched.push(track);
        }
        delta[track] = (delta[track] ?? 0) + by * coef;
      }
    };
    const perShare = lane.price / frame.value;
    const shares = to - from;
    touch(reaches.cash, -shares * perShare * (lane.sign + (frame.tradeRate[lane.security] ?? 0)));
    const weight = lane.sign * shares * perShare;
    touch(reaches.weight.get(lane.security), weight);
    let dollars = weight * (frame.alternateRate[lane.security] ?? 0) * frame.value;
    between(lane, from, to, (column, count) => {
      dollars += count * lane.price * (own[column] ?? 0);
      touch(reaches.column.get(column), count * perShare);
    });
    if (from === 0) dollars += frame.ticket * frame.value;
    if (to === 0) dollars -= frame.ticket * frame.value;
    const together = touched.filter((track) => shared[track] === 1);
    const alone = touched.filter((track) => shared[track] === 0);
    for (const track of alone) {
      dollars += costs.at(track, (values[track] ?? 0) + (delta[track] ?? 0)) - (costNow[track] ?? 0);
    }
    const all = [...together, ...alone];
    const by = all.map((track) => delta[track] ?? 0);
    for (const track of touched) {
      seen[track] = 0;
      delta[track] = 0;
    }
    return { lane: at, to, tracks: all, by, shared: together.length, own: dollars };
  };

  const ledger: Ledger = {
    move,
    change({ tracks: moved, by, shared: count, own: dollars }) {
      let sum = dollars;
      for (let k = 0; k < count; k++) sum += more(moved[k] ?? 0, by[k] ?? 0);
      return sum;
    },
    least({ tracks: moved, by, shared: count, own: dollars }) {
      let sum = dollars;
      for (let k = 0; k < count; k++) sum += (rate[moved[k] ?? 0] ?? 0) * (by[k] ?? 0);
      return sum;
    },
    together(first) {
      turn += 1;
      let both = first.own;
      for (let k = 0; k < first.shared; k++) {
        const track = first.tracks[k] ?? 0;
        turnOf[track] = turn;
        firstBy[track] = first.by[k] ?? 0;
        alone[track] = more(track, first.by[k] ?? 0);
        both += alone[track] ?? 0;
      }
      return (second) => {
        // What the two move together is priced anew, in place of what the first did to it alone.
        let sum = both + second.own;
        for (let k = 0; k < second.shared; k++) {
          const track = second.tracks[k] ?? 0;
          const by = second.by[k] ?? 0;
          sum +=
            turnOf[track] === turn
              ? more(track, (firstBy[track] ?? 0) + by) - (alone[track] ?? 0)
              : more(track, by);
        }
        return sum;
      };
    },
    apply({ lane, to, tracks: moved, by }) {
      for (let k = 0; k < moved.length; k++) {
        const track = moved[k] ?? 0;
        values[track] = (values[track] ?? 0) + (by[k] ?? 0);
        costNow[track] = costs.at(track, values[track] ?? 0);
        rate[track] = costs.piece(track, values[track] ?? 0, low, high);
      }
      quantity[lane] = to;
    },
  };
  plans.forEach((plan, lane) => {
    ledger.apply(move(lane, float(plan.quantity)));
  });
  return ledger;
}
