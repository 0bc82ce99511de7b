import type { Problem } from "../problem/problem.ts";

/** The size of what a problem counts in, and whether its numbers are what a solver may be asked. */
export interface Units {
  /** a power of two near the geometric mean of the finite bounds; 1 where that is within [1e-4, 1e4] */
  quantity: number;
  /** the largest |cost|; 1 where all are zero */
  cost: number;
  /** no NaN, no infinite cost or coefficient, no bounds that cross */
  sound: boolean;
}

const COMFORT = 13;

const probe = new Float64Array(1);
const bits = new Int32Array(probe.buffer);
/** Where the exponent of a double lies on this machine. */
const HIGH = exponentHalf();

function exponentHalf(): number {
  probe[0] = 1;
  return bits[1] === 0 ? 0 : 1;
}

/** One pass over all numbers, with exponents read from the doubles instead of logarithms. */
export function unitsOf(problem: Problem): Units {
  const { numCol, numRow, cost, value } = problem;
  let size = 0;
  let broken = Number.isFinite(problem.offset) ? 0 : 1;
  for (let j = 0; j < numCol; j++) {
    const price = cost[j] as number;
    size = Math.max(size, price < 0 ? -price : price);
    if (price - price !== 0) broken = 1;
  }
  let zero = 0;
  for (let k = 0; k < value.length; k++) zero += 0 * (value[k] as number);
  const tally = { sum: 0, count: 0, broken: 0 };
  gather(problem.colLower, problem.colUpper, numCol, tally);
  gather(problem.rowLower, problem.rowUpper, numRow, tally);
  const mean = tally.count === 0 ? 0 : Math.round(tally.sum / tally.count);
  const quantity = mean >= -COMFORT && mean <= COMFORT ? 1 : 2 ** mean;
  return { quantity, cost: size || 1, sound: broken === 0 && zero === 0 && tally.broken === 0 };
}

function gather(
  lower: Float64Array,
  upper: Float64Array,
  length: number,
  tally: { sum: number; count: number; broken: number },
): void {
  let sum = 0;
  let count = 0;
  for (let i = 0; i < length; i++) {
    const low = lower[i] as number;
    const high = upper[i] as number;
    if (!(low <= high) || low === Infinity || high === -Infinity) tally.broken = 1;
    if (low !== 0 && low - low === 0) {
      probe[0] = low;
      sum += ((bits[HIGH] as number) >>> 20) & 2047;
      count++;
    }
    if (high !== 0 && high - high === 0) {
      probe[0] = high;
      sum += ((bits[HIGH] as number) >>> 20) & 2047;
      count++;
    }
  }
  tally.sum += sum - 1023 * count;
  tally.count += count;
}
