import {
  type Answer,
  type Backend,
  openSeries,
  type Series,
  type SeriesAnswer,
  type SolveOptions,
  type Warm,
} from "../backend.ts";
import { hasIntegers, type Problem } from "../problem/problem.ts";
import { defaultTolerance, verifyAnswer } from "../verify/verify.ts";
import { Heap } from "./heap.ts";
import { Pseudocosts } from "./pseudocosts.ts";

/** Only the part of a backend that a search needs: linear programs. */
export type LinearSolver = Pick<Backend, "solve"> & Partial<Pick<Backend, "series">>;

/** The options of a solve beside what a search of our own needs. */
export interface BranchOptions extends SolveOptions {
  /** milliseconds from any origin; without it `timeLimitSeconds` is refused */
  now?: () => number;
  /** the series of the problem's linear programs, where it is open already */
  series?: Series;
  /** what that series answered at the problem's own bounds */
  root?: SeriesAnswer;
  /** integers that are whole where all others are: branched on first where they are broken, and never rounded */
  counts?: readonly number[];
  /** a point that is permitted, as the series answered it */
  known?: Answer;
  /** a cost so small that a gap below it is none; default 1e-11, the same as of the other backends */
  absoluteGap?: number;
}

export const NO_CLOCK = "a time limit needs a clock, and none was given";

/** Values within this of an integer are taken for it: the relaxation's own feasibility tolerance. */
const INTEGER = defaultTolerance.integrality;
const RELATIVE_GAP = 1e-4;
const ABSOLUTE_GAP = 1e-11;
/** After a point is known, the rounding heuristic runs on every so-manieth node only. */
const HEURISTIC_EVERY = 16;

/** A subproblem: bounds of the integer columns (in the order of `Search.columns`), and what its parent proved. */
interface Node {
  id: number;
  bound: number;
  lower: Float64Array;
  upper: Float64Array;
  /** where its parent's linear program ended */
  from: Warm | undefined;
  /** which branch of its parent it is, and how far that moved the integer; absent of the root */
  branch?: Branch;
}

interface Branch {
  k: number;
  side: 0 | 1;
  distance: number;
}

/**
 * Branch and bound over any solver of linear programs, for problems with few integers. Deterministic: the node with
 * the lowest bound first, the older of two equal ones; branches on the integer that promises to
 * raise the bound most (`Pseudocosts`), the lower index among equals. Each relaxation's integers are also rounded (to the nearest, then up) and fixed, which finds points early.
 *
 * `bound` is certified: the least of what the open nodes' relaxations prove and the objective. Status `optimal` when
 * (objective - bound) is within `relativeGap` (default 1e-4) of |objective|; `time_limit` or `work_limit` (of
 * nodes) with the best point and bound so far; `failed` when a relaxation failed that the gap depends on. Duals (when wanted) are those of the
 * linear program with integers fixed at the answer.
 */
export function branchAndBound(solver: LinearSolver, problem: Problem, options: BranchOptions = {}): Answer {
  if (options.timeLimitSeconds !== undefined && options.now === undefined) {
    return unsolved("failed", NO_CLOCK);
  }
  if (!hasIntegers(problem)) return solver.solve(problem, options);
  return new Search(solver, problem, options).run();
}

class Search {
  private readonly columns: Int32Array;
  /** places in `columns` of those that are counts of others */
  private readonly counts: readonly number[];
  private readonly open = new Heap<Node>((a, b) => a.bound < b.bound || (a.bound === b.bound && a.id < b.id));
  private readonly deadline: number;
  private readonly series: Series;
  private readonly pseudocosts: Pseudocosts;
  private best: Answer | undefined;
  /** the least bound of a node whose relaxation failed: nothing under it can be called searched */
  private lost = Infinity;
  private lostMessage = "";
  private nodes = 0;
  private ids = 0;

  constructor(
    private readonly solver: LinearSolver,
    private readonly problem: Problem,
    private readonly options: BranchOptions,
  ) {
    const columns: number[] = [];
    for (let j = 0; j < problem.numCol; j++) if (problem.integer?.[j] === 1) columns.push(j);
    this.columns = Int32Array.from(columns);
    this.counts = (options.counts ?? []).map((j) => columns.indexOf(j));
    this.pseudocosts = new Pseudocosts(this.columns);
    const { integer: _, ...linear } = problem;
    this.series = options.series ?? openSeries(solver, linear);
    this.best = options.known;
    this.deadline = (options.now?.() ?? 0) + 1000 * (options.timeLimitSeconds ?? Infinity);
  }

