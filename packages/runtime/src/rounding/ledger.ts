/**
 * Rounded trades with what they cost, kept up to date move by move, in floats: where to look for better roundings. What
 * it cannot see (counts, netting, preferences) the exact cost and the checker see afterwards.
 */
import type { Lowered } from "../lowering/index.ts";
import type { Plan } from "./plan.ts";
import { between, type Lane, laneOf } from "./segments.ts";
import { type Track, tracksOf } from "./tracks.ts";

export interface Ledger {
  readonly lanes: readonly Lane[];
  /** shares by lane */
  readonly quantity: Float64Array;
  /** dollars by which a change of several lanes' shares changes the cost */
  readonly change: (moves: readonly Move[]) => number;
  readonly apply: (moves: readonly Move[]) => void;
}

export interface Move {
  readonly lane: number;
  /** shares after it */
  readonly to: number;
}

/** Dollars a share of each column costs by itself: tax and trading. */
function ownCosts(lowered: Lowered): ReadonlyMap<number, number> {
  const own = new Map<number, number>();
  for (const { column, coef, term } of lowered.costs) {
    if (term === "tax" || term === "trading") own.set(column, (own.get(column) ?? 0) + coef);
  }
  return own;
}

export function ledgerOf(lowered: Lowered, plans: readonly Plan[]): Ledger {
  const { frame } = lowered;
  const lanes = plans.map((plan) => laneOf(lowered, plan));
  const tracks = tracksOf(lowered);
  const own = ownCosts(lowered);
  const values = Float64Array.from(tracks, (track) => track.start);
  const ofCash = tracks.flatMap((track, at) => (track.cash === 0 ? [] : [at]));
  const ofSecurity = lanes.map((lane) => {
    const columns = lane.segments.map((segment) => segment.column);
    return tracks.flatMap((track, at) =>
      track.weights.has(lane.security) || columns.some((column) => track.columns.has(column)) ? [at] : [],
    );
  });
  const quantity = new Float64Array(plans.length);
  const delta = new Float64Array(tracks.length);
  const touched: number[] = [];

  const touch = (at: number, by: number): void => {
    if (by === 0) return;
    if (delta[at] === 0) touched.push(at);
    delta[at] = (delta[at] ?? 0) + by;
  };

  /** Adds a move's effect to `delta`; gives the dollars that it costs by itself. */
  const gather = ({ lane: at, to }: Move): number => {
    const lane = lanes[at];
    const from = quantity[at] ?? 0;
    if (lane === undefined || to === from) return 0;
    const perShare = lane.price / frame.value;
    const shares = to - from;
    const rate = frame.tradeRate[lane.security] ?? 0;
    const cash = -shares * perShare * (lane.sign + rate);
    for (const track of ofCash) touch(track, cash * (tracks[track]?.cash ?? 0));
    const weight = lane.sign * shares * perShare;
    for (const at2 of ofSecurity[at] ?? [])
      touch(at2, weight * (tracks[at2]?.weights.get(lane.security) ?? 0));
    let dollars = weight * (frame.alternateRate[lane.security] ?? 0) * frame.value;
    between(lane, from, to, (column, count) => {
      dollars += count * lane.price * (own.get(column) ?? 0);
      for (const at2 of ofSecurity[at] ?? [])
        touch(at2, count * perShare * (tracks[at2]?.columns.get(column) ?? 0));
    });
    if (from === 0) dollars += frame.ticket * frame.value;
    if (to === 0) dollars -= frame.ticket * frame.value;
    return dollars;
  };

  const settle = (visit: (track: Track, at: number, by: number) => void): void => {
    for (const at of touched) {
      const track = tracks[at];
      if (track !== undefined) visit(track, at, delta[at] ?? 0);
      delta[at] = 0;
    }
    touched.length = 0;
  };

  const ledger: Ledger = {
    lanes,
    quantity,
    change(moves) {
      let dollars = 0;
      for (const move of moves) dollars += gather(move);
      settle((track, at, by) => {
        const value = values[at] ?? 0;
        dollars += track.cost(value + by) - track.cost(value);
      });
      return dollars;
    },
    apply(moves) {
      for (const move of moves) {
        gather(move);
        settle((_track, at, by) => {
          values[at] = (values[at] ?? 0) + by;
        });
        quantity[move.lane] = move.to;
      }
    },
  };
  plans.forEach((plan, lane) => {
    ledger.apply([{ lane, to: plan.quantity.toNumber() }]);
  });
  return ledger;
}
