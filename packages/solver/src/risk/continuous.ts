import type { Answer, SolveOptions } from "../backend.ts";
import { noPoint } from "../backends/engine.ts";
import type { LinearSolver } from "../branch/branchAndBound.ts";
import { ProblemBuilder } from "../problem/builder.ts";
import { reducedCosts } from "../problem/evaluate.ts";
import type { Problem, Risk } from "../problem/problem.ts";
import { activeWeights, tangentProgram, varianceAt, varianceOf } from "../problem/risk.ts";
import { type Scaled, scaleProblem } from "../problem/scale.ts";
import type { CertificateCheck } from "../structured/certificate.ts";
import { type RiskPoint, verifyRiskPoint } from "./certificate.ts";
import { solveByCuts } from "./cuts.ts";
import { interior } from "./interior.ts";
import { type Layout, layoutOf } from "./layout.ts";
import { createNewton } from "./newton.ts";
import { polish } from "./polish.ts";

/** What became of the continuous problems with risk so far. */
export interface RiskStats {
  problems: number;
  /** answered by the linear program alone, which keeps the limit on the tracking error unasked */
  linear: number;
  /** answered by the interior point method with a certificate that verified; of these, at an exact corner */
  certified: number;
  polished: number;
  /** proved to have no point */
  infeasible: number;
  iterations: number;
  /** handed over to cutting planes: no certificate */
  handedOver: number;
}

/** What is kept from problem to problem: a layout serves all that share a matrix (the nodes of a search). */
export interface RiskMemory {
  readonly stats: RiskStats;
  layout?: { readonly problem: Problem; readonly risk: Risk; readonly is: Layout };
}

/** Dense rows (coupling rows and factors) beyond which the interior point's linear algebra is not tried. */
const MOST_DENSE = 1500;
/** A deviation is within its limit up to this, in comfortable units (semantics.md 5). */
const FEASIBLE = 5e-10;

/** Solves a problem with risk and without integers. It has passed `findFault` and `riskFault`. */
export function solveContinuous(
  memory: RiskMemory,
  linear: LinearSolver,
  problem: Problem,
  options: SolveOptions,
): Answer {
  const { risk } = problem;
  if (risk === undefined) return linear.solve(problem, options);
  const { stats } = memory;
  stats.problems++;
  const limits = limitOf(options);
  if (risk.deviation < 0) {
    const found = risk.price > 0 ? attempt(memory, problem) : undefined;
    if (found !== undefined) return found;
    if (risk.price === 0) return withoutRisk(linear, problem, options);
    const anywhere = linear.solve(feasibility(problem), limits);
    if (anywhere.status !== "optimal") return anywhere;
    return handOver(memory, linear, problem, options);
  }
  const free: Problem = { ...problem, risk: { ...risk, deviation: -1 } };
  const first =
    risk.price > 0
      ? solveContinuous(memory, linear, free, { ...limits, wantDuals: true })
      : withoutRisk(linear, free, { ...limits, wantDuals: true });
  if (first.status !== "optimal" && first.status !== "unbounded") return first;
  const kept = first.x === undefined ? undefined : withinLimit(problem, risk, first);
  if (kept !== undefined) {
    stats.linear++;
    return kept;
  }
  const found = attempt(memory, problem);
  if (found !== undefined) return found;
  if (provenImpossible(memory, linear, problem, risk)) {
    stats.infeasible++;
    return noPoint("infeasible");
  }
  return handOver(memory, linear, problem, options);
}

function limitOf(options: SolveOptions): SolveOptions {
  return options.timeLimitSeconds === undefined ? {} : { timeLimitSeconds: options.timeLimitSeconds };
}

function withoutRisk(linear: LinearSolver, problem: Problem, options: SolveOptions): Answer {
  const { risk: _, ...plain } = problem;
  return linear.solve(plain, options);
}

/** Whether there is any point, the cone apart. */
function feasibility(problem: Problem): Problem {
  const { risk: _, ...plain } = problem;
  return { ...plain, offset: 0, cost: new Float64Array(problem.numCol) };
}

function handOver(memory: RiskMemory, linear: LinearSolver, problem: Problem, options: SolveOptions): Answer {
  memory.stats.handedOver++;
  return solveByCuts(linear, problem, options);
}

