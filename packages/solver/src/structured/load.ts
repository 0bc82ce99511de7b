import type { Problem } from "../problem/problem.ts";
import type { Work } from "./work.ts";

/** Why a problem could not be loaded: a term that pulls without end, or two terms whose domains do not meet. */
export type LoadFault =
  | { fault: "unbounded" }
  /** `low` demands at least what is more than `high` allows, both terms of `variable` */
  | { fault: "apart"; variable: number; low: number; high: number };

/** Feasibility within this, relative to the unit, is feasibility. A tenth of what answers are held to. */
const FEASIBILITY = 1e-10;

/**
 * Fills in the numbers of a problem whose pattern is the work's: coefficients, and φ of every variable.
 * Undefined when all is well.
 */
export function load(work: Work, problem: Problem): LoadFault | undefined {
  const { shape, local, coef, termScale, tolerance } = work;
  const { value } = problem;
  for (let k = 0; k < shape.coefs; k++) coef[k] = value[shape.coefEntry[k] as number] as number;
  const { byRow } = work;
  for (let p = 0; p < shape.coefs; p++) byRow[p] = coef[shape.rowCoef[p] as number] as number;
  for (let t = 0; t < shape.terms; t++) {
    termScale[t] = ratio(value, shape.termOver[t] as number, shape.termUnder[t] as number);
  }
  for (let v = 0; v < shape.variables; v++) {
    const entry = shape.localEntry[v] as number;
    local[v] =
      (shape.blockOf[v] as number) < 0 ? 0 : entry === -1 ? -1 : entry === -2 ? 1 : (value[entry] as number);
    tolerance[v] = FEASIBILITY * work.unit;
    let size = 0;
    for (let k = shape.coefStart[v] as number; k < (shape.coefStart[v + 1] as number); k++) {
      size = Math.max(size, Math.abs(coef[k] as number));
    }
    work.coefSize[v] = size;
  }
  sizeTolerances(work);
  for (let v = 0; v < shape.variables; v++) {
    const fault = loadVariable(work, problem, v);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

/** An activity is as precise as the largest coefficient of its row makes it. */
function sizeTolerances(work: Work): void {
  const { shape, local, coef, tolerance, unit } = work;
  const base = FEASIBILITY * unit;
  const firstSlack = shape.variables - shape.coupling;
  for (let b = 0; b < shape.blocks; b++) {
    const first = shape.blockStart[b] as number;
    let largest = 0;
    for (let v = first + 1; v < (shape.blockStart[b + 1] as number); v++) {
      largest = Math.max(largest, Math.abs(local[v] as number));
    }
    if (largest > 0) tolerance[first] = base * largest;
  }
  for (let r = 0; r < shape.coupling; r++) tolerance[firstSlack + r] = 0;
  for (let k = 0; k < shape.coefs; k++) {
    const v = firstSlack + (shape.coefRow[k] as number);
    tolerance[v] = Math.max(tolerance[v] as number, base * Math.abs(coef[k] as number));
  }
}

function ratio(value: Float64Array, over: number, under: number): number {
  if (over < 0 || over === under) return 1;
  return under < 0 ? (value[over] as number) : (value[over] as number) / (value[under] as number);
}

/** φ of one variable: the sum of its terms. */
function loadVariable(work: Work, problem: Problem, v: number): LoadFault | undefined {
  const { shape, offset, pieces, breakpoint, slope, mergedEnd, mergedSlope } = work;
  const first = shape.termStart[v] as number;
  const last = shape.termStart[v + 1] as number;
  work.boxedLower[v] = 0;
  work.boxedUpper[v] = 0;
  let count = 1;
  if (first === last) {
    mergedEnd[0] = -Infinity;
    mergedEnd[1] = Infinity;
    mergedSlope[0] = 0;
  }
  for (let t = first; t < last; t++) {
    const more = convolve(work, problem, t);
    if (more < 0) return { fault: "unbounded" };
    rescale(work, more, work.termScale[t] as number);
    if (t === first) {
      for (let k = 0; k <= more; k++) mergedEnd[k] = work.pieceEnd[k] as number;
      for (let k = 0; k < more; k++) mergedSlope[k] = work.pieceSlope[k] as number;
      count = more;
    } else {
      count = addPieces(work, count, more, work.tolerance[v] as number);
      if (count < 0) return apart(work, v, first, t);
    }
  }
  const o = offset[v] as number;
  slope[o - 1] = -Infinity;
  for (let k = 0; k <= count; k++) breakpoint[o + k] = mergedEnd[k] as number;
  for (let k = 0; k < count; k++) slope[o + k] = mergedSlope[k] as number;
  slope[o + count] = Infinity;
  pieces[v] = count;
  return undefined;
}

/**
 * A term by itself, into `pieceEnd` and `pieceSlope`: the elements' ranges laid end to end in order of slope. What
 * is infinite to the left (right) with the best slope hides all that is worse. Returns the number of pieces (at
 * least 1, of no length where the term allows one point only), or -1 where the best pull is without end.
 */
function convolve(work: Work, problem: Problem, t: number): number {
  const { shape, elementOrder, elementLeft, elementRight, elementSlope, elementFactor } = work;
  const { pieceEnd, pieceSlope } = work;
  const { value } = problem;
  const begin = shape.elementStart[t] as number;
  const end = shape.elementStart[t + 1] as number;
  const row = shape.termRow[t] as number;
  for (let e = begin; e < end; e++) {
    const j = shape.elementColumn[e] as number;
    let factor = 1;
    let lower: number;
    let upper: number;
    let pull = 0;
    if (j < 0) {
      lower = problem.rowLower[row] as number;
      upper = problem.rowUpper[row] as number;
    } else {
      factor = ratio(value, shape.elementOver[e] as number, shape.elementUnder[e] as number);
      if (row >= 0) factor = -factor;
      lower = (problem.colLower[j] as number) * factor;
      upper = (problem.colUpper[j] as number) * factor;
      pull = (problem.cost[j] as number) / factor;
      if (factor < 0) {
        const swap = lower;
        lower = upper;
        upper = swap;
      }
    }
    let place = e;
    while (place > begin && (elementSlope[place - 1] as number) > pull) {
      elementOrder[place] = elementOrder[place - 1] as number;
      elementLeft[place] = elementLeft[place - 1] as number;
      elementRight[place] = elementRight[place - 1] as number;
      elementSlope[place] = elementSlope[place - 1] as number;
      elementFactor[place] = elementFactor[place - 1] as number;
      place--;
    }
    elementOrder[place] = j;
    elementLeft[place] = lower;
    elementRight[place] = upper;
    elementSlope[place] = pull;
    elementFactor[place] = factor;
  }
  let left = -1;
  let right = end;
  for (let e = begin; e < end; e++) {
    if (elementLeft[e] === -Infinity) left = e;
    if (elementRight[e] === Infinity && right === end) right = e;
  }
  work.termFirst[t] = left;
  work.termLast[t] = right;
  if (left > right && (elementSlope[left] as number) > (elementSlope[right] as number)) return -1;
  if (left >= right) {
    // A straight line: one element is infinite both ways, or two of equal slope are, each in one.
    for (let e = right; e <= left; e++) {
      if (elementLeft[e] !== -Infinity || elementRight[e] !== Infinity) continue;
      work.termFirst[t] = e;
      work.termLast[t] = e;
      break;
    }
    let origin = 0;
    for (let e = begin; e < end; e++) origin += restingPlace(work, t, e);
    work.termOrigin[t] = origin;
    pieceEnd[0] = -Infinity;
    pieceEnd[1] = Infinity;
    pieceSlope[0] = elementSlope[right] as number;
    return 1;
  }
  let position = 0;
  for (let e = begin; e < end; e++) {
    position += e <= left ? (elementRight[e] as number) : (elementLeft[e] as number);
  }
  work.termOrigin[t] = position;
  let count = 0;
  if (left >= 0) {
    pieceEnd[0] = -Infinity;
    pieceSlope[0] = elementSlope[left] as number;
    count = 1;
  }
  pieceEnd[count] = position;
  for (let e = left < 0 ? begin : left + 1; e < end && e <= right; e++) {
    const length = (elementRight[e] as number) - (elementLeft[e] as number);
    if (!(length > 0)) continue;
    position += length;
    if (count > 0 && pieceSlope[count - 1] === elementSlope[e]) pieceEnd[count] = position;
    else {
      pieceSlope[count] = elementSlope[e] as number;
      pieceEnd[++count] = position;
    }
  }
  if (count === 0) {
    pieceSlope[0] = 0;
    pieceEnd[1] = position;
    count = 1;
  }
  return count;
}

/** Where an element of a straight-line term is when the term's argument is at its origin. */
export function restingPlace(work: Work, t: number, e: number): number {
  const left = work.elementLeft[e] as number;
  const right = work.elementRight[e] as number;
  const preferRight = e < (work.termLast[t] as number) || e === (work.termFirst[t] as number);
  const first = preferRight ? right : left;
  if (first - first === 0) return first;
  const second = preferRight ? left : right;
  return second - second === 0 ? second : 0;
}

/** Restates the pieces of a term in units of its variable. */
function rescale(work: Work, count: number, scale: number): void {
  if (scale === 1) return;
  const { pieceEnd, pieceSlope } = work;
  for (let k = 0; k <= count; k++) pieceEnd[k] = (pieceEnd[k] as number) / scale;
  for (let k = 0; k < count; k++) pieceSlope[k] = (pieceSlope[k] as number) * scale;
  if (scale > 0) return;
  for (let a = 0, b = count; a < b; a++, b--) {
    const swap = pieceEnd[a] as number;
    pieceEnd[a] = pieceEnd[b] as number;
    pieceEnd[b] = swap;
  }
  for (let a = 0, b = count - 1; a < b; a++, b--) {
    const swap = pieceSlope[a] as number;
    pieceSlope[a] = pieceSlope[b] as number;
    pieceSlope[b] = swap;
  }
}

/** merged + piece, into merged. Returns the number of pieces, or -1 where the domains do not meet. */
function addPieces(work: Work, count: number, more: number, tolerance: number): number {
  const { pieceEnd, pieceSlope, mergedEnd, mergedSlope, otherEnd, otherSlope } = work;
  if (more === 1 && pieceSlope[0] === 0) {
    // Bounds alone, wider than what is there: nothing changes.
    if (
      (pieceEnd[0] as number) <= (mergedEnd[0] as number) &&
      (pieceEnd[1] as number) >= (mergedEnd[count] as number)
    ) {
      return count;
    }
  }
  const low = Math.max(mergedEnd[0] as number, pieceEnd[0] as number);
  const high = Math.min(mergedEnd[count] as number, pieceEnd[more] as number);
  if (low > high) {
    if (low - high > tolerance) return -1;
    // One point, between two ends that rounding has put past each other: neither term's pieces reach it.
    mergedEnd[0] = (low + high) / 2;
    mergedEnd[1] = mergedEnd[0] as number;
    mergedSlope[0] = 0;
    return 1;
  }
  for (let k = 0; k <= count; k++) otherEnd[k] = mergedEnd[k] as number;
  for (let k = 0; k < count; k++) otherSlope[k] = mergedSlope[k] as number;
  let a = 0;
  let b = 0;
  while (a < count - 1 && (otherEnd[a + 1] as number) <= low) a++;
  while (b < more - 1 && (pieceEnd[b + 1] as number) <= low) b++;
  mergedEnd[0] = low;
  let result = 0;
  for (;;) {
    const nextA = otherEnd[a + 1] as number;
    const nextB = pieceEnd[b + 1] as number;
    let next = Math.min(nextA, nextB, high);
    // Breakpoints that differ by rounding alone are one.
    const same = nextA < Infinity && Math.abs(nextA - nextB) <= 1e-14 * Math.abs(nextA);
    if (same) next = Math.min(Math.max(nextA, nextB), high);
    mergedSlope[result] = (otherSlope[a] as number) + (pieceSlope[b] as number);
    mergedEnd[++result] = next;
    if (next >= high) return result;
    if ((nextA <= next || same) && a < count - 1) a++;
    if ((nextB <= next || same) && b < more - 1) b++;
  }
}

/** Finds the two terms whose domains do not meet. */
function apart(work: Work, variable: number, first: number, last: number): LoadFault {
  let low = first;
  let high = first;
  let atLeast = -Infinity;
  let atMost = Infinity;
  for (let t = first; t <= last; t++) {
    const domain = termDomain(work, t);
    if (domain.lower > atLeast) {
      atLeast = domain.lower;
      low = t;
    }
    if (domain.upper < atMost) {
      atMost = domain.upper;
      high = t;
    }
  }
  return { fault: "apart", variable, low, high };
}

/** Where a term is finite, in units of its variable. */
export function termDomain(work: Work, t: number): { lower: number; upper: number } {
  const { shape } = work;
  let lower = 0;
  let upper = 0;
  for (let e = shape.elementStart[t] as number; e < (shape.elementStart[t + 1] as number); e++) {
    lower += work.elementLeft[e] as number;
    upper += work.elementRight[e] as number;
  }
  const scale = work.termScale[t] as number;
  return scale > 0
    ? { lower: lower / scale, upper: upper / scale }
    : { lower: upper / scale, upper: lower / scale };
}
