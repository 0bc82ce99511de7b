import { absorb } from "./basis.ts";
import { addBlock, excess, settle } from "./block.ts";
import { compound, replaceColumn, solve } from "./inverse.ts";
import { addCoupling, searchRay } from "./ray.ts";
import { EXTRA, KEY, NONBASIC, SLACK, type Work } from "./work.ts";

/** A pivot that differs from what the row promised by more than this part means that the inverse has worn out. */
const WORN = 1e-7;
/** Entries of a ray below this part of its largest are rounding. */
const FAINT = 1e-14;

/** The position whose variable (or whose block's key) violates most. -1: none. `leavingKey` says whether the key. */
export function chooseLeaving(work: Work): number {
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
export function pivot(work: Work, leavingPosition: number, final: boolean): "ok" | "worn" | "infeasible" {
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
