/**
 * Limits with next to no room, such as `weight(Bonds) in 30%..30%`: single increments pass over them. Two trades moved
 * together reach amounts between their increments, as two weights of a scale do, and so meet the limit to its tolerance.
 */
import { incrementDollars, otherSides, type Plan, withCount } from "./plan.ts";
import type { Slopes } from "./slopes.ts";

/** What is missing, of which the level must make up just so much, give or take. */
export interface Aim {
  /** by how much the level must rise, in its own unit; negative: fall */
  readonly missing: number;
  readonly tolerance: number;
  readonly slopes: Slopes;
}

/** Increments that the coarser and the finer of the two may move. */
const COARSE = 4000;
const FINE = 1_000_000;
/** Trades that are looked at: those whose increments move the level the least. */
const FINEST = 10;
/** Of all pairs that aim well, the ones that move the fewest dollars. */
const CANDIDATES = 40;

interface Lane {
  readonly at: number;
  /** what an increment more of the trade does to the level */
  readonly gain: number;
  readonly dollars: number;
  /** increments by which it may fall and rise */
  readonly down: number;
  readonly up: number;
}

interface Pair {
  readonly moves: readonly (readonly [at: number, increments: number])[];
  readonly dollars: number;
}

function laneOf(plan: Plan, at: number, slope: number): Lane | undefined {
  const dollars = incrementDollars(plan);
  const gain = slope * dollars;
  const { grid, count } = plan;
  // A position sold out whole may be no multiple of the increment.
  if (gain === 0 || count === grid.all) return undefined;
  const down = Math.min(FINE, Math.max(0, count - grid.least));
  const up = Math.min(FINE, Math.max(0, grid.most - count));
  return { at, gain, dollars, down, up };
}

function pairsOf(one: Lane, two: Lane, { missing, tolerance }: Aim, found: Pair[]): void {
  for (let n = -Math.min(COARSE, one.down); n <= Math.min(COARSE, one.up); n++) {
    const rest = missing - n * one.gain;
    const m = Math.round(rest / two.gain);
    if (m < -two.down || m > two.up || Math.abs(rest - m * two.gain) > tolerance) continue;
    const dollars = Math.abs(n) * one.dollars + Math.abs(m) * two.dollars;
    found.push({
      moves: [
        [one.at, n],
        [two.at, m],
      ],
      dollars,
    });
  }
}

/** Plans in which two trades have moved so that what is missing is made up; those that move the fewest dollars first. */
export function aligned(plans: readonly Plan[], aim: Aim): readonly (readonly Plan[])[] {
  const others = otherSides(plans);
  const lanes = plans
    .flatMap((plan, at) => {
      const other = plans[others[at] ?? -1];
      if (other !== undefined && other.count > 0) return [];
      return laneOf(plan, at, aim.slopes(plan)) ?? [];
    })
    .sort((a, b) => Math.abs(a.gain) - Math.abs(b.gain) || a.at - b.at)
    .slice(0, FINEST);
  const found: Pair[] = [];
  // The finer of two makes up what the coarser leaves.
  for (const [place, fine] of lanes.entries()) {
    for (const coarse of lanes.slice(place + 1)) pairsOf(coarse, fine, aim, found);
  }
  found.sort((a, b) => a.dollars - b.dollars);
  return found.slice(0, CANDIDATES).map(({ moves }) => {
    const next = [...plans];
    for (const [at, increments] of moves) {
      const plan = next[at];
      if (plan === undefined) continue;
      next[at] = withCount(plan, Math.max(0, plan.count + increments));
    }
    return next;
  });
}
