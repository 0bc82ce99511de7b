import { compare, negate, type Rational, sign, ZERO } from "../exact/rational.ts";
import { type ExactRow, exactFeasibility, exactMaximum } from "../exact/simplex.ts";
import { concrete, type LinearRow, type Ranges } from "./concrete.ts";
import { MONEY_COLUMN } from "./expression.ts";
import { fractions } from "./field.ts";
import { type Form, UNIT } from "./form.ts";
import { buildSystem, MOST_MONEY, type System, type SystemInput, type SystemRow } from "./system.ts";

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

  /** Rows of the same rule and item as one of another system of the same elements. */
  rowsLike({ element, rule, label }: SystemRow<number>): number[] {
    return this.system.rows.flatMap((row, index) =>
      row.element === element && row.rule === rule && row.label === label && row.of.length === 1 ? index : [],
    );
  }

  /** Rows of the same rules and items as some of another system of the same elements, as far as they are here. */
  like(rows: Iterable<LinearRow<number>>): number[] {
    this.byName ??= this.named();
    const found = new Set<number>();
    for (const { from } of rows) for (const at of this.byName.get(nameOf(from)) ?? []) found.add(at);
    return [...found];
  }

  private byName: ReadonlyMap<string, readonly number[]> | undefined;

  private named(): ReadonlyMap<string, readonly number[]> {
    const all = new Map<string, number[]>();
    this.system.rows.forEach((row, index) => {
      const name = nameOf(row);
      const before = all.get(name);
      if (before === undefined) all.set(name, [index]);
      else before.push(index);
    });
    return all;
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
      if (key === MONEY_COLUMN)
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

function nameOf({ element, rule, label, of }: SystemRow<number> | SystemRow<Rational>): string {
  return `${element.id}\n${element.rules.indexOf(rule)}\n${label}\n${of.length}`;
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
