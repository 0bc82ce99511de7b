import type { Answer, SolveOptions } from "../backend.ts";
import { noPoint } from "../backends/engine.ts";
import { branchAndBound, type LinearSolver } from "../branch/branchAndBound.ts";
import { findFault } from "../problem/fault.ts";
import { hasIntegers, type Problem } from "../problem/problem.ts";
import { riskFault } from "../problem/risk.ts";
import { type RiskMemory, type RiskStats, solveContinuous } from "./continuous.ts";

/** Relaxations that a search may take where no clock is there to hold a time limit against. */
const NODES_WITHOUT_CLOCK = 500;

export interface RiskSettings {
  /** linear programs: feasibility, problems that their risk does not bind, and cutting planes */
  linear: LinearSolver;
  /** milliseconds from any origin, for time limits; without it a search is limited by its nodes instead */
  now?: () => number;
}

export interface RiskSolver extends LinearSolver {
  stats(): RiskStats;
}

/**
 * Solves problems with `risk`: an interior point method that ends at an exact corner, certified by weak duality; cutting
 * planes over linear programs where that fails; branch and bound over both where there are integers.
 */
export function createRiskSolver(settings: RiskSettings): RiskSolver {
  const memory: RiskMemory = {
    stats: { problems: 0, linear: 0, certified: 0, polished: 0, infeasible: 0, iterations: 0, handedOver: 0 },
  };
  const { linear, now } = settings;
  return {
    solve(given, options = {}) {
      const fault = findFault(given);
      if (fault?.status === "failed") return noPoint("failed", fault.message);
      if (fault?.status === "infeasible") return noPoint("infeasible", fault.message);
      const wrong = riskFault(given);
      if (wrong !== undefined) return noPoint("failed", `malformed problem: ${wrong}`);
      const problem = fault?.problem ?? given;
      if (problem.numCol === 0) return linear.solve(plain(problem), options);
      const relaxation = {
        solve: (one: Problem, how: SolveOptions = {}) => solveContinuous(memory, linear, one, how),
      };
      return told(searched(relaxation, problem, options, now), options);
    },
    stats: () => ({ ...memory.stats }),
  };
}

function searched(
  relaxation: LinearSolver,
  problem: Problem,
  options: SolveOptions,
  now: (() => number) | undefined,
): Answer {
  if (!hasIntegers(problem)) return relaxation.solve(problem, options);
  if (now !== undefined) return branchAndBound(relaxation, problem, { ...options, now });
  const { timeLimitSeconds, ...rest } = options;
  if (timeLimitSeconds === undefined) return branchAndBound(relaxation, problem, rest);
  const nodeLimit = Math.min(options.nodeLimit ?? Infinity, NODES_WITHOUT_CLOCK);
  return branchAndBound(relaxation, problem, { ...rest, nodeLimit });
}

function plain(problem: Problem): Problem {
  const { risk: _, ...rest } = problem;
  return rest;
}

function told(answer: Answer, options: SolveOptions): Answer {
  if (options.wantDuals !== true) {
    delete answer.rowDual;
    delete answer.colDual;
    delete answer.deviationDual;
  }
  return answer;
}
