import { withInteger, withRow } from "../problem/append.ts";
import type { Problem } from "../problem/problem.ts";

/** A problem with one more column, the last, which is how many of the problem's open binaries are 1. */
export interface Counted {
  readonly problem: Problem;
  readonly column: number;
}

/** With fewer open binaries than this there is nothing that counting them tells. */
const FEWEST = 3;

/**
 * Adds the count of the binaries that bounds leave open, to be branched on before they are (`BranchOptions.counts`). Where
 * many binaries are nearly alike, as securities of one class are that may as well be bought as sold, fixing one moves the
 * fraction to the next and proves nothing (Jeroslow, "Trivial integer programs unsolvable by branch-and-bound", 1974);
 * a whole number of them does. Undefined where few are open, and of problems with risk.
 */
export function counted(problem: Problem): Counted | undefined {
  const { numCol, integer, colLower, colUpper } = problem;
  if (integer === undefined || problem.risk !== undefined) return undefined;
  const coefs = new Float64Array(numCol + 1);
  let open = 0;
  for (let j = 0; j < numCol; j++) {
    if (integer[j] !== 1 || colLower[j] !== 0 || colUpper[j] !== 1) continue;
    coefs[j] = 1;
    open++;
  }
  if (open < FEWEST) return undefined;
  coefs[numCol] = -1;
  return { problem: withRow(withInteger(problem, integer, open), coefs, 0, 0), column: numCol };
}
