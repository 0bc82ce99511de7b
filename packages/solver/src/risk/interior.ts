import { pullOf, timesColumns, timesRows } from "./matrix.ts";
import { form, type Newton, solveNewton } from "./newton.ts";
import {
  aimAt,
  correct,
  measureDistances,
  type Pairs,
  pairsOf,
  products,
  reach,
  type Step,
  stepOf,
} from "./pairs.ts";

/** Where an interior point method ended: a point and multipliers, each a little inside what they must be. */
export interface Interior {
  readonly converged: boolean;
  readonly iterations: number;
  readonly x: Float64Array;
  /** of rows: ≥ 0 presses against the lower side */
  readonly y: Float64Array;
  /** the bounds of columns and rows, how far they are and what they press with */
  readonly pairs: Pairs;
  /** multiplier of the cone */
  readonly sigma: number;
}

/** Iterations after which a problem is given up: those that converge take 10 to 25. */
const MOST_ITERATIONS = 70;
/** Part of the way to the nearest bound. */
const NEAR = 0.9995;
/** Complementarity products that add up to this, of the objective's size, are an optimum for the polish to finish. */
const GAP = 1e-7;
const RESIDUAL = 1e-9;
/** Steps towards a gap below this are refined: before, rounding is far from what they miss. */
const FINE = 1e-4;
/** No iterate starts nearer to a bound than half its interval or this: a hundredth of an account. */
const CLEAR = 1e-2;
/** Where their variance is limited, active weights start no further apart in all than this: each by its share. */
const CLEAR_IN_ALL = 0.3;
/** Centrality correctors look this much further than a step goes, and are kept where they gain a part of it. */
const FURTHER = 0.3;
const GAIN = 0.1;
/** Dense rows from which on factorising takes ten times what a solution takes. */
const MANY_DENSE = 100;

/** The iterate, and what is measured at it. */
interface State {
  readonly pairs: Pairs;
  /** columns, then activities of rows */
  readonly level: Float64Array;
  /** the two parts of it */
  readonly x: Float64Array;
  readonly activity: Float64Array;
  readonly y: Float64Array;
  /** the largest cost, or pull of risk: in what multipliers are counted */
  readonly costSize: number;
  /** what stationarity misses, by level; what rows' activities miss */
  readonly stationarity: Float64Array;
  readonly primal: Float64Array;
  /** second derivative of the barriers, by level */
  readonly theta: Float64Array;
  readonly force: Float64Array;
  readonly h: Float64Array;
  variance: number;
  /** the cone's function v / t - t */
  cone: number;
}

/**
 * A primal-dual interior point method with Mehrotra's predictor and corrector, for a problem in comfortable units whose
 * bounds do not cross. Where there is a cone its column has a finite, positive start.
 */
export function interior(newton: Newton, isFixed: (j: number) => boolean): Interior {
  const { problem } = newton;
  const state = begin(newton, isFixed);
  const { pairs, x, y } = state;
  let step = stepOf(problem, pairs);
  let other = stepOf(problem, pairs);
  const correctors = correctorsFor(newton);
  let iterations = 0;
  let converged = false;
  let best = Infinity;
  let since = 0;
  for (; iterations < MOST_ITERATIONS; iterations++) {
    const now = measure(newton, state, isFixed);
    if (now.gap <= GAP && now.primal <= RESIDUAL && now.dual <= RESIDUAL) {
      converged = true;
      break;
    }
    const merit = Math.max(now.gap, now.primal, now.dual);
    if (!(merit < Infinity)) break;
    // What neither converges nor gets better any more has reached what floats give.
    if (merit < 0.9 * best) since = 0;
    else if (++since > 15) break;
    best = Math.min(best, merit);
    formAt(newton, state, isFixed);
    const refinements = merit < FINE ? 1 : 0;
    pairs.aim.fill(0);
    direction(newton, state, step, 0);
    const after = products(pairs, step, Math.min(1, reach(pairs, step, 1)));
    const centre =
      pairs.length === 0 ? 0 : (Math.max(0, after) / now.products) ** 3 * (now.products / pairs.length);
    aimAt(pairs, centre, step);
    direction(newton, state, step, refinements);
    let length = Math.min(1, NEAR * reach(pairs, step, 1 / NEAR));
    for (let k = 0; k < correctors && length < 1; k++) {
      correct(pairs, step, Math.min(1, length + FURTHER), centre);
      direction(newton, state, other, refinements);
      const longer = Math.min(1, NEAR * reach(pairs, other, 1 / NEAR));
      if (longer < length + GAIN * FURTHER) break;
      length = longer;
      [step, other] = [other, step];
    }
    advance(state, step, length);
  }
  return {
    converged,
    iterations,
    x,
    y,
    pairs,
    sigma: pairs.cone < 0 ? 0 : (pairs.multiplier[pairs.cone] as number),
  };
}

