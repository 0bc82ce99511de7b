/**
 * What a set of clauses permits, asked again and again with a few of them left out and a few more: rows by the sum that
 * they bound, of which the tightest that counts binds.
 */
import { type Backend, ProblemBuilder } from "@mandate/solver";
import type { LinearRow, Ranges } from "./concrete.ts";
import type { Element } from "./element.ts";
import { MONEY_COLUMN } from "./expression.ts";
import { UNIT } from "./form.ts";
import type { Frame } from "./frame.ts";
import { directionOf } from "./parallel.ts";
import { MOST_MONEY } from "./system.ts";

/** `Σ coefs · x <= bound`, or `=`. */
export interface FlatRow {
  readonly row: LinearRow<number>;
  readonly columns: Int32Array;
  readonly coefs: Float64Array;
  readonly bound: number;
  /** coefficients by column, where none is negative */
  readonly parts: ReadonlyMap<number, number> | undefined;
}

/** A miss of less than this is a float's error. */
const SLIP = 1e-8;

const flattened = new WeakMap<LinearRow<number>, FlatRow>();

export function flat(row: LinearRow<number>): FlatRow {
  const known = flattened.get(row);
  if (known !== undefined) return known;
  const made = flatten(row);
  flattened.set(row, made);
  return made;
}

function flatten(row: LinearRow<number>): FlatRow {
  const columns: number[] = [];
  const coefs: number[] = [];
  for (const [column, coef] of row.form) {
    if (column === UNIT) continue;
    columns.push(column);
    coefs.push(coef);
  }
  const bound = -(row.form.get(UNIT) ?? 0);
  return {
    row,
    columns: Int32Array.from(columns),
    coefs: Float64Array.from(coefs),
    bound,
    parts: coefs.some((coef) => coef < 0) ? undefined : row.form,
  };
}

/** Rows of one sum, tightest first. */
export type Sheaf = readonly FlatRow[];

export function sheaves(rows: readonly LinearRow<number>[]): readonly Sheaf[] {
  const all = new Map<string, FlatRow[]>();
  for (const row of rows) {
    if (row.form.size === 0) continue;
    const own = row.relation === "=" ? `= ${all.size}` : directionOf(row.form).key;
    const made = flat(row);
    const before = all.get(own);
    if (before === undefined) all.set(own, [made]);
    else before.push(made);
  }
  const tightness = ({ row, bound }: FlatRow) => bound / directionOf(row.form).scale;
  for (const sheaf of all.values()) sheaf.sort((a, b) => tightness(a) - tightness(b));
  return [...all.values()];
}

export type Counts = (row: FlatRow) => boolean;

/** The rows that bind: of each sum the tightest of those that count. */
export function binding(all: readonly Sheaf[], counts: Counts): FlatRow[] {
  const found: FlatRow[] = [];
  for (const sheaf of all) {
    const row = sheaf.find(counts);
    if (row !== undefined) found.push(row);
  }
  return found;
}

function level({ columns, coefs }: FlatRow, x: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k < columns.length; k++) sum += (coefs[k] ?? 0) * (x[columns[k] ?? 0] ?? 0);
  return sum;
}

/** How far a row is missed; at or below zero it holds. */
export function missed(row: FlatRow, x: ArrayLike<number>): number {
  const by = level(row, x) - row.bound;
  return row.row.relation === "=" ? Math.abs(by) : by;
}

export function holds(row: FlatRow, x: ArrayLike<number>): boolean {
  return missed(row, x) <= SLIP;
}

/** Elements of which a point misses some row. */
export function missedBy(all: readonly Sheaf[], x: ArrayLike<number>): ReadonlySet<Element> {
  const found = new Set<Element>();
  for (const sheaf of all)
    for (const row of sheaf) {
      if (holds(row, x)) break;
      found.add(row.row.from.element);
    }
  return found;
}

export interface Farthest {
  /** by how much the target is missed at the most; Infinity where nothing limits it */
  readonly by: number;
  readonly x?: Float64Array;
  /** what holds it back */
  readonly support: readonly Element[];
}

