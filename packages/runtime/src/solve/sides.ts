/**
 * Sides by prices. Where binaries say nothing but whether a security is bought or sold, and whether its losses count, all
 * else is convex: the sides are guessed and fixed, which leaves a small convex program. Its prices then say for each
 * security by itself what every side would come to at the best (Lagrangian relaxation of the rows that securities share:
 * Geoffrion, 1974). What the better sides save, summed up, is all that any other choice of sides could gain: a proved
 * bound. Sides that look better at these prices are taken, and the program is solved again; mostly the gap is closed after
 * one or two. Where it is not, sides that even the bound cannot want are ruled out, and what is left is searched.
 *
 * It is the bound that the hull of all sides gives (drift.ts), without the rows of the hull.
 */
import { type Backend, openSeries, type Problem, type Series, type SeriesAnswer } from "@mandate/solver";
import { costOf, driftShape, type Lowered, type Shape } from "../lowering/index.ts";
import { UNLIMITED, workOf } from "./budget.ts";
import { canonical } from "./canonical.ts";
import { type Found, type Opened, open, relaxed, type SearchOptions, search } from "./search.ts";

/** A way to sell; of V. */
interface Sale {
  readonly column: number;
  readonly upper: number;
}

/** Ways to sell the same shares, with the loss counting and without. */
interface Choice extends Sale {
  readonly idle: number;
  readonly idleUpper: number;
}

/** A security whose side binaries decide. */
interface Sided {
  /** of the binary that says that it is bought; -1 where it cannot be */
  readonly buying: number;
  /** of the binary that says that its losses count, all washed shares being sold; -1 where they need not be */
  readonly counting: number;
  /** whether all washed shares may be sold */
  readonly countable: boolean;
  readonly buy: number;
  /** the least that is bought where anything is, and the most, of V */
  readonly least: number;
  readonly most: number;
  readonly sales: readonly Sale[];
  /** washed shares, sold first where losses are to count */
  readonly first: readonly Sale[];
  readonly choices: readonly Choice[];
  /** over its target before any trade, of V */
  readonly off: number;
  /** what its own drift costs; undefined where that is told by rows that it shares */
  readonly drift: Shape | undefined;
}

/** Bought; sold, the losses that washed shares touch not counting; sold, and these counting. */
const SIDES = 3;
const BOUGHT = 0;
const SOLD = 1;
const COUNTED = 2;

/** Times that sides are chosen anew. */
const ROUNDS = 16;

/** Of V: sides that differ by less are as good as each other, whatever the last bits say. */
const EVEN = 1e-13;

/**
 * The securities whose side binaries decide; undefined where binaries decide anything else (counts, minimums, tickets,
 * groups of several securities), or where there are none.
 */
function sidedOf(lowered: Lowered): ReadonlyMap<number, Sided> | undefined {
  const { frame, modes, problem, draft } = lowered;
  if (problem.risk !== undefined || problem.integer === undefined) return undefined;
  const targets = new Map<number, number>();
  for (const { members, target } of frame.nodes) {
    const [only] = members;
    if (only !== undefined && members.length === 1) targets.set(only, target);
  }
  const shape = driftShape(frame, "securities");
  const sided = new Map<number, Sided>();
  const binaries = new Set<number>();
  for (const [i, mode] of modes.entries()) {
    if (mode.part >= 0 || mode.out >= 0) return undefined;
    const counting = draft.counting.get(i);
    if (mode.buy < 0 && counting === undefined) continue;
    const most = draft.most[i] ?? 0;
    if (mode.buy < 0 && most > 0) return undefined;
    for (const binary of [mode.buy, counting?.binary ?? -1]) {
      if (binaries.has(binary)) return undefined;
      if (binary >= 0) binaries.add(binary);
    }
    const target = targets.get(i);
    sided.set(i, {
      buying: mode.buy,
      counting: counting?.binary ?? -1,
      buy: lowered.buy[i] ?? -1,
      least: mode.least,
      most,
      ...salesOf(lowered, i),
      off: target === undefined ? 0 : (frame.held[i] ?? 0) - target,
      drift: target === undefined ? undefined : shape,
    });
  }
  for (let j = 0; j < problem.numCol; j++) if (problem.integer[j] === 1 && !binaries.has(j)) return undefined;
  return sided.size > 0 ? sided : undefined;
}

