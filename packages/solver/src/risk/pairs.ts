import type { Problem } from "../problem/problem.ts";

/**
 * Every bound that is finite, of columns and of rows, with its multiplier: what an interior point method keeps apart from
 * 0. Levels are the columns' values and then the rows' activities. The last pair may be the cone's, whose distance is a
 * slack of its own.
 */
export interface Pairs {
  readonly length: number;
  /** the level that is bounded; -1 for the cone */
  readonly at: Int32Array;
  /** 1 for a lower bound, -1 for an upper one */
  readonly sign: Int8Array;
  readonly bound: Float64Array;
  /** how far the level is from the bound, above 0 */
  readonly distance: Float64Array;
  /** above 0 */
  readonly multiplier: Float64Array;
  /** what the product of the two is wanted to become */
  readonly aim: Float64Array;
  /** the cone's pair; -1 without one */
  readonly cone: number;
}

/** What a step changes of pairs and levels, and of the rows' prices. */
export interface Step {
  readonly level: Float64Array;
  readonly y: Float64Array;
  readonly distance: Float64Array;
  readonly multiplier: Float64Array;
}

/** Pairs of the columns that may move and of the rows that are no equations. */
export function pairsOf(problem: Problem, isFixed: (j: number) => boolean, withCone: boolean): Pairs {
  const { numCol, numRow, colLower, colUpper, rowLower, rowUpper } = problem;
  const at: number[] = [];
  const sign: number[] = [];
  const bound: number[] = [];
  const add = (level: number, lower: number, upper: number): void => {
    if (lower > -Infinity) {
      at.push(level);
      sign.push(1);
      bound.push(lower);
    }
    if (upper < Infinity) {
      at.push(level);
      sign.push(-1);
      bound.push(upper);
    }
  };
  for (let j = 0; j < numCol; j++) if (!isFixed(j)) add(j, colLower[j] as number, colUpper[j] as number);
  for (let i = 0; i < numRow; i++)
    if (rowLower[i] !== rowUpper[i]) add(numCol + i, rowLower[i] as number, rowUpper[i] as number);
  const cone = withCone ? at.length : -1;
  if (withCone) {
    at.push(-1);
    sign.push(1);
    bound.push(0);
  }
  const floats = () => new Float64Array(at.length);
  return {
    length: at.length,
    at: Int32Array.from(at),
    sign: Int8Array.from(sign),
    bound: Float64Array.from(bound),
    distance: floats(),
    multiplier: floats(),
    aim: floats(),
    cone,
  };
}

export function stepOf({ numCol, numRow }: Problem, pairs: Pairs): Step {
  return {
    level: new Float64Array(numCol + numRow),
    y: new Float64Array(numRow),
    distance: new Float64Array(pairs.length),
    multiplier: new Float64Array(pairs.length),
  };
}

/** Distances of the levels from their bounds; the cone's is left as it is. */
export function measureDistances(
  { length, at, sign, bound, distance, cone }: Pairs,
  level: Float64Array,
): void {
  for (let k = 0; k < length; k++) {
    if (k === cone) continue;
    distance[k] = (sign[k] as number) * ((level[at[k] as number] as number) - (bound[k] as number));
  }
}

/** Σ distance · multiplier after a part of a step. */
export function products({ length, distance, multiplier }: Pairs, step: Step, part: number): number {
  let sum = 0;
  for (let k = 0; k < length; k++) {
    const there = (distance[k] as number) + part * (step.distance[k] as number);
    sum += there * ((multiplier[k] as number) + part * (step.multiplier[k] as number));
  }
  return sum;
}

/** The part of a step after which the first distance or multiplier is 0; at most `most`. */
export function reach({ length, distance, multiplier }: Pairs, step: Step, most: number): number {
  let part = most;
  for (let k = 0; k < length; k++) {
    const nearer = step.distance[k] as number;
    if (nearer < 0 && -(distance[k] as number) > part * nearer) part = -(distance[k] as number) / nearer;
    const less = step.multiplier[k] as number;
    if (less < 0 && -(multiplier[k] as number) > part * less) part = -(multiplier[k] as number) / less;
  }
  return part;
}

/** Aims at the centre, less what the last step left of each product (Mehrotra's corrector). */
export function aimAt({ length, aim }: Pairs, centre: number, last: Step): void {
  for (let k = 0; k < length; k++)
    aim[k] = centre - (last.distance[k] as number) * (last.multiplier[k] as number);
}

/** Products within this part of the centre, and its inverse, are left alone. */
const CENTRED = 0.1;

/**
 * Moves the aims of the products that a part of a step leaves far from the centre towards it: multiple centrality
 * correctors (Gondzio, "Multiple centrality corrections in a primal-dual method for linear programming", 1996).
 */
export function correct(
  { length, distance, multiplier, aim }: Pairs,
  step: Step,
  part: number,
  centre: number,
): void {
  const [least, most] = [CENTRED * centre, centre / CENTRED];
  for (let k = 0; k < length; k++) {
    const there = (distance[k] as number) + part * (step.distance[k] as number);
    const product = there * ((multiplier[k] as number) + part * (step.multiplier[k] as number));
    const missed = product < least ? least - product : product > most ? Math.max(most - product, -most) : 0;
    aim[k] = (aim[k] as number) + missed;
  }
}
