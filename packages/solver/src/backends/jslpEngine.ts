import type jslpTypes from "javascript-lp-solver";
import * as jslpModule from "javascript-lp-solver";
import type { Answer } from "../backend.ts";
import { activityOf } from "../problem/evaluate.ts";
import type { Problem } from "../problem/problem.ts";
import { noPoint } from "./engine.ts";
import { unwrapDefault } from "./unwrap.ts";

/** The package's solver object, of which only the class of models is used. */
const jslp = unwrapDefault(jslpModule) as typeof jslpTypes.default;

type Model = InstanceType<typeof jslp.Model>;
type Variable = ReturnType<Model["addVariable"]>;
type Constraint = ReturnType<Model["smallerThan"]>;

/** Relative violation below which a row without free columns counts as kept (semantics.md, section 5). */
const FEASIBILITY = 1e-9;

/** Thrown from inside a pivot, since the solver has no other way to be stopped. */
class Stopped extends Error {
  constructor(readonly status: "time_limit" | "failed") {
    super(status === "time_limit" ? "time limit reached" : "the simplex method does not come to an end");
  }
}

/** How a column is stated with non-negative variables: origin + sign · first (- second, where it is free). */
interface Stated {
  origin: number;
  sign: 1 | -1;
  first?: Variable;
  second?: Variable;
}

/**
 * Solves a linear program with javascript-lp-solver, which knows only variables from 0 upwards and one-sided rows:
 * columns are shifted to the bound that their cost pulls them to (where all have one, the start is dual feasible and
 * the solver's first phase is a true dual simplex), free ones are split, and every other bound becomes a row.
 * Point and duals are read from its tableau, because the values it reports are rounded to its precision.
 *
 * @param precision below this a number of the tableau counts as zero
 * @param outOfTime asked every few pivots
 */
export function solveWithJslp(problem: Problem, precision: number, outOfTime: () => boolean): Answer {
  const model = new jslp.Model(precision);
  model.minimize();
  model.usePresolve = false;
  const columns = stateColumns(model, problem);
  const rows = stateRows(model, problem, columns);
  if (typeof rows === "string") return noPoint("infeasible", rows);
  if (model.variables.length === 0) return atOrigin(problem, columns);
  limitPivots(model, outOfTime);
  try {
    model.solve();
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    return noPoint(error.status, error.message);
  }
  const { tableau } = model;
  if (model.messages.length > 0) return noPoint("failed", "the simplex method went in a circle");
  if (!tableau.feasible) return noPoint("infeasible");
  if (!tableau.bounded) return noPoint("unbounded");
  const x = columns.map((stated) => pointOf(model, stated));
  const answer: Answer = {
    status: "optimal",
    objective: 0,
    bound: -Infinity,
    x: Float64Array.from(x),
    nodes: 0,
  };
  answer.rowDual = readDuals(model, problem, rows);
  return answer;
}

/** Adds a problem's columns to a model. */
function stateColumns(model: Model, problem: Problem): Stated[] {
  const columns: Stated[] = [];
  for (let j = 0; j < problem.numCol; j++) {
    const lower = problem.colLower[j] ?? 0;
    const upper = problem.colUpper[j] ?? 0;
    const cost = problem.cost[j] ?? 0;
    if (lower === upper) {
      columns.push({ origin: lower, sign: 1 });
    } else if (lower === -Infinity && upper === Infinity) {
      const first = model.addVariable(cost, `p${j}`);
      columns.push({ origin: 0, sign: 1, first, second: model.addVariable(-cost, `n${j}`) });
    } else if (upper === Infinity || (lower !== -Infinity && cost >= 0)) {
      columns.push({ origin: lower, sign: 1, first: model.addVariable(cost, `p${j}`) });
    } else {
      columns.push({ origin: upper, sign: -1, first: model.addVariable(-cost, `n${j}`) });
    }
    const { first } = columns[j] ?? {};
    if (first !== undefined && Number.isFinite(upper - lower))
      model.smallerThan(upper - lower).addTerm(1, first);
  }
  return columns;
}

/** A problem's row as one-sided constraints. */
interface StatedRow {
  lower?: Constraint;
  upper?: Constraint;
}

