/** Better roundings of the same trades: an increment more or less of one security, or of two at once. */
import type { Lowered } from "../lowering/index.ts";
import { above, below, type Grid, permitted, sharesAt } from "./grid.ts";
import { Ledger, type Move, PLACES, type Place } from "./ledger.ts";
import { otherSides, type Plan, withCount } from "./plan.ts";

/** Dollars that a move must save to be worth making: floats of the ledger are no finer. */
const WORTHWHILE = 1e-7;

/** Moves whose pairs are tried. */
const PAIRED = 32;

/** Times that two steps at once are tried: each is a thousand prices. */
const MOST_PAIRS = 40;

/** Increments that one step may be stretched to: 2 to this power. */
const STRETCH = 40;

interface Option {
  readonly move: Move;
  /** increments after it */
  readonly count: number;
  dollars: number;
}

function byDollars(a: Option, b: Option): number {
  return a.dollars - b.dollars || a.move.lane - b.move.lane || a.move.to - b.move.to;
}

/** The first so many of what is open, in order. */
function cheapestOf(steps: readonly (readonly Option[])[], most: number): Option[] {
  const found: Option[] = [];
  for (const own of steps) {
    for (const option of own) {
      const last = found[most - 1];
      if (option.dollars === Number.POSITIVE_INFINITY || (last !== undefined && byDollars(option, last) > 0))
        continue;
      let at = Math.min(found.length, most - 1);
      for (; at > 0; at--) {
        const before = found[at - 1];
        if (before === undefined || byDollars(before, option) <= 0) break;
        found[at] = before;
      }
      found[at] = option;
    }
  }
  return found;
}

/** Rounded trades on their way down. */
class Descent {
  private readonly ledger: Ledger;
  private readonly grids: readonly Grid[];
  /** by lane: increments */
  private readonly counts: Float64Array;
  /** by lane: its steps, up and down, made anew only when the lane moves */
  private readonly steps: (readonly Option[])[];
  /** by lane: the lane of the same security's other side, or -1 */
  private readonly others: readonly number[];

  constructor(
    lowered: Lowered,
    private readonly plans: readonly Plan[],
  ) {
    this.ledger = new Ledger(lowered, plans);
    this.grids = plans.map(({ grid }) => grid);
    this.counts = Float64Array.from(plans, ({ count }) => count);
    this.others = otherSides(plans);
    this.steps = plans.map((_, lane) => this.stepsOf(lane));
  }

  run(): Plan[] {
    let pairs = 0;
    for (let turn = 0; turn < 6 * this.plans.length + 16; turn++) {
      const single = this.price();
      let chosen: readonly Option[] | undefined;
      if (single !== undefined && single.dollars < -WORTHWHILE) chosen = [this.stretched(single)];
      else if (pairs++ < MOST_PAIRS) chosen = this.bestPair();
      if (chosen === undefined) break;
      for (const { move } of chosen) this.ledger.apply(move);
      for (const { move, count } of chosen) {
        this.counts[move.lane] = count;
        this.steps[move.lane] = this.stepsOf(move.lane);
      }
    }
    return this.plans.map((plan, lane) => withCount(plan, this.counts[lane] ?? 0));
  }

  private option(lane: number, grid: Grid, count: number, place: Place): Option {
    const move = this.ledger.move(lane, sharesAt(grid, count), place);
    return { move, count, dollars: Number.POSITIVE_INFINITY };
  }

  private stepsOf(lane: number): Option[] {
    const grid = this.grids[lane];
    const from = this.counts[lane] ?? 0;
    if (grid === undefined) return [];
    const steps: Option[] = [];
    const up = above(grid, from);
    const down = below(grid, from);
    if (up !== from) steps.push(this.option(lane, grid, up, PLACES.up));
    if (down !== from) steps.push(this.option(lane, grid, down, PLACES.down));
    return steps;
  }

  /** Prices every step that is open; gives the cheapest. Steps of one side wait until the other side is nothing. */
  private price(): Option | undefined {
    let cheapest: Option | undefined;
    for (let lane = 0; lane < this.steps.length; lane++) {
      const other = this.others[lane] ?? -1;
      const waits = other >= 0 && (this.counts[other] ?? 0) > 0;
      for (const option of this.steps[lane] ?? []) {
        option.dollars = waits ? Number.POSITIVE_INFINITY : this.ledger.change(option.move);
        if (!waits && (cheapest === undefined || byDollars(option, cheapest) < 0)) cheapest = option;
      }
    }
    return cheapest;
  }

  /** The best two steps together, where no single one helps: what one gives up in cash or a limit the other makes up. */
  private bestPair(): readonly Option[] | undefined {
    const { ledger, others } = this;
    // By what each costs at the least: once two come to no less than the best so far, so do all that follow.
    const few = cheapestOf(this.steps, PAIRED)
      .map((option) => ({ option, atLeast: ledger.least(option.move) }))
      .sort((a, b) => a.atLeast - b.atLeast || byDollars(a.option, b.option));
    let best: readonly Option[] | undefined;
    let least = -WORTHWHILE;
    for (let a = 0; a + 1 < few.length; a++) {
      const one = few[a];
      if (one === undefined || one.atLeast + (few[a + 1]?.atLeast ?? 0) >= least) break;
      const { move } = one.option;
      ledger.hold(move);
      for (let b = a + 1; b < few.length; b++) {
        const two = few[b];
        if (two === undefined || one.atLeast + two.atLeast >= least) break;
        const { lane } = two.option.move;
        if (move.lane === lane || others[move.lane] === lane) continue;
        const dollars = ledger.change(two.option.move);
        if (dollars < least) {
          least = dollars;
          best = [one.option, two.option];
        }
      }
      ledger.release(move);
    }
    return best;
  }

  /**
   * A step that saves something, stretched to as many increments as save the most: the cost of one trade is convex, and
   * increments may be a ten-thousandth of a share. Doubles the increments while that helps, then halves what is added.
   */
  private stretched(option: Option): Option {
    const { lane } = option.move;
    const grid = this.grids[lane];
    if (grid === undefined) return option;
    const way = option.count > (this.counts[lane] ?? 0) ? 1 : -1;
    let best = option;
    let reached = 0;
    let place: Place = PLACES.tried;
    const tryAt = (increments: number): boolean => {
      const count = option.count + way * increments;
      if (count < 0 || !permitted(grid, count)) return false;
      const next = this.option(lane, grid, count, place);
      next.dollars = this.ledger.change(next.move);
      if (next.dollars >= best.dollars - WORTHWHILE) return false;
      best = next;
      reached = increments;
      place = place === PLACES.tried ? PLACES.best : PLACES.tried;
      return true;
    };
    let power = 0;
    while (power < STRETCH && tryAt(2 ** (power + 1) - 1)) power += 1;
    for (let half = power - 1; half >= 0; half--) tryAt(reached + 2 ** half);
    return best;
  }
}

/**
 * Descends from a rounding until neither one step nor two together save anything. Missed limits count as dollars, so the
 * same descent mends them.
 */
export function descend(lowered: Lowered, start: readonly Plan[]): Plan[] {
  return new Descent(lowered, start).run();
}
