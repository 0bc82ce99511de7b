import type { Problem, Risk } from "../problem/problem.ts";
import { createKkt, factorise, type Kkt, solveKkt } from "./kkt.ts";
import type { Layout } from "./layout.ts";
import { pullOf, type RiskScratch, riskScratch, timesColumns, timesRows } from "./matrix.ts";

/**
 * Newton steps with the deviation's cone, as the constraint v(z) / t - t ≤ 0 with the multiplier σ: two more unknowns,
 * σ and t, around the block system (`kkt.ts`), for which that is solved with two more right sides a factorisation.
 */
export interface Newton {
  readonly problem: Problem;
  readonly risk: Risk;
  readonly kkt: Kkt;
  readonly scratch: RiskScratch;
  /** ∇ of the cone's function by the columns but t's */
  readonly gradient: Float64Array;
  /** column of t; -1 without a cone */
  readonly deviation: number;
  /** A's column of t, written out */
  readonly column: Float64Array;
  /** answers of the block system to the cone's gradient, and to t's column */
  readonly bySigma: Step;
  readonly byT: Step;
  readonly rest: { readonly f: Float64Array; readonly h: Float64Array; readonly step: Step };
  /** figures of the cone where the system was last formed */
  cone: Cone;
}

interface Step {
  readonly dz: Float64Array;
  readonly dy: Float64Array;
}

/** The cone's part of a system. */
interface Cone {
  /** whether t may move */
  readonly free: boolean;
  /** t's own second derivative and barrier; the cone's by t */
  readonly diagonal: number;
  readonly byT: number;
  /** of the mixed derivatives: σ ∂²g/∂z∂t = mixed · gradient */
  readonly mixed: number;
  /** slack over multiplier */
  readonly give: number;
}

const NO_CONE: Cone = { free: false, diagonal: 1, byT: 0, mixed: 0, give: 1 };

function step(problem: Problem): Step {
  return { dz: new Float64Array(problem.numCol), dy: new Float64Array(problem.numRow) };
}

export function createNewton(problem: Problem, risk: Risk, layout: Layout): Newton {
  const column = new Float64Array(problem.numRow);
  const { deviation } = risk;
  if (deviation >= 0) {
    for (let k = problem.start[deviation] as number; k < (problem.start[deviation + 1] as number); k++)
      column[problem.index[k] as number] = problem.value[k] as number;
  }
  return {
    problem,
    risk,
    kkt: createKkt(layout, risk),
    scratch: riskScratch(risk),
    gradient: new Float64Array(problem.numCol),
    deviation,
    column,
    bySigma: step(problem),
    byT: step(problem),
    rest: { f: new Float64Array(problem.numCol), h: new Float64Array(problem.numRow), step: step(problem) },
    cone: NO_CONE,
  };
}

/** Where the system is formed: t's place in `kkt.inverse` holds 1 / Θ as every other column's does (0: it may not move). */
export interface Where {
  readonly t: number;
  readonly variance: number;
  readonly sigma: number;
  readonly slack: number;
}

/** Forms and factorises. `kkt.inverse` and `kkt.delta` are the caller's; `gradient` too where there is a cone. */
export function form(newton: Newton, price: number, where: Where | undefined): void {
  const { kkt, deviation, gradient, column } = newton;
  kkt.curvature = 2 * price + (where === undefined ? 0 : (2 * where.sigma) / where.t);
  factorise(kkt);
  if (where === undefined) {
    newton.cone = NO_CONE;
    return;
  }
  const { t, variance, sigma, slack } = where;
  const inverse = kkt.inverse[deviation] as number;
  newton.cone = {
    free: inverse > 0,
    diagonal: (inverse > 0 ? 1 / inverse : 0) + (2 * sigma * variance) / t ** 3,
    byT: -variance / t ** 2 - 1,
    mixed: -sigma / t,
    give: slack / sigma,
  };
  newton.rest.h.fill(0);
  solveBlocks(newton, gradient, newton.rest.h, newton.bySigma);
  if (!newton.cone.free) return;
  newton.rest.f.fill(0);
  for (let j = 0; j < gradient.length; j++) newton.rest.f[j] = newton.cone.mixed * (gradient[j] as number);
  newton.rest.h.set(column);
  solveBlocks(newton, newton.rest.f, newton.rest.h, newton.byT);
}