function salesOf(
  { draft, parts, partsOf }: Lowered,
  i: number,
): Pick<Sided, "sales" | "first" | "choices" | "countable"> {
  const capped = ({ column, upper }: Sale): number => Math.min(upper, draft.upper[column] ?? 0);
  const { first = [], counts = [], idle = [] } = draft.counting.get(i) ?? {};
  const choices = counts.map((column, at): Choice => {
    const { column: other, upper } = idle[at] ?? { column: -1, upper: 0 };
    return {
      column,
      upper: capped({ column, upper }),
      idle: other,
      idleUpper: capped({ column: other, upper }),
    };
  });
  const apart = new Set([
    ...counts,
    ...idle.map(({ column }) => column),
    ...first.map(({ column }) => column),
  ]);
  const sales: Sale[] = [];
  for (const at of partsOf[i] ?? []) {
    const part = parts[at];
    if (part === undefined || apart.has(part.column)) continue;
    if (capped(part) > 0) sales.push({ column: part.column, upper: capped(part) });
  }
  return { sales, first, choices, countable: first.every((sale) => capped(sale) === sale.upper) };
}

/** Who rows and columns are of: places in the list of sided securities, or -1 for what they share. */
interface Owners {
  readonly rows: Int32Array;
  readonly columns: Int32Array;
}

