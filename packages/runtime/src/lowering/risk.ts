/**
 * Active risk (semantics.md 2, "risk"): the book's factor model as the solver takes it, with exposures to uncorrelated
 * factors, and the column that stands for the tracking error wherever a clause speaks of it.
 */
import { type Problem, type Risk, varianceOf } from "@mandate/solver";
import type { RiskModel } from "../account/book.ts";
import { type Affine, addTerm, constant } from "./affine.ts";
import type { Draft } from "./draft.ts";
import type { Frame } from "./frame.ts";

/** Exposures to uncorrelated factors of variance 1: F L of the covariance L Lᵀ. */
interface Uncorrelated {
  readonly factors: number;
  readonly loadings: ReadonlyMap<string, Float64Array>;
}

const known = new WeakMap<RiskModel, Uncorrelated>();

/** A direction of less than this part of the largest variance has none: the file's rounding (book/risk.ts). */
const NONE = 1e-12;

/** Cholesky's factor, row by row; directions without variance are left out. */
function factorOf(matrix: readonly (readonly number[])[]): number[][] {
  const most = Math.max(0, ...matrix.map((row, i) => row[i] ?? 0));
  const lower: number[][] = [];
  for (let i = 0; i < matrix.length; i++) {
    const line: number[] = [];
    for (let j = 0; j <= i; j++) {
      let sum = ((matrix[i]?.[j] ?? 0) + (matrix[j]?.[i] ?? 0)) / 2;
      for (let k = 0; k < j; k++) sum -= (line[k] ?? 0) * ((i === j ? line[k] : lower[j]?.[k]) ?? 0);
      const pivot = i === j ? 0 : (lower[j]?.[j] ?? 0);
      line.push(i === j ? (sum > NONE * most ? Math.sqrt(sum) : 0) : pivot > 0 ? sum / pivot : 0);
    }
    lower.push(line);
  }
  return lower;
}

function uncorrelated(model: RiskModel): Uncorrelated {
  const found = known.get(model);
  if (found !== undefined) return found;
  const lower = factorOf(model.covariance);
  const factors = model.factors.length;
  const loadings = new Map<string, Float64Array>();
  for (const [symbol, exposure] of model.exposures) {
    const own = new Float64Array(factors);
    exposure.loadings.forEach((loading, i) => {
      for (let f = 0; f <= i; f++) own[f] = (own[f] ?? 0) + loading * (lower[i]?.[f] ?? 0);
    });
    loadings.set(symbol, own);
  }
  const made = { factors, loadings };
  known.set(model, made);
  return made;
}

/** The account's securities in the model, with no columns: active weights are those before any trade. */
function riskBefore(frame: Frame): Risk {
  const model = frame.situation.market.risk;
  if (model === undefined) throw new RangeError("the book has no risk model");
  const { factors, loadings } = uncorrelated(model);
  const all = new Float64Array(frame.count * factors);
  const specific = new Float64Array(frame.count);
  for (let i = 0; i < frame.count; i++) {
    const symbol = frame.symbol[i] ?? "";
    all.set(loadings.get(symbol) ?? new Float64Array(factors), i * factors);
    specific[i] = model.exposures.get(symbol)?.specific ?? 0;
  }
  return {
    weightOf: new Int32Array(0),
    weightCoef: new Float64Array(0),
    base: frame.held.map((held, i) => held - (frame.target[i] ?? 0)),
    factors,
    loadings: all,
    specific,
    price: 0,
    deviation: -1,
  };
}

/** The tracking error, as a fraction: a column that is at least as much. */
export function trackingErrorForm(draft: Draft): Affine {
  // Asked for without a model: the account should have been quarantined.
  if (draft.frame.situation.market.risk === undefined) throw new RangeError("the book has no risk model");
  if (draft.deviation < 0) draft.deviation = draft.column(0, Number.POSITIVE_INFINITY);
  const form = constant(0);
  addTerm(form, draft.deviation, 1);
  return form;
}

/** The tracking error before any trade. */
export function trackingErrorBefore(frame: Frame): number {
  const risk = riskBefore(frame);
  return Math.sqrt(varianceOf(risk, risk.base).variance);
}

/** The problem with what risk costs and what limits it; as it is where there is neither. */
export function withRisk(draft: Draft, problem: Problem, priced: boolean): Problem {
  const { situation } = draft.frame;
  const k = situation.market.risk === undefined ? 0 : Number(situation.policy.objective.risk?.k ?? 0);
  const price = priced ? 1e4 * k : 0;
  if (price === 0 && draft.deviation < 0) return problem;
  const weightOf = new Int32Array(problem.numCol).fill(-1);
  const weightCoef = new Float64Array(problem.numCol);
  for (const part of draft.parts) {
    weightOf[part.column] = part.security;
    weightCoef[part.column] = -1;
  }
  draft.buy.forEach((column, i) => {
    weightOf[column] = i;
    weightCoef[column] = 1;
  });
  return {
    ...problem,
    risk: { ...riskBefore(draft.frame), weightOf, weightCoef, price, deviation: draft.deviation },
  };
}

/** By how much the tracking error rises for each unit of a security's weight, at active weights. */
export function trackingErrorSlopes(risk: Risk, active: Float64Array): Float64Array {
  const { variance, pull } = varianceOf(risk, active);
  const root = Math.sqrt(variance);
  return root > 0 ? pull.map((p) => p / root) : pull;
}
