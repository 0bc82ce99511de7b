/**
 * The optimum of a lowered problem with a bound that is proved: the relaxation first, which mostly is the answer; then
 * a point with the relaxation's binaries rounded; then branch and bound from it, each linear program starting where
 * another ended. Each security by itself is its convex hull (drift.ts), so few binaries are broken, as many as rows
 * couple them, and our own search closes the gap in a fraction of the time that the backend's takes; where many are
 * broken, or ours comes to no end, the backend's goes on.
 */
import {
  type Answer,
  type Backend,
  type BranchOptions,
  branchAndBound,
  counted,
  hasIntegers,
  openSeries,
  type Problem,
  type Series,
  type SeriesAnswer,
  type Warm,
} from "@mandate/solver";
import {
  type Budget,
  clocked,
  type Ended,
  metered,
  nodesLeft,
  UNLIMITED,
  workOf,
  workOfNodes,
} from "./budget.ts";
import { canonical } from "./canonical.ts";

export interface SearchOptions {
  /** (objective − bound) / max(|objective|, floor) at which a problem with binaries counts as solved; default 1e-4 */
  readonly relativeGap?: number;
  /** objectives are no smaller than this for the gap's sake, in the problem's unit */
  readonly floor: number;
  /** what the search may take; absent: no limit */
  readonly budget?: Budget;
  /** whether binaries are many alike, so that their number is worth a branch (`counted`); default false */
  readonly alike?: boolean;
}

export interface Found {
  /** `limit`: the best that was found with the bound that is proved, when the budget was used up */
  readonly status: "optimal" | "limit" | "infeasible" | "failed";
  /** of `limit`: what was used up */
  readonly ended?: Ended;
  readonly x?: Float64Array;
  readonly objective: number;
  /** proven: no permitted point costs less */
  readonly bound: number;
  readonly nodes: number;
  /** where the linear program of the point ended */
  readonly warm?: Warm;
  /** that program with the binaries fixed at the point, and its prices, where it was solved already */
  readonly fixed?: SeriesAnswer;
  readonly message?: string;
}

/** A problem's linear programs, and what the one without integrality came to. */
export interface Opened {
  readonly series: Series;
  readonly root: SeriesAnswer;
}

/** A problem without its integrality, or with its integers fixed. */
export function relaxed(problem: Problem, fixed?: Float64Array): Problem {
  const { integer, ...linear } = problem;
  if (fixed === undefined || integer === undefined) return linear;
  return { ...linear, ...pinned(problem, fixed) };
}

/** Bounds of columns that hold the integers where a point has them, rounded. */
export function pinned(
  problem: Problem,
  x: Float64Array,
): { readonly colLower: Float64Array; readonly colUpper: Float64Array } {
  const { integer } = problem;
  const pin = (bound: number, j: number): number => (integer?.[j] === 1 ? Math.round(x[j] ?? 0) : bound);
  return { colLower: problem.colLower.map(pin), colUpper: problem.colUpper.map(pin) };
}

/** The relaxation takes milliseconds and is what there is to show when the budget is used up: it is never refused. */
export function open(problem: Problem, backend: Backend): Opened {
  const series = openSeries(backend, relaxed(problem));
  return { series, root: series.solve(problem.colLower, problem.colUpper, { wantDuals: true }) };
}

const INTEGRAL = 1e-9;

/** Searches aim a little inside of the gap, so that sums in another order find it closed. */
const INSIDE = 0.95;

/** Up to this many broken binaries our own branch and bound mostly closes the gap; it is given so many nodes, else fewer. */
const FEW = 12;
const NODES = 1000;
const NODES_OF_MANY = 150;
/** Nodes before what is open is counted. */
const UNCOUNTED = 24;

function countBroken(problem: Problem, x: Float64Array): number {
  let count = 0;
  problem.integer?.forEach((flag, j) => {
    if (flag === 1 && Math.abs((x[j] ?? 0) - Math.round(x[j] ?? 0)) > INTEGRAL) count++;
  });
  return count;
}

function withoutPoint(answer: Answer, ended?: Ended): Found {
  const { message = answer.status === "unbounded" ? "the problem is unbounded" : undefined } = answer;
  const limited = answer.status === "time_limit" || answer.status === "work_limit";
  const status = answer.status === "infeasible" ? "infeasible" : limited ? "limit" : "failed";
  const bound = status === "infeasible" ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  return {
    status,
    objective: Number.NaN,
    bound,
    nodes: 0,
    ...(ended === undefined ? {} : { ended }),
    ...(message === undefined ? {} : { message }),
  };
}

/**
 * Solves a problem; see the file's head. Deterministic unless the clock of the budget ends it, which `ended` says.
 * @param opened the problem's linear programs, where they are open already
 * @param known a point that is permitted, as the problem's linear programs answered it
 */
