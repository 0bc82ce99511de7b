import type { Shape } from "./shape.ts";

/**
 * The arrays in which problems of one shape are solved, allocated once. Everything that a solve writes is here, and
 * a solve writes everything before it reads it, so that an answer does not depend on the one before.
 */
export interface Work {
  shape: Shape;
  /** the size of quantities and of marginal costs in this problem; tolerances are relative to them */
  unit: number;
  costUnit: number;

  // φ of each variable: breakpoints `offset … offset + pieces`, the slope of piece k at `offset + k`.
  // Before the first slope stands -Infinity, after the last Infinity.
  offset: Int32Array;
  pieces: Int32Array;
  breakpoint: Float64Array;
  slope: Float64Array;
  /** 1 where a breakpoint was put in place of infinity */
  boxedLower: Uint8Array;
  boxedUpper: Uint8Array;

  // the matrix
  local: Float64Array;
  coef: Float64Array;
  termScale: Float64Array;

  // the elements of each term, in order of slope
  elementOrder: Int32Array;
  elementLeft: Float64Array;
  elementRight: Float64Array;
  elementSlope: Float64Array;
  elementFactor: Float64Array;
  /** the element that is infinite to the left (its place within the term; -1: none), and the same to the right */
  termFirst: Int32Array;
  termLast: Int32Array;
  /** argument at which all elements from `termFirst` on are at their start */
  termOrigin: Float64Array;

  // state of variables
  /** 0: at breakpoint `at`; otherwise basic, in piece `at` */
  role: Uint8Array;
  at: Int32Array;
  x: Float64Array;
  tolerance: Float64Array;
  /** what the coupling rows pay for a unit of the variable, and how fast that changes along the current ray */
  price: Float64Array;
  rate: Float64Array;

  // state of blocks
  key: Int32Array;
  extras: Int32Array;
  /** how fast the price of the local row changes along the ray on which a problem proved infeasible */
  localRay: Float64Array;

  // events of blocks, then of coupling rows
  theta: Float64Array;
  eventVariable: Int32Array;
  eventRate: Float64Array;
  /** 1 where the key may not give way along this ray */
  rigid: Uint8Array;
  heap: Int32Array;
  heapSize: number;

  // the coupling rows
  y: Float64Array;
  ray: Float64Array;
  head: Int32Array;
  /** largest size of an entry of `ray` */
  raySize: number;
  inverse: Float64Array;
  matrix: Float64Array;
  residual: Float64Array;
  column: Float64Array;
  step: Float64Array;

  // scratch of the loader
  pieceEnd: Float64Array;
  pieceSlope: Float64Array;
  otherEnd: Float64Array;
  otherSlope: Float64Array;
  mergedEnd: Float64Array;
  mergedSlope: Float64Array;

  /** the block that proved infeasible by itself; -1: none */
  infeasibleBlock: number;
  /** whether the variable to leave is the key of the block at the chosen position */
  leavingKey: boolean;
  /** how far the last pivot moved the prices */
  lastStep: number;
  /** marginal costs of a term on either side of its argument, from the recovery */
  below: number;
  above: number;
  pivots: number;
  events: number;
}

/** The roles of a variable. */
export const NONBASIC = 0;
/** the basic variable that its block's row is solved for */
export const KEY = 1;
/** a basic variable of a block beside its key */
export const EXTRA = 2;
/** the basic activity of a coupling row */
export const SLACK = 3;

export function createWork(shape: Shape): Work {
  const { variables, blocks, coupling: m } = shape;
  const terms = shape.termRow.length;
  const elements = shape.elementColumn.length;
  const offset = new Int32Array(variables);
  let size = 0;
  let most = 4;
  for (let v = 0; v < variables; v++) {
    let count = 2;
    for (let t = shape.termStart[v] ?? 0; t < (shape.termStart[v + 1] ?? 0); t++) {
      count += (shape.elementStart[t + 1] ?? 0) - (shape.elementStart[t] ?? 0) + 2;
    }
    most = Math.max(most, count);
    offset[v] = size + 1;
    // A sentinel at either end, and one more piece where a start needs it.
    size += count + 4;
  }
  const floats = (n: number) => new Float64Array(n);
  const ints = (n: number) => new Int32Array(n);
  return {
    shape,
    unit: 1,
    costUnit: 1,
    offset,
    pieces: ints(variables),
    breakpoint: floats(size),
    slope: floats(size),
    boxedLower: new Uint8Array(variables),
    boxedUpper: new Uint8Array(variables),
    local: floats(variables),
    coef: floats(shape.coefRow.length),
    termScale: floats(terms),
    elementOrder: ints(elements),
    elementLeft: floats(elements),
    elementRight: floats(elements),
    elementSlope: floats(elements),
    elementFactor: floats(elements),
    termFirst: ints(terms),
    termLast: ints(terms),
    termOrigin: floats(terms),
    role: new Uint8Array(variables),
    at: ints(variables),
    x: floats(variables),
    tolerance: floats(variables),
    price: floats(variables),
    rate: floats(variables),
    key: ints(blocks),
    extras: ints(blocks),
    localRay: floats(blocks),
    theta: floats(blocks + m),
    eventVariable: ints(blocks + m),
    eventRate: floats(blocks + m),
    rigid: new Uint8Array(blocks),
    heap: ints(blocks + m),
    heapSize: 0,
    y: floats(m),
    ray: floats(m),
    head: ints(m),
    raySize: 0,
    inverse: floats(m * m),
    matrix: floats(m * m),
    residual: floats(m),
    column: floats(m),
    step: floats(m),
    pieceEnd: floats(most + 2),
    pieceSlope: floats(most + 2),
    otherEnd: floats(most + 2),
    otherSlope: floats(most + 2),
    mergedEnd: floats(most + 2),
    mergedSlope: floats(most + 2),
    infeasibleBlock: -1,
    leavingKey: false,
    lastStep: 0,
    below: 0,
    above: 0,
    pivots: 0,
    events: 0,
  };
}
