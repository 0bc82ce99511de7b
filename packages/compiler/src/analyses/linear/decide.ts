/** Whether a system has a portfolio, and how far a form can go in it: by floats, and near their tolerance exactly. */
import { type Backend, ProblemBuilder } from "@mandate/solver";
import { compare, negate, type Rational, sign, ZERO } from "../exact/rational.ts";
import { type ExactRow, exactFeasibility, exactMaximum } from "../exact/simplex.ts";
import { concrete, forcesZero, type LinearRow, type Ranges, vacuous } from "./concrete.ts";
import { floats, fractions } from "./field.ts";
import { type Form, UNIT } from "./form.ts";
import { buildSystem, type System, type SystemInput, type SystemRow } from "./system.ts";

/** Within this of a boundary a float's verdict is no proof (ground.md, HiGHS). */
const NEAR = 1e-6;
/** The account's value is one dollar at the least: `$1,000,000 / V` is a million at the most. */
const MOST_MONEY = 1e6;

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
  /** rows that force a column to zero */
  readonly zeroes: ReadonlyMap<number, readonly LinearRow<number>[]>;
}

function load(
  system: System<number>,
  rows: readonly LinearRow<number>[],
  elastic: boolean,
  optionColumns: readonly (readonly [low: number, high: number])[],
): Loaded {
  const builder = new ProblemBuilder();
  const zeroes = new Map<number, LinearRow<number>[]>();
  const kept: LinearRow<number>[] = [];
  for (const row of rows) {
    if (vacuous(floats, row)) continue;
    if (!forcesZero(floats, row, system.free)) {
      kept.push(row);
      continue;
    }
    for (const column of row.form.keys()) {
      const all = zeroes.get(column);
      if (all === undefined) zeroes.set(column, [row]);
      else all.push(row);
    }
  }
  const equalities = kept.some(({ relation }) => relation === "=");
  for (let column = 0; column < system.columns; column++) {
    const extra = system.extras.get(column);
    const high = zeroes.has(column)
      ? 0
      : column <= system.cash
        ? 1
        : extra === "one million dollars"
          ? MOST_MONEY
          : Infinity;
    builder.addColumn(0, system.free.has(column) ? -Infinity : 0, high);
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
    const bound = -(row.form.get(UNIT) ?? 0);
    const give = (coef: number) => (elastic ? [...entries, { col: slack, coef }] : entries);
    builder.addRow(row.relation === "=" && !elastic ? bound : -Infinity, bound, give(-1));
    problemRows.push(row);
    if (row.relation === "=" && elastic) {
      builder.addRow(bound, Infinity, give(1));
      problemRows.push(row);
    }
  }
  return { builder, rows: problemRows, zeroes };
}

/** @throws Error where the solver fails, which is a defect and never a verdict */
function failed(what: string, message: string | undefined): never {
  throw new Error(
    `a linear program of the analyses was ${what}${message === undefined ? "" : `: ${message}`}`,
  );
}

/** Whether some portfolio satisfies every row, options at the ends that make each row hardest. */
export function decide(backend: Backend, input: SystemInput, ranges: Ranges): Feasible | Infeasible {
  const system = buildSystem(floats, input);
  const { rows } = concrete(system, ranges, "hardest");
  const { builder, rows: problemRows, zeroes } = load(system, rows, true, []);
  const answer = backend.solve(builder.build(), { wantDuals: true });
  if (answer.status !== "optimal" || answer.x === undefined) failed(answer.status, answer.message);
  const gap = answer.objective;
  const { x, rowDual, colDual } = answer;
  const support = new Set<LinearRow<number>>();
  problemRows.forEach((row, i) => {
    if (Math.abs(rowDual?.[i + 1] ?? 0) > 1e-9) support.add(row);
  });
  for (const [column, forcing] of zeroes)
    if (Math.abs(colDual?.[column] ?? 0) > 1e-9) for (const row of forcing) support.add(row);
  if (gap > NEAR) return { feasible: false, system, support: [...support] };
  const equalities = problemRows.some(({ relation }) => relation === "=");
  if (gap < -NEAR && !equalities) return { feasible: true, system, x };
  const exact = new ExactSystem(input, ranges);
  const verdict = exact.feasible(indices(system, support));
  if (verdict.feasible) return { feasible: true, system, x };
  const rest = new Set(verdict.support.map((index) => system.rows[index]));
  return { feasible: false, system, support: rows.filter(({ from }) => rest.has(from)) };
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
}

