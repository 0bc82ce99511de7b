/**
 * How much the searches of one account may do, counted in work and not in seconds, so that they end at the same place on
 * any machine. The clock is there only for a machine so slow, or so busy, that its user would wait for ever.
 */
import type { Answer, Problem, Series } from "@mandate/solver";

/** Work of a linear program: its pivots, and a start that is worth so many, times its rows and columns. */
const START = 20;

/** Work that an ordinary machine does in a second: measured over the acceptance book with HiGHS, one core. */
const PER_SECOND = 6e7;

/** Work of the backend's own search before its first branch (presolve, cuts), and of each node, in rows and columns. */
const ROOT = 20_000;
const NODE = 300;

/** The clock ends a search only after so many times the seconds that its work is meant to take. */
const PATIENCE = 6;

/** What ended a search before its gap was closed. */
export type Ended = "work" | "time";

export interface Budget {
  /** what is used up, if anything is */
  readonly ended: () => Ended | undefined;
  readonly spend: (work: number) => void;
  /** work that is left; Infinity without a limit */
  readonly left: () => number;
  /** wall seconds until the clock ends it; undefined without a clock */
  readonly secondsLeft: () => number | undefined;
}

/** No limit of any kind. */
export const UNLIMITED: Budget = {
  ended: () => undefined,
  spend: () => undefined,
  left: () => Number.POSITIVE_INFINITY,
  secondsLeft: () => undefined,
};

/**
 * @param seconds of an ordinary machine; the work that it does in them is the limit
 * @param now milliseconds of any clock; without it work alone is limited
 */
export function budgetOf(seconds: number, now?: () => number): Budget {
  let left = seconds * PER_SECOND;
  const deadline = (now?.() ?? 0) + 1000 * PATIENCE * seconds;
  const secondsLeft = (): number | undefined => (now === undefined ? undefined : (deadline - now()) / 1000);
  return {
    ended() {
      if (left <= 0) return "work";
      return (secondsLeft() ?? 1) <= 0 ? "time" : undefined;
    },
    spend(work) {
      left -= work;
    },
    left: () => left,
    secondsLeft,
  };
}

function sizeOf(problem: Problem): number {
  return problem.numRow + problem.numCol;
}

/** What one linear program took. */
export function workOf(problem: Problem, answer: Answer): number {
  // A backend that counts no pivots is taken to need as many as there are rows.
  return ((answer.pivots ?? problem.numRow) + START) * sizeOf(problem);
}

/** Nodes of the backend's own search for which a share of what the budget has left is enough; at least one. */
export function nodesLeft(problem: Problem, budget: Budget, share = 1): number {
  return Math.max(1, Math.floor(((share * budget.left()) / sizeOf(problem) - ROOT) / NODE));
}

export function workOfNodes(problem: Problem, nodes: number): number {
  return (ROOT + nodes * NODE) * sizeOf(problem);
}

/** Options that hand the clock on. */
export function clocked(budget: Budget): { readonly timeLimitSeconds?: number } {
  const seconds = budget.secondsLeft();
  return seconds === undefined ? {} : { timeLimitSeconds: Math.max(0.001, seconds) };
}

/** A series whose programs are paid for, until the budget is used up. */
export function metered(series: Series, problem: Problem, budget: Budget): Series {
  return {
    solve(colLower, colUpper, options) {
      const ended = budget.ended();
      if (ended !== undefined) {
        const status = ended === "work" ? "work_limit" : "time_limit";
        return { status, objective: Number.NaN, bound: Number.NEGATIVE_INFINITY, nodes: 0 };
      }
      const answer = series.solve(colLower, colUpper, { ...options, ...clocked(budget) });
      budget.spend(workOf(problem, answer));
      return answer;
    },
  };
}
