import { addBlock, excess, place, placeBlock, settle, solveKey } from "./block.ts";
import { compound, invert, replaceColumn, solve } from "./inverse.ts";
import { addCoupling, searchRay } from "./ray.ts";
import { EXTRA, KEY, NONBASIC, SLACK, type Work } from "./work.ts";

/** How a solve ended. After `infeasible`, `ray` and `localRay` are prices along which the dual rises for ever. */
export type Outcome = "optimal" | "infeasible" | "stalled" | "singular" | "time";

/** Pivots after which everything is computed afresh. */
const REFRESH = 60;
/** Pivots without progress after which costs are tilted. */
const PATIENCE = 30;
/** By how much they are: of the cost unit. The gap this leaves is measured by the certificate. */
const TILT = 1e-9;
/** A pivot that differs from what the row promised by more than this part means that the inverse has worn out. */
const WORN = 1e-7;
/** Entries of a ray below this part of its largest are rounding. */
const FAINT = 1e-14;

/**
 * Bounded dual simplex over piecewise-linear costs, from prices `y` of the coupling rows (zero: cold). Blocks are
 * kept at their own optimum for the prices; only the coupling rows are pivoted on, the one that violates its row most
 * for the length of its row of the inverse first (dual steepest edge), with an exact search along the ray.
 */
export function simplex(work: Work, outOfTime: () => boolean): Outcome {
  start(work);
  if (!refresh(work)) return work.infeasibleBlock >= 0 ? "infeasible" : "singular";
  const { shape } = work;
  const limit = 200 + 20 * shape.coupling + shape.blocks;
  let fresh = true;
  let sinceRefresh = 0;
  let idle = 0;
  let tilted = false;
  while (work.pivots < limit) {
    const position = chooseLeaving(work);
    if (position < 0) {
      if (fresh || polish(work)) return "optimal";
      if (!refresh(work)) return work.infeasibleBlock >= 0 ? "infeasible" : "singular";
      fresh = true;
      continue;
    }
    work.pivots++;
    if ((work.pivots & 63) === 0 && outOfTime()) return "time";
    const done = pivot(work, position, fresh);
    if (done === "infeasible") {
      if (fresh) return "infeasible";
    } else {
      idle = work.lastStep > 0 ? 0 : idle + 1;
      fresh = false;
      if (done === "ok" && ++sinceRefresh < REFRESH && (tilted || idle < PATIENCE)) continue;
    }
    if (idle >= PATIENCE && !tilted) {
      tilt(work);
      tilted = true;
    }
    if (!refresh(work)) return work.infeasibleBlock >= 0 ? "infeasible" : "singular";
    fresh = true;
    sinceRefresh = 0;
  }
  return "stalled";
}

/** Every coupling activity basic in the piece that its price makes cheapest, every local activity its block's key. */
function start(work: Work): void {
  const { shape, role, at, key, extras, rigid, head, y, offset, slope, breakpoint, pieces, price } = work;
  const firstSlack = shape.variables - shape.coupling;
  work.pivots = 0;
  work.events = 0;
  role.fill(NONBASIC, 0, shape.variables);
  extras.fill(0, 0, shape.blocks);
  rigid.fill(0, 0, shape.blocks);
  for (let b = 0; b < shape.blocks; b++) {
    const v = shape.blockStart[b] as number;
    key[b] = v;
    role[v] = KEY;
    price[v] = 0;
    const o = offset[v] as number;
    let flattest = 0;
    for (let k = 1; k < (pieces[v] as number); k++) {
      if (Math.abs(slope[o + k] as number) < Math.abs(slope[o + flattest] as number)) flattest = k;
    }
    at[v] = flattest;
  }
  for (let r = 0; r < shape.coupling; r++) {
    const v = firstSlack + r;
    const o = offset[v] as number;
    const wanted = -(y[r] as number);
    let k = 0;
    while (wanted > (slope[o + k] as number)) k++;
    const count = pieces[v] as number;
    const end = breakpoint[o + k] as number;
    if (k === count && end === Infinity) at[v] = k - 1;
    else if (slope[o + k] !== wanted && end !== -Infinity) {
      // The price is one of a breakpoint's: a piece of no length there has it as its slope.
      for (let p = count; p >= k; p--) {
        slope[o + p + 1] = slope[o + p] as number;
        breakpoint[o + p + 1] = breakpoint[o + p] as number;
      }
      slope[o + k] = wanted;
      pieces[v] = count + 1;
      at[v] = k;
    } else at[v] = k;
    role[v] = SLACK;
    head[r] = v;
    work.slackAt[r] = r;
  }
}

