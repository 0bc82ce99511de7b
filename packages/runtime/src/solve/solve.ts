/** One account's optimum, before rounding: trades, costs, bound and what each limit costs. */
import { type Answer, type Backend, hasIntegers, type SeriesAnswer } from "@mandate/solver";
import type { Situation } from "../account/situation.ts";
import { float } from "../exact/decimal.ts";
import {
  type ContinuousTrade,
  decode,
  type Loosened,
  type Lowered,
  lower,
  type TermAmounts,
  termsAt,
} from "../lowering/index.ts";
import type { LimitReport } from "../proposal/proposal.ts";
import { type Budget, budgetOf, type Ended, UNLIMITED, workOf } from "./budget.ts";
import { canonical } from "./canonical.ts";
import { reportLimits } from "./prices.ts";
import { roundTrips } from "./roundTrips.ts";
import { type Found, type Opened, open, pinned, relaxed, search } from "./search.ts";
import { searchBySides } from "./sides/search.ts";
import { tieBroken } from "./ties.ts";

export interface SolveAccountOptions {
  /** what the account's searches may take, all together; absent: that of `timeLimitSeconds`, or no limit */
  readonly budget?: Budget;
  /** seconds of an ordinary machine, in whose work the search is limited */
  readonly timeLimitSeconds?: number;
  /** milliseconds of any clock, for a machine that is far slower than that */
  readonly now?: () => number;
  /** gap at which a problem with binaries counts as solved; default 1e-4 (semantics.md 5) */
  readonly relativeGap?: number;
  /** one limit to give way by so much, to see what it costs */
  readonly loosened?: Loosened;
}

export interface Optimum {
  /** `limit`: the best that was found, with the bound that is proved */
  readonly status: "optimal" | "limit";
  /** of `limit`: what was used up */
  readonly ended?: Ended;
  /** USD, semantics.md 2 */
  readonly objective: number;
  /** USD: nothing that is permitted costs less */
  readonly bound: number;
  readonly terms: TermAmounts;
  readonly trades: readonly ContinuousTrade[];
  readonly limits: readonly LimitReport[];
  readonly lowered: Lowered;
  readonly x: Float64Array;
  readonly nodes: number;
}

export type Solved =
  | Optimum
  | { readonly status: "infeasible" }
  | { readonly status: "failed"; readonly message: string };

type Point = Found & { readonly x: Float64Array };

/** Binaries are added at most this often; each round adds every security that is both bought and sold. */
const ROUNDS = 50;

/**
 * Solves one account. The answer is within `relativeGap` of `bound`, or `status` says that time ran out.
 * @throws MissingPrice where a security that is held or targeted has no price
 */
export function solveAccount(
  situation: Situation,
  backend: Backend,
  options: SolveAccountOptions = {},
): Solved {
  const { timeLimitSeconds, now } = options;
  const { budget = timeLimitSeconds === undefined ? UNLIMITED : budgetOf(timeLimitSeconds, now) } = options;
  const sides = new Set<number>();
  const lowering = options.loosened === undefined ? {} : { loosened: options.loosened };
  const searching = {
    relativeGap: options.relativeGap ?? 1e-4,
    // One dollar: gaps of objectives below it are counted as of it.
    floor: 1 / float(situation.value),
    budget,
  };
  let best: { readonly found: Point; readonly lowered: Lowered; readonly opened: Opened } | undefined;
  for (let round = 0; round < ROUNDS; round++) {
    const lowered = lower(situation, { ...lowering, sides });
    const bySides = searchBySides(lowered, backend, searching);
    const opened = bySides?.opened ?? open(lowered.problem, backend);
    if (bySides === undefined) {
      budget.spend(workOf(lowered.problem, opened.root));
      if (addSidesOfRelaxation(lowered, opened.root, sides) && budget.ended() === undefined) continue;
    }
    const found = bySides?.found ?? search(lowered.problem, backend, searching, opened);
    if (found.status === "infeasible") return { status: "infeasible" };
    if (found.x === undefined) {
      return { status: "failed", message: found.message ?? nothingFound(found.ended) };
    }
    const x = netted(lowered, found.x);
    const both = roundTrips(lowered, x);
    best = { found: { ...found, x }, lowered, opened };
    if (both.length === 0) break;
    for (const i of both) sides.add(i);
  }
  if (best === undefined || roundTrips(best.lowered, best.found.x).length > 0) {
    return { status: "failed", message: "no trades were found in which nothing is both bought and sold" };
  }
  const { lowered, found, opened } = best;
  return optimum(lowered, found, opened, backend);
}