/** Whether nothing but its bounds and the cone speaks of the deviation: it may as well be its upper bound. */
function isPlain(problem: Problem, deviation: number): boolean {
  if (problem.cost[deviation] !== 0) return false;
  for (let k = problem.start[deviation] as number; k < (problem.start[deviation + 1] as number); k++)
    if (problem.value[k] !== 0) return false;
  return true;
}

/** The answer of the problem without its cone, where that keeps to the cone. */
function withinLimit(problem: Problem, risk: Risk, answer: Answer): Answer | undefined {
  if (answer.x === undefined) return undefined;
  const x = answer.x.slice();
  const { deviation } = risk;
  const root = Math.sqrt(varianceOf(risk, activeWeights(risk, x)).variance);
  if (isPlain(problem, deviation)) {
    const [lower, upper] = [problem.colLower[deviation] as number, problem.colUpper[deviation] as number];
    x[deviation] = Math.min(Math.max(root, lower), upper);
  }
  const forgiven = FEASIBLE * scaleProblem(problem).unit;
  return root <= (x[deviation] as number) + forgiven ? { ...answer, x, deviationDual: 0 } : undefined;
}

/** The interior point method with its polish, and the certificate of what it finds. Undefined: no certificate. */
function attempt(memory: RiskMemory, given: Problem): Answer | undefined {
  const scaled = scaleProblem(given);
  let { problem } = scaled;
  let { risk } = problem;
  if (risk === undefined) return undefined;
  const { deviation } = risk;
  if (deviation >= 0) {
    const upper = problem.colUpper[deviation] as number;
    if (!(upper > 0)) return undefined;
    const colLower = problem.colLower.slice();
    colLower[deviation] =
      isPlain(problem, deviation) && upper < Infinity ? upper : Math.max(0, colLower[deviation] as number);
    problem = { ...problem, colLower };
    risk = { ...risk };
  }
  const layout = layoutFor(memory, problem, risk);
  if (layout.coupling + layout.factors > MOST_DENSE) return undefined;
  const newton = createNewton(problem, risk, layout);
  const isFixed = (j: number): boolean =>
    (problem.colUpper[j] as number) - (problem.colLower[j] as number) <= 0;
  const ending = interior(newton, isFixed);
  memory.stats.iterations += ending.iterations;
  if (!ending.x.every(Number.isFinite)) return undefined;
  const exact = polish(newton, ending, isFixed);
  if (exact !== undefined) {
    const answer = certified(scaled, given, { ...exact, rowDual: exact.y, deviationDual: 2 * exact.sigma });
    if (answer !== undefined) {
      memory.stats.certified++;
      memory.stats.polished++;
      return answer;
    }
  }
  if (!ending.converged) return undefined;
  const near = { x: ending.x, rowDual: ending.y, deviationDual: 2 * ending.sigma };
  const answer = certified(scaled, given, near);
  if (answer !== undefined) memory.stats.certified++;
  return answer;
}

function layoutFor(memory: RiskMemory, problem: Problem, risk: Risk): Layout {
  const known = memory.layout;
  if (
    known !== undefined &&
    known.problem.start === problem.start &&
    known.problem.index === problem.index &&
    known.problem.value === problem.value &&
    known.risk.weightOf === risk.weightOf &&
    known.risk.weightCoef === risk.weightCoef &&
    known.risk.deviation === risk.deviation &&
    known.risk.base.length === risk.base.length &&
    known.risk.factors === risk.factors
  )
    return known.is;
  memory.layout = { problem, risk, is: layoutOf(problem, risk) };
  return memory.layout.is;
}

