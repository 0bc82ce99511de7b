/**
 * A rounding that looks ahead: one trade after another is held to a whole increment, the coarsest first, and the linear
 * program of what is left is solved again from where it stood, so that finer trades make up for what coarser ones cannot
 * reach. That takes a few pivots a trade. Both neighbours of an amount are tried, the cheaper is followed first, and the
 * other is come back to while there are programs left.
 */
import {
  openSeries,
  type Problem,
  type Series,
  type SeriesAnswer,
  type Substituted,
  substituted,
} from "@mandate/solver";
import type { Context } from "../exact/measures.ts";
import { type ContinuousTrade, decode, type Lowered } from "../lowering/index.ts";
import { type Budget, workOf } from "../solve/budget.ts";
import { canonical } from "../solve/canonical.ts";
import { pinned, relaxed } from "../solve/search.ts";
import { above, below, nearest, sharesAt } from "./grid.ts";
import { incrementDollars, type Plan, plansOf, quantityOf } from "./plan.ts";
import type { Programs, Start } from "./start.ts";

/** Of an increment: what is nearer to a permitted quantity is there, whatever the last pivots left. */
const THERE = 1e-6;

/** Of V: a sale that leaves less than this leaves nothing. */
const WHOLE = 1e-12;

/** Linear programs that one dive may take: one reaches the ground in two a trade. */
const PROGRAMS = 80;

/** What promises less than this part of the best so far is not come back to. */
const WORTHWHILE = 1e-5;

/** What costs no more than this part of the whole more, costs nothing. */
const FREE = 1e-9;

/** Below this an integer of a relaxation is taken for nothing. */
const INTEGRAL = 1e-9;

/** Of the columns that are left. */
interface Bounds {
  readonly colLower: Float64Array;
  readonly colUpper: Float64Array;
}

interface Node {
  readonly bounds: Bounds;
  readonly objective: number;
  /** a point of the whole problem */
  readonly x: Float64Array;
  readonly answer: SeriesAnswer;
  /** symbols of trades that are held */
  readonly done: ReadonlySet<string>;
}

interface Ground {
  readonly plans: readonly Plan[];
  readonly objective: number;
}

function held(
  { colLower, colUpper }: Bounds,
  { place }: Substituted,
  at: readonly (readonly [column: number, amount: number])[],
): Bounds {
  const next = { colLower: colLower.slice(), colUpper: colUpper.slice() };
  for (const [column, amount] of at) {
    const own = place[column] ?? -1;
    if (own < 0) continue;
    next.colLower[own] = amount;
    next.colUpper[own] = amount;
  }
  return next;
}

/** What the parts of a security sell once they sell `amount` together: lots are sold on, or kept, in their order of cost. */
function soldAt(lowered: Lowered, i: number, x: Float64Array, amount: number): (readonly [number, number])[] {
  const parts = (lowered.partsOf[i] ?? []).flatMap((place) => lowered.parts[place] ?? []);
  const sold = parts.map(({ column }) => (amount === 0 ? 0 : (x[column] ?? 0)));
  let missing = amount - sold.reduce((sum, one) => sum + one, 0);
  const order = [...parts.keys()];
  for (const at of missing < 0 ? order.reverse() : order) {
    const now = sold[at] ?? 0;
    const by = Math.max(-now, Math.min(missing, (parts[at]?.upper ?? 0) - now));
    sold[at] = now + by;
    missing -= by;
  }
  return parts.map(({ column }, at) => [column, sold[at] ?? 0] as const);
}

/** What each column of a security's trade is once it trades `shares`, and its modes. */
function columnsAt(
  lowered: Lowered,
  { symbol, side }: ContinuousTrade,
  x: Float64Array,
  shares: number,
): (readonly [column: number, amount: number])[] {
  const { frame } = lowered;
  const i = frame.symbol.indexOf(symbol);
  const amount = (shares * (frame.price[i] ?? 0)) / frame.value;
  const modes = lowered.modes[i] ?? { buy: -1, part: -1, out: -1 };
  const buys = shares > 0 && side === "buy";
  const sells = shares > 0 && side === "sell";
  const out = sells && modes.out >= 0 && amount >= (frame.held[i] ?? 0) - WHOLE;
  const all: (readonly [number, number])[] = [
    [lowered.buy[i] ?? -1, buys ? amount : 0],
    ...soldAt(lowered, i, x, sells ? amount : 0),
    [modes.buy, buys ? 1 : 0],
    [modes.part, sells && !out ? 1 : 0],
    [modes.out, out ? 1 : 0],
  ];
  return all.filter(([column]) => column >= 0);
}

/** The coarsest trade that is not in whole increments; undefined where all are. */
function coarsest(plans: readonly Plan[], done: ReadonlySet<string>): Plan | undefined {
  let found: Plan | undefined;
  let most = 0;
  for (const plan of plans) {
    if (done.has(plan.symbol)) continue;
    const off = Math.abs(plan.wanted - quantityOf(plan)) * plan.price;
    const dollars = incrementDollars(plan);
    if (off <= THERE * dollars || dollars <= most) continue;
    most = dollars;
    found = plan;
  }
  return found;
}

/**
 * Integers that the modes of trades leave open, rounded up: what is counted at all counts as one.
 * @param x of the columns that are left
 */
