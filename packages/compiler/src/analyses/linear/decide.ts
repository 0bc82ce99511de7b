/** Whether a system has a portfolio, and how far a form can go in it: by floats, and near their tolerance exactly. */
import { type Backend, type Problem, ProblemBuilder } from "@mandate/solver";
import { concrete, forcesZero, type LinearRow, linearRow, type Ranges, vacuous } from "./concrete.ts";
import { Beyond, type Element } from "./element.ts";
import { ExactSystem } from "./exactSystem.ts";
import { MONEY_COLUMN } from "./expression.ts";
import { floats } from "./field.ts";
import { UNIT } from "./form.ts";
import type { Frame } from "./frame.ts";
import { tightest } from "./parallel.ts";
import { buildSystem, MOST_MONEY, type System, type SystemInput, type SystemRow } from "./system.ts";

/** Within this of a boundary a float's verdict is no proof (ground.md, HiGHS). */
const NEAR = 1e-6;

export interface Feasible {
  readonly feasible: true;
  readonly system: System<number>;
  readonly x: Float64Array;
}

export interface Infeasible {
  readonly feasible: false;
  readonly system: System<number>;
  /** rows that together leave nothing */
  readonly support: readonly LinearRow<number>[];
}

interface Loaded {
  readonly builder: ProblemBuilder;
  /** of each row of the problem after the first */
  readonly rows: readonly LinearRow<number>[];
  /** rows that became bounds of a column: those that may hold it down, and up */
  readonly above: ReadonlyMap<number, readonly LinearRow<number>[]>;
  readonly below: ReadonlyMap<number, readonly LinearRow<number>[]>;
}

interface Bounds {
  readonly low: Float64Array;
  readonly high: Float64Array;
  readonly above: Map<number, LinearRow<number>[]>;
  readonly below: Map<number, LinearRow<number>[]>;
}

function put(map: Map<number, LinearRow<number>[]>, column: number, row: LinearRow<number>): void {
  const all = map.get(column);
  if (all === undefined) map.set(column, [row]);
  else all.push(row);
}

function startingBounds(system: System<number>): Bounds {
  const low = new Float64Array(system.columns);
  const high = new Float64Array(system.columns);
  for (let column = 0; column < system.columns; column++) {
    low[column] = system.free.has(column) ? -Infinity : 0;
    const money = system.extras.get(column) === MONEY_COLUMN;
    high[column] = column <= system.cash ? 1 : money ? MOST_MONEY : Infinity;
  }
  return { low, high, above: new Map(), below: new Map() };
}

/** A row of one column is a bound of it: the tightest one alone can bind. */
function toBound(bounds: Bounds, row: LinearRow<number>, column: number, coef: number, less: number): void {
  const at = -((row.form.get(UNIT) ?? 0) + less) / coef;
  const sides = row.relation === "=" ? [1, -1] : [Math.sign(coef)];
  for (const side of sides) {
    const [values, from] = side > 0 ? [bounds.high, bounds.above] : [bounds.low, bounds.below];
    const before = values[column] ?? 0;
    if (side > 0 ? at > before : at < before) continue;
    if (at !== before) from.delete(column);
    values[column] = at;
    put(from, column, row);
  }
}

/**
 * @param elastic one slack for all rows, which the program makes as small as it can; else rows bind
 * @param less by how much rows are to hold with room to spare
 */