/** Computes prices and quantities afresh from the basis alone. False when it is singular or a block is infeasible. */
function refresh(work: Work): boolean {
  const { shape, role, residual } = work;
  work.infeasibleBlock = -1;
  if (!invert(work)) return false;
  computePrices(work);
  const firstSlack = shape.variables - shape.coupling;
  residual.fill(0, 0, shape.coupling);
  for (let r = 0; r < shape.coupling; r++) {
    const v = firstSlack + r;
    if (role[v] === NONBASIC) place(work, v, -(work.y[r] as number));
    else work.x[v] = 0;
    residual[r] = -(work.x[v] as number);
  }
  for (let c = 0; c < shape.coupling; c++) {
    const v = work.head[c] as number;
    if (role[v] === EXTRA) work.x[v] = 0;
  }
  for (let b = 0; b < shape.blocks; b++) {
    placeBlock(work, b);
    if (work.extras[b] === 0 && !settle(work, b)) {
      work.infeasibleBlock = b;
      return false;
    }
    addBlock(work, b, 1);
  }
  absorb(work);
  return true;
}

/** y from the basis: every basic variable is indifferent. Then what each structural is paid. */
function computePrices(work: Work): void {
  const { shape, head, inverse, y, slope, offset, at, local, role } = work;
  const m = shape.coupling;
  y.fill(0, 0, m);
  for (let c = 0; c < m; c++) {
    const v = head[c] as number;
    let wanted = slope[(offset[v] as number) + (at[v] as number)] as number;
    if (role[v] === EXTRA) {
      const key = work.key[shape.blockOf[v] as number] as number;
      const share = (local[v] as number) / (local[key] as number);
      wanted -= share * (slope[(offset[key] as number) + (at[key] as number)] as number);
    }
    if (wanted === 0) continue;
    for (let r = 0; r < m; r++) y[r] = (y[r] as number) + wanted * (inverse[c * m + r] as number);
  }
  priceStructurals(work);
}

function priceStructurals(work: Work): void {
  const { shape, byRow, price, y } = work;
  const { rowStart, rowVariable } = shape;
  price.fill(0, 0, shape.variables - shape.coupling);
  for (let r = 0; r < shape.coupling; r++) {
    const each = y[r] as number;
    if (each === 0) continue;
    const end = rowStart[r + 1] as number;
    for (let p = rowStart[r] as number; p < end; p++) {
      const v = rowVariable[p] as number;
      price[v] = (price[v] as number) + (byRow[p] as number) * each;
    }
  }
}

/** Moves the basic variables so that the coupling rows hold again, and clears the residual. */
function absorb(work: Work): void {
  const { shape, head, residual, x, local } = work;
  const m = shape.coupling;
  const step = solve(work, residual);
  for (let c = 0; c < m; c++) {
    const change = -(step[c] as number);
    if (change === 0) continue;
    const v = head[c] as number;
    x[v] = (x[v] as number) + change;
    const block = shape.blockOf[v] as number;
    if (block < 0) continue;
    const key = work.key[block] as number;
    x[key] = (x[key] as number) - ((local[v] as number) / (local[key] as number)) * change;
  }
  residual.fill(0, 0, shape.coupling);
}

/** The position whose variable (or whose block's key) violates most. -1: none. `leavingKey` says whether the key. */
function chooseLeaving(work: Work): number {
  const { shape, head, inverse, role, local } = work;
  const m = shape.coupling;
  let best = 0;
  let chosen = -1;
  work.leavingKey = false;
  for (let c = 0; c < m; c++) {
    const v = head[c] as number;
    const own = excess(work, v);
    let share = 0;
    let through = 0;
    if (role[v] === EXTRA) {
      const key = work.key[shape.blockOf[v] as number] as number;
      through = excess(work, key);
      if (through !== 0) share = (local[v] as number) / (local[key] as number);
    }
    if (own === 0 && share === 0) continue;
    let length = 0;
    for (let r = 0, k = c * m; r < m; r++, k++) length += (inverse[k] as number) * (inverse[k] as number);
    const score = (own * own) / length;
    const keyScore = share === 0 ? 0 : (through * through) / (length * share * share);
    if (score > best) {
      best = score;
      chosen = c;
      work.leavingKey = false;
    }
    if (keyScore > best) {
      best = keyScore;
      chosen = c;
      work.leavingKey = true;
    }
  }
  return chosen;
}