/**
 * How far a target can be missed while some rows hold.
 * @returns undefined where nothing satisfies the rows
 */
export function farthest(
  backend: Backend,
  frame: Frame,
  ranges: Ranges,
  rows: readonly FlatRow[],
  target: FlatRow | undefined,
  way: 1 | -1 = 1,
): Farthest | undefined {
  const { low, high, from } = boundsOf(frame, ranges, rows);
  const kept = rows.filter(({ columns }) => columns.length > 1);
  const columns = distinctColumns(frame, low, high, target === undefined ? kept : [target, ...kept]);
  const builder = new ProblemBuilder();
  const at = new Int32Array(low.length).fill(-1);
  for (const column of columns) {
    const [least, most] = [low[column] ?? 0, high[column] ?? 0];
    if (least > most + SLIP) return undefined;
    at[column] = builder.addColumn(0, Math.min(least, most), most);
  }
  target?.columns.forEach((column, k) => {
    const col = at[column] ?? -1;
    if (col >= 0) builder.addCost(col, -way * (target.coefs[k] ?? 0));
  });
  const whole = columns.flatMap((column) => (column <= frame.cash ? { col: at[column] ?? 0, coef: 1 } : []));
  builder.addRow(1, 1, whole);
  const col = new Int32Array(low.length);
  const coef = new Float64Array(low.length);
  for (const { row, bound, columns: own, coefs } of kept) {
    let size = 0;
    for (let k = 0; k < own.length; k++) {
      const to = at[own[k] ?? 0] ?? -1;
      if (to < 0) continue;
      col[size] = to;
      coef[size++] = coefs[k] ?? 0;
    }
    const least = row.relation === "=" ? bound : -Infinity;
    builder.addRow(least, bound, col.subarray(0, size), coef.subarray(0, size));
  }
  const answer = backend.solve(builder.build(), { wantDuals: true });
  if (answer.status === "infeasible") return undefined;
  if (answer.status === "unbounded") return { by: Infinity, support: [] };
  if (answer.status !== "optimal" || answer.x === undefined)
    throw new Error(`a linear program of the analyses ended ${answer.status}: ${answer.message ?? ""}`);
  const { rowDual, colDual } = answer;
  const x = new Float64Array(low.length);
  for (const column of columns) x[column] = answer.x[at[column] ?? 0] ?? 0;
  const support = new Set<Element>();
  const add = (row: FlatRow | undefined) => {
    for (const element of row?.row.from.of ?? []) support.add(element);
  };
  kept.forEach((row, k) => {
    if (Math.abs(rowDual?.[k + 1] ?? 0) > 1e-9) add(row);
  });
  for (const [column, row] of from) if (Math.abs(colDual?.[at[column] ?? 0] ?? 0) > 1e-9) add(row);
  const by = target === undefined ? 0 : way * (level(target, x) - target.bound);
  return { by, x, support: [...support] };
}

/**
 * Columns without those that another, which may be as large as it likes, stands for in every row; one that must be held
 * has no such other. (A clash of hashes
 * would leave out a column, and so a portfolio that misses the target: what is then taken for idle is proved apart.)
 */
function distinctColumns(
  frame: Frame,
  low: Float64Array,
  high: Float64Array,
  rows: readonly FlatRow[],
): number[] {
  const count = high.length;
  const one = new Int32Array(count).fill(1);
  const two = new Int32Array(count).fill(7);
  const bits = new Float64Array(1);
  const halves = new Int32Array(bits.buffer);
  rows.forEach(({ columns, coefs }, row) => {
    for (let k = 0; k < columns.length; k++) {
      const column = columns[k] ?? 0;
      bits[0] = coefs[k] ?? 0;
      const [a = 0, b = 0] = halves;
      one[column] = Math.imul(Math.imul((one[column] ?? 0) ^ row, 0x9e3779b1) ^ a, 0x85ebca6b) ^ b;
      two[column] = Math.imul(Math.imul((two[column] ?? 0) + row, 0xc2b2ae35) + b, 0x27d4eb2f) + a;
    }
  });
  const best = new Map<string, number>();
  const found: number[] = [];
  const name = (column: number) => `${one[column] ?? 0},${two[column] ?? 0}`;
  for (let column = 0; column < frame.cash; column++)
    if ((high[column] ?? 0) >= 1 && !best.has(name(column))) best.set(name(column), column);
  for (let column = 0; column < count; column++) {
    const floored = column >= frame.cash || (low[column] ?? 0) > 0;
    if (floored || (best.get(name(column)) ?? column) === column) found.push(column);
  }
  return found;
}