function solveBlocks(newton: Newton, f: Float64Array, h: Float64Array, into: Step): void {
  solveKkt(newton.kkt, f, h, into.dz, into.dy);
  if (newton.deviation >= 0) into.dz[newton.deviation] = 0;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

/** Solves for one right side (f at t's place is that of t's equation); dz and dy are written. Returns dσ. */
function solveOnce(newton: Newton, f: Float64Array, h: Float64Array, g: number, into: Step): number {
  const { cone, gradient, bySigma, byT, deviation, column } = newton;
  solveBlocks(newton, f, h, into);
  if (deviation < 0 || cone === NO_CONE) return 0;
  const first = g - dot(gradient, into.dz);
  const a11 = -dot(gradient, bySigma.dz) - cone.give;
  let dSigma = first / a11;
  let dt = 0;
  if (cone.free) {
    const second = (f[deviation] as number) - cone.mixed * dot(gradient, into.dz) + dot(column, into.dy);
    const a12 = cone.byT - dot(gradient, byT.dz);
    const a21 = cone.byT - cone.mixed * dot(gradient, bySigma.dz) + dot(column, bySigma.dy);
    const a22 = cone.diagonal - cone.mixed * dot(gradient, byT.dz) + dot(column, byT.dy);
    const determinant = a11 * a22 - a12 * a21;
    dSigma = (first * a22 - a12 * second) / determinant;
    dt = (a11 * second - a21 * first) / determinant;
  }
  for (let j = 0; j < into.dz.length; j++)
    into.dz[j] = (into.dz[j] as number) - dSigma * (bySigma.dz[j] as number) - dt * (byT.dz[j] as number);
  for (let i = 0; i < into.dy.length; i++)
    into.dy[i] = (into.dy[i] as number) - dSigma * (bySigma.dy[i] as number) - dt * (byT.dy[i] as number);
  into.dz[deviation] = dt;
  return dSigma;
}

/** Solves for one right side, and again for what the first answer leaves over. Returns dσ. */
export function solveNewton(
  newton: Newton,
  f: Float64Array,
  h: Float64Array,
  g: number,
  dz: Float64Array,
  dy: Float64Array,
  refinements: number,
): number {
  const into = { dz, dy };
  let dSigma = solveOnce(newton, f, h, g, into);
  const { rest } = newton;
  for (let k = 0; k < refinements; k++) {
    const left = remainder(newton, f, h, g, into, dSigma);
    const more = solveOnce(newton, rest.f, rest.h, left, rest.step);
    for (let j = 0; j < dz.length; j++) dz[j] = (dz[j] as number) + (rest.step.dz[j] as number);
    for (let i = 0; i < dy.length; i++) dy[i] = (dy[i] as number) + (rest.step.dy[i] as number);
    dSigma += more;
  }
  return dSigma;
}

/** What a step leaves of the right sides, into `rest`; returns what it leaves of the cone's. */
function remainder(
  newton: Newton,
  f: Float64Array,
  h: Float64Array,
  g: number,
  { dz, dy }: Step,
  dSigma: number,
): number {
  const { problem, risk, kkt, scratch, rest, cone, gradient, deviation } = newton;
  timesRows(problem, dy, rest.f);
  timesColumns(problem, dz, rest.h);
  if (kkt.curvature > 0) pullOf(risk, dz, scratch, false);
  const dt = deviation < 0 ? 0 : (dz[deviation] as number);
  for (let j = 0; j < problem.numCol; j++) {
    const inverse = kkt.inverse[j] as number;
    if (inverse === 0 || j === deviation) {
      if (inverse === 0) rest.f[j] = 0;
      continue;
    }
    let left = (f[j] as number) - (dz[j] as number) / inverse + (rest.f[j] as number);
    const i = risk.weightOf[j] as number;
    if (i >= 0 && kkt.curvature > 0)
      left -= kkt.curvature * (risk.weightCoef[j] as number) * (scratch.pull[i] as number);
    if (cone !== NO_CONE) left -= (gradient[j] as number) * (dSigma + cone.mixed * dt);
    rest.f[j] = left;
  }
  for (let i = 0; i < problem.numRow; i++) {
    const delta = kkt.delta[i] as number;
    rest.h[i] = delta === Infinity ? 0 : (h[i] as number) - (rest.h[i] as number) - delta * (dy[i] as number);
  }
  if (cone === NO_CONE) return 0;
  const along = dot(gradient, dz);
  if (cone.free) {
    rest.f[deviation] =
      (f[deviation] as number) -
      cone.mixed * along -
      cone.byT * dSigma -
      cone.diagonal * dt +
      (rest.f[deviation] as number);
  } else rest.f[deviation] = 0;
  return g - along - cone.byT * dt + cone.give * dSigma;
}
