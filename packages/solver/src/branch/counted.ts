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
 * a whole number of them does. Undefined where few are open.
 */
export function counted(problem: Problem): Counted | undefined {
  const { numCol, numRow, start, index, value, integer } = problem;
  if (integer === undefined) return undefined;
  const isOpen = (j: number): boolean =>
    integer[j] === 1 && problem.colLower[j] === 0 && problem.colUpper[j] === 1;
  let open = 0;
  for (let j = 0; j < numCol; j++) if (isOpen(j)) open++;
  if (open < FEWEST) return undefined;
  const starts = new Int32Array(numCol + 2);
  const indices = new Int32Array(index.length + open + 1);
  const values = new Float64Array(index.length + open + 1);
  let at = 0;
  for (let j = 0; j < numCol; j++) {
    for (let k = start[j] ?? 0; k < (start[j + 1] ?? 0); k++) {
      indices[at] = index[k] ?? 0;
      values[at++] = value[k] ?? 0;
    }
    if (isOpen(j)) {
      indices[at] = numRow;
      values[at++] = 1;
    }
    starts[j + 1] = at;
  }
  indices[at] = numRow;
  values[at++] = -1;
  starts[numCol + 1] = at;
  const flags = new Uint8Array(numCol + 1);
  flags.set(integer);
  flags[numCol] = 1;
  const { risk } = problem;
  const weightOf = new Int32Array(numCol + 1).fill(-1);
  weightOf.set(risk?.weightOf ?? []);
  return {
    column: numCol,
    problem: {
      ...problem,
      numCol: numCol + 1,
      numRow: numRow + 1,
      start: starts,
      index: indices,
      value: values,
      cost: withOne(problem.cost, 0),
      colLower: withOne(problem.colLower, 0),
      colUpper: withOne(problem.colUpper, open),
      rowLower: withOne(problem.rowLower, 0),
      rowUpper: withOne(problem.rowUpper, 0),
      integer: flags,
      ...(risk === undefined ? {} : { risk: { ...risk, weightOf, weightCoef: withOne(risk.weightCoef, 0) } }),
    },
  };
}

function withOne(array: Float64Array, more: number): Float64Array {
  const longer = new Float64Array(array.length + 1);
  longer.set(array);
  longer[array.length] = more;
  return longer;
}