/** Rows of one column are bounds of it. */
function boundsOf(frame: Frame, ranges: Ranges, rows: readonly FlatRow[]) {
  const count = frame.cash + 1 + frame.extras.size;
  const low = new Float64Array(count);
  const high = new Float64Array(count).fill(1, 0, frame.cash + 1);
  for (const [column, key] of frame.extras) {
    const range = key.startsWith(OPTION) ? ranges.get(key.slice(OPTION.length)) : undefined;
    low[column] = range !== undefined ? Number(range.low) : frame.free.has(column) ? -Infinity : 0;
    high[column] = range !== undefined ? Number(range.high) : key === MONEY_COLUMN ? MOST_MONEY : Infinity;
  }
  const from = new Map<number, FlatRow>();
  for (const row of rows) {
    const [column] = row.columns;
    if (row.columns.length !== 1 || column === undefined) continue;
    const coef = row.coefs[0] ?? 1;
    const at = row.bound / coef;
    const equal = row.row.relation === "=";
    if ((coef > 0 || equal) && at < (high[column] ?? 0)) {
      high[column] = at;
      from.set(column, row);
    }
    if ((coef < 0 || equal) && at > (low[column] ?? 0)) {
      low[column] = at;
      from.set(column, row);
    }
  }
  return { low, high, from };
}

const OPTION = "option ";

/** The columns of options, which shift rows within their ranges. */
export function optionColumns(frame: Frame, ranges: Ranges): ReadonlyMap<string, number> {
  return new Map([...ranges.keys()].map((option) => [option, frame.column(`${OPTION}${option}`, true)]));
}

/**
 * From a point towards others that miss the target by more, as far as the rows allow: a quick way to a portfolio that
 * misses nothing else.
 * @param start satisfies the rows
 * @returns points, one a direction, each as far as it goes
 */
export function* shots(
  frame: Frame,
  start: Float64Array,
  target: FlatRow,
  rows: readonly FlatRow[],
): Generator<Float64Array> {
  for (const aim of aims(frame, start, target)) {
    let far = 1;
    for (const row of rows) {
      if (row.row.relation === "=") return;
      const before = level(row, start);
      const gain = level(row, aim) - before;
      if (gain <= 1e-12) continue;
      far = Math.min(far, (row.bound - before) / gain);
      if (far <= 0) break;
    }
    if (far <= 0) continue;
    const step = far === 1 ? 1 : far * (1 - 1e-9);
    yield start.map((value, column) => value + step * ((aim[column] ?? 0) - value));
  }
}

/** What has most of what the target bounds: spread over all of it as it is held, by its size, and evenly. */
function* aims(frame: Frame, start: Float64Array, target: FlatRow): Generator<Float64Array> {
  const { cash, partition } = frame;
  const coefs = new Float64Array(cash + 1);
  target.columns.forEach((column, k) => {
    if (column <= cash) coefs[column] = target.coefs[k] ?? 0;
  });
  const most = coefs.reduce((a, b) => Math.max(a, b), -Infinity);
  const best = [...coefs.keys()].filter((column) => (coefs[column] ?? 0) >= most - 1e-9);
  const weights: ((column: number) => number)[] = [
    (column) => start[column] ?? 0,
    (column) => (column === cash ? 1 : (partition.size[column] ?? 1)),
    () => 1,
  ];
  for (const weight of weights) {
    const whole = best.reduce((sum, column) => sum + weight(column), 0);
    if (whole <= 0) continue;
    const aim = start.slice();
    aim.fill(0, 0, cash + 1);
    for (const column of best) aim[column] = weight(column) / whole;
    yield aim;
  }
}
