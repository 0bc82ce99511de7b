import { buildHeap, sinkFirst } from "./heap.ts";
import { clear, KEY, NONBASIC, type Work } from "./work.ts";

/** A rate that is no more than this part of what it is the difference of is rounding, and stands still. */
const STILL = 1e-11;

/**
 * Moves the prices of the coupling rows along `ray` as far as the dual objective rises, past every breakpoint on the
 * way: at each, the variable concerned moves to its next breakpoint, or, in a block without extras, as far as the
 * key can give way, and then takes its place. So the line is searched exactly, with each block at its own optimum.
 *
 * `initialSlope` is how fast the objective rises at first: the infeasibility of the variable that has just left the
 * basis; what of it is not more than `enough` is none.
 * What moves is added to `residual`. Returns the variable at which the rise ends, with its step in
 * `theta[itemOf]`; -1 when it never ends, which proves the problem infeasible.
 */
export function searchRay(work: Work, initialSlope: number, enough: number): number {
  const { shape, theta, eventVariable, eventRate, at, offset, breakpoint, x, role, local } = work;
  const { blocks } = shape;
  ratesAlong(work);
  for (let b = 0; b < blocks; b++) nextBlockEvent(work, b, 0);
  const firstSlack = shape.variables - shape.coupling;
  for (let r = 0; r < shape.coupling; r++) nextSlackEvent(work, r, firstSlack + r);
  buildHeap(work);
  let slope = initialSlope;
  while (work.heapSize > 0) {
    work.events++;
    const item = work.heap[0] as number;
    const v = eventVariable[item] as number;
    const rate = eventRate[item] as number;
    const up = rate > 0;
    const o = (offset[v] as number) + (at[v] as number);
    const length = Math.abs((breakpoint[up ? o + 1 : o - 1] as number) - (breakpoint[o] as number));
    let move = length;
    let key = -1;
    let keyRate = 0;
    if (item < blocks) {
      key = work.key[item] as number;
      keyRate = -(local[v] as number) / (local[key] as number);
      if (!up) keyRate = -keyRate;
      if (keyRate !== 0 && role[v] === NONBASIC && work.rigid[item] === 0) {
        const k = (offset[key] as number) + (at[key] as number);
        const end = breakpoint[keyRate > 0 ? k + 1 : k] as number;
        const room = Math.max(0, (end - (x[key] as number)) / keyRate);
        if (room < length) move = room;
      }
    }
    const drop = Math.abs(rate) * move;
    if (drop >= slope - enough) return v;
    slope -= drop;
    const amount = up ? move : -move;
    addCoupling(work, v, amount);
    if (key >= 0 && keyRate !== 0) addCoupling(work, key, keyRate * move);
    if (move === length) {
      at[v] = (at[v] as number) + (up ? 1 : -1);
      x[v] = breakpoint[up ? o + 1 : o - 1] as number;
      if (key >= 0) x[key] = (x[key] as number) + keyRate * move;
    } else {
      // The key has reached an end of its piece, and the variable stays inside its own: they change places.
      const k = (offset[key] as number) + (at[key] as number);
      x[key] = breakpoint[keyRate > 0 ? k + 1 : k] as number;
      if (keyRate > 0) at[key] = (at[key] as number) + 1;
      role[key] = NONBASIC;
      x[v] = (x[v] as number) + amount;
      if (!up) at[v] = (at[v] as number) - 1;
      role[v] = KEY;
      work.key[item] = v;
    }
    if (item < blocks) nextBlockEvent(work, item, theta[item] as number);
    else nextSlackEvent(work, item - blocks, v, theta[item] as number);
    sinkFirst(work);
  }
  return -1;
}

/** How fast each structural's price changes along the ray; only the rows that the ray moves are looked at. */
function ratesAlong(work: Work): void {
  const { shape, byRow, rate, coefSize, ray } = work;
  const { rowStart, rowVariable } = shape;
  const structurals = shape.variables - shape.coupling;
  clear(rate, structurals);
  for (let r = 0; r < shape.coupling; r++) {
    const speed = ray[r] as number;
    if (speed === 0) continue;
    const end = rowStart[r + 1] as number;
    for (let p = rowStart[r] as number; p < end; p++) {
      const v = rowVariable[p] as number;
      rate[v] = (rate[v] as number) + (byRow[p] as number) * speed;
    }
  }
  // Terms that cancel leave rounding, which must never be divided by.
  const still = STILL * work.raySize;
  for (let v = 0; v < structurals; v++) {
    if (Math.abs(rate[v] as number) <= still * (coefSize[v] as number)) rate[v] = 0;
  }
}

/** The next event of a block, not before `now`. */
function nextBlockEvent(work: Work, block: number, now: number): void {
  const { shape, key, local, price, rate, slope, offset, at, role } = work;
  const lead = key[block] as number;
  const scale = 1 / (local[lead] as number);
  const lambda =
    ((slope[(offset[lead] as number) + (at[lead] as number)] as number) - (price[lead] as number)) * scale;
  const lambdaRate = -(rate[lead] as number) * scale;
  const end = shape.blockStart[block + 1] as number;
  let soonest = Infinity;
  let variable = -1;
  let speedThen = 0;
  for (let v = shape.blockStart[block] as number; v < end; v++) {
    if (role[v] !== NONBASIC) continue;
    const own = rate[v] as number;
    const through = lambdaRate * (local[v] as number);
    const speed = own + through;
    if (Math.abs(speed) <= STILL * (Math.abs(own) + Math.abs(through))) continue;
    const q = (price[v] as number) + lambda * (local[v] as number);
    const o = (offset[v] as number) + (at[v] as number);
    const when = ((slope[speed > 0 ? o : o - 1] as number) - q) / speed;
    if (when < soonest) {
      soonest = when;
      variable = v;
      speedThen = speed;
    }
  }
  work.theta[block] = Math.max(soonest, now);
  work.eventVariable[block] = variable;
  work.eventRate[block] = speedThen;
}

/** The next event of a coupling row's activity, if it is nonbasic. */
function nextSlackEvent(work: Work, row: number, v: number, now = 0): void {
  const item = work.shape.blocks + row;
  const speed = -(work.ray[row] as number);
  if (work.role[v] !== NONBASIC || Math.abs(speed) <= STILL * work.raySize) {
    work.theta[item] = Infinity;
    return;
  }
  const o = (work.offset[v] as number) + (work.at[v] as number);
  const limit = work.slope[speed > 0 ? o : o - 1] as number;
  const when = (limit + (work.y[row] as number)) / speed;
  work.theta[item] = Math.max(when, now);
  work.eventVariable[item] = v;
  work.eventRate[item] = speed;
}

/** Adds what `amount` more of a variable means for the coupling rows to the residual. */
export function addCoupling(work: Work, v: number, amount: number): void {
  const { shape, coef, residual } = work;
  const { coefStart, coefRow } = shape;
  if ((shape.blockOf[v] as number) < 0) {
    const r = v - (shape.variables - shape.coupling);
    residual[r] = (residual[r] as number) - amount;
    return;
  }
  for (let k = coefStart[v] as number; k < (coefStart[v + 1] as number); k++) {
    const r = coefRow[k] as number;
    residual[r] = (residual[r] as number) + (coef[k] as number) * amount;
  }
}
