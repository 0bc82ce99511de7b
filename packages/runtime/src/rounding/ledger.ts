/**
 * Rounded trades with what they cost, kept up to date move by move, in floats: where to look for better roundings. What
 * it cannot see (counts, netting, preferences) the exact cost and the checker see afterwards.
 *
 * A move is worked out once, into what it adds to each sum. Sums that no other trade moves cost what they cost until that
 * trade moves again; only the few that trades share (classes, cash, limits) are priced at every turn.
 */
import type { Lowered } from "../lowering/index.ts";
import { type Change, Costs } from "./costs.ts";
import { type Lanes, lanesOf } from "./lanes.ts";
import { type Plan, quantityOf } from "./plan.ts";
import { tracksOf } from "./tracks.ts";

/** One lane's change to a quantity, from where the lane stood when it was worked out. */
export interface Move extends Change {
  readonly lane: number;
  /** shares after it */
  readonly to: number;
  /** how many of the lane's sums other lanes move too: the first ones */
  readonly shared: number;
  /** dollars by which it changes everything but these */
  readonly own: number;
}

/** Where the ledger keeps a move of a lane until the next one is worked out in its place. */
export const PLACES = { up: 0, down: 1, best: 2, tried: 3, count: 4 } as const;
export type Place = 0 | 1 | 2 | 3;

export class Ledger {
  private readonly lanes: Lanes;
  private readonly costs: Costs;
  /** dollars that any trade at all costs */
  private readonly ticket: number;
  /** shares, by lane */
  private readonly quantity: Float64Array;
  /** by how much moves change the lanes' sums, place by place, lane by lane */
  private readonly by: Float64Array;
  /** dollars of the move that is held, but for its shared sums */
  private heldOwn = 0;

  constructor(lowered: Lowered, plans: readonly Plan[]) {
    const { frame } = lowered;
    const trades = new Uint8Array(frame.count);
    for (const { security } of plans) trades[security] = 1;
    const tracks = tracksOf(lowered, trades, plans);
    this.lanes = lanesOf(lowered, plans, tracks);
    this.by = new Float64Array(this.lanes.tracks.length * PLACES.count);
    this.costs = new Costs(tracks);
    this.ticket = frame.ticket * frame.value;
    this.quantity = new Float64Array(plans.length);
    plans.forEach((plan, lane) => {
      if (plan.count > 0) this.apply(this.move(lane, quantityOf(plan), PLACES.up));
    });
  }

  /**
   * @param to shares of a lane; the move is good until its lane moves
   * @param place where no other move of the lane is that is still needed
   */
  move(at: number, to: number, place: Place): Move {
    const { tracks, rates, lanes } = this.lanes;
    const lane = lanes[at];
    if (lane === undefined) throw new RangeError(`the ledger has no lane ${at}`);
    const { by } = this;
    const { first, count, shared, stretches, ticketAt } = lane;
    const offset = place * tracks.length + first;
    for (let k = 0; k < count; k++) by[offset + k] = 0;
    const from = this.quantity[at] ?? 0;
    const low = Math.min(from, to);
    const high = Math.max(from, to);
    const direction = to > from ? 1 : -1;
    let own = 0;
    let start = 0;
    for (const stretch of stretches) {
      const end = start + stretch.shares;
      const overlap = Math.min(high, end) - Math.max(low, start);
      if (overlap > 0) {
        const shares = direction * overlap;
        own += shares * stretch.own;
        for (let k = 0; k < count; k++)
          by[offset + k] = (by[offset + k] ?? 0) + shares * (rates[stretch.at + k] ?? 0);
      }
      if (end >= high) break;
      start = end;
    }
    const tickets = (to > 0 ? 1 : 0) - (from > 0 ? 1 : 0);
    if (tickets !== 0 && ticketAt >= 0) {
      own += tickets * this.ticket;
      // What it costs is paid in cash.
      for (let k = 0; k < count; k++)
        by[offset + k] = (by[offset + k] ?? 0) + tickets * (rates[ticketAt + k] ?? 0);
    }
    const move = { tracks, first, by, at: offset, lane: at, to, shared, own };
    move.own += this.costs.change(move, shared, count);
    return move;
  }

  /** Dollars by which a move changes the cost; together with one of another lane, where one is held. */
  change(move: Move): number {
    return this.heldOwn + move.own + this.costs.change(move, 0, move.shared);
  }

  /** Dollars by which it does so at the least, whatever moves of other lanes are made with it, if theirs are added. */
  least(move: Move): number {
    return move.own + this.costs.tangent(move, move.shared);
  }

  hold(move: Move): void {
    this.costs.hold(move, move.shared);
    this.heldOwn = move.own;
  }

  release(move: Move): void {
    this.costs.release(move, move.shared);
    this.heldOwn = 0;
  }

  apply(move: Move): void {
    this.costs.apply(move, this.lanes.lanes[move.lane]?.count ?? 0);
    this.quantity[move.lane] = move.to;
  }
}
