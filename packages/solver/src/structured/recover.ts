import type { Problem } from "../problem/problem.ts";
import { localPrice } from "./block.ts";
import { type LoadFault, restingPlace, termDomain } from "./load.ts";
import type { Work } from "./work.ts";

/** Subgradients of a term count as reached where they begin within this, relative to the unit. */
const NEAR = 1e-11;

/**
 * The point and the row duals of the problem as given, from an optimal basis: each variable's value is shared out
 * among the columns that it stands for, and its marginal cost among its rows.
 */
export function recover(work: Work, problem: Problem, point: Float64Array, rowDual: Float64Array): void {
  const { shape, x, y, price, local, termScale } = work;
  const firstSlack = shape.variables - shape.coupling;
  const low = work.pieceEnd;
  const high = work.pieceSlope;
  let lambda = 0;
  let block = -1;
  for (let v = 0; v < shape.variables; v++) {
    const first = shape.termStart[v] as number;
    const end = shape.termStart[v + 1] as number;
    if (v < firstSlack && shape.blockOf[v] !== block) {
      block = shape.blockOf[v] as number;
      lambda = localPrice(work, block);
    }
    if (first === end) continue;
    const marginal =
      v < firstSlack ? (price[v] as number) + lambda * (local[v] as number) : -(y[v - firstSlack] as number);
    const at = x[v] as number;
    if (end === first + 1) {
      share(work, problem, first, at * (termScale[first] as number), point);
      const row = shape.termRow[first] as number;
      if (row >= 0) rowDual[row] = -marginal / (termScale[first] as number);
      continue;
    }
    let rest = marginal;
    for (let t = first; t < end; t++) {
      const scale = termScale[t] as number;
      share(work, problem, t, at * scale, point);
      const from = scale > 0 ? work.below * scale : work.above * scale;
      const to = scale > 0 ? work.above * scale : work.below * scale;
      low[t - first] = from;
      high[t - first] = to;
      rest -= from > 0 ? from : Math.min(to, 0);
    }
    for (let t = first; t < end; t++) {
      const from = low[t - first] as number;
      const to = high[t - first] as number;
      const begun = from > 0 ? from : Math.min(to, 0);
      let part = begun + rest;
      // What the last term cannot carry either is rounding; the certificate measures it.
      if (t < end - 1) part = Math.min(Math.max(part, from), to);
      rest -= part - begun;
      const row = shape.termRow[t] as number;
      if (row >= 0) rowDual[row] = -part / (termScale[t] as number);
    }
  }
}

/**
 * Shares the argument of a term out among its elements, the cheapest first; sets `below` and `above` of the work to
 * the term's marginal costs on either side of the argument.
 */
function share(work: Work, problem: Problem, t: number, argument: number, point: Float64Array): void {
  const { shape, elementOrder, elementLeft, elementRight, elementSlope, elementFactor } = work;
  const begin = shape.elementStart[t] as number;
  const end = shape.elementStart[t + 1] as number;
  const left = work.termFirst[t] as number;
  const right = work.termLast[t] as number;
  const near = NEAR * work.unit;
  let rest = argument - (work.termOrigin[t] as number);
  work.below = -Infinity;
  work.above = Infinity;
  for (let e = begin; e < end; e++) {
    let position: number;
    if (left >= right) {
      // A straight line, along which what is infinite in the right direction moves.
      position = restingPlace(work, t, e);
      if (e === (rest < 0 ? left : right)) position += rest;
      work.below = elementSlope[right] as number;
      work.above = elementSlope[right] as number;
    } else if (e < left) position = elementRight[e] as number;
    else if (e > right) position = elementLeft[e] as number;
    else if (e === left) {
      position = elementRight[e] as number;
      work.below = elementSlope[e] as number;
      if (rest < -near) work.above = elementSlope[e] as number;
      if (rest < 0) {
        position += rest;
        rest = 0;
      }
    } else {
      const begun = elementLeft[e] as number;
      const length = (elementRight[e] as number) - begun;
      if (!(length > 0)) position = begun;
      else {
        const part = Math.min(Math.max(rest, 0), length);
        if (part > near && work.below < (elementSlope[e] as number)) work.below = elementSlope[e] as number;
        if (length - part > near && work.above === Infinity) work.above = elementSlope[e] as number;
        position = part === length ? (elementRight[e] as number) : begun + part;
        rest -= part;
      }
    }
    const j = elementOrder[e] as number;
    if (j < 0) continue;
    const value = position / (elementFactor[e] as number);
    const lower = problem.colLower[j] as number;
    const upper = problem.colUpper[j] as number;
    point[j] = (value < lower ? lower : Math.min(value, upper)) + 0;
  }
}

/** Whether an answer rests on a bound that was put in place of infinity. */
export function restsOnBox(work: Work): boolean {
  const { shape, at, role, pieces, boxedLower, boxedUpper } = work;
  for (let v = 0; v < shape.variables; v++) {
    if (role[v] !== 0) continue;
    if (boxedLower[v] === 1 && at[v] === 0) return true;
    if (boxedUpper[v] === 1 && at[v] === pieces[v]) return true;
  }
  return false;
}

/**
 * Weights of the rows that add up to a contradiction, from the ray on which the dual rises for ever (or the block
 * that is infeasible by itself): each variable pushes on the one term that holds it.
 */
export function farkasOfRay(work: Work, row: Float64Array): void {
  const { shape, ray, local, rate, key, localRay } = work;
  row.fill(0);
  const firstSlack = shape.variables - shape.coupling;
  const alone = work.infeasibleBlock;
  for (let v = 0; v < shape.variables; v++) {
    const block = shape.blockOf[v] as number;
    let push: number;
    if (alone >= 0) push = block === alone ? (localRay[block] as number) * (local[v] as number) : 0;
    else if (v >= firstSlack) push = -(ray[v - firstSlack] as number);
    else {
      const lead = key[block] as number;
      const own = rate[v] as number;
      const through = ((rate[lead] as number) / (local[lead] as number)) * (local[v] as number);
      push = own - through;
      if (Math.abs(push) <= 1e-11 * (Math.abs(own) + Math.abs(through))) push = 0;
    }
    if (push !== 0) pushTerm(work, v, push, row);
  }
}

/** The same where two terms of one variable do not meet. */
export function farkasApart(
  work: Work,
  fault: Extract<LoadFault, { fault: "apart" }>,
  row: Float64Array,
): void {
  row.fill(0);
  const { termRow } = work.shape;
  const low = termRow[fault.low] as number;
  const high = termRow[fault.high] as number;
  if (low >= 0) row[low] = 1 / (work.termScale[fault.low] as number);
  if (high >= 0) row[high] = -1 / (work.termScale[fault.high] as number);
}

/** Puts the push of a variable on the term that bounds it most tightly in that direction. */
function pushTerm(work: Work, v: number, push: number, row: Float64Array): void {
  const { shape } = work;
  let tightest = -1;
  let bound = Infinity;
  for (let t = shape.termStart[v] as number; t < (shape.termStart[v + 1] as number); t++) {
    const domain = termDomain(work, t);
    const room = push > 0 ? domain.upper : -domain.lower;
    if (room < bound) {
      bound = room;
      tightest = t;
    }
  }
  if (tightest < 0) return;
  const source = shape.termRow[tightest] as number;
  if (source >= 0) row[source] = -push / (work.termScale[tightest] as number);
}