function nothingFound(ended: Ended | undefined): string {
  const limit = ended === "time" ? "time limit" : "limit of work";
  return `the search came to its ${limit} before it found any permitted trades`;
}

/**
 * Whether the relaxation both buys and sells something that no binary keeps from it: such binaries are added before any
 * search. A round trip pays where a loss sold makes room under a limit.
 */
function addSidesOfRelaxation(lowered: Lowered, relaxation: Answer, sides: Set<number>): boolean {
  if (relaxation.x === undefined) return false;
  const x = netted(lowered, relaxation.x);
  const both = roundTrips(lowered, x).filter((i) => (lowered.modes[i]?.buy ?? -1) < 0);
  for (const i of both) sides.add(i);
  return both.length > 0;
}

/**
 * A security that is bought and sold for nothing (no spread, no tax): the smaller side is taken off both. Only where
 * that neither breaks a row nor costs anything, which the caller's verification of the answer would not forgive.
 */
function netted(lowered: Lowered, x: Float64Array): Float64Array {
  const both = roundTrips(lowered, x);
  if (both.length === 0) return x;
  const result = x.slice();
  for (const i of both) {
    if ((lowered.frame.tradeRate[i] ?? 0) > 0) continue;
    const buy = lowered.buy[i] ?? -1;
    for (const p of [...(lowered.partsOf[i] ?? [])].reverse()) {
      const part = lowered.parts[p];
      if (part === undefined || part.gain !== 0) continue;
      const taken = Math.min(result[buy] ?? 0, result[part.column] ?? 0);
      result[buy] = (result[buy] ?? 0) - taken;
      result[part.column] = (result[part.column] ?? 0) - taken;
    }
  }
  return permitted(lowered, result) ? result : x;
}

function permitted(lowered: Lowered, x: Float64Array): boolean {
  const { problem } = lowered;
  const activity = new Float64Array(problem.numRow);
  let cost = 0;
  for (let j = 0; j < problem.numCol; j++) {
    const value = x[j] ?? 0;
    if (value < (problem.colLower[j] ?? 0) - 1e-9) return false;
    cost += (problem.cost[j] ?? 0) * value;
    for (let k = problem.start[j] ?? 0; k < (problem.start[j + 1] ?? 0); k++) {
      const row = problem.index[k] ?? 0;
      activity[row] = (activity[row] ?? 0) + (problem.value[k] ?? 0) * value;
    }
  }
  if (Number.isNaN(cost)) return false;
  return activity.every((at, row) => {
    return at >= (problem.rowLower[row] ?? 0) - 1e-9 && at <= (problem.rowUpper[row] ?? 0) + 1e-9;
  });
}

/** The linear program with the binaries fixed at a point, with its prices; where several are, those of one engine. */
function fixedAt(
  { problem }: Lowered,
  { x, warm, fixed }: Point,
  { series, root }: Opened,
  backend: Backend,
): SeriesAnswer {
  const engine = canonical(backend);
  if (engine !== backend && problem.risk === undefined) {
    return engine.solve(relaxed(problem, x), { wantDuals: true });
  }
  if (!hasIntegers(problem)) return root;
  if (fixed !== undefined) return fixed;
  const { colLower, colUpper } = pinned(problem, x);
  const from = warm ?? root.warm;
  return series.solve(colLower, colUpper, { wantDuals: true, ...(from === undefined ? {} : { from }) });
}

function optimum(lowered: Lowered, found: Point, opened: Opened, backend: Backend): Optimum {
  const { value } = lowered.frame;
  const fixed = fixedAt(lowered, found, opened, backend);
  const x = tieBroken(lowered, found.x, fixed, backend);
  const terms = termsAt(lowered, x);
  return {
    status: found.status === "optimal" ? "optimal" : "limit",
    ...(found.ended === undefined ? {} : { ended: found.ended }),
    objective: terms.total,
    bound: Math.min(found.bound * value, terms.total),
    terms,
    trades: decode(lowered, x),
    limits: reportLimits(lowered, x, fixed),
    lowered,
    x,
    nodes: found.nodes,
  };
}