export function search(
  problem: Problem,
  backend: Backend,
  options: SearchOptions,
  opened: Opened = open(problem, backend),
  known?: SeriesAnswer,
): Found {
  const { root } = opened;
  if (root.status !== "optimal" || root.x === undefined) return withoutPoint(root);
  const bound = Math.min(root.bound, root.objective);
  const { budget = UNLIMITED, relativeGap = 1e-4, floor, alike = false } = options;
  const broken = countBroken(problem, root.x);
  if (!hasIntegers(problem) || broken === 0) {
    return { status: "optimal", x: root.x, objective: root.objective, bound, nodes: 0, ...warmOf(root) };
  }
  const closed = (answer: Answer | undefined, proved: number): boolean =>
    answer?.x !== undefined &&
    answer.objective - proved <= relativeGap * Math.max(floor, Math.abs(answer.objective));
  const first = cheaper(known, atIntegers(opened, problem, root.x, root));
  if (first !== undefined && closed(first, bound)) return proved(first, bound, 1);
  const within = {
    budget,
    nodeLimit: broken > FEW ? NODES_OF_MANY : NODES,
    relativeGap: INSIDE * relativeGap,
    absoluteGap: INSIDE * relativeGap * floor,
  };
  const near = branched(problem, backend, opened, first, within, alike);
  if (closed(near, near.bound)) return proved(near, near.bound, near.nodes);
  const best = near.x === undefined ? first : near;
  const least = near.status === "infeasible" ? bound : Math.max(bound, near.bound);
  if (budget.ended() !== undefined) return ended(budget, least, best);
  const answer = backend.solve(problem, {
    ...clocked(budget),
    nodeLimit: nodesLeft(problem, budget),
    relativeGap: INSIDE * relativeGap,
    ...(best?.x === undefined ? {} : { start: best.x }),
  });
  budget.spend(workOfNodes(problem, answer.nodes));
  return concluded(answer, best, least, closed);
}

/** The answer with the integers where another answer has them, rounded; undefined where nothing is permitted there. */
function atIntegers(
  { series }: Opened,
  problem: Problem,
  x: Float64Array,
  from: SeriesAnswer,
): SeriesAnswer | undefined {
  const { colLower, colUpper } = pinned(problem, x);
  const answer = series.solve(colLower, colUpper, fromOf(from));
  return answer.status === "optimal" ? answer : undefined;
}

function cheaper(one: SeriesAnswer | undefined, other: SeriesAnswer | undefined): SeriesAnswer | undefined {
  return one === undefined || (other !== undefined && other.objective < one.objective) ? other : one;
}

/** What our own branch and bound may take, and what gap it may leave. */
interface Within {
  readonly budget: Budget;
  readonly nodeLimit: number;
  readonly relativeGap: number;
  readonly absoluteGap: number;
}

/** Our own branch and bound; where that comes to no end soon, on the count of what is open first (`counted`). */
function branched(
  problem: Problem,
  backend: Backend,
  opened: Opened,
  first: SeriesAnswer | undefined,
  { budget, nodeLimit, ...gaps }: Within,
  alike: boolean,
): SeriesAnswer {
  const branch = (
    one: Problem,
    { series, root }: Opened,
    known: SeriesAnswer | undefined,
    more: Pick<BranchOptions, "nodeLimit" | "counts">,
  ): SeriesAnswer =>
    branchAndBound(backend, one, {
      ...gaps,
      ...more,
      ...(known === undefined ? {} : { known }),
      series: metered(series, one, budget),
      root,
    });
  const count = alike ? counted(problem) : undefined;
  const soon = count === undefined ? nodeLimit : Math.min(nodeLimit, UNCOUNTED);
  const near = branch(problem, opened, first, { nodeLimit: soon });
  if (count === undefined || near.status !== "work_limit" || budget.ended() !== undefined) return near;
  // One engine, whatever the backend: searches then end at the same binaries.
  const counting = open(count.problem, canonical(backend));
  budget.spend(workOf(count.problem, counting.root));
  const known = near.x === undefined ? undefined : near;
  const found = branch(count.problem, counting, known, { nodeLimit, counts: [count.column] });
  const proof = { bound: Math.max(near.bound, found.bound), nodes: near.nodes + found.nodes };
  if (found.x === undefined || found.x === known?.x) return { ...found, ...proof };
  // The same point by the program without the count: others of that series may start from where it ended.
  const there = atIntegers(opened, problem, found.x, opened.root);
  return { ...(there ?? { ...found, x: found.x.slice(0, problem.numCol) }), status: found.status, ...proof };
}

function warmOf(answer: SeriesAnswer): { readonly warm?: Warm } {
  return answer.warm === undefined ? {} : { warm: answer.warm };
}

function fromOf(answer: SeriesAnswer): { readonly from?: Warm } {
  return answer.warm === undefined ? {} : { from: answer.warm };
}

function proved(answer: SeriesAnswer, bound: number, nodes: number): Found {
  const { x, objective } = answer;
  if (x === undefined) throw new Error("an answer without a point proves nothing");
  return { status: "optimal", x, objective, bound: Math.min(bound, objective), nodes, ...warmOf(answer) };
}

function ended(budget: Budget, bound: number, best: SeriesAnswer | undefined): Found {
  const how = budget.ended() ?? "work";
  if (best?.x === undefined) {
    const status = how === "work" ? "work_limit" : "time_limit";
    return withoutPoint({ status, objective: Number.NaN, bound, nodes: 0 }, how);
  }
  return { ...proved(best, bound, best.nodes), status: "limit", ended: how };
}

/** What the backend's own search came to, beside the best of ours. */
function concluded(
  answer: Answer,
  ours: SeriesAnswer | undefined,
  least: number,
  closed: (answer: Answer | undefined, bound: number) => boolean,
): Found {
  const how = answer.status === "time_limit" ? "time" : "work";
  const best: SeriesAnswer | undefined =
    answer.x !== undefined && !(ours !== undefined && ours.objective <= answer.objective) ? answer : ours;
  if (best?.x === undefined) return withoutPoint(answer, how);
  const bound = Number.isFinite(answer.bound) ? Math.max(least, answer.bound) : least;
  const found = proved(best, bound, Math.max(1, answer.nodes));
  if (answer.status === "optimal" || closed(best, found.bound)) return found;
  const message = answer.status === "failed" ? answer.message : undefined;
  return { ...found, status: "limit", ended: how, ...(message === undefined ? {} : { message }) };
}
