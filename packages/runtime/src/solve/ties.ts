/**
 * Among optima that cost the same, always the same one: few trades, then little value traded, then by symbol, whatever the
 * backend found first. The optimal face of the linear program (the binaries fixed) is what complementary slackness leaves
 * free at any dual optimum; over it a second linear program minimises the number of trades, relaxed: each dollar traded
 * counts one over what the security would trade to be at its target.
 */
import { type Answer, type Backend, openSeries, type Problem, type SeriesAnswer } from "@mandate/solver";
import { type Lowered, termsAt } from "../lowering/index.ts";
import { canonical } from "./canonical.ts";
import { roundTrips } from "./roundTrips.ts";
import { pinned, relaxed } from "./search.ts";

/** Reduced costs and row prices below this are none: costs of V are told apart to a thousandth of a basis point. */
const FREE = 1e-9;

/** No trade counts for more than a hundred of the size of the account. */
const SMALLEST = 0.01;

/** What a dollar of value traded counts, and the last symbol against the first, beside the count of trades. */
const OF_VALUE = 0.1;
const OF_SYMBOL = 0.01;
/** The last lot of a security against the first: below any symbol's difference. */
const OF_LOT = 1e-5;

/** The second objective, by column. */
function preference(lowered: Lowered): Float64Array {
  const { frame, problem } = lowered;
  const cost = new Float64Array(problem.numCol);
  const symbols = [...frame.symbol].sort();
  const rank = new Map(symbols.map((symbol, at) => [symbol, at / symbols.length]));
  for (let i = 0; i < frame.count; i++) {
    const away = Math.abs((frame.held[i] ?? 0) - (frame.target[i] ?? 0));
    const each = 1 / Math.max(away, SMALLEST) + OF_VALUE + OF_SYMBOL * (rank.get(frame.symbol[i] ?? "") ?? 0);
    const buy = lowered.buy[i] ?? -1;
    if (buy >= 0) cost[buy] = each;
    const parts = lowered.partsOf[i] ?? [];
    for (const [at, place] of parts.entries()) {
      const column = lowered.parts[place]?.column ?? -1;
      if (column >= 0) cost[column] = each + (OF_LOT * at) / parts.length;
    }
  }
  return cost;
}

/** The optimal face at the integers of a point: what has a price stays where it is. */
function faceOf(problem: Problem, x: Float64Array, fixed: Answer): Problem | undefined {
  const { rowDual, colDual, x: at } = fixed;
  if (rowDual === undefined || colDual === undefined || at === undefined) return undefined;
  const { colLower, colUpper } = pinned(problem, x);
  const hold = (bound: Float64Array): Float64Array =>
    bound.map((value, j) => (Math.abs(colDual[j] ?? 0) > FREE ? (at[j] ?? 0) : value));
  const rowLower = problem.rowLower.slice();
  const rowUpper = problem.rowUpper.slice();
  for (let i = 0; i < problem.numRow; i++) {
    const price = rowDual[i] ?? 0;
    if (price > FREE) rowUpper[i] = rowLower[i] ?? 0;
    if (price < -FREE) rowLower[i] = rowUpper[i] ?? 0;
  }
  return { ...relaxed(problem), colLower: hold(colLower), colUpper: hold(colUpper), rowLower, rowUpper };
}

/**
 * A point that costs no more than `x`, the same for every backend where only ties set their answers apart.
 * @param fixed the linear program with the integers fixed as at `x`, with its duals
 */
export function tieBroken(
  lowered: Lowered,
  x: Float64Array,
  fixed: SeriesAnswer,
  backend: Backend,
): Float64Array {
  const { problem } = lowered;
  const face = problem.risk === undefined ? faceOf(problem, x, fixed) : undefined;
  if (face === undefined) return x;
  // Where the optimum was reached is permitted on the face too, and mostly near its end.
  const from = fixed.warm === undefined ? {} : { from: fixed.warm };
  const series = openSeries(canonical(backend), { ...face, cost: preference(lowered), offset: 0 });
  const answer = series.solve(face.colLower, face.colUpper, from);
  if (answer.status !== "optimal" || answer.x === undefined) return x;
  if (roundTrips(lowered, answer.x).length > 0) return x;
  const before = termsAt(lowered, x).total;
  const after = termsAt(lowered, answer.x).total;
  return after <= before + FREE * Math.max(lowered.frame.value, Math.abs(before)) ? answer.x : x;
}