/** Makes the extra at `position` its block's key and the key an extra. */
function exchangeKey(work: Work, position: number): void {
  const { shape, head, inverse, role, local } = work;
  const m = shape.coupling;
  const extra = head[position] as number;
  const block = shape.blockOf[extra] as number;
  const key = work.key[block] as number;
  const scale = -1 / (local[key] as number);
  const base = position * m;
  for (let r = 0; r < m; r++)
    inverse[base + r] = (inverse[base + r] as number) * (local[extra] as number) * scale;
  if ((work.extras[block] as number) > 1) {
    for (let c = 0; c < m; c++) {
      const v = head[c] as number;
      if (c === position || shape.blockOf[v] !== block) continue;
      const share = (local[v] as number) * scale;
      for (let r = 0; r < m; r++) {
        inverse[base + r] = (inverse[base + r] as number) + share * (inverse[c * m + r] as number);
      }
    }
  }
  head[position] = key;
  role[key] = EXTRA;
  role[extra] = KEY;
  work.key[block] = extra;
}

/** Of the extras of a block, the position of the one with the largest coefficient in its row. */
function strongestExtra(work: Work, position: number): number {
  const { shape, head, local } = work;
  const block = shape.blockOf[head[position] as number] as number;
  if (work.extras[block] === 1) return position;
  let best = position;
  for (let c = 0; c < shape.coupling; c++) {
    const v = head[c] as number;
    if (shape.blockOf[v] !== block) continue;
    if (Math.abs(local[v] as number) > Math.abs(local[head[best] as number] as number)) best = c;
  }
  return best;
}

/** One pivot: the variable at `position` leaves for the nearer end of its piece; the ray decides what enters. */
function pivot(work: Work, leavingPosition: number, final: boolean): "ok" | "worn" | "infeasible" {
  const { shape, head, inverse, ray, role, at, x, offset, breakpoint, extras } = work;
  const m = shape.coupling;
  let position = leavingPosition;
  if (work.leavingKey) {
    position = strongestExtra(work, position);
    exchangeKey(work, position);
  }
  const leaving = head[position] as number;
  const infeasibility = excess(work, leaving);
  const sign = infeasibility > 0 ? 1 : -1;
  let size = 0;
  for (let r = 0, k = position * m; r < m; r++, k++) {
    const entry = sign * (inverse[k] as number);
    ray[r] = entry;
    size = Math.max(size, Math.abs(entry));
  }
  work.raySize = size;
  for (let r = 0; r < m; r++) if (Math.abs(ray[r] as number) <= FAINT * size) ray[r] = 0;
  const block = shape.blockOf[leaving] as number;
  const leavingRole = role[leaving] as number;
  role[leaving] = NONBASIC;
  if (sign > 0) at[leaving] = (at[leaving] as number) + 1;
  const end = breakpoint[(offset[leaving] as number) + (at[leaving] as number)] as number;
  const change = end - (x[leaving] as number);
  x[leaving] = end;
  addCoupling(work, leaving, change);
  const { rigid } = work;
  for (let c = 0; c < m; c++) {
    const b = shape.blockOf[head[c] as number] as number;
    if (b >= 0) rigid[b] = 1;
  }
  if (block >= 0) {
    const key = work.key[block] as number;
    const share = -(work.local[leaving] as number) / (work.local[key] as number);
    x[key] = (x[key] as number) + share * change;
    addCoupling(work, key, share * change);
    extras[block] = (extras[block] as number) - 1;
    if (extras[block] === 0 && excess(work, key) === 0) rigid[block] = 0;
  }
  const keyBefore = block < 0 ? -1 : (work.key[block] as number);
  const entering = searchRay(work, Math.abs(infeasibility), work.tolerance[leaving] as number);
  for (let c = 0; c < m; c++) {
    const b = shape.blockOf[head[c] as number] as number;
    if (b >= 0) rigid[b] = 0;
  }
  if (entering < 0) {
    if (!final) undo(work, leaving, leavingRole, keyBefore);
    return "infeasible";
  }
  const enteringBlock = shape.blockOf[entering] as number;
  const firstSlack = shape.variables - m;
  const item = enteringBlock < 0 ? shape.blocks + entering - firstSlack : enteringBlock;
  const theta = work.theta[item] as number;
  const rate = work.eventRate[item] as number;
  work.lastStep = theta;
  advance(work, theta);
  if (rate < 0) at[entering] = (at[entering] as number) - 1;
  role[entering] = enteringBlock < 0 ? SLACK : EXTRA;
  if (enteringBlock >= 0) extras[enteringBlock] = (extras[enteringBlock] as number) + 1;
  let worn = false;
  // The same variable may come back in another piece; its column differs if its block's key does.
  if (entering !== leaving || (block >= 0 && work.key[block] !== keyBefore)) {
    compound(work, entering);
    const element = solve(work, work.column)[position] as number;
    worn = Math.abs(sign * element - rate) > WORN * Math.max(Math.abs(rate), work.raySize * 1e-3);
    replaceColumn(work, position, worn ? sign * rate : element);
    head[position] = entering;
    if (block < 0) work.slackAt[leaving - firstSlack] = -1;
    if (enteringBlock < 0) work.slackAt[entering - firstSlack] = position;
  }
  if (worn) return "worn";
  absorb(work);
  if (block >= 0 && extras[block] === 0) return repair(work, block);
  return "ok";
}