/** How many centrality correctors pay: each takes a solution of the system, and may save one that is factorised anew. */
function correctorsFor({ kkt }: Newton): number {
  const { coupling, factors } = kkt.layout;
  return coupling + factors >= MANY_DENSE ? 1 : 0;
}

function inside(at: number, lower: number, upper: number, clear: number): number {
  if (lower === -Infinity && upper === Infinity) return at;
  const room = Math.min(clear, (upper - lower) / 2);
  return Math.min(Math.max(at, lower + room), upper - room);
}

function begin(newton: Newton, isFixed: (j: number) => boolean): State {
  const { problem, risk, scratch, deviation } = newton;
  const { numCol, numRow, colLower, colUpper, rowLower, rowUpper } = problem;
  const clear = deviation < 0 ? CLEAR : Math.min(CLEAR, CLEAR_IN_ALL / risk.base.length);
  const level = new Float64Array(numCol + numRow);
  const x = level.subarray(0, numCol);
  const activity = level.subarray(numCol);
  for (let j = 0; j < numCol; j++) {
    const [lower, upper] = [colLower[j] as number, colUpper[j] as number];
    x[j] = isFixed(j) ? lower : inside(0, lower, upper, clear);
  }
  const variance = pullOf(risk, x, scratch, true);
  const costSize = sizeOfCosts(newton, isFixed);
  if (deviation >= 0 && !isFixed(deviation)) {
    const [lower, upper] = [colLower[deviation] as number, colUpper[deviation] as number];
    x[deviation] = inside(Math.sqrt(variance), Math.max(0, lower), upper, clear);
  }
  timesColumns(problem, x, activity);
  for (let i = 0; i < numRow; i++) {
    const [lower, upper] = [rowLower[i] as number, rowUpper[i] as number];
    activity[i] = lower === upper ? lower : inside(activity[i] as number, lower, upper, clear);
  }
  const pairs = pairsOf(problem, isFixed, deviation >= 0);
  pairs.multiplier.fill(costSize);
  if (deviation >= 0) {
    const t = x[deviation] as number;
    pairs.distance[pairs.cone] = Math.max(t - variance / t, 0.1 * t);
  }
  const levels = () => new Float64Array(numCol + numRow);
  const rows = () => new Float64Array(numRow);
  return {
    pairs,
    level,
    x,
    activity,
    y: rows(),
    costSize,
    stationarity: levels(),
    primal: rows(),
    theta: levels(),
    force: levels(),
    h: rows(),
    variance,
    cone: 0,
  };
}

/** The largest cost or pull of risk, at what `scratch` was last measured for. */
function sizeOfCosts({ problem, risk, scratch }: Newton, isFixed: (j: number) => boolean): number {
  let size = 0;
  for (let j = 0; j < problem.numCol; j++) {
    if (isFixed(j)) continue;
    const i = risk.weightOf[j] as number;
    const pull = i < 0 ? 0 : (risk.weightCoef[j] as number) * (scratch.pull[i] as number);
    size = Math.max(size, Math.abs(problem.cost[j] as number), Math.abs(2 * risk.price * pull));
  }
  return size || 1;
}

/** Residuals at the state, into it; returned as parts of their sizes, beside the sum of the products. */
function measure(
  newton: Newton,
  state: State,
  isFixed: (j: number) => boolean,
): { readonly gap: number; readonly primal: number; readonly dual: number; readonly products: number } {
  const { problem, risk, scratch, gradient, deviation } = newton;
  const { numCol, numRow, rowLower, rowUpper, cost } = problem;
  const { pairs, x, y, activity, stationarity, primal } = state;
  const variance = pullOf(risk, x, scratch, true);
  const t = deviation < 0 ? 1 : (x[deviation] as number);
  const sigma = pairs.cone < 0 ? 0 : (pairs.multiplier[pairs.cone] as number);
  timesColumns(problem, x, primal);
  for (let i = 0; i < numRow; i++) {
    const [lower, upper] = [rowLower[i] as number, rowUpper[i] as number];
    // A row without bounds holds nothing: its activity is what it is.
    if (lower === -Infinity && upper === Infinity) activity[i] = primal[i] as number;
    primal[i] = (primal[i] as number) - (activity[i] as number);
    // The price of an equation is whatever the columns say.
    stationarity[numCol + i] = lower === upper ? 0 : (y[i] as number);
  }
  timesRows(problem, y, stationarity.subarray(0, numCol));
  let objective = problem.offset + risk.price * variance;
  for (let j = 0; j < numCol; j++) {
    objective += (cost[j] as number) * (x[j] as number);
    const i = risk.weightOf[j] as number;
    const pull = i < 0 ? 0 : (risk.weightCoef[j] as number) * (scratch.pull[i] as number);
    const fixed = isFixed(j);
    if (deviation >= 0) gradient[j] = fixed ? 0 : (2 * pull) / t;
    let left = (cost[j] as number) + 2 * risk.price * pull - (stationarity[j] as number);
    if (deviation >= 0) left += sigma * (j === deviation ? -variance / t ** 2 - 1 : (gradient[j] as number));
    stationarity[j] = fixed ? 0 : left;
  }
  measureDistances(pairs, state.level);
  let sum = 0;
  for (let k = 0; k < pairs.length; k++) {
    const multiplier = pairs.multiplier[k] as number;
    sum += multiplier * (pairs.distance[k] as number);
    const at = pairs.at[k] as number;
    if (at >= 0) stationarity[at] = (stationarity[at] as number) - (pairs.sign[k] as number) * multiplier;
  }
  state.variance = variance;
  let missed = largest(primal);
  if (deviation >= 0) {
    state.cone = variance / t - t;
    missed = Math.max(missed, Math.abs(state.cone + (pairs.distance[pairs.cone] as number)));
  }
  return {
    gap: sum / Math.max(Math.abs(objective), 1e-4 * state.costSize),
    primal: missed,
    dual: largest(stationarity) / state.costSize,
    products: sum,
  };
}

