/** Sums that trades move: drift nodes with what they cost, hard limits with where they end. */

import type { StepIR } from "@mandate/compiler";
import type { Affine, Limit, Lowered, Missable } from "../lowering/index.ts";
import { virtualWeight, weightColumn } from "../lowering/index.ts";
import type { Plan } from "./plan.ts";
import { activeOf, riskTracks, trackingErrorTangent } from "./risk.ts";
import { type Coefs, type Hinge, NOTHING, type Track } from "./track.ts";

/** φ of several clauses together, in dollars: a slope replaces the one before, so each hinge adds the difference. */
function phi(clauses: readonly (readonly StepIR[])[], value: number): Hinge[] {
  return clauses.flatMap((steps) => {
    const ordered = steps
      .map((step) => ({ slope: Number(step.slope) * value, at: Number(step.beyond) }))
      .sort((a, b) => a.at - b.at);
    return ordered.flatMap(({ slope, at }, place) => {
      const more = slope - (ordered[place - 1]?.slope ?? 0);
      return ([1, -1] as const).map((side): Hinge => ({ side, at, slope: more }));
    });
  });
}

interface Gathered extends Coefs {
  readonly of: number[];
  readonly coefs: number[];
}

function add({ of, coefs }: Gathered, what: number, coef: number): void {
  of.push(what);
  coefs.push(coef);
}

/** @param trades 1 by security of the account that trades */
function driftTracks(lowered: Lowered, trades: Uint8Array): Track[] {
  const { frame, situation } = lowered;
  const { drift } = situation.policy.objective;
  const steps = (of: "classes" | "securities") =>
    drift.filter((clause) => clause.of === of).map((clause) => clause.steps);
  const ofSecurities = phi(steps("securities"), frame.value);
  const ofClasses = phi(steps("classes"), frame.value);
  const tracks: Track[] = [];
  for (const { members, target } of frame.nodes) {
    if (!members.some((member) => trades[member] === 1)) continue;
    const weights = { of: members, coefs: members.map(() => 1) };
    const held = members.reduce((sum, member) => sum + (frame.held[member] ?? 0), 0);
    tracks.push({
      start: held - target,
      weights,
      columns: NOTHING,
      cash: 0,
      hinges: ofSecurities,
      square: 0,
    });
  }
  for (const declared of situation.bundle.classes) {
    const inside = frame.compiled.membership(declared.set);
    const cash = frame.compiled.classes.get(declared.name)?.cash === true;
    const weights: Gathered = { of: [], coefs: [] };
    let start = cash ? frame.cash - frame.cashTarget : 0;
    for (let i = 0; i < frame.count; i++) {
      if (inside[frame.universe[i] ?? 0] !== 1) continue;
      if (trades[i] === 1) add(weights, i, 1);
      start += (frame.held[i] ?? 0) - (frame.target[i] ?? 0);
    }
    tracks.push({ start, weights, columns: NOTHING, cash: cash ? 1 : 0, hinges: ofClasses, square: 0 });
  }
  return tracks;
}

/** Dollars that a dollar of a missed limit counts as: so many that a cent missed outweighs what an increment costs. */
const PENALTY = 10_000;

/**
 * Of V: what floats lose counts as held. Exact decimals tolerate a thousand times as much (semantics.md 5), and trades that
 * just reach a round figure (`raise cash $12,000` from shares at $80) are not pushed past it by a share.
 */
const DUST = 1e-12;

/** 1 by column of a purchase or of a part of a lot. */
function tradeColumns(lowered: Lowered): Uint8Array {
  const known = new Uint8Array(lowered.problem.numCol);
  for (const column of lowered.buy) known[column] = 1;
  for (const { column } of lowered.parts) known[column] = 1;
  return known;
}

/** Whether a form speaks of nothing but weights, trades and cash. */
function ofTradesOnly(lowered: Lowered, known: Uint8Array, form: Affine): boolean {
  return form.cols.every(
    (column) => virtualWeight(column) !== undefined || column === lowered.cash || known[column] === 1,
  );
}

type Tangent = NonNullable<ReturnType<typeof trackingErrorTangent>>;

/** A form in which the tracking error is its tangent in weights. */
function withTangent(lowered: Lowered, form: Affine, { slopes }: Tangent): Affine {
  const deviation = lowered.problem.risk?.deviation ?? -1;
  if (!form.cols.includes(deviation)) return form;
  const result: Affine = { constant: form.constant, cols: [], coefs: [] };
  form.cols.forEach((column, k) => {
    const coef = form.coefs[k] ?? 0;
    if (column !== deviation) {
      result.cols.push(column);
      result.coefs.push(coef);
      return;
    }
    slopes.forEach((slope, i) => {
      result.cols.push(weightColumn(i));
      result.coefs.push(coef * slope);
      result.constant -= coef * slope * (lowered.frame.target[i] ?? 0);
    });
  });
  return result;
}

