/** Active risk as a rounding sees it: what it costs as squares of sums of weights, and what limits it by its tangent. */
import type { Context } from "../exact/measures.ts";
import { type Lowered, trackingErrorSlopes } from "../lowering/index.ts";
import type { Plan } from "./plan.ts";
import { NOTHING, type Track } from "./track.ts";

type Risk = NonNullable<Lowered["problem"]["risk"]>;

/** Active weights once plans have traded what the optimum wants of them. */
export function activeOf(lowered: Lowered, risk: Risk, plans: readonly Plan[]): Float64Array {
  const active = risk.base.slice();
  for (const { security, side, wanted, price } of plans) {
    const moved = (wanted * price) / lowered.frame.value;
    active[security] = (active[security] ?? 0) + (side === "buy" ? moved : -moved);
  }
  return active;
}

/** A square for each factor and each security that trades: together the variance, at its price. */
export function riskTracks(lowered: Lowered, trades: Uint8Array): Track[] {
  const { risk } = lowered.problem;
  if (risk === undefined || risk.price === 0) return [];
  const square = risk.price * lowered.frame.value;
  const tracks: Track[] = [];
  const moving = [...trades.keys()].filter((i) => trades[i] === 1);
  for (let f = 0; f < risk.factors; f++) {
    const loading = (i: number): number => risk.loadings[i * risk.factors + f] ?? 0;
    const start = risk.base.reduce((sum, a, i) => sum + a * loading(i), 0);
    const weights = { of: moving, coefs: moving.map(loading) };
    tracks.push({ start, weights, columns: NOTHING, cash: 0, hinges: [], square });
  }
  for (const i of moving) {
    const own = square * (risk.specific[i] ?? 0);
    const start = risk.base[i] ?? 0;
    tracks.push({
      start,
      weights: { of: [i], coefs: [1] },
      columns: NOTHING,
      cash: 0,
      hinges: [],
      square: own,
    });
  }
  return tracks;
}

/**
 * The tracking error's tangent at the optimum, for the limits on it (the deviation's column in their level): what trades
 * do to it nearby. √v is homogeneous, so that its tangent is q·a everywhere. The checker has the last word.
 */
export function trackingErrorTangent(
  lowered: Lowered,
  active: Float64Array,
): { readonly slopes: Float64Array } | undefined {
  const { risk } = lowered.problem;
  if (risk === undefined || risk.deviation < 0) return undefined;
  return { slopes: trackingErrorSlopes(risk, active) };
}

/** By how much the tracking error of a portfolio rises for each unit of a security's weight; by place in the account. */
export function trackingErrorSlopesAt(lowered: Lowered, after: Context): Float64Array | undefined {
  const { risk } = lowered.problem;
  if (risk === undefined) return undefined;
  const { frame, situation } = lowered;
  const active = frame.target.map((target) => -target);
  for (const position of after.portfolio.positions.values()) {
    const symbol = situation.bundle.universe[position.index]?.symbol ?? "";
    const i = frame.local[situation.market.securities.get(symbol)?.index ?? -1] ?? -1;
    if (i < 0) continue;
    active[i] =
      (active[i] ?? 0) + position.after.times(position.price).dividedBy(after.portfolio.value).toNumber();
  }
  return trackingErrorSlopes(risk, active);
}
