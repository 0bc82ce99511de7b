import type { Highs, InitOptions, Model, ModelData } from "highs";
import * as highsModule from "highs";
import type { Answer, Backend, SeriesAnswer, SolveOptions, Warm } from "../backend.ts";
import { branchAndBound } from "../branch/branchAndBound.ts";
import { hasIntegers, type Problem } from "../problem/problem.ts";
import { checkedBackend } from "./checked.ts";
import { type Engine, noPoint } from "./engine.ts";
import { unwrapDefault } from "./unwrap.ts";

/** Relative gap at which a problem with integers counts as solved (semantics.md, section 5). */
const RELATIVE_GAP = 1e-4;

/** Seconds, and nodes. Options must be finite. */
const NO_TIME_LIMIT = 1e20;
const NO_NODE_LIMIT = 2 ** 31 - 1;

/** Set once for the life of a model. Tolerances: semantics.md, section 5, at magnitudes near 1. */
const FIXED_OPTIONS = {
  output_flag: false,
  random_seed: 0,
  primal_feasibility_tolerance: 1e-9,
  dual_feasibility_tolerance: 1e-9,
  mip_feasibility_tolerance: 1e-9,
  // The default of 1e-6 would end a search whose objective is itself a few basis points of an account.
  mip_abs_gap: 1e-11,
  small_matrix_value: 1e-12,
  // Our own search has found a good point already, and a restart at the root throws its work away: together they took
  // the hardest account of the acceptance book from 46 s to 8 s.
  mip_heuristic_effort: 0,
  mip_allow_restart: false,
};

/** How one run differs from another. */
interface RunOptions {
  presolve: "on" | "off";
  simplex_scale_strategy: number;
  simplex_strategy: number;
}
// Presolve costs more than it saves on linear programs of this size; a search with integers needs it.
const PLAIN: RunOptions = { presolve: "off", simplex_scale_strategy: 2, simplex_strategy: 1 };
const SEARCH: RunOptions = { presolve: "on", simplex_scale_strategy: 2, simplex_strategy: 1 };
/**
 * Nodes that our own search may take before HiGHS's is started. Problems with either-or rules alone mostly close at
 * the root, in a fifth of the time of HiGHS's search; those with minimum trades mostly do not, and there each further
 * node is time lost (`bench/solver.ts`): HiGHS goes on from the best point found.
 */
const FIRST_NODES = 1;
/** Primal simplex without scaling: slower, and indifferent to what misled the dual with scaling. */
const CAREFUL: RunOptions = { presolve: "off", simplex_scale_strategy: 0, simplex_strategy: 4 };
/** What neither came to an end with (nearly parallel rows that clash): presolve sees it. */
const PRESOLVED: RunOptions = { presolve: "on", simplex_scale_strategy: 2, simplex_strategy: 1 };
const CAREFUL_SEARCH: RunOptions = { presolve: "off", simplex_scale_strategy: 0, simplex_strategy: 1 };

export interface HighsSettings {
  /** where to find the WASM file, or the compiled module to share between worker threads */
  init?: InitOptions;
  /** nodes that our own search may take on a problem with integers before HiGHS's; 0 for HiGHS's alone; default 1 */
  firstNodes?: number;
  /** milliseconds from any origin: what a search with integers and risk holds its time limit against */
  now?: () => number;
}

/**
 * HiGHS, compiled to WASM: linear programs and problems with integers, duals included.
 * One persistent model is reused from solve to solve; every solve starts cold, so that an answer depends on its
 * problem alone and not on what was solved before (the same run on one worker and on two gives the same bytes).
 * `solve` blocks the thread. Not freed by garbage collection: call `dispose`.
 */
export async function createHighs(settings: HighsSettings = {}): Promise<Backend> {
  const runtime = await loader()(settings.init);
  const model = runtime.createModel();
  model.options.set(FIXED_OPTIONS);
  return checkedBackend(new HighsEngine(runtime, model, settings.firstNodes ?? FIRST_NODES), settings.now);
}

function loader(): (init?: InitOptions) => Promise<Highs> {
  const found = unwrapDefault(highsModule);
  if (typeof found !== "function") throw new TypeError("the package `highs` exports no loader");
  return found as (init?: InitOptions) => Promise<Highs>;
}