function load(
  system: System<number>,
  rows: readonly LinearRow<number>[],
  elastic: boolean,
  optionColumns: readonly (readonly [low: number, high: number])[],
  less = 0,
): Loaded {
  const builder = new ProblemBuilder();
  const bounds = startingBounds(system);
  const kept: LinearRow<number>[] = [];
  for (const row of rows) {
    if (vacuous(floats, row)) continue;
    if (forcesZero(floats, row, system.free)) {
      for (const column of row.form.keys()) {
        if ((bounds.high[column] ?? 0) > 0) bounds.above.delete(column);
        bounds.high[column] = Math.min(0, bounds.high[column] ?? 0);
        put(bounds.above, column, row);
      }
      continue;
    }
    const single = row.form.size - (row.form.has(UNIT) ? 1 : 0) === 1;
    const [column, coef] = [...row.form].find(([key]) => key !== UNIT) ?? [];
    if (elastic || !single || column === undefined || coef === undefined || column >= system.columns)
      kept.push(row);
    else toBound(bounds, row, column, coef, less);
  }
  const equalities = kept.some(({ relation }) => relation === "=");
  for (let column = 0; column < system.columns; column++) {
    const low = bounds.low[column] ?? 0;
    const high = bounds.high[column] ?? Infinity;
    builder.addColumn(
      0,
      low === Infinity ? Number.MAX_VALUE : low,
      high === -Infinity ? -Number.MAX_VALUE : high,
    );
  }
  for (const [low, high] of optionColumns) builder.addColumn(0, low, high);
  const slack = elastic ? builder.addColumn(1, equalities ? 0 : -1, Infinity) : -1;
  const whole = Array.from({ length: system.cash + 1 }, (_, column) => ({ col: column, coef: 1 }));
  builder.addRow(1, 1, whole);
  const problemRows: LinearRow<number>[] = [];
  for (const row of kept) {
    const entries = [...row.form].flatMap(([column, coef]) =>
      column === UNIT ? [] : [{ col: column, coef }],
    );
    const bound = -(row.form.get(UNIT) ?? 0) - (row.relation === "=" ? 0 : less);
    const give = (coef: number) => (elastic ? [...entries, { col: slack, coef }] : entries);
    builder.addRow(row.relation === "=" && !elastic ? bound : -Infinity, bound, give(-1));
    problemRows.push(row);
    if (row.relation === "=" && elastic) {
      builder.addRow(bound, Infinity, give(1));
      problemRows.push(row);
    }
  }
  return { builder, rows: problemRows, above: bounds.above, below: bounds.below };
}

/** Rows with a price at an optimum. */
function priced(
  loaded: Loaded,
  rowDual: Float64Array | undefined,
  colDual: Float64Array | undefined,
): Set<LinearRow<number>> {
  const support = new Set<LinearRow<number>>();
  loaded.rows.forEach((row, i) => {
    if (Math.abs(rowDual?.[i + 1] ?? 0) > 1e-9) support.add(row);
  });
  for (const bounds of [loaded.above, loaded.below])
    for (const [column, rows] of bounds)
      if (Math.abs(colDual?.[column] ?? 0) > 1e-9) for (const row of rows) support.add(row);
  return support;
}

/** @throws Error where the solver fails, which is a defect and never a verdict */
function failed(what: string, message: string | undefined): never {
  throw new Error(
    `a linear program of the analyses was ${what}${message === undefined ? "" : `: ${message}`}`,
  );
}

/**
 * Whether some portfolio satisfies every row, options at the ends that make each row hardest.
 * @param frame rows that have been built already, where it tells apart what the elements do
 */
export function decide(
  backend: Backend,
  input: SystemInput,
  ranges: Ranges,
  frame?: Frame,
): Feasible | Infeasible {
  const framed = frame !== undefined && input.elements.every((element) => frame.covers(element));
  const system = framed ? frame.system(input) : buildSystem(floats, input);
  const rows = hardestRows(system, ranges);
  // With room to spare everywhere, no float's error matters: one program without a slack is quick to say so.
  if (rows.every(({ relation }) => relation === "<=")) {
    const roomy = backend.solve(load(system, rows, false, [], 2 * NEAR).builder.build());
    if (roomy.status === "optimal" && roomy.x !== undefined) return { feasible: true, system, x: roomy.x };
  }
  const loaded = load(system, rows, true, []);
  const answer = backend.solve(loaded.builder.build(), { wantDuals: true });
  if (answer.status !== "optimal" || answer.x === undefined) failed(answer.status, answer.message);
  const gap = answer.objective;
  const { x, rowDual, colDual } = answer;
  const support = priced(loaded, rowDual, colDual);
  if (gap > NEAR) return { feasible: false, system, support: [...support] };
  const equalities = loaded.rows.some(({ relation }) => relation === "=");
  if (gap < -NEAR && !equalities) return { feasible: true, system, x };
  const part = narrowed(input, support);
  const proof = new ExactSystem(part, ranges);
  if (gap > -NEAR && !proof.feasible(everyRow(proof)).feasible) {
    const used = new Set(part.elements);
    return {
      feasible: false,
      system,
      support: rows.filter(({ from }) => from.of.every((one) => used.has(one))),
    };
  }
  const exact = new ExactSystem(input, ranges);
  const verdict = exact.feasible(exact.like(support.values()));
  if (verdict.feasible) return { feasible: true, system, x };
  const rest = new Set(verdict.support.flatMap((index) => exact.system.rows[index]?.of ?? []));
  return {
    feasible: false,
    system,
    support: rows.filter(({ from }) => from.of.every((one) => rest.has(one))),
  };
}