  run(): Answer {
    this.tryStart();
    const root: Node = {
      id: this.ids++,
      bound: -Infinity,
      lower: Float64Array.from(this.columns, (j) => Math.ceil((this.problem.colLower[j] ?? 0) - INTEGER)),
      upper: Float64Array.from(this.columns, (j) => Math.floor((this.problem.colUpper[j] ?? 0) + INTEGER)),
      from: undefined,
    };
    this.open.push(root);
    for (let node = this.open.peek(); node !== undefined; node = this.open.peek()) {
      if (this.isClosed(Math.min(node.bound, this.lost))) break;
      if (this.secondsLeft() <= 0) return this.finish("time_limit");
      if (this.nodes >= (this.options.nodeLimit ?? Infinity)) return this.finish("work_limit");
      this.open.pop();
      const answer = this.relax(node);
      if (answer.status === "unbounded") return this.unbounded();
      if (answer.status === "time_limit" || answer.status === "work_limit") {
        this.open.push(node);
        return this.finish(answer.status);
      }
      this.expand(node, answer);
    }
    return this.finish("optimal");
  }

  /**
   * The relaxation is unbounded. With rational data so is the problem, if it has a point at all (Meyer 1974, On the
   * existence of optimal solutions to integer and mixed-integer programming problems).
   */
  private unbounded(): Answer {
    const { start: _, wantDuals: __, series: ___, root: ____, known: _____, ...options } = this.options;
    if (options.timeLimitSeconds !== undefined) options.timeLimitSeconds = Math.max(0, this.secondsLeft());
    const free = { ...this.problem, offset: 0, cost: new Float64Array(this.problem.numCol) };
    const anywhere = branchAndBound(this.solver, free, options);
    const nodes = this.nodes + anywhere.nodes;
    if (anywhere.status === "optimal") return { ...unsolved("unbounded"), nodes };
    return { ...unsolved(anywhere.status, anywhere.message), nodes };
  }

  /** Takes in what a node's relaxation says: nothing there, a point, or two children. */
  private expand(node: Node, answer: SeriesAnswer): void {
    if (answer.status === "infeasible") return;
    if (answer.status !== "optimal" || answer.x === undefined) {
      this.lose(node.bound, answer.message ?? answer.status);
      return;
    }
    const bound = Math.max(node.bound, answer.bound);
    if (node.branch !== undefined) {
      const { k, side, distance } = node.branch;
      this.pseudocosts.note(k, side, bound - node.bound, distance);
    }
    if (this.best !== undefined && this.isClosed(bound)) {
      // Not worth a branch, but the gap that is left must stay in the certificate.
      this.open.push({ ...node, bound });
      return;
    }
    const { x } = answer;
    const branch = this.brokenCount(x) ?? this.pseudocosts.choose(x, INTEGER);
    if (branch === undefined) {
      this.fixAndSolve(x, Math.round, answer.warm);
      // Where exact integers give a point as good, the node stays only for its bound, as above. Where time is out,
      // it stays to be counted among what is open. Else it was integral within tolerance only, and is split on.
      if (this.isClosed(bound) || this.secondsLeft() <= 0) this.open.push({ ...node, bound });
      else this.settle(node, answer, x, bound);
      return;
    }
    if (this.best === undefined || this.nodes % HEURISTIC_EVERY === 1) {
      // A point that is known at the root is mostly its relaxation, rounded.
      if (this.nodes > 1 || this.options.known === undefined) this.fixAndSolve(x, Math.round, answer.warm);
      this.fixAndSolve(x, (v) => Math.ceil(v - INTEGER), answer.warm);
    }
    this.split({ ...node, bound, from: answer.warm }, branch, x[this.columns[branch] ?? 0] ?? 0);
  }

  /** A count that is broken; the first of several. */
  private brokenCount(x: Float64Array): number | undefined {
    return this.counts.find((k) => {
      const v = x[this.columns[k] ?? 0] ?? 0;
      return Math.abs(v - Math.round(v)) > INTEGER;
    });
  }

  /** Gives a node up: whatever has its bound can no longer be called searched. */
  private lose(bound: number, message: string): void {
    if (bound < this.lost) this.lostMessage = message;
    this.lost = Math.min(this.lost, bound);
  }

  /** Goes on under a node that is integral within tolerance, by branching on a column that is not yet fixed. */
  private settle(node: Node, answer: SeriesAnswer, x: Float64Array, bound: number): void {
    for (let k = 0; k < this.columns.length; k++) {
      const lower = node.lower[k] ?? 0;
      const upper = node.upper[k] ?? 0;
      if (lower === upper) continue;
      const at = Math.round(x[this.columns[k] ?? 0] ?? 0);
      this.split({ ...node, bound, from: answer.warm }, k, at >= upper ? at - 0.5 : at + 0.5);
      return;
    }
    // Every integer is fixed, and the same linear program was solved once and failed once.
    this.lose(bound, "the same problem was solved once and not again");
  }