/** The point in the units of the problem as given, if its certificate verifies there. */
function certified(scaled: Scaled, given: Problem, point: RiskPoint): Answer | undefined {
  const { colScale, rowScale, costScale } = scaled;
  const deviation = given.risk?.deviation ?? -1;
  const unit = deviation < 0 ? 1 : (colScale[deviation] ?? 1);
  const x = point.x.map((v, j) =>
    Math.min(Math.max(v * (colScale[j] ?? 1), given.colLower[j] ?? v), given.colUpper[j] ?? v),
  );
  const rowDual = point.rowDual.map((y, i) => cleaned(given, i, (y * (rowScale[i] ?? 1)) / costScale) + 0);
  const deviationDual = Math.max(0, point.deviationDual) / (costScale * unit);
  if (deviation >= 0) {
    const root = Math.sqrt(varianceAt(given, x));
    if (root > (x[deviation] ?? 0) + FEASIBLE * scaled.unit) return undefined;
  }
  const check = verifyRiskPoint(given, { x, rowDual, deviationDual }, scaled.unit);
  if (!check.ok) return undefined;
  return answerOf(given, check, x, rowDual, deviationDual);
}

function cleaned(problem: Problem, row: number, y: number): number {
  const against = y > 0 ? problem.rowLower[row] : problem.rowUpper[row];
  return Number.isFinite(against) ? y : 0;
}

function answerOf(
  given: Problem,
  check: CertificateCheck,
  x: Float64Array,
  rowDual: Float64Array,
  deviationDual: number,
): Answer {
  const program = tangentProgram(given, x);
  const duals = new Float64Array(program.numRow);
  duals.set(rowDual);
  if (program.numRow > given.numRow) duals[given.numRow] = deviationDual;
  return {
    status: "optimal",
    objective: check.primal,
    bound: Math.min(check.primal, check.dual),
    x,
    nodes: 0,
    rowDual,
    colDual: reducedCosts(program, duals),
    deviationDual,
  };
}

/**
 * Whether no point keeps to the cone: the least by which any misses it, with a bound that is proved. Where nothing else
 * speaks of the deviation that is the least variance there is, a problem without cone.
 */
function provenImpossible(memory: RiskMemory, linear: LinearSolver, problem: Problem, risk: Risk): boolean {
  const { deviation } = risk;
  const upper = problem.colUpper[deviation] as number;
  if (isPlain(problem, deviation) && upper < Infinity) {
    if (upper < 0) return true;
    const least: Problem = {
      ...feasibility(problem),
      risk: { ...risk, price: 1, deviation: -1 },
    };
    const found = solveContinuous(memory, linear, least, {});
    if (found.status === "infeasible") return true;
    return (
      found.status === "optimal" &&
      found.bound > 0 &&
      Math.sqrt(found.bound) > upper + FEASIBLE * scaleProblem(problem).unit
    );
  }
  const missed = missing(problem, risk);
  const found = attempt(memory, missed) ?? solveByCuts(linear, missed);
  return found.status === "optimal" && found.bound > FEASIBLE * scaleProblem(problem).unit;
}

/** The same with a deviation that may miss its limit, at a cost of 1, and no other cost. */
function missing(problem: Problem, risk: Risk): Problem {
  const { numCol, numRow, start, index, value } = problem;
  const builder = new ProblemBuilder();
  const columns: number[][] = Array.from({ length: numRow }, () => []);
  const coefs: number[][] = Array.from({ length: numRow }, () => []);
  for (let j = 0; j < numCol; j++) {
    builder.addColumn(0, problem.colLower[j] ?? 0, problem.colUpper[j] ?? 0);
    for (let k = start[j] ?? 0; k < (start[j + 1] ?? 0); k++) {
      columns[index[k] ?? 0]?.push(j);
      coefs[index[k] ?? 0]?.push(value[k] ?? 0);
    }
  }
  for (let i = 0; i < numRow; i++)
    builder.addRow(problem.rowLower[i] ?? 0, problem.rowUpper[i] ?? 0, columns[i] ?? [], coefs[i] ?? []);
  const missed = builder.addColumn(1, 0, Infinity);
  const needed = builder.addColumn(0, 0, Infinity);
  builder.addRow(0, Infinity, [risk.deviation, missed, needed], [1, 1, -1]);
  const weightOf = new Int32Array(numCol + 2).fill(-1);
  weightOf.set(risk.weightOf);
  const weightCoef = new Float64Array(numCol + 2);
  weightCoef.set(risk.weightCoef);
  return { ...builder.build(), risk: { ...risk, weightOf, weightCoef, price: 0, deviation: needed } };
}
