/**
 * Among optima that cost the same, always the same one: few trades, then little value traded, then by symbol, whatever the
 * backend found first. The optimal face of the linear program (the binaries fixed) is what complementary slackness leaves
 * free at any dual optimum; over it a second linear program minimises the number of trades, relaxed: each dollar traded
 * counts one over what the security would trade to be at its target.
 */
import type { Backend, SeriesAnswer } from "@mandate/solver";
import { type Lowered, termsAt } from "../lowering/index.ts";
import { canonical } from "./canonical.ts";
import { FREE, faceOf } from "./face.ts";
import { roundTrips } from "./roundTrips.ts";

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
  if (face === undefined || face.columns.length === 0) return x;
  const wanted = preference(lowered);
  const cost = Float64Array.from(face.columns, (j) => wanted[j] ?? 0);
  const answer = canonical(backend).solve({ ...face.problem, cost });
  if (answer.status !== "optimal" || answer.x === undefined) return x;
  const chosen = x.slice();
  for (const [at, j] of face.columns.entries()) chosen[j] = answer.x[at] ?? 0;
  if (roundTrips(lowered, chosen).length > 0) return x;
  const before = termsAt(lowered, x).total;
  const after = termsAt(lowered, chosen).total;
  return after <= before + FREE * Math.max(lowered.frame.value, Math.abs(before)) ? chosen : x;
}
