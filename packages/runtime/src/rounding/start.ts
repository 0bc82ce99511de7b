/** What all roundings of an account start from, and what the dearer ones may use. */
import type { Backend } from "@mandate/solver";
import type { Context } from "../exact/measures.ts";
import type { Lowered } from "../lowering/index.ts";
import type { Budget } from "../solve/budget.ts";
import type { Optimum } from "../solve/index.ts";
import { type Plan, plansOf } from "./plan.ts";

export interface Start {
  readonly lowered: Lowered;
  /** the continuous optimum, a point of `lowered.problem` */
  readonly x: Float64Array;
  readonly before: Context;
  /** what the optimum trades, in the nearest increments */
  readonly plans: readonly Plan[];
}

export function startOf({ lowered, x, trades }: Optimum, before: Context): Start {
  return { lowered, x, before, plans: plansOf(lowered, before, trades) };
}

/** The linear and integer programs that the dearer ways of rounding may take. */
export interface Programs {
  readonly backend: Backend;
  readonly budget: Budget;
}
