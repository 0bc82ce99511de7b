/**
 * A simplex in exact fractions, for the few clauses of a conflict: Bland's rule, so that it ends on every problem.
 * Slow (dense, fractions that grow) and beyond doubt, which is what it is for.
 */
import {
  add,
  compare,
  divide,
  multiply,
  negate,
  ONE,
  type Rational,
  sign,
  subtract,
  ZERO,
} from "./rational.ts";

/** `Σ coefs · x (<= | =) bound`; columns without a coefficient are left out. */
export interface ExactRow {
  readonly coefs: ReadonlyMap<number, Rational>;
  readonly relation: "<=" | "=";
  readonly bound: Rational;
}

/** Every column is `>= 0`, or free. */
export interface ExactProblem {
  readonly columns: number;
  readonly free?: ReadonlySet<number>;
  readonly rows: readonly ExactRow[];
}

export type ExactVerdict =
  | { readonly feasible: true; readonly point: readonly Rational[] }
  /**
   * Farkas: the rows added up with these multipliers (>= 0 for `<=`) say that something nowhere negative is below
   * zero. A proof that anybody can check by adding up.
   */
  | { readonly feasible: false; readonly multipliers: readonly Rational[] };

interface Tableau {
  /** one a row; the last entry is the right side */
  readonly rows: Rational[][];
  /** reduced costs, to be minimised; the last entry is minus the objective */
  cost: Rational[];
  /** the column that is basic in each row */
  readonly basis: number[];
}

/** Whether any point satisfies all rows: one that does, or the multipliers that prove that none can. */
export function exactFeasibility(problem: ExactProblem): ExactVerdict {
  return new Solver(problem).feasibility();
}

/**
 * The largest value of `objective` over a feasible problem.
 * @returns `undefined` where the problem is infeasible, `unbounded`, or the maximum with its point
 */
export function exactMaximum(
  problem: ExactProblem,
  objective: ReadonlyMap<number, Rational>,
): "unbounded" | undefined | { readonly value: Rational; readonly point: readonly Rational[] } {
  return new Solver(problem).maximum(objective);
}

class Solver {
  private readonly tableau: Tableau;
  /** columns: the problem's, then the negative parts of the free ones, slacks, artificials, the right side */
  private readonly negatives = new Map<number, number>();
  private readonly firstSlack: number;
  private readonly firstArtificial: number;
  private readonly width: number;
  private readonly flipped: boolean[];

  constructor(private readonly problem: ExactProblem) {
    const { columns, rows, free } = problem;
    let next = columns;
    for (let j = 0; j < columns; j++) if (free?.has(j) === true) this.negatives.set(j, next++);
    this.firstSlack = next;
    this.firstArtificial = next + rows.length;
    this.width = this.firstArtificial + rows.length + 1;
    this.flipped = rows.map(({ bound }) => sign(bound) < 0);
    const basis: number[] = [];
    const body = rows.map((row, i) => {
      const line = new Array<Rational>(this.width).fill(ZERO);
      const flip = this.flipped[i] === true;
      const put = (column: number, value: Rational) => {
        line[column] = flip ? negate(value) : value;
      };
      for (const [column, coef] of row.coefs) {
        put(column, coef);
        const twin = this.negatives.get(column);
        if (twin !== undefined) put(twin, negate(coef));
      }
      if (row.relation === "<=") put(this.firstSlack + i, ONE);
      put(this.width - 1, row.bound);
      // A slack that counts upwards starts in the basis; any other row needs an artificial column.
      const own = row.relation === "<=" && !flip ? this.firstSlack + i : this.firstArtificial + i;
      line[own] = ONE;
      basis.push(own);
      return line;
    });
    this.tableau = { rows: body, cost: [], basis };
  }

  feasibility(): ExactVerdict {
    const { tableau, firstArtificial, width } = this;
    // The sum of the artificial columns, priced out of the basis.
    const cost = new Array<Rational>(width).fill(ZERO);
    for (let j = firstArtificial; j < width - 1; j++) cost[j] = ONE;
    tableau.rows.forEach((row, i) => {
      if ((tableau.basis[i] ?? 0) < firstArtificial) return;
      for (let j = 0; j < width; j++) cost[j] = subtract(cost[j] ?? ZERO, row[j] ?? ZERO);
    });
    tableau.cost = cost;
    this.run(width - 1);
    if (sign(tableau.cost[width - 1] ?? ZERO) === 0) return { feasible: true, point: this.point() };
    const multipliers = this.problem.rows.map((row, i): Rational => {
      // The price of a row: what its own unit column was reduced by.
      const price =
        row.relation === "<="
          ? (tableau.cost[this.firstSlack + i] ?? ZERO)
          : subtract(tableau.cost[this.firstArtificial + i] ?? ZERO, ONE);
      return row.relation === "<=" || this.flipped[i] !== true ? price : negate(price);
    });
    return { feasible: false, multipliers };
  }