class HighsEngine implements Engine {
  readonly name = "highs";
  readonly version: string;
  /** linear programs on the same model, verified one by one: what our own search rests on */
  private readonly linear: Backend;
  readonly retries = [
    (problem: Problem, options: SolveOptions): Answer =>
      this.run(problem, options, hasIntegers(problem) ? CAREFUL_SEARCH : CAREFUL),
    (problem: Problem, options: SolveOptions): Answer => this.run(problem, options, PRESOLVED),
  ];
  /** options as they stand */
  private readonly current = new Map<string, string | number>();
  /** seconds that HiGHS has spent by its own clock, which time limits are held against */
  private spent = 0;
  /** the linear program that the model holds, where the next of its series may start from it */
  private loaded: Loaded | undefined;

  constructor(
    private readonly runtime: Highs,
    private readonly model: Model,
    private readonly firstNodes: number,
  ) {
    this.version = runtime.version.string;
    this.linear = checkedBackend({
      name: this.name,
      version: this.version,
      solve: (problem, options) => this.run(problem, options, PLAIN),
      retries: [CAREFUL, PRESOLVED].map((how) => (problem, options) => this.run(problem, options, how)),
      series: () => this.series(),
      dispose: () => undefined,
    });
  }

  series(): (problem: Problem, options: SolveOptions, from: Warm | undefined) => SeriesAnswer {
    const mark = {};
    return (problem, options, from) => this.next(mark, problem, options, from);
  }

  solve(problem: Problem, options: SolveOptions): Answer {
    if (!hasIntegers(problem)) return this.run(problem, options, PLAIN);
    if (this.firstNodes === 0) return this.run(problem, options, SEARCH);
    const begun = this.spent;
    const now = () => 1000 * this.spent;
    const nodeLimit = Math.min(this.firstNodes, options.nodeLimit ?? Infinity);
    const first = branchAndBound(this.linear, problem, { ...options, now, nodeLimit });
    if (first.status === "optimal" || first.status === "infeasible") return first;
    const rest = { ...options };
    if (first.x !== undefined) rest.start = first.x;
    if (options.nodeLimit !== undefined) {
      rest.nodeLimit = options.nodeLimit - first.nodes;
      if (rest.nodeLimit <= 0) return first;
    }
    if (options.timeLimitSeconds !== undefined) {
      rest.timeLimitSeconds = Math.max(0, options.timeLimitSeconds - (this.spent - begun));
      if (rest.timeLimitSeconds === 0) return first;
    }
    const second = this.run(problem, rest, SEARCH);
    const both = { bound: Math.max(first.bound, second.bound), nodes: first.nodes + second.nodes };
    if (second.x !== undefined || first.x === undefined) return { ...second, ...both };
    if (second.status === "time_limit" || second.status === "work_limit") {
      return { ...first, ...both, status: second.status };
    }
    return noPoint("failed", `highs finds the problem ${second.status}, though a point is known`);
  }

  dispose(): void {
    this.model.dispose();
  }

  /** The next linear program of a series: on the model as it stands, where that is the one of the series already. */
  private next(mark: object, problem: Problem, options: SolveOptions, from: Warm | undefined): SeriesAnswer {
    const { model, loaded } = this;
    this.loaded = undefined;
    this.setOptions({ ...PLAIN, time_limit: options.timeLimitSeconds ?? NO_TIME_LIMIT });
    const standing = from instanceof Standing ? from : undefined;
    if (standing === undefined || loaded?.mark !== mark) model.passModel(modelData(problem));
    else moveBounds(model, loaded.problem, problem);
    if (standing !== undefined) model.setBasis({ colStatus: standing.columns, rowStatus: standing.rows });
    this.loaded = { mark, problem };
    const answer: SeriesAnswer = this.answerOf(problem, options, PLAIN);
    answer.pivots = Number(model.info.get("simplex_iteration_count"));
    if (answer.status === "optimal") {
      const { colStatus, rowStatus } = model.getBasis();
      answer.warm = new Standing(colStatus, rowStatus);
    }
    return answer;
  }

  private run(problem: Problem, options: SolveOptions, how: RunOptions): Answer {
    const { model } = this;
    this.loaded = undefined;
    this.setOptions({
      ...how,
      time_limit: options.timeLimitSeconds ?? NO_TIME_LIMIT,
      mip_rel_gap: options.relativeGap ?? RELATIVE_GAP,
      mip_max_nodes: Math.min(options.nodeLimit ?? NO_NODE_LIMIT, NO_NODE_LIMIT),
    });
    model.passModel(modelData(problem));
    return this.answerOf(problem, options, how);
  }

