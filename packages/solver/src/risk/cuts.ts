import type { Answer, SolveOptions } from "../backend.ts";
import { noPoint } from "../backends/engine.ts";
import type { LinearSolver } from "../branch/branchAndBound.ts";
import { ProblemBuilder } from "../problem/builder.ts";
import { objectiveOf } from "../problem/evaluate.ts";
import type { Problem, Risk } from "../problem/problem.ts";
import { varianceAt } from "../problem/risk.ts";

/** Rounds of linear programs: each brings squares about four times nearer. */
const ROUNDS = 80;
const FEASIBLE = 5e-10;
const OPTIMAL = 2e-7;
/** Squares' own columns are counted in so many parts: a tolerance of 1e-9 is much of an exposure's square. */
const PARTS = 1024;

/** One square of the variance: of a factor's exposure, or of a weight's own deviation. */
interface Square {
  readonly constant: number;
  readonly columns: readonly number[];
  readonly coefs: readonly number[];
}

/**
 * Solves a problem with risk by linear programs alone, independently of the interior point method: variance is a sum of
 * squares, one a factor and one a weight, and each is replaced by as many of its tangents as it takes (Kelley 1960, "The
 * cutting-plane method for solving convex programs", a square at a time; the cone's squares are divided by the deviation:
 * Vielma, Dunning, Huchette and Lubin 2017, "Extended formulations in mixed integer conic quadratic programming").
 * Each program's bound is one of the problem. Without duals.
 */
export function solveByCuts(linear: LinearSolver, problem: Problem, options: SolveOptions = {}): Answer {
  const { risk } = problem;
  if (risk === undefined) return linear.solve(problem, options);
  const squares = squaresOf(problem, risk);
  const priced: number[][] = squares.map(() => []);
  const limited: number[][] = squares.map(() => []);
  const { deviation, price } = risk;
  const limit = options.timeLimitSeconds === undefined ? {} : { timeLimitSeconds: options.timeLimitSeconds };
  let message = "tangents do not come near enough";
  let bound = -Infinity;
  let tangentAt = new Float64Array(problem.numCol);
  for (let round = 0; round < ROUNDS; round++) {
    squares.forEach((square, s) => {
      const at = valueAt(square, tangentAt);
      if (price > 0) priced[s]?.push(at);
      const t = deviation < 0 ? 0 : (tangentAt[deviation] as number);
      if (deviation >= 0) limited[s]?.push(t > 0 ? at / t : Math.sign(at));
    });
    const answer = linear.solve(master(problem, risk, squares, priced, limited), limit);
    if (answer.status !== "optimal" || answer.x === undefined) return answer;
    const x = answer.x.slice(0, problem.numCol);
    const root = Math.sqrt(varianceAt(problem, x));
    const over = deviation < 0 ? 0 : root - (x[deviation] as number);
    const objective = objectiveOf(problem, x);
    bound = Math.max(bound, answer.bound);
    const size = Math.max(Math.abs(objective), 1e-6 * costSize(problem, x));
    const near = objective - bound <= OPTIMAL * size;
    if (over <= FEASIBLE * Math.max(1e-2, root) && near)
      return { status: "optimal", objective, bound: Math.min(bound, objective), x, nodes: 0 };
    message = `tangents leave a gap of ${objective - bound} and a deviation of ${over} too much`;
    tangentAt = x;
  }
  return noPoint("failed", message);
}

function costSize(problem: Problem, x: Float64Array): number {
  let size = 0;
  for (let j = 0; j < problem.numCol; j++) size = Math.max(size, Math.abs(problem.cost[j] as number));
  const price = problem.risk?.price ?? 0;
  return Math.max(size, price * Math.sqrt(varianceAt(problem, x)));
}

function squaresOf(problem: Problem, risk: Risk): Square[] {
  const { weightOf, weightCoef, base, factors, loadings, specific } = risk;
  const moved: number[][] = Array.from(base, () => []);
  for (let j = 0; j < problem.numCol; j++) moved[weightOf[j] as number]?.push(j);
  const squares: Square[] = [];
  for (let f = 0; f < factors; f++) {
    const columns: number[] = [];
    const coefs: number[] = [];
    let constant = 0;
    moved.forEach((list, i) => {
      const loading = loadings[i * factors + f] as number;
      constant += loading * (base[i] as number);
      for (const j of list) {
        columns.push(j);
        coefs.push(loading * (weightCoef[j] as number));
      }
    });
    squares.push({ constant, columns, coefs });
  }
  moved.forEach((list, i) => {
    const root = Math.sqrt(specific[i] as number);
    if (root === 0) return;
    const coefs = list.map((j) => root * (weightCoef[j] as number));
    squares.push({ constant: root * (base[i] as number), columns: list, coefs });
  });
  return squares;
}

function valueAt(square: Square, x: Float64Array): number {
  let sum = square.constant;
  square.columns.forEach((j, k) => {
    sum += (square.coefs[k] as number) * (x[j] as number);
  });
  return sum;
}

/** The problem's own columns and rows first, then the squares and their tangents. */
function master(
  problem: Problem,
  risk: Risk,
  squares: readonly Square[],
  priced: readonly (readonly number[])[],
  limited: readonly (readonly number[])[],
): Problem {
  const { numCol, numRow, start, index, value } = problem;
  const builder = new ProblemBuilder();
  builder.offset = problem.offset;
  const columns: number[][] = Array.from({ length: numRow }, () => []);
  const coefs: number[][] = Array.from({ length: numRow }, () => []);
  for (let j = 0; j < numCol; j++) {
    builder.addColumn(problem.cost[j] ?? 0, problem.colLower[j] ?? 0, problem.colUpper[j] ?? 0);
    for (let k = start[j] ?? 0; k < (start[j + 1] ?? 0); k++) {
      columns[index[k] ?? 0]?.push(j);
      coefs[index[k] ?? 0]?.push(value[k] ?? 0);
    }
  }
  for (let i = 0; i < numRow; i++)
    builder.addRow(problem.rowLower[i] ?? 0, problem.rowUpper[i] ?? 0, columns[i] ?? [], coefs[i] ?? []);
  const shares: number[] = [];
  squares.forEach((square, s) => {
    const root = builder.addColumn(0, -Infinity, Infinity);
    builder.addRow(
      -square.constant,
      -square.constant,
      [...square.columns, root],
      [...square.coefs, -1 / PARTS],
    );
    if (risk.price > 0) {
      const cost = builder.addColumn(risk.price / PARTS, 0, Infinity);
      for (const at of new Set(priced[s]))
        builder.addRow(-at * at * PARTS, Infinity, [cost, root], [1, -2 * at]);
    }
    if (risk.deviation < 0) return;
    const share = builder.addColumn(0, 0, Infinity);
    shares.push(share);
    for (const slope of new Set(limited[s]))
      builder.addRow(0, Infinity, [share, root, risk.deviation], [1, -2 * slope, slope * slope * PARTS]);
  });
  if (risk.deviation >= 0)
    builder.addRow(0, Infinity, [risk.deviation, ...shares], [PARTS, ...shares.map(() => -1)]);
  return builder.build();
}
