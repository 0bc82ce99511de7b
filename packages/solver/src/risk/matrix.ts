import type { Problem, Risk } from "../problem/problem.ts";
import { timesVectors, vectorsTimes } from "./dense.ts";

/** Products with a problem's matrix and its risk model, into arrays that are given. */

/** out = A x. */
export function timesColumns(problem: Problem, x: Float64Array, out: Float64Array): void {
  const { numCol, start, index, value } = problem;
  out.fill(0);
  let k = 0;
  for (let j = 0; j < numCol; j++) {
    const at = x[j] as number;
    const end = start[j + 1] as number;
    if (at === 0) {
      k = end;
      continue;
    }
    for (; k < end; k++) {
      const row = index[k] as number;
      out[row] = (out[row] as number) + (value[k] as number) * at;
    }
  }
}

/** out = Aᵀ y. */
export function timesRows(problem: Problem, y: Float64Array, out: Float64Array): void {
  const { numCol, start, index, value } = problem;
  let k = 0;
  for (let j = 0; j < numCol; j++) {
    let sum = 0;
    const end = start[j + 1] as number;
    for (; k < end; k++) sum += (value[k] as number) * (y[index[k] as number] as number);
    out[j] = sum;
  }
}

/** Room for what a product with Q needs on its way. */
export interface RiskScratch {
  readonly active: Float64Array;
  readonly exposure: Float64Array;
  /** Q a of the last product */
  readonly pull: Float64Array;
}

export function riskScratch(risk: Risk): RiskScratch {
  return {
    active: new Float64Array(risk.base.length),
    exposure: new Float64Array(risk.factors),
    pull: new Float64Array(risk.base.length),
  };
}

/** pull = Q a with a = M x, or base + M x; returns aᵀ Q a. */
export function pullOf(risk: Risk, x: Float64Array, scratch: RiskScratch, withBase: boolean): number {
  const { weightOf, weightCoef, factors, loadings, specific, base } = risk;
  const { active, exposure, pull } = scratch;
  if (withBase) active.set(base);
  else active.fill(0);
  for (let j = 0; j < weightOf.length; j++) {
    const i = weightOf[j] as number;
    if (i >= 0) active[i] = (active[i] as number) + (weightCoef[j] as number) * (x[j] as number);
  }
  exposure.fill(0);
  timesVectors(active, loadings, factors, exposure, 0);
  vectorsTimes(loadings, factors, exposure, 0, pull);
  let variance = 0;
  for (let f = 0; f < factors; f++) variance += (exposure[f] as number) * (exposure[f] as number);
  for (let i = 0; i < active.length; i++) {
    const own = (specific[i] as number) * (active[i] as number);
    pull[i] = (pull[i] as number) + own;
    variance += own * (active[i] as number);
  }
  return variance;
}