/** What forms are read with: the account, its columns of trades, and which of its securities trade. */
interface Reading {
  readonly lowered: Lowered;
  /** 1 by column of a purchase or of a part of a lot */
  readonly known: Uint8Array;
  /** 1 by security that trades */
  readonly trades: Uint8Array;
  readonly tangent: Tangent | undefined;
}

/** `form` − `bound` · `base` as a sum with its cost; none where a form speaks of more than trades. */
function summed(
  { lowered, known, trades }: Reading,
  form: Affine,
  {
    base,
    bound,
    hinges,
  }: { readonly base?: Affine | undefined; readonly bound: number; readonly hinges: Track["hinges"] },
): Track[] {
  const { frame } = lowered;
  const weights: Gathered = { of: [], coefs: [] };
  const columns: Gathered = { of: [], coefs: [] };
  let cash = 0;
  let start = base === undefined ? -bound : 0;
  const read = ({ constant, cols, coefs }: Affine, factor: number): void => {
    start += factor * constant;
    for (let k = 0; k < cols.length; k++) {
      const column = cols[k] ?? 0;
      const coef = factor * (coefs[k] ?? 0);
      const security = virtualWeight(column);
      if (security !== undefined) {
        if (trades[security] === 1) add(weights, security, coef);
        start += coef * (frame.held[security] ?? 0);
      } else if (column === lowered.cash) {
        cash += coef;
        start += coef * frame.cash;
      } else add(columns, column, coef);
    }
  };
  const forms = base === undefined ? [form] : [form, base];
  if (!forms.every((one) => ofTradesOnly(lowered, known, one))) return [];
  read(form, 1);
  if (base !== undefined) read(base, -bound);
  return [{ start, weights, columns, cash, hinges, square: 0 }];
}

/** A limit as a sum that must not be on the wrong side of 0. */
function limitTracks(reading: Reading, { level, base, bound, operator, scale }: Limit): Track[] {
  const { lowered, tangent } = reading;
  const slope = PENALTY * lowered.frame.value * scale;
  const above: Hinge = { side: 1, at: DUST / scale, slope };
  const below: Hinge = { side: -1, at: DUST / scale, slope };
  const hinges = operator === "<=" ? [above] : operator === ">=" ? [below] : [above, below];
  const form = tangent === undefined ? level : withTangent(lowered, level, tangent);
  return summed(reading, form, { base, bound, hinges });
}

function preferenceTracks(reading: Reading, { form, slope }: Missable): Track[] {
  const hinges: Hinge[] = [{ side: 1, at: 0, slope: slope * reading.lowered.frame.value }];
  return summed(reading, form, { bound: 0, hinges });
}

/** Whether the tracks see all that the cost is made of: not where taxes are netted, or a preference counts something. */
export function seesAll(lowered: Lowered): boolean {
  const netted = lowered.situation.policy.objective.taxes?.netted === true && lowered.frame.taxable;
  if (netted) return false;
  const known = tradeColumns(lowered);
  return lowered.draft.missable.every(({ form }) => ofTradesOnly(lowered, known, form));
}

/** What no trade of the given securities moves is left out. */
export function tracksOf(lowered: Lowered, trades: Uint8Array, plans: readonly Plan[]): Track[] {
  const { frame } = lowered;
  const { risk } = lowered.problem;
  const tangent =
    risk === undefined ? undefined : trackingErrorTangent(lowered, activeOf(lowered, risk, plans));
  const noMargin: Track = {
    start: frame.cash,
    weights: NOTHING,
    columns: NOTHING,
    cash: 1,
    hinges: [{ side: -1, at: DUST, slope: PENALTY * frame.value }],
    square: 0,
  };
  const reading = { lowered, known: tradeColumns(lowered), trades, tangent };
  const all = [
    ...driftTracks(lowered, trades),
    ...lowered.limits.flatMap((limit) => limitTracks(reading, limit)),
    ...lowered.draft.missable.flatMap((missable) => preferenceTracks(reading, missable)),
    ...riskTracks(lowered, trades),
    noMargin,
  ];
  return all.filter(
    ({ weights, columns, cash, hinges, square }) =>
      (hinges.length > 0 || square !== 0) && (cash !== 0 || weights.of.length > 0 || columns.of.length > 0),
  );
}