/**
 * Whether the row `at` of the system can be missed by a portfolio that satisfies all the others. Options that only shift
 * rows are free within their ranges; those that scale stand where the row is hardest and the others easiest.
 * @param aside rows that are not to hold it back
 * @returns undefined where no portfolio satisfies the others
 */
export function reach(
  backend: Backend,
  input: SystemInput,
  ranges: Ranges,
  target: (row: SystemRow<number>) => boolean,
  aside: (row: SystemRow<number>) => boolean,
): readonly Reach[] | undefined {
  const system = buildSystem(floats, input);
  const options = [...ranges.keys()];
  const columns = new Map(options.map((option, at) => [option, system.columns + at]));
  const { rows } = concrete(system, ranges, "easiest", columns);
  const hard = concrete(system, ranges, "hardest", columns);
  const bounds = options.map((option) => {
    const range = ranges.get(option);
    return [Number(range?.low ?? 0), Number(range?.high ?? 0)] as const;
  });
  const others = rows.filter(({ from }) => !target(from) && !aside(from));
  const found: Reach[] = [];
  for (const row of hard.rows) {
    if (!target(row.from)) continue;
    const ways: readonly (1 | -1)[] = row.relation === "=" ? [1, -1] : [1];
    for (const way of ways) {
      const one = farthest(backend, system, others, row, way, bounds, options, input, ranges);
      if (one === undefined) return undefined;
      found.push(one);
    }
  }
  return found;
}

function farthest(
  backend: Backend,
  system: System<number>,
  others: readonly LinearRow<number>[],
  row: LinearRow<number>,
  way: 1 | -1,
  bounds: readonly (readonly [number, number])[],
  options: readonly string[],
  input: SystemInput,
  ranges: Ranges,
): Reach | undefined {
  const { builder, rows: problemRows, zeroes } = load(system, others, false, bounds);
  for (const [column, coef] of row.form) {
    // Anything would do: a bound keeps what nothing limits from being unbounded.
    if (column !== UNIT) builder.addCost(column, -way * coef);
  }
  const ceiling = [...row.form].flatMap(([column, coef]) =>
    column === UNIT ? [] : [{ col: column, coef: way * coef }],
  );
  const constant = way * (row.form.get(UNIT) ?? 0);
  builder.addRow(-Infinity, 1 - constant, ceiling);
  const answer = backend.solve(builder.build(), { wantDuals: true });
  if (answer.status === "infeasible") return undefined;
  if (answer.status !== "optimal" || answer.x === undefined) failed(answer.status, answer.message);
  const { x, rowDual, colDual } = answer;
  const value = constant - answer.objective;
  const support = new Set<LinearRow<number>>();
  problemRows.forEach((one, i) => {
    if (Math.abs(rowDual?.[i + 1] ?? 0) > 1e-9) support.add(one);
  });
  for (const [column, forcing] of zeroes)
    if (Math.abs(colDual?.[column] ?? 0) > 1e-9) for (const one of forcing) support.add(one);
  const values = new Map(options.map((option, at) => [option, x[system.columns + at] ?? 0]));
  const done = (exceeds: boolean): Reach => ({
    exceeds,
    system,
    ...(exceeds ? { x } : {}),
    options: values,
    support: [...support],
  });
  if (value > NEAR) return done(true);
  const exact = new ExactSystem(input, ranges);
  const order = exact.maximum(
    indices(system, [row])[0] ?? -1,
    way,
    indices(system, support),
    indices(system, others),
  );
  return done(order > 0);
}

/** The same rows in fractions; rows join only as they are violated, so that the tableau stays small. */
export class ExactSystem {
  readonly system: System<Rational>;
  private readonly columns: ReadonlyMap<string, number>;
  private readonly rows: readonly (ExactRow | undefined)[];
  private readonly hardest: readonly (ExactRow | undefined)[];

  constructor(
    input: SystemInput,
    private readonly ranges: Ranges,
  ) {
    this.system = buildSystem(fractions, input);
    const options = [...ranges.keys()];
    this.columns = new Map(options.map((option, at) => [option, this.system.columns + at]));
    const easy = concrete(this.system, ranges, "easiest", this.columns);
    const hard = concrete(this.system, ranges, "hardest");
    const byRow = (all: readonly LinearRow<Rational>[]) => {
      const found = new Map(all.map((row) => [row.from, exactRow(row.form, row.relation)]));
      return this.system.rows.map((row) => found.get(row));
    };
    this.rows = byRow(easy.rows);
    this.hardest = byRow(hard.rows);
  }

