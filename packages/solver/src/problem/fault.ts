import type { Problem } from "./problem.ts";

/** Bounds that cross by no more than this, relative to their size, are taken for the same number. */
const CROSSING = 1e-9;

/** What is wrong with a problem as such: it is malformed, its bounds cross, or they cross by rounding alone. */
export type Fault =
  | { status: "failed"; message: string }
  | { status: "infeasible"; message: string }
  | { status: "repaired"; problem: Problem };

/**
 * Looks for what no solver should be asked: arrays of the wrong length, NaN, indices out of range, duplicate entries,
 * lower above upper. Where bounds cross only within the feasibility tolerance the fault carries a copy of the
 * problem in which both are their mean. Undefined when all is well.
 */
export function findFault(problem: Problem): Fault | undefined {
  const malformed = findMalformed(problem);
  if (malformed !== undefined) return { status: "failed", message: `malformed problem: ${malformed}` };
  const columns = uncross("column", problem.colLower, problem.colUpper, problem.integer);
  if (typeof columns === "string") return { status: "infeasible", message: columns };
  const rows = uncross("row", problem.rowLower, problem.rowUpper);
  if (typeof rows === "string") return { status: "infeasible", message: rows };
  if (columns === undefined && rows === undefined) return undefined;
  const repaired = { ...problem };
  if (columns !== undefined) [repaired.colLower, repaired.colUpper] = columns;
  if (rows !== undefined) [repaired.rowLower, repaired.rowUpper] = rows;
  return { status: "repaired", problem: repaired };
}

function findMalformed(problem: Problem): string | undefined {
  const { numCol, numRow, start, index, value } = problem;
  const entries = start[numCol] ?? -1;
  const lengths: [string, number, number][] = [
    ["cost", problem.cost.length, numCol],
    ["colLower", problem.colLower.length, numCol],
    ["colUpper", problem.colUpper.length, numCol],
    ["rowLower", problem.rowLower.length, numRow],
    ["rowUpper", problem.rowUpper.length, numRow],
    ["start", start.length, numCol + 1],
    ["index", index.length, entries],
    ["value", value.length, entries],
    ["integer", problem.integer?.length ?? numCol, numCol],
  ];
  for (const [name, length, expected] of lengths) {
    if (length !== expected) return `${name} has length ${length}, not ${expected}`;
  }
  if (!Number.isFinite(problem.offset)) return "the offset is not finite";
  if (start[0] !== 0) return "start does not begin with 0";
  const seen = new Int32Array(numRow).fill(-1);
  for (let j = 0; j < numCol; j++) {
    if (!Number.isFinite(problem.cost[j])) return `the cost of column ${j} is not finite`;
    if (!boundsMakeSense(problem.colLower[j], problem.colUpper[j]))
      return `bounds of column ${j} make no sense`;
    if ((start[j + 1] ?? 0) < (start[j] ?? 0)) return `start decreases at column ${j}`;
    for (let k = start[j] ?? 0; k < (start[j + 1] ?? 0); k++) {
      const row = index[k] ?? -1;
      if (row < 0 || row >= numRow) return `column ${j} names row ${row} of ${numRow}`;
      if (seen[row] === j) return `column ${j} names row ${row} twice`;
      seen[row] = j;
      if (!Number.isFinite(value[k])) return `a coefficient of column ${j} is not finite`;
    }
  }
  for (let i = 0; i < numRow; i++) {
    if (!boundsMakeSense(problem.rowLower[i], problem.rowUpper[i])) return `bounds of row ${i} make no sense`;
  }
  return undefined;
}

/** Not NaN, and no lower bound of +Infinity or upper bound of -Infinity. */
function boundsMakeSense(lower = Number.NaN, upper = Number.NaN): boolean {
  return lower < Infinity && upper > -Infinity;
}

/** Undefined when no bounds cross; new bounds when some cross by rounding alone; else a sentence. */
function uncross(
  what: string,
  lower: Float64Array,
  upper: Float64Array,
  integer?: Uint8Array,
): [Float64Array, Float64Array] | string | undefined {
  let repaired: [Float64Array, Float64Array] | undefined;
  for (let at = 0; at < lower.length; at++) {
    const low = lower[at] ?? 0;
    const high = upper[at] ?? 0;
    if (low <= high) continue;
    const size = Math.max(Math.abs(low), Math.abs(high));
    if (low - high > CROSSING * size || integer?.[at] === 1) {
      return `${what} ${at} must be at least ${low} and at most ${high}`;
    }
    repaired ??= [lower.slice(), upper.slice()];
    repaired[0][at] = (low + high) / 2;
    repaired[1][at] = (low + high) / 2;
  }
  return repaired;
}
