import type { Problem } from "../problem/problem.ts";
import { pullOf, timesColumns, timesRows } from "./matrix.ts";
import { form, type Newton, solveNewton } from "./newton.ts";

/** Where an interior point method ended: a point and multipliers, each a little inside what they must be. */
export interface Interior {
  readonly converged: boolean;
  readonly iterations: number;
  readonly x: Float64Array;
  /** of rows: ≥ 0 presses against the lower side */
  readonly y: Float64Array;
  /** of the columns' bounds, at least 0 */
  readonly atLower: Float64Array;
  readonly atUpper: Float64Array;
  /** activities of rows, strictly within their bounds */
  readonly activity: Float64Array;
  readonly rowLower: Float64Array;
  readonly rowUpper: Float64Array;
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

interface State extends Interior {
  x: Float64Array;
  y: Float64Array;
  sigma: number;
  slack: number;
  /** the largest cost, or pull of risk: in what multipliers are counted */
  costSize: number;
}

/** Directions of a step, by the arrays of the state. */
interface Move {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  readonly activity: Float64Array;
  readonly rowLower: Float64Array;
  readonly rowUpper: Float64Array;
  sigma: number;
  slack: number;
}

/**
 * A primal-dual interior point method with Mehrotra's predictor and corrector, for a problem in comfortable units whose
 * bounds do not cross. Where there is a cone its column has a finite, positive start.
 */
export function interior(newton: Newton, isFixed: (j: number) => boolean): Interior {
  const { problem } = newton;
  const state = begin(newton, isFixed);
  const move = moveOf(problem);
  const work = workOf(problem);
  let iterations = 0;
  let converged = false;
  let best = Infinity;
  let since = 0;
  for (; iterations < MOST_ITERATIONS; iterations++) {
    const now = measure(newton, state, work, isFixed);
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
    formAt(newton, state, work, isFixed);
    direction(newton, state, work, move, 0, false, 0, isFixed);
    const reach = longest(problem, state, move, isFixed);
    const after = complementarity(problem, state, move, reach, isFixed);
    const centre = work.count === 0 ? 0 : (after / work.products) ** 3 * (work.products / work.count);
    direction(newton, state, work, move, centre, true, merit < FINE ? 1 : 0, isFixed);
    const length = Math.min(1, NEAR * longest(problem, state, move, isFixed));
    advance(problem, state, move, length, isFixed);
  }
  const { x, y, atLower, atUpper, activity, rowLower, rowUpper, sigma } = state;
  return { converged, iterations, x, y, atLower, atUpper, activity, rowLower, rowUpper, sigma };
}

function moveOf({ numCol, numRow }: Problem): Move {
  const [cols, rows] = [() => new Float64Array(numCol), () => new Float64Array(numRow)];
  return {
    x: cols(),
    y: rows(),
    lower: cols(),
    upper: cols(),
    activity: rows(),
    rowLower: rows(),
    rowUpper: rows(),
    sigma: 0,
    slack: 0,
  };
}

interface Work {
  /** stationarity of columns and rows, and rows' residuals, at the state */
  readonly dual: Float64Array;
  readonly rowDual: Float64Array;
  readonly primal: Float64Array;
  readonly f: Float64Array;
  readonly h: Float64Array;
  readonly rowForce: Float64Array;
  /** sum of complementarity products, and how many there are */
  products: number;
  count: number;
  variance: number;
  cone: number;
}

function workOf({ numCol, numRow }: Problem): Work {
  const [cols, rows] = [() => new Float64Array(numCol), () => new Float64Array(numRow)];
  return {
    dual: cols(),
    rowDual: rows(),
    primal: rows(),
    f: cols(),
    h: rows(),
    rowForce: rows(),
    products: 0,
    count: 0,
    variance: 0,
    cone: 0,
  };
}

function inside(at: number, lower: number, upper: number, clear: number): number {
  if (lower === -Infinity && upper === Infinity) return at;
  const room = Math.min(clear, (upper - lower) / 2);
  return Math.min(Math.max(at, lower + room), upper - room);
}

function begin(newton: Newton, isFixed: (j: number) => boolean): State {
  const { problem, risk, scratch, deviation } = newton;
  const { numCol, numRow, colLower, colUpper, rowLower, rowUpper, cost } = problem;
  const x = new Float64Array(numCol);
  for (let j = 0; j < numCol; j++) {
    const [lower, upper] = [colLower[j] as number, colUpper[j] as number];
    x[j] = isFixed(j) ? lower : inside(0, lower, upper, CLEAR);
  }
  const variance = pullOf(risk, x, scratch, true);
  let costSize = 0;
  for (let j = 0; j < numCol; j++) {
    if (isFixed(j)) continue;
    let size = Math.abs(cost[j] as number);
    const i = risk.weightOf[j] as number;
    if (i >= 0)
      size = Math.max(
        size,
        Math.abs(2 * risk.price * (risk.weightCoef[j] as number) * (scratch.pull[i] as number)),
      );
    costSize = Math.max(costSize, size);
  }
  costSize = costSize || 1;
  if (deviation >= 0 && !isFixed(deviation)) {
    const [lower, upper] = [colLower[deviation] as number, colUpper[deviation] as number];
    x[deviation] = inside(Math.sqrt(variance), Math.max(0, lower), upper, CLEAR);
  }
  const t = deviation < 0 ? 1 : (x[deviation] as number);
  const state: State = {
    converged: false,
    iterations: 0,
    x,
    y: new Float64Array(numRow),
    atLower: new Float64Array(numCol),
    atUpper: new Float64Array(numCol),
    activity: new Float64Array(numRow),
    rowLower: new Float64Array(numRow),
    rowUpper: new Float64Array(numRow),
    sigma: deviation < 0 ? 0 : costSize,
    slack: deviation < 0 ? 0 : Math.max(t - variance / t, 0.1 * t),
    costSize,
  };
  for (let j = 0; j < numCol; j++) {
    if (isFixed(j)) continue;
    if ((colLower[j] as number) > -Infinity) state.atLower[j] = costSize;
    if ((colUpper[j] as number) < Infinity) state.atUpper[j] = costSize;
  }
  timesColumns(problem, x, state.activity);
  for (let i = 0; i < numRow; i++) {
    const [lower, upper] = [rowLower[i] as number, rowUpper[i] as number];
    if (lower === upper) {
      state.activity[i] = lower;
      continue;
    }
    state.activity[i] = inside(state.activity[i] as number, lower, upper, CLEAR);
    if (lower > -Infinity) state.rowLower[i] = costSize;
    if (upper < Infinity) state.rowUpper[i] = costSize;
  }
  return state;
}

/** Residuals at the state, into the work; returned as parts of their sizes. */
function measure(
  newton: Newton,
  state: State,
  work: Work,
  isFixed: (j: number) => boolean,
): { readonly gap: number; readonly primal: number; readonly dual: number } {
  const { problem, risk, scratch, gradient, deviation } = newton;
  const { numCol, numRow, colLower, colUpper, rowLower, rowUpper, cost } = problem;
  const { x, y, atLower, atUpper, activity } = state;
  const variance = pullOf(risk, x, scratch, true);
  const t = deviation < 0 ? 1 : (x[deviation] as number);
  timesRows(problem, y, work.dual);
  let objective = problem.offset + risk.price * variance;
  let dual = 0;
  let products = 0;
  let count = 0;
  for (let j = 0; j < numCol; j++) {
    objective += (cost[j] as number) * (x[j] as number);
    const i = risk.weightOf[j] as number;
    const pull = i < 0 ? 0 : (risk.weightCoef[j] as number) * (scratch.pull[i] as number);
    if (deviation >= 0) gradient[j] = (2 * pull) / t;
    if (isFixed(j)) {
      work.dual[j] = 0;
      if (deviation >= 0) gradient[j] = 0;
      continue;
    }
    let left = (cost[j] as number) + 2 * risk.price * pull - (work.dual[j] as number);
    if (deviation >= 0) {
      left += state.sigma * (j === deviation ? -variance / t ** 2 - 1 : (gradient[j] as number));
    }
    if ((colLower[j] as number) > -Infinity) {
      left -= atLower[j] as number;
      products += (atLower[j] as number) * ((x[j] as number) - (colLower[j] as number));
      count++;
    }
    if ((colUpper[j] as number) < Infinity) {
      left += atUpper[j] as number;
      products += (atUpper[j] as number) * ((colUpper[j] as number) - (x[j] as number));
      count++;
    }
    work.dual[j] = left;
    dual = Math.max(dual, Math.abs(left));
  }
  timesColumns(problem, x, work.primal);
  let primal = 0;
  for (let i = 0; i < numRow; i++) {
    const [lower, upper] = [rowLower[i] as number, rowUpper[i] as number];
    // A row without bounds holds nothing: its activity is what it is.
    if (lower === -Infinity && upper === Infinity) activity[i] = work.primal[i] as number;
    const r = activity[i] as number;
    const missed = (work.primal[i] as number) - r;
    work.primal[i] = missed;
    primal = Math.max(primal, Math.abs(missed));
    if (lower === upper) {
      work.rowDual[i] = 0;
      continue;
    }
    let left = y[i] as number;
    if (lower > -Infinity) {
      left -= state.rowLower[i] as number;
      products += (state.rowLower[i] as number) * (r - lower);
      count++;
    }
    if (upper < Infinity) {
      left += state.rowUpper[i] as number;
      products += (state.rowUpper[i] as number) * (upper - r);
      count++;
    }
    work.rowDual[i] = left;
    if (lower > -Infinity || upper < Infinity) dual = Math.max(dual, Math.abs(left));
  }
  work.variance = variance;
  if (deviation >= 0) {
    work.cone = variance / t - t;
    primal = Math.max(primal, Math.abs(work.cone + state.slack));
    products += state.sigma * state.slack;
    count++;
  }
  work.products = products;
  work.count = count;
  return {
    gap: products / Math.max(Math.abs(objective), 1e-4 * state.costSize),
    primal,
    dual: dual / state.costSize,
  };
}

/** Barriers of the state as the system's diagonals, and the system factorised. */
function formAt(newton: Newton, state: State, work: Work, isFixed: (j: number) => boolean): void {
  const { problem, kkt, deviation, risk } = newton;
  const { colLower, colUpper, rowLower, rowUpper } = problem;
  const least = 1e-12 * state.costSize;
  for (let j = 0; j < problem.numCol; j++) {
    if (isFixed(j)) {
      kkt.inverse[j] = 0;
      continue;
    }
    let theta = least;
    const at = state.x[j] as number;
    if ((colLower[j] as number) > -Infinity)
      theta += (state.atLower[j] as number) / (at - (colLower[j] as number));
    if ((colUpper[j] as number) < Infinity)
      theta += (state.atUpper[j] as number) / ((colUpper[j] as number) - at);
    kkt.inverse[j] = 1 / theta;
  }
  for (let i = 0; i < problem.numRow; i++) {
    const [lower, upper] = [rowLower[i] as number, rowUpper[i] as number];
    kkt.delta[i] = lower === upper ? 0 : 1 / rowBarrier(problem, state, i);
  }
  const where =
    deviation < 0
      ? undefined
      : {
          t: state.x[deviation] as number,
          variance: work.variance,
          sigma: state.sigma,
          slack: state.slack,
        };
  form(newton, risk.price, where);
}

/** Second derivative of a row's barrier; 0 where it has no bounds. */
function rowBarrier(problem: Problem, state: State, i: number): number {
  const [lower, upper] = [problem.rowLower[i] as number, problem.rowUpper[i] as number];
  const r = state.activity[i] as number;
  let theta = 0;
  if (lower > -Infinity) theta += (state.rowLower[i] as number) / (r - lower);
  if (upper < Infinity) theta += (state.rowUpper[i] as number) / (upper - r);
  return theta;
}

/** The step that takes complementarity products to `centre`; with `correct` from what the last direction leaves of them. */
function direction(
  newton: Newton,
  state: State,
  work: Work,
  move: Move,
  centre: number,
  correct: boolean,
  refinements: number,
  isFixed: (j: number) => boolean,
): void {
  const { problem, deviation } = newton;
  const { numCol, numRow, colLower, colUpper, rowLower, rowUpper } = problem;
  const { f, h, rowForce } = work;
  const { x, atLower, atUpper } = state;
  // Targets of the products over the distances, kept where the multipliers' directions are told from them.
  for (let j = 0; j < numCol; j++) {
    if (isFixed(j)) {
      f[j] = 0;
      continue;
    }
    let force = -(work.dual[j] as number);
    const dx = move.x[j] as number;
    if ((colLower[j] as number) > -Infinity) {
      const wanted = centre - (correct ? dx * (move.lower[j] as number) : 0);
      const pull = wanted / ((x[j] as number) - (colLower[j] as number)) - (atLower[j] as number);
      move.lower[j] = pull;
      force += pull;
    }
    if ((colUpper[j] as number) < Infinity) {
      const wanted = centre + (correct ? dx * (move.upper[j] as number) : 0);
      const pull = wanted / ((colUpper[j] as number) - (x[j] as number)) - (atUpper[j] as number);
      move.upper[j] = pull;
      force -= pull;
    }
    f[j] = force;
  }
  for (let i = 0; i < numRow; i++) {
    const [lower, upper] = [rowLower[i] as number, rowUpper[i] as number];
    h[i] = -(work.primal[i] as number);
    if (lower === upper) continue;
    const theta = rowBarrier(problem, state, i);
    if (theta === 0) continue;
    const r = state.activity[i] as number;
    let force = -(work.rowDual[i] as number);
    const dr = move.activity[i] as number;
    if (lower > -Infinity) {
      const wanted = centre - (correct ? dr * (move.rowLower[i] as number) : 0);
      const pull = wanted / (r - lower) - (state.rowLower[i] as number);
      move.rowLower[i] = pull;
      force += pull;
    }
    if (upper < Infinity) {
      const wanted = centre + (correct ? dr * (move.rowUpper[i] as number) : 0);
      const pull = wanted / (upper - r) - (state.rowUpper[i] as number);
      move.rowUpper[i] = pull;
      force -= pull;
    }
    rowForce[i] = force;
    h[i] = (h[i] as number) + force / theta;
  }
  let g = 0;
  let pull = 0;
  if (deviation >= 0) {
    const wanted = centre - (correct ? move.sigma * move.slack : 0);
    pull = wanted / state.sigma;
    g = -work.cone - pull;
  }
  move.sigma = solveNewton(newton, f, h, g, move.x, move.y, refinements);
  if (deviation >= 0) move.slack = pull - state.slack - (state.slack / state.sigma) * move.sigma;
  for (let j = 0; j < numCol; j++) {
    if (isFixed(j)) continue;
    const dx = move.x[j] as number;
    if ((colLower[j] as number) > -Infinity) {
      move.lower[j] =
        (move.lower[j] as number) -
        ((atLower[j] as number) / ((x[j] as number) - (colLower[j] as number))) * dx;
    }
    if ((colUpper[j] as number) < Infinity) {
      move.upper[j] =
        (move.upper[j] as number) +
        ((atUpper[j] as number) / ((colUpper[j] as number) - (x[j] as number))) * dx;
    }
  }
  for (let i = 0; i < numRow; i++) {
    const [lower, upper] = [rowLower[i] as number, rowUpper[i] as number];
    if (lower === upper) continue;
    const theta = rowBarrier(problem, state, i);
    if (theta === 0) {
      move.y[i] = 0;
      move.activity[i] = 0;
      continue;
    }
    const r = state.activity[i] as number;
    const dr = ((rowForce[i] as number) - (move.y[i] as number)) / theta;
    move.activity[i] = dr;
    if (lower > -Infinity)
      move.rowLower[i] = (move.rowLower[i] as number) - ((state.rowLower[i] as number) / (r - lower)) * dr;
    if (upper < Infinity)
      move.rowUpper[i] = (move.rowUpper[i] as number) + ((state.rowUpper[i] as number) / (upper - r)) * dr;
  }
}

/** How far a direction goes before something reaches 0. */
function longest(problem: Problem, state: State, move: Move, isFixed: (j: number) => boolean): number {
  const { numCol, numRow, colLower, colUpper, rowLower, rowUpper } = problem;
  let most = 1 / NEAR;
  const keep = (at: number, by: number): void => {
    if (by < 0 && -at / by < most) most = -at / by;
  };
  for (let j = 0; j < numCol; j++) {
    if (isFixed(j)) continue;
    const dx = move.x[j] as number;
    if ((colLower[j] as number) > -Infinity) {
      keep((state.x[j] as number) - (colLower[j] as number), dx);
      keep(state.atLower[j] as number, move.lower[j] as number);
    }
    if ((colUpper[j] as number) < Infinity) {
      keep((colUpper[j] as number) - (state.x[j] as number), -dx);
      keep(state.atUpper[j] as number, move.upper[j] as number);
    }
  }
  for (let i = 0; i < numRow; i++) {
    const [lower, upper] = [rowLower[i] as number, rowUpper[i] as number];
    if (lower === upper) continue;
    const r = state.activity[i] as number;
    const dr = move.activity[i] as number;
    if (lower > -Infinity) {
      keep(r - lower, dr);
      keep(state.rowLower[i] as number, move.rowLower[i] as number);
    }
    if (upper < Infinity) {
      keep(upper - r, -dr);
      keep(state.rowUpper[i] as number, move.rowUpper[i] as number);
    }
  }
  if (state.sigma > 0) {
    keep(state.sigma, move.sigma);
    keep(state.slack, move.slack);
  }
  return most;
}

/** Sum of complementarity products after a step. */
function complementarity(
  problem: Problem,
  state: State,
  move: Move,
  length: number,
  isFixed: (j: number) => boolean,
): number {
  const { numCol, numRow, colLower, colUpper, rowLower, rowUpper } = problem;
  const a = Math.min(1, length);
  let sum = (state.sigma + a * move.sigma) * (state.slack + a * move.slack);
  for (let j = 0; j < numCol; j++) {
    if (isFixed(j)) continue;
    const at = (state.x[j] as number) + a * (move.x[j] as number);
    if ((colLower[j] as number) > -Infinity)
      sum += ((state.atLower[j] as number) + a * (move.lower[j] as number)) * (at - (colLower[j] as number));
    if ((colUpper[j] as number) < Infinity)
      sum += ((state.atUpper[j] as number) + a * (move.upper[j] as number)) * ((colUpper[j] as number) - at);
  }
  for (let i = 0; i < numRow; i++) {
    const [lower, upper] = [rowLower[i] as number, rowUpper[i] as number];
    if (lower === upper) continue;
    const r = (state.activity[i] as number) + a * (move.activity[i] as number);
    if (lower > -Infinity)
      sum += ((state.rowLower[i] as number) + a * (move.rowLower[i] as number)) * (r - lower);
    if (upper < Infinity)
      sum += ((state.rowUpper[i] as number) + a * (move.rowUpper[i] as number)) * (upper - r);
  }
  return Math.max(0, sum);
}

function advance(
  problem: Problem,
  state: State,
  move: Move,
  a: number,
  isFixed: (j: number) => boolean,
): void {
  const add = (to: Float64Array, by: Float64Array): void => {
    for (let k = 0; k < to.length; k++) to[k] = (to[k] as number) + a * (by[k] as number);
  };
  for (let j = 0; j < problem.numCol; j++) {
    if (!isFixed(j)) state.x[j] = (state.x[j] as number) + a * (move.x[j] as number);
  }
  add(state.y, move.y);
  add(state.atLower, move.lower);
  add(state.atUpper, move.upper);
  add(state.activity, move.activity);
  add(state.rowLower, move.rowLower);
  add(state.rowUpper, move.rowUpper);
  state.sigma += a * move.sigma;
  state.slack += a * move.slack;
}