  /** Options at their hardest. @param start rows to begin with */
  feasible(start: readonly number[]):
    | { readonly feasible: true }
    | {
        readonly feasible: false;
        readonly support: readonly number[];
        readonly multipliers: readonly Rational[];
      } {
    const active = new Set(start.filter((index) => this.hardest[index] !== undefined));
    for (;;) {
      const list = [...active].sort((a, b) => a - b);
      const verdict = exactFeasibility({
        columns: this.system.columns,
        free: this.system.free,
        rows: [...this.frame(false), ...list.flatMap((index) => this.hardest[index] ?? [])],
      });
      const offset = this.frame(false).length;
      if (!verdict.feasible) {
        const used = list.flatMap((index, i) => {
          const by = verdict.multipliers[i + offset] ?? ZERO;
          return sign(by) === 0 ? [] : [{ index, by }];
        });
        return {
          feasible: false,
          support: used.map(({ index }) => index),
          multipliers: used.map(({ by }) => by),
        };
      }
      const before = active.size;
      this.hardest.forEach((row, index) => {
        if (
          row !== undefined &&
          !active.has(index) &&
          active.size < before + 12 &&
          violated(row, verdict.point)
        )
          active.add(index);
      });
      if (active.size === before) return { feasible: true };
    }
  }

  /** The sign of the most by which a row can be missed while the others hold; 1 also where nothing limits it. */
  maximum(target: number, way: 1 | -1, start: readonly number[], others: readonly number[]): number {
    const all = others.filter((index) => this.rows[index] !== undefined);
    const allowed = new Set(all);
    const active = new Set(start.filter((index) => allowed.has(index)));
    const hard = concrete(this.system, this.ranges, "hardest", this.columns).rows.find(
      ({ from }) => from === this.system.rows[target],
    );
    if (hard === undefined) return 1;
    const objective = new Map<number, Rational>();
    let constant = ZERO;
    for (const [column, value] of hard.form) {
      const signed = way === 1 ? value : negate(value);
      if (column === UNIT) constant = signed;
      else objective.set(column, signed);
    }
    for (;;) {
      const rows = [
        ...this.frame(true),
        ...[...active].sort((a, b) => a - b).flatMap((index) => this.rows[index] ?? []),
      ];
      const best = exactMaximum(
        { columns: this.system.columns + this.columns.size, free: this.free(), rows },
        objective,
      );
      if (best === undefined) return 0;
      if (best !== "unbounded") {
        const order = compare(best.value, negate(constant));
        if (order <= 0) return order;
      }
      const before = active.size;
      for (const index of all) {
        const row = this.rows[index];
        if (row === undefined || active.has(index) || active.size >= before + 12) continue;
        if (best === "unbounded" || violated(row, best.point)) active.add(index);
      }
      if (active.size === before) return 1;
    }
  }

  private free(): ReadonlySet<number> {
    return new Set([...this.system.free, ...this.columns.values()]);
  }

  /** The weights and cash are the whole; a dollar is the least that an account is worth; options stay in their ranges. */
  private frame(withOptions: boolean): ExactRow[] {
    const { system } = this;
    const one = fractions.one;
    const whole = new Map(Array.from({ length: system.cash + 1 }, (_, column) => [column, one] as const));
    const rows: ExactRow[] = [{ coefs: whole, relation: "=", bound: one }];
    for (const [column, key] of system.extras)
      if (key === "one million dollars")
        rows.push({
          coefs: new Map([[column, one]]),
          relation: "<=",
          bound: fractions.of(String(MOST_MONEY)),
        });
    if (!withOptions) return rows;
    for (const [option, column] of this.columns) {
      const range = this.ranges.get(option);
      if (range === undefined) continue;
      rows.push({ coefs: new Map([[column, one]]), relation: "<=", bound: fractions.of(range.high) });
      rows.push({
        coefs: new Map([[column, negate(one)]]),
        relation: "<=",
        bound: negate(fractions.of(range.low)),
      });
    }
    return rows;
  }
}

function exactRow(form: Form<Rational>, relation: "<=" | "="): ExactRow {
  const coefs = new Map(form);
  coefs.delete(UNIT);
  return { coefs, relation, bound: negate(form.get(UNIT) ?? ZERO) };
}

function violated(row: ExactRow, point: readonly Rational[]): boolean {
  let sum = ZERO;
  for (const [column, coef] of row.coefs) {
    const value = point[column];
    if (value !== undefined) sum = fractions.add(sum, fractions.multiply(coef, value));
  }
  const order = compare(sum, row.bound);
  return row.relation === "=" ? order !== 0 : order > 0;
}
