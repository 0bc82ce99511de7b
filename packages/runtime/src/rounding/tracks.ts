/** Sums that trades move: drift nodes with what they cost, hard limits with where they end. */

import type { StepIR } from "@mandate/compiler";
import { resolveSet } from "../exact/sets.ts";
import { targetOf, targetsOf } from "../exact/targets.ts";
import type { Affine, Limit, Lowered, Missable } from "../lowering/index.ts";
import { virtualWeight } from "../lowering/index.ts";

/** A sum over weights of securities, columns of trades, and cash; all of V. */
export interface Track {
  /** at no trades */
  readonly start: number;
  /** by security of the account: change a unit of its weight */
  readonly weights: ReadonlyMap<number, number>;
  /** by column of a purchase or of a part of a lot: change a unit of it */
  readonly columns: ReadonlyMap<number, number>;
  readonly cash: number;
  /** dollars that the sum costs at a value, and what missing a limit counts as */
  readonly cost: (value: number) => number;
}

/** φ of several clauses together, dollars at a deviation of V. */
function phi(clauses: readonly (readonly StepIR[])[], value: number): (deviation: number) => number {
  const shapes = clauses.map((steps) =>
    steps
      .map((step) => ({ slope: Number(step.slope), beyond: Number(step.beyond) }))
      .sort((a, b) => a.beyond - b.beyond),
  );
  return (deviation) => {
    const away = Math.abs(deviation);
    let cost = 0;
    for (const steps of shapes) {
      for (let at = 0; at < steps.length; at++) {
        const step = steps[at];
        if (step === undefined || away <= step.beyond) break;
        cost += (Math.min(away, steps[at + 1]?.beyond ?? away) - step.beyond) * step.slope;
      }
    }
    return cost * value;
  };
}

const NO_COLUMNS: ReadonlyMap<number, number> = new Map();

function driftTracks(lowered: Lowered): Track[] {
  const { frame, situation } = lowered;
  const { drift } = situation.policy.objective;
  const steps = (of: "classes" | "securities") =>
    drift.filter((clause) => clause.of === of).map((c) => c.steps);
  const ofSecurities = phi(steps("securities"), frame.value);
  const ofClasses = phi(steps("classes"), frame.value);
  const tracks = frame.nodes.map((node): Track => {
    const weights = new Map(node.members.map((member) => [member, 1]));
    const held = node.members.reduce((sum, member) => sum + (frame.held[member] ?? 0), 0);
    return { start: held - node.target, weights, columns: NO_COLUMNS, cash: 0, cost: ofSecurities };
  });
  const targets = targetsOf(situation.bundle, situation.policy);
  for (const declared of situation.bundle.classes) {
    const set = resolveSet(situation, { set: "fixed", id: declared.set }, new Map());
    const weights = new Map<number, number>();
    let start = -targetOf(targets, set).toNumber() + (set.cash ? frame.cash : 0);
    for (let i = 0; i < frame.count; i++) {
      if (!set.members.has(frame.universe[i] ?? -1)) continue;
      weights.set(i, 1);
      start += frame.held[i] ?? 0;
    }
    tracks.push({ start, weights, columns: NO_COLUMNS, cash: set.cash ? 1 : 0, cost: ofClasses });
  }
  return tracks;
}

/** Dollars that a dollar of a missed limit counts as: so many that a cent missed outweighs what an increment costs. */
const PENALTY = 10_000;

/** Limits are aimed at a little inside, so that exact decimals find them held. */
const INSIDE = 1e-11;

/** Sums of forms, each times a factor, as a track without a cost; undefined where a form speaks of more than trades. */
function summed(
  lowered: Lowered,
  forms: readonly (readonly [Affine, number])[],
  constant: number,
): Omit<Track, "cost"> | undefined {
  const { frame } = lowered;
  const known = new Set<number>([...lowered.buy, ...lowered.parts.map((part) => part.column)]);
  const weights = new Map<number, number>();
  const columns = new Map<number, number>();
  let cash = 0;
  let start = constant;
  for (const [form, factor] of forms) {
    start += factor * form.constant;
    for (let k = 0; k < form.cols.length; k++) {
      const column = form.cols[k] ?? 0;
      const coef = factor * (form.coefs[k] ?? 0);
      const security = virtualWeight(column);
      if (security !== undefined) {
        weights.set(security, (weights.get(security) ?? 0) + coef);
        start += coef * (frame.held[security] ?? 0);
      } else if (column === lowered.cash) {
        cash += coef;
        start += coef * frame.cash;
      } else if (known.has(column)) columns.set(column, (columns.get(column) ?? 0) + coef);
      else return undefined;
    }
  }
  return { start, weights, columns, cash };
}

/** A limit as a sum that must not be on the wrong side of 0; none where it speaks of more than trades. */
function limitTracks(lowered: Lowered, limit: Limit): Track[] {
  const { base, bound, level, operator, scale } = limit;
  const track =
    base === undefined
      ? summed(lowered, [[level, 1]], -bound)
      : summed(
          lowered,
          [
            [level, 1],
            [base, -bound],
          ],
          0,
        );
  if (track === undefined) return [];
  const penalty = PENALTY * lowered.frame.value * scale;
  const inside = INSIDE / scale;
  const over = (value: number): number => Math.max(0, value + inside) * penalty;
  const costs = {
    "<=": over,
    ">=": (value: number) => over(-value),
    "=": (value: number) => over(Math.abs(value) - inside),
  };
  return [{ ...track, cost: costs[operator] }];
}

function preferenceTracks(lowered: Lowered, { form, slope }: Missable): Track[] {
  const track = summed(lowered, [[form, 1]], 0);
  const dollars = slope * lowered.frame.value;
  return track === undefined ? [] : [{ ...track, cost: (value) => Math.max(0, value) * dollars }];
}

/** Whether the tracks see all that the cost is made of: not where taxes are netted, or a preference counts something. */
export function seesAll(lowered: Lowered): boolean {
  const netted = lowered.situation.policy.objective.taxes?.netted === true && lowered.frame.taxable;
  return (
    !netted && lowered.draft.missable.every((missable) => preferenceTracks(lowered, missable).length > 0)
  );
}

export function tracksOf(lowered: Lowered): Track[] {
  const { frame } = lowered;
  const noMargin: Track = {
    start: frame.cash,
    weights: new Map(),
    columns: NO_COLUMNS,
    cash: 1,
    cost: (value) => Math.max(0, INSIDE - value) * PENALTY * frame.value,
  };
  return [
    ...driftTracks(lowered),
    ...lowered.limits.flatMap((limit) => limitTracks(lowered, limit)),
    ...lowered.draft.missable.flatMap((missable) => preferenceTracks(lowered, missable)),
    noMargin,
  ];
}
