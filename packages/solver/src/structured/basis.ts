import { addBlock, excess, place, placeBlock, settle, solveKey } from "./block.ts";
import { invert, solve } from "./inverse.ts";
import { clear, EXTRA, KEY, NONBASIC, SLACK, type Work } from "./work.ts";

/** By how much costs are tilted, of the cost unit. */
const TILT = 1e-9;

/** Which variables are basic, and in which piece: where a problem of the same pattern may start. */
export class Basis {
  constructor(
    readonly role: Uint8Array,
    readonly at: Int32Array,
    readonly key: Int32Array,
    readonly head: Int32Array,
  ) {}
}

/** A copy of the basis as it stands. */
export function takeBasis(work: Work): Basis {
  const { variables, blocks, coupling } = work.shape;
  return new Basis(
    work.role.slice(0, variables),
    work.at.slice(0, variables),
    work.key.slice(0, blocks),
    work.head.slice(0, coupling),
  );
}

/** Starts from a basis. False, with nothing usable done, when it is not one of a problem of this pattern. */
export function startFromBasis(work: Work, basis: Basis): boolean {
  const { shape, role, at, key, head, extras, rigid, slackAt, pieces } = work;
  const { variables, blocks, coupling } = shape;
  const { role: roles } = basis;
  if (roles.length !== variables || basis.key.length !== blocks || basis.head.length !== coupling)
    return false;
  const firstSlack = variables - coupling;
  extras.fill(0, 0, blocks);
  rigid.fill(0, 0, blocks);
  slackAt.fill(-1, 0, coupling);
  role.fill(NONBASIC, 0, variables);
  for (let v = 0; v < variables; v++) at[v] = Math.min(basis.at[v] as number, (pieces[v] as number) - 1);
  for (let b = 0; b < blocks; b++) {
    const v = basis.key[b] as number;
    if (shape.blockOf[v] !== b || roles[v] !== KEY) return false;
    key[b] = v;
    role[v] = KEY;
  }
  for (let c = 0; c < coupling; c++) {
    const v = basis.head[c] as number;
    const block = shape.blockOf[v] as number;
    if (role[v] !== NONBASIC || roles[v] !== (block < 0 ? SLACK : EXTRA)) return false;
    head[c] = v;
    role[v] = roles[v] as number;
    if (block < 0) slackAt[v - firstSlack] = c;
    else extras[block] = (extras[block] as number) + 1;
  }
  for (let b = 0; b < blocks; b++) work.price[shape.blockStart[b] as number] = 0;
  return true;
}

/** Every coupling activity basic in the piece that its price makes cheapest, every local activity its block's key. */
export function startCold(work: Work): void {
  const { shape, role, at, key, extras, rigid, head, y, offset, slope, breakpoint, pieces, price } = work;
  const firstSlack = shape.variables - shape.coupling;
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
export function refresh(work: Work): boolean {
  const { shape, role, residual } = work;
  work.infeasibleBlock = -1;
  if (!invert(work)) return false;
  computePrices(work);
  const firstSlack = shape.variables - shape.coupling;
  clear(residual, shape.coupling);
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
  clear(y, m);
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

/** What the coupling rows pay for a unit of each structural. */
function priceStructurals(work: Work): void {
  const { shape, byRow, price, y } = work;
  const { rowStart, rowVariable } = shape;
  clear(price, shape.variables - shape.coupling);
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
export function absorb(work: Work): void {
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
  clear(residual, shape.coupling);
}

/**
 * Removes what rounding has left: quantities are solved for once more from what is nonbasic, prices from the basis.
 * False where that shows the point to be infeasible, so that work goes on.
 */
export function polish(work: Work): boolean {
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

/** Tilts every cost a little, each differently and always the same, so that ties are broken; by -1: back again. */
export function tilt(work: Work, direction: 1 | -1): void {
  const { shape, slope, offset, pieces, costUnit } = work;
  let state = 1;
  for (let v = 0; v < shape.variables; v++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const amount = (state / 4294967296 - 0.5) * TILT * costUnit * direction;
    const o = offset[v] as number;
    for (let k = 0; k < (pieces[v] as number); k++) slope[o + k] = (slope[o + k] as number) + amount;
  }
}