/** Puts the basis back as it was before a ray that found no end; what is nonbasic is placed anew afterwards. */
function undo(work: Work, leaving: number, leavingRole: number, keyBefore: number): void {
  const { shape, role, at, pieces, extras, key } = work;
  const block = shape.blockOf[leaving] as number;
  if (block >= 0) {
    role[key[block] as number] = NONBASIC;
    key[block] = keyBefore;
    role[keyBefore] = KEY;
    at[keyBefore] = Math.min(at[keyBefore] as number, (pieces[keyBefore] as number) - 1);
    extras[block] = (extras[block] as number) + 1;
  }
  role[leaving] = leavingRole;
  at[leaving] = Math.min(at[leaving] as number, (pieces[leaving] as number) - 1);
}

/** Brings a block that has just lost its last extra to its own optimum. */
function repair(work: Work, block: number): "ok" | "infeasible" {
  if (excess(work, work.key[block] as number) === 0) return "ok";
  addBlock(work, block, -1);
  if (!settle(work, block)) {
    work.infeasibleBlock = block;
    return "infeasible";
  }
  addBlock(work, block, 1);
  absorb(work);
  return "ok";
}

/** Moves the prices along the ray. */
function advance(work: Work, theta: number): void {
  if (theta === 0) return;
  const { y, ray, price, rate, shape } = work;
  for (let r = 0; r < shape.coupling; r++) y[r] = (y[r] as number) + theta * (ray[r] as number);
  const structurals = shape.variables - shape.coupling;
  for (let v = 0; v < structurals; v++) price[v] = (price[v] as number) + theta * (rate[v] as number);
}

/**
 * Removes what rounding has left: quantities are solved for once more from what is nonbasic, prices from the basis.
 * False where that shows the point to be infeasible, so that work goes on.
 */
function polish(work: Work): boolean {
  const { shape, residual, x } = work;
  const firstSlack = shape.variables - shape.coupling;
  for (let r = 0; r < shape.coupling; r++) residual[r] = -(x[firstSlack + r] as number);
  for (let b = 0; b < shape.blocks; b++) {
    solveKey(work, b);
    addBlock(work, b, 1);
  }
  absorb(work);
  for (let b = 0; b < shape.blocks; b++) if (excess(work, work.key[b] as number) !== 0) return false;
  for (let c = 0; c < shape.coupling; c++) if (excess(work, work.head[c] as number) !== 0) return false;
  computePrices(work);
  return true;
}

/** Tilts every cost a little, each differently and always the same, so that ties are broken. */
function tilt(work: Work): void {
  const { shape, slope, offset, pieces, costUnit } = work;
  let state = 1;
  for (let v = 0; v < shape.variables; v++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const amount = (state / 4294967296 - 0.5) * TILT * costUnit;
    const o = offset[v] as number;
    for (let k = 0; k < (pieces[v] as number); k++) slope[o + k] = (slope[o + k] as number) + amount;
  }
}
