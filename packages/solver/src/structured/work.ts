import type { Shape } from "./shape.ts";

/**
 * The arrays in which problems are solved, kept from one to the next. Everything that a solve writes is here, and
 * a solve writes everything before it reads it, so that an answer does not depend on the one before.
 */
export interface Work {
  shape: Shape;
  room: Room;
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
  /** largest size of a variable's coupling coefficients */
  coefSize: Float64Array;
  /** the coefficients by coupling row, as `Shape.rowVariable` */
  byRow: Float64Array;
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
  /** position of each coupling row's activity among the basic variables; -1 where it is nonbasic */
  slackAt: Int32Array;
  /** largest size of an entry of `ray` */
  raySize: number;
  inverse: Float64Array;
  matrix: Float64Array;
  kernel: Float64Array;
  extraAt: Int32Array;
  residual: Float64Array;
  column: Float64Array;
  step: Float64Array;
  nonzero: Int32Array;

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

/** How much of everything there is room for. */
interface Room {
  variables: number;
  blocks: number;
  coupling: number;
  terms: number;
  elements: number;
  coefs: number;
}

/** Slots of a variable's pieces beside those of its elements: two sentinels, and what a start may add. */
const SPARE = 6;

/** Arrays for a shape, `before` itself where it has room; pieces laid out for the shape in either case. */
export function workFor(shape: Shape, before?: Work): Work {
  const work = before !== undefined && hasRoom(before, shape) ? before : createWork(shape);
  work.shape = shape;
  const { offset } = work;
  let size = 0;
  for (let v = 0; v < shape.variables; v++) {
    const first = shape.termStart[v] as number;
    const last = shape.termStart[v + 1] as number;
    offset[v] = size + 1;
    const elements = (shape.elementStart[last] as number) - (shape.elementStart[first] as number);
    size += elements + 2 * (last - first) + SPARE;
  }
  return work;
}

function hasRoom({ room }: Work, shape: Shape): boolean {
  return (
    shape.variables <= room.variables &&
    shape.blocks <= room.blocks &&
    shape.coupling <= room.coupling &&
    shape.terms <= room.terms &&
    shape.elements <= room.elements &&
    shape.coefs <= room.coefs
  );
}

function createWork(shape: Shape): Work {
  // Half as much again, so that accounts of about one size do not allocate anew each time.
  const grown = (n: number) => Math.ceil(1.5 * n) + 8;
  const room: Room = {
    variables: grown(shape.variables),
    blocks: grown(shape.blocks),
    coupling: grown(shape.coupling),
    terms: grown(shape.terms),
    elements: grown(shape.elements),
    coefs: grown(shape.coefs),
  };
  const floats = (n: number) => new Float64Array(n);
  const ints = (n: number) => new Int32Array(n);
  const { variables, blocks, coupling: m, terms, elements } = room;
  const pieces = SPARE * variables + elements + 2 * terms;
  // No sum of terms has more pieces than all elements together.
  const most = elements + 2 * terms + SPARE;
  return {
    shape,
    room,
    unit: 1,
    costUnit: 1,
    offset: ints(variables),
    pieces: ints(variables),
    breakpoint: floats(pieces),
    slope: floats(pieces),
    boxedLower: new Uint8Array(variables),
    boxedUpper: new Uint8Array(variables),
    local: floats(variables),
    coef: floats(room.coefs),
    byRow: floats(room.coefs),
    coefSize: floats(variables),
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
    raySize: 0,
    head: ints(m),
    slackAt: ints(m),
    nonzero: ints(m),
    inverse: floats(m * m),
    matrix: floats(m * m),
    kernel: floats(m * m),
    extraAt: ints(m),
    residual: floats(m),
    column: floats(m),
    step: floats(m),
    pieceEnd: floats(most),
    pieceSlope: floats(most),
    otherEnd: floats(most),
    otherSlope: floats(most),
    mergedEnd: floats(most),
    mergedSlope: floats(most),
    infeasibleBlock: -1,
    leavingKey: false,
    lastStep: 0,
    below: 0,
    above: 0,
    pivots: 0,
    events: 0,
  };
}

/** Zeroes the first `count` numbers. A call of `fill` costs more than a short loop. */
export function clear(array: Float64Array, count: number): void {
  if (count > 200) array.fill(0, 0, count);
  else for (let i = 0; i < count; i++) array[i] = 0;
}
