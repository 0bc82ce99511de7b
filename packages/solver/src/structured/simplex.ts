import { type Basis, polish, refresh, startCold, startFromBasis, tilt } from "./basis.ts";
import { chooseLeaving, pivot } from "./pivot.ts";
import type { Work } from "./work.ts";

/** How a solve ended. After `infeasible`, `ray` and `localRay` are prices along which the dual rises for ever. */
export type Outcome = "optimal" | "infeasible" | "stalled" | "singular" | "time";

/** Pivots after which everything is computed afresh. */
const REFRESH = 60;
/** A step of the prices that is no more than this part of the cost unit is no progress. */
const STEP = 1e-13;
/** Pivots without progress after which costs are tilted. */
const PATIENCE = 30;

/**
 * Bounded dual simplex over piecewise-linear costs, from prices `y` of the coupling rows (zero: cold). Blocks are
 * kept at their own optimum for the prices; only the coupling rows are pivoted on, the one that violates its row most
 * for the length of its row of the inverse first (dual steepest edge), with an exact search along the ray.
 */
export function simplex(work: Work, outOfTime: () => boolean, basis?: Basis): Outcome {
  work.pivots = 0;
  work.events = 0;
  if (basis === undefined || !startFromBasis(work, basis) || !refresh(work)) {
    startCold(work);
    if (!refresh(work)) return work.infeasibleBlock >= 0 ? "infeasible" : "singular";
  }
  const { shape } = work;
  const limit = 200 + 20 * shape.coupling + shape.blocks;
  let fresh = true;
  let sinceRefresh = 0;
  let idle = 0;
  let costs: "given" | "tilted" | "restored" = "given";
  while (work.pivots < limit) {
    const position = chooseLeaving(work);
    if (position < 0) {
      if (costs === "tilted") {
        // From here few pivots are left, to the optimum for the costs as given.
        tilt(work, -1);
        costs = "restored";
      } else if (fresh || polish(work)) return "optimal";
      if (!refresh(work)) return work.infeasibleBlock >= 0 ? "infeasible" : "singular";
      fresh = true;
      continue;
    }
    work.pivots++;
    if ((work.pivots & 15) === 0 && outOfTime()) return "time";
    const done = pivot(work, position, fresh);
    if (done === "infeasible") {
      if (fresh) return "infeasible";
    } else {
      idle = work.lastStep > STEP * work.costUnit ? 0 : idle + 1;
      fresh = false;
      if (done === "ok" && ++sinceRefresh < REFRESH && (costs !== "given" || idle < PATIENCE)) continue;
    }
    if (idle >= PATIENCE && costs === "given") {
      tilt(work, 1);
      costs = "tilted";
    }
    if (!refresh(work)) return work.infeasibleBlock >= 0 ? "infeasible" : "singular";
    fresh = true;
    sinceRefresh = 0;
  }
  return "stalled";
}