/** Adds a problem's rows, or says which of those without free columns is broken. */
function stateRows(model: Model, problem: Problem, columns: Stated[]): StatedRow[] | string {
  const origin = Float64Array.from(columns, (stated) => stated.origin);
  const { activity, largest } = activityOf(problem, origin);
  const free = new Uint8Array(problem.numRow);
  for (let j = 0; j < problem.numCol; j++) {
    if (columns[j]?.first === undefined) continue;
    for (let k = problem.start[j] ?? 0; k < (problem.start[j + 1] ?? 0); k++) free[problem.index[k] ?? 0] = 1;
  }
  const rows: StatedRow[] = [];
  for (let i = 0; i < problem.numRow; i++) {
    const at = activity[i] ?? 0;
    const lower = problem.rowLower[i] ?? 0;
    const upper = problem.rowUpper[i] ?? 0;
    const row: StatedRow = {};
    if (free[i] === 1) {
      if (upper !== Infinity) row.upper = model.smallerThan(upper - at);
      if (lower !== -Infinity) row.lower = model.greaterThan(lower - at);
    } else {
      const slack = FEASIBILITY * Math.max(1, largest[i] ?? 0);
      if (at < lower - slack || at > upper + slack)
        return `row ${i} has no free column and its bounds exclude ${at}`;
    }
    rows.push(row);
  }
  for (let j = 0; j < problem.numCol; j++) {
    const { first, second, sign } = columns[j] ?? {};
    if (first === undefined || sign === undefined) continue;
    for (let k = problem.start[j] ?? 0; k < (problem.start[j + 1] ?? 0); k++) {
      const row = rows[problem.index[k] ?? 0];
      const coef = problem.value[k] ?? 0;
      for (const constraint of [row?.upper, row?.lower]) {
        constraint?.addTerm(sign * coef, first);
        if (second !== undefined) constraint?.addTerm(-coef, second);
      }
    }
  }
  return rows;
}

/** Every column is fixed: the only point there is. */
function atOrigin(problem: Problem, columns: Stated[]): Answer {
  const x = Float64Array.from(columns, (stated) => stated.origin);
  return {
    status: "optimal",
    objective: 0,
    bound: -Infinity,
    x,
    rowDual: new Float64Array(problem.numRow),
    nodes: 0,
  };
}

/** The solver's loops have no limit of their own; each of their steps is a pivot, so a pivot is where to stop them. */
function limitPivots(model: Model, outOfTime: () => boolean): void {
  const { tableau } = model;
  const pivot = tableau.pivot.bind(tableau);
  const limit = 1000 + 50 * (model.nConstraints + model.nVariables);
  let pivots = 0;
  tableau.pivot = (row, column) => {
    pivots++;
    if (pivots > limit) throw new Stopped("failed");
    if (pivots % 16 === 0 && outOfTime()) throw new Stopped("time_limit");
    pivot(row, column);
  };
}

function pointOf(model: Model, { origin, sign, first, second }: Stated): number {
  return origin + sign * (basicValue(model, first) - basicValue(model, second));
}

/** Value of a variable: the right side of its row where it is basic, else 0. */
function basicValue({ tableau }: Model, variable: Variable | undefined): number {
  const row = variable === undefined ? -1 : (tableau.rowByVarIndex[variable.index] ?? -1);
  return row === -1 ? 0 : (tableau.matrix[row * tableau.width + tableau.rhsColumn] ?? 0);
}

/**
 * The cost row holds, for the slack of a constraint a·x ≤ b, the change of the minimum per unit of b (never positive
 * at the optimum); for a·x ≥ b, which the solver negates, the change per unit of -b.
 */
function readDuals(model: Model, problem: Problem, rows: StatedRow[]): Float64Array {
  const { tableau } = model;
  const price = (constraint: Constraint | undefined) => {
    const column = constraint === undefined ? -1 : (tableau.colByVarIndex[constraint.index] ?? -1);
    return column === -1 ? 0 : (tableau.matrix[column] ?? 0);
  };
  return Float64Array.from(
    { length: problem.numRow },
    (_, i) => price(rows[i]?.upper) - price(rows[i]?.lower),
  );
}