function ownersOf({ problem, draft }: Lowered, bySecurity: ReadonlyMap<number, Sided>): Owners {
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
  const prices = problem.cost.slice();
  for (let j = 0; j < problem.numCol; j++) {
    for (let k = problem.start[j] ?? 0; k < (problem.start[j + 1] ?? 0); k++) {
      const row = problem.index[k] ?? 0;
      if ((rows[row] ?? -1) < 0) prices[j] = (prices[j] ?? 0) - (problem.value[k] ?? 0) * (rowDual[row] ?? 0);
    }
  }
  return prices;
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

/** By security in the order of `sided`, side by side. */
type Worth = Float64Array;

/** What sides come to at prices, and what a point's own columns of each security do. */
interface Priced {
  readonly worth: Worth;
  readonly taken: Float64Array;
}

function pricedAt(
  { problem, sided, owners }: Pick<Field, "problem" | "sided" | "owners">,
  rowDual: Float64Array,
  x: Float64Array,
): Priced {
  const prices = pricesAt(problem, owners, rowDual);
  const worth = new Float64Array(SIDES * sided.length);
  for (const [at, one] of sided.entries()) worth.set(worthOf(one, prices), SIDES * at);
  const taken = new Float64Array(sided.length);
  for (let j = 0; j < problem.numCol; j++) {
    const owner = owners.columns[j] ?? -1;
    if (owner >= 0) taken[owner] = (taken[owner] ?? 0) + (prices[j] ?? 0) * (x[j] ?? 0);
  }
  return { worth, taken };
}

/** The side that comes to the least; the given one where it is as good. */
function best(worth: Worth, at: number, side: number): number {
  let chosen = side;
  let least = (worth[SIDES * at + side] ?? 0) - EVEN;
  for (let other = 0; other < SIDES; other++) {
    const value = worth[SIDES * at + other] ?? 0;
    if (value < least) {
      least = value;
      chosen = other;
    }
  }
  return chosen;
}

/**
 * The problem's bounds with binaries fixed where all sides that are open to a security agree on them.
 * @param open whether a side of a security is
 */
function fixing(
  problem: Problem,
  sided: readonly Sided[],
  open: (at: number, side: number) => boolean,
): Pick<Problem, "colLower" | "colUpper"> {
  const colLower = problem.colLower.slice();
  const colUpper = problem.colUpper.slice();
  for (const [at, { buying, counting }] of sided.entries()) {
    const bought = open(at, BOUGHT);
    const counted = open(at, COUNTED);
    const sold = open(at, SOLD);
    if (buying >= 0) {
      if (!bought) colUpper[buying] = 0;
      if (!sold && !counted) colLower[buying] = 1;
    }
    if (counting >= 0) {
      if (!counted) colUpper[counting] = 0;
      if (!sold && !bought) colLower[counting] = 1;
    }
  }
  return { colLower, colUpper };
}

export interface BySides {
  readonly found: Found;
  readonly opened: Opened;
}

/** Where the rounds stand. */
interface Standing {
  /** the cheapest so far, its sides, and what all sides come to at its prices */
  readonly answer: SeriesAnswer;
  readonly sides: Uint8Array;
  readonly worth: Worth;
  readonly bound: number;
  /** what sides come to at the prices that prove the bound */
  readonly proving: Worth;
}

/** What the rounds of one account work on. */
interface Field {
  readonly problem: Problem;
  readonly sided: readonly Sided[];
  readonly owners: Owners;
  /** programs with all sides fixed */
  readonly series: Series;
  readonly options: SearchOptions;
  /** programs solved */
  nodes: number;
}

/** @returns undefined where this is no problem of sides, or where the first guess leaves nothing that is permitted */
export function searchBySides(
  lowered: Lowered,
  backend: Backend,
  options: SearchOptions,
): BySides | undefined {
  const bySecurity = sidedOf(lowered);
  if (bySecurity === undefined) return undefined;
  const sided = [...bySecurity.values()];
  const { problem } = lowered;
  // What is under its target is bought, until prices say otherwise.
  const sides = Uint8Array.from(sided, ({ off, buying }) => (off < 0 && buying >= 0 ? BOUGHT : SOLD));
  // One engine, whatever the backend: the same prices, and so the same sides.
  const series = openSeries(canonical(backend), { ...relaxed(problem), ...fixedAt(problem, sided, sides) });
  const owners = ownersOf(lowered, bySecurity);
  const field = { problem, sided, owners, series, options, nodes: 0 };
  const standing = rounds(field, sides, undefined);
  if (standing === undefined) return undefined;
  return concluded(field, standing) ?? narrowed(field, standing, backend);
}

function fixedAt(
  problem: Problem,
  sided: readonly Sided[],
  sides: Uint8Array,
): Pick<Problem, "colLower" | "colUpper"> {
  return fixing(problem, sided, (at, side) => sides[at] === side);
}

/** Solves for given sides, and for better ones at the prices found, until the gap is closed or none is better. */
function rounds(field: Field, first: Uint8Array, known: Standing | undefined): Standing | undefined {
  const { problem, sided, series, options } = field;
  const { budget = UNLIMITED } = options;
  let standing = known;
  let sides = first;
  let share = 1;
  for (let round = 0; round < ROUNDS && budget.ended() === undefined; round++) {
    const { colLower, colUpper } = fixedAt(problem, sided, sides);
    const from = standing?.answer.warm === undefined ? {} : { from: standing.answer.warm };
    const answer = series.solve(colLower, colUpper, { wantDuals: true, ...from });
    budget.spend(workOf(problem, answer));
    if (answer.status === "optimal" && answer.rowDual !== undefined && answer.x !== undefined) {
      field.nodes += 1;
      const priced = pricedAt(field, answer.rowDual, answer.x);
      const before = standing?.answer;
      standing = better(standing, { answer, sides, worth: priced.worth }, boundOf(answer, priced));
      share = standing.answer === before ? share / 2 : Math.min(1, 2 * share);
    } else share /= 2;
    if (standing === undefined || closed(standing, options)) return standing;
    const next = turned(standing, share);
    if (next === undefined) return standing;
    sides = next;
  }
  return standing;
}

/** What was found, where the gap is closed. */
function concluded(field: Field, standing: Standing): BySides | undefined {
  if (!closed(standing, field.options)) return undefined;
  const found = foundAt(standing.answer, standing.bound, field.nodes);
  return { found, opened: { series: field.series, root: standing.answer } };
}

/**
 * The program's own bound, less what the best sides would save at its prices. What the program took is no less than the
 * best of its own sides, so that this is no more than what is proved.
 */
function boundOf({ bound }: SeriesAnswer, { worth, taken }: Priced): number {
  let least = bound;
  for (const [at, is] of taken.entries()) {
    let best = is;
    for (let side = 0; side < SIDES; side++) best = Math.min(best, worth[SIDES * at + side] ?? 0);
    least -= is - best;
  }
  return least;
}

/** The cheapest answer so far, and the highest bound, each with the prices that go with it. */
function better(
  known: Standing | undefined,
  { answer, sides, worth }: Pick<Standing, "answer" | "sides" | "worth">,
  bound: number,
): Standing {
  const cheaper = known === undefined || answer.objective < known.answer.objective;
  const higher = known === undefined || bound > known.bound;
  return {
    ...(cheaper ? { answer, sides, worth } : known),
    ...(higher ? { bound, proving: worth } : { bound: known.bound, proving: known.proving }),
  };
}

function closed({ answer, bound }: Standing, { relativeGap = 1e-4, floor }: SearchOptions): boolean {
  return answer.objective - bound <= relativeGap * Math.max(floor, Math.abs(answer.objective));
}

/**
 * The sides of the cheapest answer, with better ones at its prices for the share of securities that save the most by it:
 * all at once may pass the prices at which a few of them would stay. Undefined where there is none to turn, or where not even
 * one helped.
 */
function turned({ sides, worth }: Standing, share: number): Uint8Array | undefined {
  const turns: { readonly at: number; readonly side: number; readonly saved: number }[] = [];
  for (const [at, side] of sides.entries()) {
    const chosen = best(worth, at, side);
    if (chosen === side) continue;
    const saved = (worth[SIDES * at + side] ?? 0) - (worth[SIDES * at + chosen] ?? 0);
    turns.push({ at, side: chosen, saved });
  }
  const count = Math.floor(share * turns.length);
  if (count === 0) return undefined;
  turns.sort((a, b) => b.saved - a.saved || a.at - b.at);
  const next = sides.slice();
  for (const { at, side } of turns.slice(0, count)) next[at] = side;
  return next;
}

function foundAt(answer: SeriesAnswer, bound: number, nodes: number): Found {
  const { x, objective, warm } = answer;
  if (x === undefined) throw new Error("an answer without a point is no optimum");
  const least = Math.min(bound, objective);
  return {
    status: "optimal",
    x,
    objective,
    bound: least,
    nodes,
    fixed: answer,
    ...(warm === undefined ? {} : { warm }),
  };
}

/** Whether a side of a security may still be the best: others cost more than what is known, whatever goes with them. */
function mayBeBest({ answer, bound, proving }: Standing): (at: number, side: number) => boolean {
  const room = answer.objective - bound + EVEN;
  return (at, side) => {
    const least = proving[SIDES * at + best(proving, at, SOLD)] ?? 0;
    return (proving[SIDES * at + side] ?? 0) - least <= room;
  };
}

/** The side that a relaxation leans to. */
function leaning({ buying, counting }: Sided, x: Float64Array): number {
  if (buying >= 0 && (x[buying] ?? 0) > 0.5) return BOUGHT;
  return counting >= 0 && (x[counting] ?? 0) > 0.5 ? COUNTED : SOLD;
}

/**
 * The prices of the hull of what sides are left prove the most that prices can: once more from the sides that it leans to,
 * with what its prices rule out, and then the search.
 */
function narrowed(field: Field, standing: Standing, backend: Backend): BySides {
  const { problem, sided, options } = field;
  const inHull = mayBeBest(standing);
  const hull = { ...problem, ...fixing(problem, sided, inHull) };
  const opened = open(hull, canonical(backend));
  options.budget?.spend(workOf(hull, opened.root));
  const { x, rowDual, status } = opened.root;
  if (status !== "optimal" || x === undefined || rowDual === undefined)
    return searched(field, standing, hull, opened, backend);
  // The hull's prices prove nothing about what is not in it; that costs more than the point that is known.
  const { worth, taken } = pricedAt(field, rowDual, x);
  const proving = worth.map((of, k) =>
    inHull(Math.floor(k / SIDES), k % SIDES) ? of : Number.POSITIVE_INFINITY,
  );
  const proved = Math.min(boundOf(opened.root, { worth: proving, taken }), standing.answer.objective);
  const higher = proved > standing.bound ? { ...standing, bound: proved, proving } : standing;
  const leant = Uint8Array.from(sided, (one) => leaning(one, x));
  const again = rounds(field, leant, higher) ?? higher;
  const done = concluded(field, again);
  if (done !== undefined) return done;
  const left = { ...problem, ...fixing(problem, sided, mayBeBest(again)) };
  return searched(field, again, left, open(left, canonical(backend)), backend);
}

/** Searches what sides are left; all others are proved. */
function searched(
  { options, nodes }: Field,
  { answer, bound }: Standing,
  left: Problem,
  opened: Opened,
  backend: Backend,
): BySides {
  const found = search(left, backend, options, opened);
  const known = foundAt(answer, bound, nodes);
  const proved = Math.max(bound, Math.min(found.bound, answer.objective));
  // Nothing permitted is left, where the known point's own sides are among what was ruled out: then it is the best.
  const settled = found.status === "optimal" || found.status === "infeasible";
  const { ended } = found;
  const chosen =
    found.x === undefined || found.objective > known.objective
      ? { ...known, status: settled ? ("optimal" as const) : ("limit" as const) }
      : found;
  return {
    found: {
      ...chosen,
      bound: Math.min(proved, chosen.objective),
      nodes: nodes + found.nodes,
      ...(ended === undefined ? {} : { ended }),
    },
    opened,
  };
}
