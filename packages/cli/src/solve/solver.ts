/** `--solver` and `--time-limit`, as every command that solves takes them. */
import type { SolverName } from "@mandate/runtime";
import { type Call, textOf, wholeNumberOf } from "../options.ts";

const SOLVERS: readonly SolverName[] = ["auto", "structured", "highs", "jslp"];

export function solverOf(call: Call): SolverName {
  const named = textOf(call, "solver") ?? "auto";
  return SOLVERS.find((solver) => solver === named) ?? "auto";
}

/** Seconds that an account may take. */
export function timeLimitOf(call: Call): number {
  return wholeNumberOf(call, "timeLimit", 1) ?? 10;
}