const plains = new WeakMap<SystemRow<number>, LinearRow<number>>();

/** All rows at their hardest, but for those that another of the same sum makes idle. */
function hardestRows(system: System<number>, ranges: Ranges): readonly LinearRow<number>[] {
  const open: SystemRow<number>[] = [];
  const all: LinearRow<number>[] = [];
  for (const row of system.rows) {
    if (row.poly.by.size > 0) {
      open.push(row);
      continue;
    }
    const known = plains.get(row) ?? linearRow(floats, row, ranges, "hardest");
    plains.set(row, known);
    all.push(known);
  }
  all.push(...concrete({ field: floats, rows: open }, ranges, "hardest").rows);
  return tightest(all);
}

/** The elements of some rows alone: fewer parts, fewer rows, and the same proof. */
function narrowed(
  input: SystemInput,
  rows: Iterable<LinearRow<number>>,
  also: readonly Element[] = [],
): SystemInput {
  const used = new Set<Element>(also);
  for (const { from } of rows) for (const element of from.of) used.add(element);
  return { ...input, elements: input.elements.filter((element) => used.has(element)) };
}

function everyRow({ system }: ExactSystem): number[] {
  return [...system.rows.keys()];
}

function indices(system: System<number>, support: Iterable<LinearRow<number>>): number[] {
  const at = new Map<SystemRow<number>, number>(system.rows.map((row, index) => [row, index]));
  return [...support].flatMap(({ from }) => at.get(from) ?? []);
}

export interface Reach {
  /** above zero: some portfolio misses the row by this */
  readonly exceeds: boolean;
  readonly system: System<number>;
  /** where it does; options' values by name */
  readonly x?: Float64Array;
  readonly options: ReadonlyMap<string, number>;
  /** rows that hold it back */
  readonly support: readonly LinearRow<number>[];
  /** the row that was looked at */
  readonly row: SystemRow<number>;
}

/**
 * Whether some rows of an element can be missed by a portfolio that satisfies all the others. Options that only shift
 * rows are free within their ranges; those that scale stand where the row is hardest and the others easiest.
 * @param system of `input`
 * @param target rows to look at, one after another, until one can be missed
 * @param others rows that hold them back
 * @returns undefined where no portfolio satisfies the others
 */
export function reach(
  backend: Backend,
  system: System<number>,
  input: SystemInput,
  ranges: Ranges,
  target: (row: SystemRow<number>) => boolean,
  others: (row: SystemRow<number>) => boolean,
): readonly Reach[] | undefined {
  const read = new Set(system.rows.flatMap(({ poly }) => [...poly.by.keys()]));
  const free: Ranges = new Map([...ranges].filter(([option]) => read.has(option)));
  const options = [...free.keys()];
  const columns = new Map(options.map((option, at) => [option, system.columns + at]));
  const held = concrete(system, free, "easiest", columns).rows.filter(({ from }) => others(from));
  const bounds = options.map((option) => {
    const range = free.get(option);
    return [Number(range?.low ?? 0), Number(range?.high ?? 0)] as const;
  });
  const stage: Prepared = {
    backend,
    system,
    held,
    bounds,
    options,
    input,
    ranges: free,
    proofs: new Map(),
    loaded: load(system, held, false, bounds),
    problem: undefined,
  };
  const found: Reach[] = [];
  for (const one of system.rows) {
    if (!target(one)) continue;
    const row = hardest(one, free, columns);
    if (row === undefined) continue;
    const ways: readonly (1 | -1)[] = row.relation === "=" ? [1, -1] : [1];
    for (const way of ways) {
      const result = farthest(stage, row, way);
      if (result === undefined) return undefined;
      found.push(result);
      if (result.exceeds) return found;
    }
  }
  return found;
}

function hardest(
  row: SystemRow<number>,
  ranges: Ranges,
  columns: ReadonlyMap<string, number>,
): LinearRow<number> | undefined {
  try {
    return linearRow(floats, row, ranges, "hardest", columns);
  } catch (error) {
    if (error instanceof Beyond) return undefined;
    throw error;
  }
}

