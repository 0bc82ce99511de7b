import type { Problem } from "./problem.ts";

/** The problem with lower ≤ coefs · x ≤ upper as its last row. */
export function withRow(problem: Problem, coefs: Float64Array, lower: number, upper: number): Problem {
  const { numCol, numRow, start, index, value } = problem;
  let more = 0;
  for (let j = 0; j < numCol; j++) if (coefs[j] !== 0) more++;
  const starts = new Int32Array(numCol + 1);
  const indices = new Int32Array(index.length + more);
  const values = new Float64Array(index.length + more);
  let at = 0;
  for (let j = 0; j < numCol; j++) {
    for (let k = start[j] as number; k < (start[j + 1] as number); k++, at++) {
      indices[at] = index[k] as number;
      values[at] = value[k] as number;
    }
    if (coefs[j] !== 0) {
      indices[at] = numRow;
      values[at++] = coefs[j] as number;
    }
    starts[j + 1] = at;
  }
  return {
    ...problem,
    numRow: numRow + 1,
    start: starts,
    index: indices,
    value: values,
    rowLower: withOne(problem.rowLower, lower),
    rowUpper: withOne(problem.rowUpper, upper),
  };
}

/** A problem with integers and without risk, with one more of them from 0 to `upper` as its last column, in no row yet. */
export function withInteger(problem: Problem, integer: Uint8Array, upper: number): Problem {
  const { numCol } = problem;
  const start = new Int32Array(numCol + 2);
  start.set(problem.start);
  start[numCol + 1] = problem.index.length;
  const flags = new Uint8Array(numCol + 1);
  flags.set(integer);
  flags[numCol] = 1;
  return {
    ...problem,
    numCol: numCol + 1,
    start,
    cost: withOne(problem.cost, 0),
    colLower: withOne(problem.colLower, 0),
    colUpper: withOne(problem.colUpper, upper),
    integer: flags,
  };
}

function withOne(array: Float64Array, more: number): Float64Array {
  const longer = new Float64Array(array.length + 1);
  longer.set(array);
  longer[array.length] = more;
  return longer;
}
