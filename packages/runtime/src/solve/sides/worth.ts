/** What every side of a security comes to by itself, at prices of the rows that securities share. */
import { type Problem, reducedCosts } from "@mandate/solver";
import { costOf, type Lowered } from "../../lowering/index.ts";
import { type Sale, SIDES, type Sided } from "./sided.ts";

/** Who rows and columns are of: places in the list of sided securities, or -1 for what they share. */
export interface Owners {
  readonly rows: Int32Array;
  readonly columns: Int32Array;
}

export function ownersOf({ problem, draft }: Lowered, bySecurity: ReadonlyMap<number, Sided>): Owners {
  const places = new Map([...bySecurity.keys()].map((security, at) => [security, at]));
  const rows = Int32Array.from(draft.rows, ({ own }) => places.get(own) ?? -1);
  const columns = new Int32Array(problem.numCol).fill(-1);
  for (let j = 0; j < problem.numCol; j++) {
    for (let k = problem.start[j] ?? 0; k < (problem.start[j + 1] ?? 0); k++) {
      const owner = rows[problem.index[k] ?? 0] ?? -1;
      if (owner >= 0) columns[j] = owner;
    }
  }
  return { rows, columns };
}

/** What a unit of each column costs at prices of the rows that securities share. */
function pricesAt(problem: Problem, { rows }: Owners, rowDual: Float64Array): Float64Array {
  const shared = rowDual.map((price, row) => ((rows[row] ?? -1) < 0 ? price : 0));
  return reducedCosts(problem, shared);
}

function driftAt({ drift, off }: Sided, change: number): number {
  return drift === undefined ? 0 : costOf(drift, Math.abs(off + change));
}

/** Changes in weight at which φ bends, of those between two. */
function bends({ drift, off }: Sided, from: number, to: number): number[] {
  if (drift === undefined) return [];
  const found: number[] = [];
  const see = (deviation: number): void => {
    for (const change of [deviation - off, -deviation - off])
      if (change > from && change < to) found.push(change);
  };
  let at = drift.free;
  see(at);
  for (const { width } of drift.pieces) {
    at += width;
    if (at < Number.POSITIVE_INFINITY) see(at);
  }
  return found;
}

/** The least that buying comes to: convex in what is bought, so it is reached where it bends. */
function leastBought(one: Sided, prices: Float64Array): number {
  if (one.most === Number.POSITIVE_INFINITY) return Number.NEGATIVE_INFINITY;
  const price = prices[one.buy] ?? 0;
  let least = Number.POSITIVE_INFINITY;
  for (const bought of [one.least, ...bends(one, one.least, one.most), one.most])
    least = Math.min(least, price * bought + driftAt(one, bought));
  return least;
}

interface Way {
  readonly price: number;
  readonly upper: number;
}

/**
 * The least that selling comes to: what costs the least goes first, and φ is convex in the sum.
 * @param sold before, of V, and what that costs
 */
function leastSold(one: Sided, ways: readonly Way[], sold: number, paid: number): number {
  let least = paid + driftAt(one, -sold);
  let gone = sold;
  let cost = paid;
  for (const { price, upper } of [...ways].sort((a, b) => a.price - b.price)) {
    for (const change of [...bends(one, -(gone + upper), -gone), -(gone + upper)])
      least = Math.min(least, cost + price * (-change - gone) + driftAt(one, change));
    gone += upper;
    cost += price * upper;
  }
  return least;
}

/** What each side of a security comes to at the best: infinite where it cannot be taken. */
function worthOf(one: Sided, prices: Float64Array): readonly [number, number, number] {
  const priced = ({ column, upper }: Sale): Way => ({ price: prices[column] ?? 0, upper });
  const bought = one.buying < 0 ? Number.POSITIVE_INFINITY : leastBought(one, prices);
  const sales = one.sales.map(priced);
  const first = one.first.map(priced);
  const idle = one.choices.map((choice) => priced({ column: choice.idle, upper: choice.idleUpper }));
  const sold = leastSold(one, [...sales, ...first, ...idle], 0, 0);
  if (one.counting < 0 || !one.countable) return [bought, sold, Number.POSITIVE_INFINITY];
  let gone = 0;
  let paid = 0;
  for (const { price, upper } of first) {
    gone += upper;
    paid += price * upper;
  }
  const better = one.choices.map(
    (choice, at): Way => ({
      price: Math.min(prices[choice.column] ?? 0, idle[at]?.price ?? Number.POSITIVE_INFINITY),
      upper: Math.max(choice.upper, choice.idleUpper),
    }),
  );
  return [bought, sold, leastSold(one, [...sales, ...better], gone, paid)];
}

/**
 * What a program's prices say of every choice of sides: that it costs no less than `rest` and what the side of each
 * security is worth, added up (Lagrangian relaxation of the rows that securities share: Geoffrion, 1974).
 */
export interface Cut {
  /** of all that no security has for itself */
  readonly rest: number;
  /** by security in the order of `sided`, side by side; infinite where a side cannot be taken */
  readonly worth: Float64Array;
}

/** What a problem's sides are worked out from. */
export interface Sides {
  readonly problem: Problem;
  readonly sided: readonly Sided[];
  readonly owners: Owners;
}

/**
 * The cut of a program that differs from the problem in its bounds of binaries alone. What its point takes of each security
 * is no less than the best of the sides that it left open, so that `rest` is no more than what is proved.
 * @param bound proved of that program
 */
export function cutOf(
  { problem, sided, owners }: Sides,
  bound: number,
  x: Float64Array,
  rowDual: Float64Array,
): Cut {
  const prices = pricesAt(problem, owners, rowDual);
  const worth = new Float64Array(SIDES * sided.length);
  for (const [at, one] of sided.entries()) worth.set(worthOf(one, prices), SIDES * at);
  let rest = bound;
  for (let j = 0; j < problem.numCol; j++)
    if ((owners.columns[j] ?? -1) >= 0) rest -= (prices[j] ?? 0) * (x[j] ?? 0);
  return { rest, worth };
}