  /** Runs the model, which holds the problem, and reads what came of it. */
  private answerOf(problem: Problem, options: SolveOptions, how: RunOptions): Answer {
    const { model } = this;
    const status = this.runtime.constants.modelStatus;
    // The limit counts the seconds of all runs of a model since its clocks were last reset.
    model.zeroAllClocks();
    if (options.start !== undefined && hasIntegers(problem)) model.setSolution({ colValue: options.start });
    const { modelStatus } = model.run();
    this.spent += model.getRunTime();
    switch (modelStatus) {
      case status.optimal:
      case status.empty:
        return this.read(problem, "optimal");
      case status.infeasible:
        return noPoint("infeasible");
      case status.unbounded:
        return noPoint("unbounded");
      case status.unboundedOrInfeasible:
        return this.disambiguate(problem, options, how);
      case status.timeLimit:
        return this.readLimited(problem, "time_limit");
      case status.solutionLimit:
        return this.readLimited(problem, "work_limit");
      default:
        return noPoint("failed", `highs ended with model status ${modelStatus}`);
    }
  }

  /** Sets those options that are not set already: each takes longer than a pivot. */
  private setOptions(wanted: Readonly<Record<string, string | number>>): void {
    const changed = Object.entries(wanted).filter(([name, value]) => this.current.get(name) !== value);
    if (changed.length === 0) return;
    this.model.options.set(Object.fromEntries(changed));
    for (const [name, value] of changed) this.current.set(name, value);
  }

  /** Unbounded or infeasible: without a cost it can only be infeasible. */
  private disambiguate(problem: Problem, options: SolveOptions, how: RunOptions): Answer {
    if (problem.cost.every((c) => c === 0)) return noPoint("infeasible");
    const free = this.run({ ...problem, cost: new Float64Array(problem.numCol) }, options, how);
    return free.status === "optimal" ? noPoint("unbounded") : free;
  }

  private read(problem: Problem, status: Answer["status"]): Answer {
    const { model } = this;
    const { colValue, rowDual, colDual } = model.getSolution();
    const objective = model.getObjectiveValue();
    if (!hasIntegers(problem)) {
      return { status, objective, bound: objective, x: colValue, rowDual, colDual, nodes: 0 };
    }
    const bound = Number(model.info.get("mip_dual_bound"));
    return { status, objective, bound, x: colValue, nodes: Number(model.info.get("mip_node_count")) };
  }

  /** At its limit a search may have a point and a bound; a linear program has nothing to show. */
  private readLimited(problem: Problem, limit: "time_limit" | "work_limit"): Answer {
    const { feasible } = this.runtime.constants.solutionStatus;
    if (!hasIntegers(problem)) return noPoint(limit);
    if (this.model.info.get("primal_solution_status") === feasible) return this.read(problem, limit);
    const answer = noPoint(limit);
    answer.bound = Number(this.model.info.get("mip_dual_bound"));
    answer.nodes = Number(this.model.info.get("mip_node_count"));
    return answer;
  }
}

/** The standing of each column and row where a linear program ended. */
class Standing {
  constructor(
    readonly columns: Int32Array,
    readonly rows: Int32Array,
  ) {}
}

/** A linear program of a series, as the model holds it. */
interface Loaded {
  readonly mark: object;
  readonly problem: Problem;
}

/** Gives the model those bounds of columns in which a program differs from the one that it holds. */
function moveBounds(model: Model, held: Problem, problem: Problem): void {
  const indices: number[] = [];
  for (let j = 0; j < problem.numCol; j++) {
    if (held.colLower[j] !== problem.colLower[j] || held.colUpper[j] !== problem.colUpper[j]) indices.push(j);
  }
  if (indices.length === 0) return;
  model.changeColsBounds(
    { kind: "set", indices },
    Float64Array.from(indices, (j) => problem.colLower[j] ?? 0),
    Float64Array.from(indices, (j) => problem.colUpper[j] ?? 0),
  );
}

function modelData(problem: Problem): ModelData {
  const data: ModelData = {
    numCols: problem.numCol,
    numRows: problem.numRow,
    offset: problem.offset,
    colCost: problem.cost,
    colLower: problem.colLower,
    colUpper: problem.colUpper,
    rowLower: problem.rowLower,
    rowUpper: problem.rowUpper,
    matrix: {
      format: "csc",
      numRows: problem.numRow,
      numCols: problem.numCol,
      starts: problem.start,
      indices: problem.index,
      values: problem.value,
    },
  };
  return hasIntegers(problem) ? { ...data, integrality: Int32Array.from(problem.integer ?? []) } : data;
}
