import { KEY, NONBASIC, type Work } from "./work.ts";

/**
 * How far infinity is, in units of the problem, where a variable has to start from somewhere. An answer that rests
 * on such a bound is not given.
 */
const FAR = 1e6;

/** Puts a nonbasic variable at the breakpoint that is cheapest when it is paid `q` a unit. */
export function place(work: Work, v: number, q: number): void {
  const { slope, breakpoint, at, x } = work;
  const o = work.offset[v] as number;
  let k = 0;
  while (q > (slope[o + k] as number)) k++;
  const pieces = work.pieces[v] as number;
  if (k === 0 && breakpoint[o] === -Infinity) {
    if (q !== slope[o]) {
      breakpoint[o] = -FAR * work.unit;
      work.boxedLower[v] = 1;
    } else {
      k = 1;
      // Where its price leaves it indifferent, a free variable may as well be at zero.
      if (breakpoint[o + 1] === Infinity) splitAtZero(work, v);
    }
  } else if (k === pieces && breakpoint[o + k] === Infinity) {
    breakpoint[o + k] = FAR * work.unit;
    work.boxedUpper[v] = 1;
  }
  at[v] = k;
  x[v] = breakpoint[o + k] as number;
}

/** Gives a free variable with a straight-line cost a breakpoint to be at. */
function splitAtZero(work: Work, v: number): void {
  const { slope, breakpoint, pieces } = work;
  const o = work.offset[v] as number;
  slope[o + 1] = slope[o] as number;
  slope[o + 2] = Infinity;
  breakpoint[o + 1] = 0;
  breakpoint[o + 2] = Infinity;
  pieces[v] = 2;
}

/** What the local row of a block costs: the price at which its key is indifferent. */
export function localPrice(work: Work, block: number): number {
  const v = work.key[block] as number;
  const piece = work.slope[(work.offset[v] as number) + (work.at[v] as number)] as number;
  return (piece - (work.price[v] as number)) / (work.local[v] as number);
}

/** By how much a basic variable is above its piece (positive) or below it (negative); 0 within the tolerance. */
export function excess(work: Work, v: number): number {
  const o = (work.offset[v] as number) + (work.at[v] as number);
  const x = work.x[v] as number;
  const over = x - (work.breakpoint[o + 1] as number);
  if (over > 0) return over > (work.tolerance[v] as number) ? over : 0;
  const under = x - (work.breakpoint[o] as number);
  return under < -(work.tolerance[v] as number) ? under : 0;
}

/** Solves a block's row for its key. */
export function solveKey(work: Work, block: number): void {
  const { local, x } = work;
  const key = work.key[block] as number;
  const first = work.shape.blockStart[block] as number;
  const end = work.shape.blockStart[block + 1] as number;
  let sum = 0;
  for (let v = first; v < end; v++) if (v !== key) sum += (local[v] as number) * (x[v] as number);
  x[key] = -sum / (local[key] as number);
}

/** Makes every variable of a block but its key nonbasic, each where it is cheapest; the key's piece is given. */
export function placeBlock(work: Work, block: number): void {
  const { shape, local, price, role } = work;
  const key = work.key[block] as number;
  const lambda = localPrice(work, block);
  for (let v = shape.blockStart[block] as number; v < (shape.blockStart[block + 1] as number); v++) {
    if (v !== key && role[v] === NONBASIC)
      place(work, v, (price[v] as number) + lambda * (local[v] as number));
  }
  solveKey(work, block);
}

/**
 * The optimum of a block without extras at given prices of the coupling rows: its local price is moved, past any
 * number of breakpoints, until the key can stay within its piece; one step, since there is but one price to move.
 * False when the block by itself is infeasible; `localRay` then has the direction that proves it.
 */
export function settle(work: Work, block: number): boolean {
  const { shape, local, price, slope, offset, at, role, x, breakpoint } = work;
  const key = work.key[block] as number;
  let infeasibility = excess(work, key);
  if (infeasibility === 0) return true;
  const first = shape.blockStart[block] as number;
  const end = shape.blockStart[block + 1] as number;
  const keyRate = infeasibility > 0 ? 1 : -1;
  infeasibility = Math.abs(infeasibility);
  const enough = work.tolerance[key] as number;
  const lambda = localPrice(work, block);
  const lambdaRate = keyRate / (local[key] as number);
  role[key] = NONBASIC;
  if (keyRate > 0) at[key] = (at[key] as number) + 1;
  x[key] = breakpoint[(offset[key] as number) + (at[key] as number)] as number;
  for (;;) {
    let theta = Infinity;
    let entering = -1;
    let rate = 0;
    for (let v = first; v < end; v++) {
      const speed = lambdaRate * (local[v] as number);
      if (speed === 0) continue;
      const q = (price[v] as number) + lambda * (local[v] as number);
      const o = (offset[v] as number) + (at[v] as number);
      const when = ((speed > 0 ? (slope[o] as number) : (slope[o - 1] as number)) - q) / speed;
      if (when < theta) {
        theta = when;
        entering = v;
        rate = speed;
      }
    }
    if (entering < 0) {
      work.localRay[block] = lambdaRate;
      role[key] = KEY;
      if (keyRate > 0) at[key] = (at[key] as number) - 1;
      return false;
    }
    work.events++;
    const o = (offset[entering] as number) + (at[entering] as number);
    const here = breakpoint[o] as number;
    const next = breakpoint[rate > 0 ? o + 1 : o - 1] as number;
    const drop = Math.abs(rate) * Math.abs(next - here);
    // What would remain within the tolerance is no infeasibility.
    if (drop >= infeasibility - enough) {
      role[entering] = KEY;
      if (rate < 0) at[entering] = (at[entering] as number) - 1;
      work.key[block] = entering;
      solveKey(work, block);
      return true;
    }
    infeasibility -= drop;
    at[entering] = (at[entering] as number) + (rate > 0 ? 1 : -1);
    x[entering] = next;
  }
}

/** Adds what a block contributes to the coupling rows, times `sign`, to the residual. */
export function addBlock(work: Work, block: number, sign: number): void {
  const { shape, coef, x, residual } = work;
  const { coefStart, coefRow } = shape;
  for (let v = shape.blockStart[block] as number; v < (shape.blockStart[block + 1] as number); v++) {
    const amount = sign * (x[v] as number);
    if (amount === 0) continue;
    for (let k = coefStart[v] as number; k < (coefStart[v + 1] as number); k++) {
      const r = coefRow[k] as number;
      residual[r] = (residual[r] as number) + (coef[k] as number) * amount;
    }
  }
}