/** What the targets of one question share. */
interface Prepared {
  readonly backend: Backend;
  readonly system: System<number>;
  readonly held: readonly LinearRow<number>[];
  readonly bounds: readonly (readonly [number, number])[];
  readonly options: readonly string[];
  readonly input: SystemInput;
  readonly ranges: Ranges;
  /** systems in fractions, by their elements */
  readonly proofs: Map<string, ExactSystem>;
  readonly loaded: Loaded;
  problem: Problem | undefined;
}

function exactly(stage: Prepared, input: SystemInput): ExactSystem {
  const key = input.elements.map(({ id }) => id).join("\n");
  const known = stage.proofs.get(key);
  if (known !== undefined) return known;
  const made = new ExactSystem(input, stage.ranges);
  stage.proofs.set(key, made);
  return made;
}

function farthest(stage: Prepared, row: LinearRow<number>, way: 1 | -1): Reach | undefined {
  const { backend, system, held, options, input } = stage;
  const { element } = row.from;
  const outcome = (exceeds: boolean, support: Iterable<LinearRow<number>>, x?: Float64Array): Reach => ({
    exceeds,
    system,
    ...(x === undefined ? {} : { x }),
    options: new Map(options.map((option, at) => [option, x?.[system.columns + at] ?? 0])),
    support: [...support],
    row: row.from,
  });
  if (way === 1 && row.relation === "<=" && !exceedsAlone(row, system)) {
    // No portfolio at all can miss it: one security or cash alone would come nearest.
    const alone = exactly(stage, narrowed(input, [], [element]));
    const targets = alone.rowsLike(row.from);
    if (targets.length > 0 && targets.every((at) => alone.maximum(at, 1, [], []) <= 0))
      return outcome(false, []);
  }
  stage.problem ??= stage.loaded.builder.build();
  const cost = stage.problem.cost.slice();
  for (const [column, coef] of row.form) if (column !== UNIT) cost[column] = (cost[column] ?? 0) - way * coef;
  const constant = way * (row.form.get(UNIT) ?? 0);
  let answer = backend.solve({ ...stage.problem, cost }, { wantDuals: true });
  if (answer.status === "unbounded")
    answer = backend.solve(withCeiling(stage, row, way, 1 - constant), { wantDuals: true });
  if (answer.status === "infeasible") return undefined;
  if (answer.status !== "optimal" || answer.x === undefined) failed(answer.status, answer.message);
  const { x, rowDual, colDual } = answer;
  const value = constant - answer.objective;
  const support = priced(stage.loaded, rowDual, colDual);
  if (value > NEAR) return outcome(true, support, x);
  // The rows that held it back are enough for the proof; where they are not, every row may join.
  const few = exactly(stage, narrowed(input, support, [element]));
  const targets = few.rowsLike(row.from);
  const aside = new Set(few.system.rows.flatMap((one, index) => (one.of.includes(element) ? index : [])));
  const rest = everyRow(few).filter((index) => !aside.has(index));
  if (targets.length > 0 && targets.every((target) => few.maximum(target, way, rest, rest) <= 0))
    return outcome(false, support);
  const exact = exactly(stage, input);
  const order = exact.maximum(
    indices(system, [row])[0] ?? -1,
    way,
    indices(system, support),
    indices(system, held),
  );
  return order > 0 ? outcome(true, support, x) : outcome(false, support);
}

/** Whether the row could be missed if nothing but long-only weights of 100 % held it back. */
function exceedsAlone(row: LinearRow<number>, system: System<number>): boolean {
  let most = -Infinity;
  const constant = row.form.get(UNIT) ?? 0;
  for (let column = 0; column <= system.cash; column++) most = Math.max(most, row.form.get(column) ?? 0);
  for (const [column, coef] of row.form)
    if (column > system.cash && (coef > 0 || system.free.has(column))) return true;
  return most + constant > NEAR;
}

/** Anything would do: a bound keeps what nothing limits from being unbounded. */
function withCeiling(stage: Prepared, row: LinearRow<number>, way: 1 | -1, bound: number): Problem {
  const { builder } = load(stage.system, stage.held, false, stage.bounds);
  const entries = [...row.form].flatMap(([col, coef]) => (col === UNIT ? [] : [{ col, coef: way * coef }]));
  for (const { col, coef } of entries) builder.addCost(col, -coef);
  builder.addRow(-Infinity, bound, entries);
  return builder.build();
}
