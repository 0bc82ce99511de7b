/**
 * Rounded trades with what they cost, kept up to date move by move, in floats: where to look for better roundings. What
 * it cannot see (counts, netting, preferences) the exact cost and the checker see afterwards.
 *
 * A move is worked out once, into what it adds to each sum. Sums that no other trade moves cost what they cost until that
 * trade moves again; only the few that trades share (classes, cash, limits) are priced at every turn.
 */
import type { Lowered } from "../lowering/index.ts";
import { Costs } from "./costs.ts";
import { type Lane, lanesOf } from "./lanes.ts";
import { type Plan, quantityOf } from "./plan.ts";
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

const NOTHING: Move = { lane: -1, to: 0, tracks: [], by: [], shared: 0, own: 0 };

export class Ledger {
  private readonly lanes: readonly Lane[];
  private readonly costs: Costs;
  /** dollars that any trade at all costs */
  private readonly ticket: number;
  /** shares, by lane */
  private readonly quantity: Float64Array;
  /** of two moves that are priced together the first: its dollars, what it does to each sum, and what that costs alone */
  private first = NOTHING;
  private firstDollars = 0;
  private readonly firstBy: Float64Array;
  private readonly firstCost: Float64Array;

  constructor(lowered: Lowered, plans: readonly Plan[]) {
    const { frame } = lowered;
    const trades = new Uint8Array(frame.count);
    for (const { security } of plans) trades[security] = 1;
    const tracks = tracksOf(lowered, trades, plans);
    this.lanes = lanesOf(lowered, plans, tracks);
    this.costs = new Costs(tracks);
    this.ticket = frame.ticket * frame.value;
    this.quantity = new Float64Array(plans.length);
    this.firstBy = new Float64Array(tracks.length);
    this.firstCost = new Float64Array(tracks.length);
    plans.forEach((plan, lane) => {
      if (plan.count > 0) this.apply(this.move(lane, quantityOf(plan)));
    });
  }

  /** @param to shares of a lane; the move is good until its lane moves */
  move(at: number, to: number): Move {
    const lane = this.lanes[at];
    if (lane === undefined) throw new RangeError(`the ledger has no lane ${at}`);
    const { tracks, shared, stretches } = lane;
    const from = this.quantity[at] ?? 0;
    const low = Math.min(from, to);
    const high = Math.max(from, to);
    const direction = to > from ? 1 : -1;
    const by = new Array<number>(tracks.length).fill(0);
    let own = 0;
    let start = 0;
    for (const stretch of stretches) {
      const end = start + stretch.shares;
      const overlap = Math.min(high, end) - Math.max(low, start);
      if (overlap > 0) {
        const shares = direction * overlap;
        own += shares * stretch.own;
        for (let k = 0; k < by.length; k++) by[k] = (by[k] ?? 0) + shares * (stretch.by[k] ?? 0);
      }
      if (end >= high) break;
      start = end;
    }
    if (from === 0 && to > 0) own += this.ticket;
    if (to === 0 && from > 0) own -= this.ticket;
    for (let k = shared; k < by.length; k++) own += this.costs.more(tracks[k] ?? 0, by[k] ?? 0);
    return { lane: at, to, tracks, by, shared, own };
  }

  /** Dollars by which a move changes the cost. */
  change({ tracks, by, shared, own }: Move): number {
    let sum = own;
    for (let k = 0; k < shared; k++) sum += this.costs.more(tracks[k] ?? 0, by[k] ?? 0);
    return sum;
  }

  /**
   * Dollars that a move changes the cost by at the least, whatever moves of other lanes are made with it, if theirs are
   * added: a convex cost is nowhere below its tangent.
   */
  least({ tracks, by, shared, own }: Move): number {
    const { rate } = this.costs;
    let sum = own;
    for (let k = 0; k < shared; k++) sum += (rate[tracks[k] ?? 0] ?? 0) * (by[k] ?? 0);
    return sum;
  }

  /** From here on `together` is with this move. */
  hold(first: Move): void {
    this.setFirst(this.first, false);
    this.setFirst(first, true);
    this.first = first;
    this.firstDollars = this.change(first);
  }

  /** Dollars by which a move of another lane changes the cost together with the one that is held. */
  together({ tracks, by, shared, own }: Move): number {
    // What the two move together is priced anew, in place of what the first did to it alone.
    let sum = this.firstDollars + own;
    for (let k = 0; k < shared; k++) {
      const track = tracks[k] ?? 0;
      const both = (this.firstBy[track] ?? 0) + (by[k] ?? 0);
      sum += this.costs.more(track, both) - (this.firstCost[track] ?? 0);
    }
    return sum;
  }

  private setFirst({ tracks, by, shared }: Move, held: boolean): void {
    for (let k = 0; k < shared; k++) {
      const track = tracks[k] ?? 0;
      this.firstBy[track] = held ? (by[k] ?? 0) : 0;
      this.firstCost[track] = held ? this.costs.more(track, by[k] ?? 0) : 0;
    }
  }

  apply({ lane, to, tracks, by }: Move): void {
    const { values } = this.costs;
    for (let k = 0; k < tracks.length; k++) {
      const track = tracks[k] ?? 0;
      this.costs.moveTo(track, (values[track] ?? 0) + (by[k] ?? 0));
    }
    this.quantity[lane] = to;
  }
}
