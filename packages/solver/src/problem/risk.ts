import { withRow } from "./append.ts";
import type { Problem, Risk } from "./problem.ts";

/** Active weights of a point. */
export function activeWeights(risk: Risk, x: Float64Array): Float64Array {
  const active = risk.base.slice();
  const { weightOf, weightCoef } = risk;
  for (let j = 0; j < weightOf.length; j++) {
    const i = weightOf[j] as number;
    if (i >= 0) active[i] = (active[i] as number) + (weightCoef[j] as number) * (x[j] as number);
  }
  return active;
}

/** Variance of active weights, and Q a: half of its gradient. */
export function varianceOf(
  risk: Risk,
  active: Float64Array,
): { readonly variance: number; readonly pull: Float64Array } {
  const { factors, loadings, specific } = risk;
  const exposure = new Float64Array(factors);
  for (let i = 0; i < active.length; i++) {
    const a = active[i] as number;
    if (a === 0) continue;
    const at = i * factors;
    for (let f = 0; f < factors; f++)
      exposure[f] = (exposure[f] as number) + a * (loadings[at + f] as number);
  }
  let variance = 0;
  for (let f = 0; f < factors; f++) variance += (exposure[f] as number) ** 2;
  const pull = new Float64Array(active.length);
  for (let i = 0; i < active.length; i++) {
    const own = (specific[i] as number) * (active[i] as number);
    let sum = own;
    const at = i * factors;
    for (let f = 0; f < factors; f++) sum += (loadings[at + f] as number) * (exposure[f] as number);
    pull[i] = sum;
    variance += own * (active[i] as number);
  }
  return { variance, pull };
}

/** Variance at a point; 0 without a risk model. */
export function varianceAt(problem: Problem, x: Float64Array): number {
  const { risk } = problem;
  return risk === undefined ? 0 : varianceOf(risk, activeWeights(risk, x)).variance;
}

/** What is wrong with a problem's risk model; undefined when all is well. */
export function riskFault(problem: Problem): string | undefined {
  const { risk, numCol } = problem;
  if (risk === undefined) return undefined;
  const { weightOf, weightCoef, base, factors, loadings, specific, price, deviation } = risk;
  const count = base.length;
  for (const [name, length, expected] of [
    ["weightOf", weightOf.length, numCol],
    ["weightCoef", weightCoef.length, numCol],
    ["loadings", loadings.length, count * factors],
    ["specific", specific.length, count],
  ] as const) {
    if (length !== expected) return `${name} of the risk model has length ${length}, not ${expected}`;
  }
  if (!(price >= 0 && price < Infinity)) return `the price of variance is ${price}`;
  if (!Number.isInteger(deviation) || deviation < -1 || deviation >= numCol)
    return `the risk model names column ${deviation} of ${numCol}`;
  if (deviation >= 0 && weightOf[deviation] !== -1) return "the column of the deviation moves a weight";
  if (deviation >= 0 && problem.integer?.[deviation] === 1)
    return "the column of the deviation is an integer";
  if (weightOf.some((i) => i < -1 || i >= count)) return "a column moves a weight that is not there";
  if (specific.some((d) => !(d >= 0 && d < Infinity)))
    return "a specific variance is not a number above zero";
  for (const numbers of [weightCoef, base, loadings])
    if (!numbers.every(Number.isFinite)) return "a number of the risk model is not finite";
  return undefined;
}

/**
 * The linear program that a point's tangents make of a problem with risk: variance is at least its tangent plane at the
 * point, and √v at least q·a for the unit direction q of the point (Cauchy and Schwarz), one row more where there is a
 * deviation. Every point of the problem is one of this program, at no higher cost; at the point itself both cost the same.
 */
export function tangentProgram(problem: Problem, x: Float64Array): Problem {
  const { risk, numCol } = problem;
  if (risk === undefined) return problem;
  const { variance, pull } = varianceOf(risk, activeWeights(risk, x));
  const { weightOf, weightCoef, base, price, deviation } = risk;
  const { risk: _, ...linear } = problem;
  if (price > 0) {
    linear.offset -= price * variance;
    for (let i = 0; i < base.length; i++)
      linear.offset += 2 * price * (pull[i] as number) * (base[i] as number);
    linear.cost = problem.cost.slice();
    for (let j = 0; j < numCol; j++) {
      const i = weightOf[j] as number;
      if (i >= 0)
        linear.cost[j] =
          (linear.cost[j] as number) + 2 * price * (weightCoef[j] as number) * (pull[i] as number);
    }
  }
  if (deviation < 0) return linear;
  const root = Math.sqrt(variance);
  // At no deviation at all every direction is a tangent; none says least: the deviation is not negative.
  const direction = root > 0 ? pull.map((p) => p / root) : pull.map(() => 0);
  const coefs = new Float64Array(numCol);
  for (let j = 0; j < numCol; j++) {
    const i = weightOf[j] as number;
    if (i >= 0) coefs[j] = -(weightCoef[j] as number) * (direction[i] as number);
  }
  coefs[deviation] = 1;
  let lower = 0;
  for (let i = 0; i < base.length; i++) lower += (direction[i] as number) * (base[i] as number);
  return withRow(linear, coefs, lower, Infinity);
}