  maximum(
    objective: ReadonlyMap<number, Rational>,
  ): "unbounded" | undefined | { readonly value: Rational; readonly point: readonly Rational[] } {
    if (!this.feasibility().feasible) return undefined;
    const { tableau, firstArtificial, width } = this;
    this.expelArtificials();
    const cost = new Array<Rational>(width).fill(ZERO);
    for (const [column, value] of objective) {
      cost[column] = negate(value);
      const twin = this.negatives.get(column);
      if (twin !== undefined) cost[twin] = value;
    }
    tableau.rows.forEach((row, i) => {
      const price = cost[tableau.basis[i] ?? 0] ?? ZERO;
      if (sign(price) === 0) return;
      for (let j = 0; j < width; j++) cost[j] = subtract(cost[j] ?? ZERO, multiply(price, row[j] ?? ZERO));
    });
    tableau.cost = cost;
    if (this.run(firstArtificial) === "unbounded") return "unbounded";
    const point = this.point();
    let value = ZERO;
    for (const [column, coef] of objective) value = add(value, multiply(coef, point[column] ?? ZERO));
    return { value, point };
  }

  /** Bland: the first column that helps, the first row that gives way. */
  private run(columns: number): "optimal" | "unbounded" {
    const { tableau, width } = this;
    for (;;) {
      let entering = -1;
      for (let j = 0; j < columns; j++) {
        if (sign(tableau.cost[j] ?? ZERO) < 0) {
          entering = j;
          break;
        }
      }
      if (entering < 0) return "optimal";
      let leaving = -1;
      let least = ZERO;
      tableau.rows.forEach((row, i) => {
        const coef = row[entering] ?? ZERO;
        if (sign(coef) <= 0) return;
        const step = divide(row[width - 1] ?? ZERO, coef);
        const order = leaving < 0 ? -1 : compare(step, least);
        if (order < 0 || (order === 0 && (tableau.basis[i] ?? 0) < (tableau.basis[leaving] ?? 0))) {
          leaving = i;
          least = step;
        }
      });
      if (leaving < 0) return "unbounded";
      this.pivot(leaving, entering);
    }
  }

  private pivot(leaving: number, entering: number): void {
    const { tableau, width } = this;
    const row = tableau.rows[leaving] ?? [];
    const by = row[entering] ?? ONE;
    for (let j = 0; j < width; j++) {
      const value = row[j] ?? ZERO;
      if (value.n !== 0n) row[j] = divide(value, by);
    }
    const clear = (line: Rational[]) => {
      const factor = line[entering] ?? ZERO;
      if (factor.n === 0n) return;
      for (let j = 0; j < width; j++) {
        const value = row[j] ?? ZERO;
        if (value.n !== 0n) line[j] = subtract(line[j] ?? ZERO, multiply(factor, value));
      }
    };
    tableau.rows.forEach((line, i) => {
      if (i !== leaving) clear(line);
    });
    clear(tableau.cost);
    tableau.basis[leaving] = entering;
  }

  /** Artificial columns that are basic at zero leave, or their row says nothing and goes. */
  private expelArtificials(): void {
    const { tableau, firstArtificial } = this;
    for (let i = tableau.rows.length - 1; i >= 0; i--) {
      if ((tableau.basis[i] ?? 0) < firstArtificial) continue;
      const row = tableau.rows[i] ?? [];
      const entering = row.findIndex((value, j) => j < firstArtificial && value.n !== 0n);
      if (entering >= 0) this.pivot(i, entering);
      else {
        tableau.rows.splice(i, 1);
        tableau.basis.splice(i, 1);
      }
    }
  }

  private point(): Rational[] {
    const { tableau, width } = this;
    const value = new Map(tableau.basis.map((column, i) => [column, tableau.rows[i]?.[width - 1] ?? ZERO]));
    return Array.from({ length: this.problem.columns }, (_, j) => {
      const twin = this.negatives.get(j);
      const positive = value.get(j) ?? ZERO;
      return twin === undefined ? positive : subtract(positive, value.get(twin) ?? ZERO);
    });
  }
}
