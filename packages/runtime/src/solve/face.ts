/** The optimal face of a linear program, told by what it leaves free alone. */
import { type Answer, type Problem, type Substituted, substituted } from "@mandate/solver";
import { pinned, relaxed } from "./search.ts";

/** Reduced costs and row prices below this are none: costs of V are told apart to a thousandth of a basis point. */
export const FREE = 1e-9;

/** Rows that hold one column after another are followed so far: the rest is left to the solver. */
const CHAINS = 4;

/**
 * What complementary slackness leaves free at a dual optimum: columns without reduced cost, within rows that are tight where
 * they have a price. All else is substituted, so that mostly a dozen columns are left of hundreds.
 * @param x an optimum, integers as they are to stay
 * @param fixed the linear program at these integers, with its duals
 * @returns undefined where there are no duals
 */
export function faceOf(problem: Problem, x: Float64Array, fixed: Answer): Substituted | undefined {
  const { rowDual, colDual, x: at } = fixed;
  if (rowDual === undefined || colDual === undefined || at === undefined) return undefined;
  const { colLower: low, colUpper: high } = pinned(problem, x);
  for (let j = 0; j < problem.numCol; j++) {
    if (Math.abs(colDual[j] ?? 0) <= FREE) continue;
    low[j] = at[j] ?? 0;
    high[j] = at[j] ?? 0;
  }
  const rowLower = problem.rowLower.slice();
  const rowUpper = problem.rowUpper.slice();
  for (let i = 0; i < problem.numRow; i++) {
    const price = rowDual[i] ?? 0;
    if (price > FREE) rowUpper[i] = rowLower[i] ?? 0;
    if (price < -FREE) rowLower[i] = rowUpper[i] ?? 0;
  }
  return substituted({ ...relaxed(problem), rowLower, rowUpper }, low, high, CHAINS);
}
