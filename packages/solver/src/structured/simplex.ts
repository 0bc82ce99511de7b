import { type Basis, polish, refresh, startCold, startFromBasis, tilt } from "./basis.ts";
import { chooseLeaving, pivot } from "./pivot.ts";
import type { Work } from "./work.ts";

/** How a solve ended. After `infeasible`, `ray` and `localRay` are prices along which the dual rises for ever. */
export type Outcome = "optimal" | "infeasible" | "stalled" | "singular" | "time";

/** Pivots after which everything is computed afresh. */
const REFRESH = 60;
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
  let tilted = false;
  while (work.pivots < limit) {
    const position = chooseLeaving(work);
    if (position < 0) {
      if (fresh || polish(work)) return "optimal";
      if (!refresh(work)) return work.infeasibleBlock >= 0 ? "infeasible" : "singular";
      fresh = true;
      continue;
    }
    work.pivots++;
    if ((work.pivots & 63) === 0 && outOfTime()) return "time";
    const done = pivot(work, position, fresh);
    if (done === "infeasible") {
      if (fresh) return "infeasible";
    } else {
      idle = work.lastStep > 0 ? 0 : idle + 1;
      fresh = false;
      if (done === "ok" && ++sinceRefresh < REFRESH && (tilted || idle < PATIENCE)) continue;
    }
    if (idle >= PATIENCE && !tilted) {
      tilt(work);
      tilted = true;
    }
    if (!refresh(work)) return work.infeasibleBlock >= 0 ? "infeasible" : "singular";
    fresh = true;
    sinceRefresh = 0;
  }
  return "stalled";
}