  /** Two children of a node as its own relaxation left it: integer `k` at most and at least the integers around `at`. */
  private split(node: Node, k: number, at: number): void {
    const floor = Math.floor(at);
    const upper = node.upper.slice();
    upper[k] = floor;
    const lower = node.lower.slice();
    lower[k] = floor + 1;
    this.open.push({ ...node, id: this.ids++, upper, branch: { k, side: 0, distance: at - floor } });
    this.open.push({ ...node, id: this.ids++, lower, branch: { k, side: 1, distance: floor + 1 - at } });
  }

  private relax(node: Node): SeriesAnswer {
    this.nodes++;
    if (node.id === 0 && this.options.root !== undefined) return this.options.root;
    for (let k = 0; k < this.columns.length; k++) {
      if ((node.lower[k] ?? 0) > (node.upper[k] ?? 0)) return unsolved("infeasible");
    }
    return this.linear(node.lower, node.upper, false, node.from);
  }

  /** The linear program with the given bounds on its integer columns. */
  private linear(
    lower: Float64Array,
    upper: Float64Array,
    wantDuals: boolean,
    from: Warm | undefined,
  ): SeriesAnswer {
    const colLower = this.problem.colLower.slice();
    const colUpper = this.problem.colUpper.slice();
    for (let k = 0; k < this.columns.length; k++) {
      colLower[this.columns[k] ?? 0] = lower[k] ?? 0;
      colUpper[this.columns[k] ?? 0] = upper[k] ?? 0;
    }
    const left = this.secondsLeft();
    if (left <= 0) return unsolved("time_limit");
    return this.series.solve(colLower, colUpper, {
      wantDuals,
      ...(from === undefined ? {} : { from }),
      ...(left === Infinity ? {} : { timeLimitSeconds: left }),
    });
  }

  private fixAndSolve(x: Float64Array, toInteger: (v: number) => number, from?: Warm): void {
    const { colLower, colUpper } = this.problem;
    const lower = Float64Array.from(this.columns, (j) => {
      const at = toInteger(x[j] ?? 0);
      return Math.min(Math.max(at, colLower[j] ?? at), colUpper[j] ?? at);
    });
    const upper = lower.slice();
    // A count follows from what it counts: rounded by itself it might contradict it.
    for (const k of this.counts) {
      lower[k] = colLower[this.columns[k] ?? 0] ?? 0;
      upper[k] = colUpper[this.columns[k] ?? 0] ?? 0;
    }
    const answer = this.linear(lower, upper, this.options.wantDuals === true, from);
    if (answer.status !== "optimal" || answer.x === undefined) return;
    if (this.best === undefined || answer.objective < this.best.objective) this.best = answer;
  }

  /** A start that verifies becomes the first point, improved by the linear program at its integers. */
  private tryStart(): void {
    const { start } = this.options;
    if (start === undefined || start.length !== this.problem.numCol) return;
    const given: Answer = { status: "time_limit", objective: 0, bound: -Infinity, x: start, nodes: 0 };
    const { primalInfeasibility, integrality } = verifyAnswer(this.problem, given);
    if (integrality <= INTEGER && primalInfeasibility <= defaultTolerance.feasibility)
      this.fixAndSolve(start, Math.round);
  }

  private allowedGap(): number {
    const relative = this.options.relativeGap ?? RELATIVE_GAP;
    const absolute = this.options.absoluteGap ?? ABSOLUTE_GAP;
    return Math.max(absolute, relative * Math.abs(this.best?.objective ?? 0));
  }

  private isClosed(bound: number): boolean {
    return this.best !== undefined && this.best.objective - bound <= this.allowedGap();
  }

  private secondsLeft(): number {
    return this.options.now === undefined ? Infinity : (this.deadline - this.options.now()) / 1000;
  }

  private finish(reached: "optimal" | "time_limit" | "work_limit"): Answer {
    const { best, nodes } = this;
    const bound = Math.min(this.open.peek()?.bound ?? Infinity, this.lost, best?.objective ?? Infinity);
    if (reached === "optimal" && this.lost < Infinity && !this.isClosed(this.lost)) {
      return { ...unsolved("failed", `a relaxation failed: ${this.lostMessage}`), bound, nodes };
    }
    if (best === undefined) {
      if (reached === "optimal") return { ...unsolved("infeasible"), nodes };
      return { ...unsolved(reached), bound, nodes };
    }
    return { ...best, status: reached, bound, nodes };
  }
}

function unsolved(status: Answer["status"], message?: string): Answer {
  const bound = status === "infeasible" ? Infinity : -Infinity;
  const answer: Answer = { status, objective: Number.NaN, bound, nodes: 0 };
  if (message !== undefined) answer.message = message;
  return answer;
}