function raised({ integer }: Problem, { colLower, colUpper }: Bounds, x: Float64Array): Bounds | undefined {
  if (integer === undefined) return undefined;
  const next = { colLower: colLower.slice(), colUpper: colUpper.slice() };
  let open = false;
  for (let j = 0; j < integer.length; j++) {
    const lower = colLower[j] ?? 0;
    const upper = colUpper[j] ?? 0;
    if (integer[j] !== 1 || lower === upper) continue;
    const at = Math.min(Math.max(Math.ceil((x[j] ?? 0) - INTEGRAL), lower), upper);
    open ||= Math.abs(at - (x[j] ?? 0)) > INTEGRAL;
    next.colLower[j] = at;
    next.colUpper[j] = at;
  }
  return open ? next : undefined;
}

class Dive {
  private programs = PROGRAMS;
  private best: Ground | undefined;
  private readonly open: Node[] = [];
  private readonly series: Series;
  private readonly budget: Budget;
  private readonly lowered: Lowered;
  private readonly before: Context;

  constructor(
    { lowered, before }: Start,
    private readonly reduced: Substituted,
    { backend, budget }: Programs,
  ) {
    this.lowered = lowered;
    this.before = before;
    this.budget = budget;
    this.series = openSeries(canonical(backend), relaxed(reduced.problem));
  }

  run(): Plan[] | undefined {
    let node = this.solved(this.reduced.problem, new Set());
    while (node !== undefined) {
      const plans = plansOf(this.lowered, this.before, decode(this.lowered, node.x));
      const plan = coarsest(plans, node.done);
      if (plan === undefined) this.land(node, plans);
      const [first, ...others]: Node[] = plan === undefined ? [] : this.neighbours(node, plan);
      this.open.push(...others);
      node = this.programs <= 0 ? undefined : (first ?? this.cheapestOpen());
    }
    return this.best === undefined ? undefined : [...this.best.plans];
  }

  private solved(bounds: Bounds, done: ReadonlySet<string>, from?: SeriesAnswer): Node | undefined {
    this.programs -= 1;
    const warm = from?.warm === undefined ? {} : { from: from.warm };
    const answer = this.series.solve(bounds.colLower, bounds.colUpper, warm);
    this.budget.spend(workOf(this.reduced.problem, answer));
    if (answer.status !== "optimal" || answer.x === undefined) return undefined;
    return { bounds, objective: answer.objective, x: this.reduced.expand(answer.x), answer, done };
  }

  private promising({ objective }: Pick<Node, "objective">): boolean {
    const { best } = this;
    return best === undefined || objective < best.objective - WORTHWHILE * Math.abs(best.objective);
  }

  /** The two quantities around what a trade wants, the cheaper first. */
  private neighbours({ bounds, objective, x, answer, done }: Node, { symbol, grid, wanted }: Plan): Node[] {
    const trade = decode(this.lowered, x).find((one) => one.symbol === symbol);
    if (trade === undefined) return [];
    const near = nearest(grid, wanted);
    const other = sharesAt(grid, near) > wanted ? below(grid, near) : above(grid, near);
    const found: Node[] = [];
    for (const count of [near, other]) {
      const next = held(bounds, this.reduced, columnsAt(this.lowered, trade, x, sharesAt(grid, count)));
      const node = this.solved(next, new Set([...done, symbol]), answer);
      if (node === undefined || !this.promising(node)) continue;
      found.push(node);
      // Nothing costs less than what costs no more than before.
      if (node.objective - objective <= FREE * Math.abs(objective)) break;
    }
    return found.sort((a, b) => a.objective - b.objective);
  }

  /** All trades are in whole increments: the best so far, once what is left of integers is whole too. */
  private land({ bounds, objective, answer, done }: Node, plans: readonly Plan[]): void {
    const integral = answer.x === undefined ? undefined : raised(this.reduced.problem, bounds, answer.x);
    if (integral === undefined) {
      if (this.promising({ objective })) this.best = { plans, objective };
      return;
    }
    const node = this.solved(integral, done, answer);
    if (node === undefined || !this.promising(node)) return;
    const last = plansOf(this.lowered, this.before, decode(this.lowered, node.x));
    if (coarsest(last, new Set()) === undefined) this.best = { plans: last, objective: node.objective };
  }

  private cheapestOpen(): Node | undefined {
    let at = -1;
    for (let k = 0; k < this.open.length; k++) {
      const node = this.open[k];
      if (node === undefined || !this.promising(node)) continue;
      if (at < 0 || node.objective < (this.open[at]?.objective ?? 0)) at = k;
    }
    return at < 0 ? undefined : this.open.splice(at, 1)[0];
  }
}

/**
 * Trades in whole increments near an optimum; undefined where none were found, or where risk makes the problem no linear
 * program.
 * @param sides whether the optimum's integers (sides, minimums, tickets) are kept, or chosen anew with the amounts
 */
export function dive(start: Start, sides: "kept" | "chosen anew", programs: Programs): Plan[] | undefined {
  const { problem } = start.lowered;
  if (problem.risk !== undefined) return undefined;
  const { colLower, colUpper } = sides === "kept" ? pinned(problem, start.x) : problem;
  return new Dive(start, substituted(problem, colLower, colUpper), programs).run();
}
