/**
 * What one step of loosening would save, found by solving again with that one limit a step looser. Where minimums, counts
 * or losses make a problem with binaries there are no duals; and a dual is a slope, which over a whole step only overstates.
 */
import type { Backend } from "@mandate/solver";
import type { Situation } from "../account/situation.ts";
import { boundScaleAt, type Limit, levelAt, pointOf } from "../lowering/index.ts";
import { isTight, stepOf } from "./prices.ts";
import { type Optimum, type SolveAccountOptions, solveAccount } from "./solve.ts";

export interface ExactPrice {
  readonly limit: Limit;
  /** where it is at the optimum, and by how much it was loosened: in the limit's own unit */
  readonly level: number;
  readonly step: number;
  /** USD, at least 0; undefined where the looser problem could not be solved */
  readonly saves: number | undefined;
  /** USD by which `saves` may be wrong: what both searches left open */
  readonly within: number;
}

/** Every limit that binds at an optimum with its exact price, in the policy's order. */
export function exactPrices(
  situation: Situation,
  base: Optimum,
  backend: Backend,
  options: SolveAccountOptions,
): ExactPrice[] {
  const point = pointOf(base.lowered, base.x);
  const told = new Set<string>();
  return base.lowered.limits.flatMap((limit): ExactPrice[] => {
    const { clause, rule, item, operator } = limit;
    const level = levelAt(limit, point);
    if (level === undefined || operator === "=") return [];
    if (!isTight(limit, level, boundScaleAt(limit, point))) return [];
    const key = JSON.stringify([clause.id, rule, item, operator]);
    if (told.has(key)) return [];
    told.add(key);
    const step = stepOf(limit.unit);
    const loosened = { clause: clause.id, rule, item, operator, by: step };
    const looser = solveAccount(situation, backend, { ...options, loosened });
    if (!("trades" in looser)) return [{ limit, level, step, saves: undefined, within: Infinity }];
    const saves = Math.max(0, base.objective - looser.objective);
    const within = base.objective - base.bound + (looser.objective - looser.bound);
    return [{ limit, level, step, saves, within }];
  });
}