function largest(values: Float64Array): number {
  let most = 0;
  for (let k = 0; k < values.length; k++) {
    const size = Math.abs(values[k] as number);
    if (size > most || Number.isNaN(size)) most = size;
  }
  return most;
}

/** Barriers of the state as the system's diagonals, and the system factorised. */
function formAt(newton: Newton, state: State, isFixed: (j: number) => boolean): void {
  const { problem, kkt, deviation, risk } = newton;
  const { numCol, numRow, rowLower, rowUpper } = problem;
  const { pairs, theta, x } = state;
  theta.fill(0);
  for (let k = 0; k < pairs.length; k++) {
    const at = pairs.at[k] as number;
    if (at >= 0)
      theta[at] = (theta[at] as number) + (pairs.multiplier[k] as number) / (pairs.distance[k] as number);
  }
  const least = 1e-12 * state.costSize;
  for (let j = 0; j < numCol; j++) kkt.inverse[j] = isFixed(j) ? 0 : 1 / (least + (theta[j] as number));
  for (let i = 0; i < numRow; i++)
    kkt.delta[i] = rowLower[i] === rowUpper[i] ? 0 : 1 / (theta[numCol + i] as number);
  const where =
    deviation < 0
      ? undefined
      : {
          t: x[deviation] as number,
          variance: state.variance,
          sigma: pairs.multiplier[pairs.cone] as number,
          slack: pairs.distance[pairs.cone] as number,
        };
  form(newton, risk.price, where);
}

/** The step that takes the products to their aims, and what is missed to nothing. */
function direction(newton: Newton, state: State, step: Step, refinements: number): void {
  const { problem } = newton;
  const { numCol, numRow, rowLower, rowUpper } = problem;
  const { pairs, stationarity, primal, theta, force, h } = state;
  const { length, at, sign, distance, multiplier, aim, cone } = pairs;
  for (let v = 0; v < force.length; v++) force[v] = -(stationarity[v] as number);
  for (let k = 0; k < length; k++) {
    if (k === cone) continue;
    const pull = (aim[k] as number) / (distance[k] as number) - (multiplier[k] as number);
    const level = at[k] as number;
    step.multiplier[k] = pull;
    force[level] = (force[level] as number) + (sign[k] as number) * pull;
  }
  for (let i = 0; i < numRow; i++) {
    const bend = theta[numCol + i] as number;
    h[i] = -(primal[i] as number) + (bend === 0 ? 0 : (force[numCol + i] as number) / bend);
  }
  const dx = step.level.subarray(0, numCol);
  const pull = cone < 0 ? 0 : (aim[cone] as number) / (multiplier[cone] as number);
  const dSigma = solveNewton(
    newton,
    force.subarray(0, numCol),
    h,
    -state.cone - pull,
    dx,
    step.y,
    refinements,
  );
  for (let i = 0; i < numRow; i++) {
    if (rowLower[i] === rowUpper[i]) continue;
    const bend = theta[numCol + i] as number;
    if (bend === 0) step.y[i] = 0;
    else step.level[numCol + i] = ((force[numCol + i] as number) - (step.y[i] as number)) / bend;
  }
  for (let k = 0; k < length; k++) {
    if (k === cone) continue;
    const nearer = (sign[k] as number) * (step.level[at[k] as number] as number);
    step.distance[k] = nearer;
    step.multiplier[k] =
      (step.multiplier[k] as number) - ((multiplier[k] as number) / (distance[k] as number)) * nearer;
  }
  if (cone < 0) return;
  const slack = distance[cone] as number;
  step.multiplier[cone] = dSigma;
  step.distance[cone] = pull - slack - (slack / (multiplier[cone] as number)) * dSigma;
}

function advance({ pairs, level, y }: State, step: Step, part: number): void {
  const add = (to: Float64Array, by: Float64Array): void => {
    for (let k = 0; k < to.length; k++) to[k] = (to[k] as number) + part * (by[k] as number);
  };
  add(level, step.level);
  add(y, step.y);
  add(pairs.multiplier, step.multiplier);
  add(pairs.distance, step.distance);
}
