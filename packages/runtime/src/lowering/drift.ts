/**
 * Drift (semantics.md 2): φ(|w − t|) of each node by columns for how far it is over and under, a column a slope.
 *
 * Where a binary says whether a security is bought or sold, its own drift is written once for either side, each scaled
 * by the binary: the convex hull of the two sides, so that the relaxation's bound is that of the security's convex
 * envelope (Moehle, Kochenderfer, Boyd, Ang, "Tax-aware portfolio construction via convex optimization", 2021, use the
 * same bound account by account).
 */
import type { StepIR } from "@mandate/compiler";
import { type Affine, addTerm, constant, weightColumn } from "./affine.ts";
import type { Draft } from "./draft.ts";
import { targetOf, weightOf } from "./measures.ts";
import type { Mode } from "./modes.ts";

/** φ: free up to `free`, then piece by piece; the last one has no end. */
interface Shape {
  readonly free: number;
  readonly pieces: readonly { readonly width: number; readonly slope: number }[];
}

/** The sum of several clauses' functions. */
function shapeOf(clauses: readonly (readonly StepIR[])[]): Shape | undefined {
  const steps = clauses.map((clause) =>
    clause
      .map((step) => ({ slope: Number(step.slope), beyond: Number(step.beyond) }))
      .sort((a, b) => a.beyond - b.beyond),
  );
  const points = [...new Set(steps.flat().map((step) => step.beyond))].sort((a, b) => a - b);
  const pieces = points.map((from, at) => {
    let slope = 0;
    for (const clause of steps) {
      let own = 0;
      for (const step of clause) if (step.beyond <= from) own = step.slope;
      slope += own;
    }
    return { from, width: (points[at + 1] ?? Infinity) - from, slope };
  });
  const charged = pieces.filter((piece) => piece.slope > 0);
  const [first] = charged;
  if (first === undefined) return undefined;
  return { free: first.from, pieces: charged.map(({ width, slope }) => ({ width, slope })) };
}

/** `scale`: a form that multiplies every width (the side's share), or undefined for 1. */
interface Side {
  readonly over: boolean;
  readonly under: boolean;
  readonly scale?: Affine;
}

/** Columns that add up to a deviation, at the cost φ of it. */
function deviation(draft: Draft, shape: Shape, side: Side, by: string): Affine {
  const form = constant(0);
  const limited = (column: number, width: number, sign: 1 | -1): void => {
    if (side.scale === undefined || width === Infinity) return;
    const row = constant(-width * side.scale.constant);
    addTerm(row, column, sign);
    for (let k = 0; k < side.scale.cols.length; k++)
      addTerm(row, side.scale.cols[k] ?? 0, -width * (side.scale.coefs[k] ?? 0));
    draft.row(row, -Infinity, 0);
  };
  if (shape.free > 0) {
    const column = draft.column(side.under ? -shape.free : 0, side.over ? shape.free : 0);
    addTerm(form, column, 1);
    if (side.over) limited(column, shape.free, 1);
    if (side.under) limited(column, shape.free, -1);
  }
  for (const sign of [1, -1] as const) {
    if (sign === 1 ? !side.over : !side.under) continue;
    for (const piece of shape.pieces) {
      const column = draft.column(0, piece.width);
      draft.cost(column, piece.slope, "drift", by);
      addTerm(form, column, sign);
      limited(column, piece.width, 1);
    }
  }
  return form;
}

/** form = deviation. */
function equate(draft: Draft, form: Affine, deviating: Affine): void {
  for (let k = 0; k < deviating.cols.length; k++)
    addTerm(form, deviating.cols[k] ?? 0, -(deviating.coefs[k] ?? 0));
  form.constant -= deviating.constant;
  draft.row(form, 0, 0);
}

const BOTH: Side = { over: true, under: true };

/** v − Σ s + b, in columns. */
function directWeight(draft: Draft, i: number): Affine {
  const form = constant(draft.frame.held[i] ?? 0);
  for (const p of draft.partsOf[i] ?? []) addTerm(form, draft.parts[p]?.column ?? -1, -1);
  addTerm(form, draft.buy[i] ?? -1, 1);
  return form;
}

/** Gives every security its weight in columns, and charges for drift unless `free`. */
export function addDrift(draft: Draft, modes: readonly Mode[], free: boolean): void {
  const { frame } = draft;
  for (let i = 0; i < frame.count; i++) draft.weightForm[i] = directWeight(draft, i);
  if (free) return;
  const { drift } = frame.situation.policy.objective;
  const steps = (of: "classes" | "securities") =>
    drift.filter((clause) => clause.of === of).map((clause) => clause.steps);
  const ofSecurities = shapeOf(steps("securities"));
  if (ofSecurities !== undefined) {
    for (const node of frame.nodes) {
      const [only] = node.members;
      if (only !== undefined && node.members.length === 1) {
        oneSecurity(draft, ofSecurities, only, node.target, modes[only]?.buy ?? -1);
        continue;
      }
      const form = constant(-node.target);
      for (const i of node.members) addTerm(form, weightColumn(i), 1);
      equate(draft, form, deviation(draft, ofSecurities, BOTH, "drift of securities"));
    }
  }
  const ofClasses = shapeOf(steps("classes"));
  if (ofClasses === undefined) return;
  for (const declared of frame.situation.bundle.classes) {
    const set = draft.sets.resolve({ set: "fixed", id: declared.set }, new Map());
    const form = weightOf(draft, set);
    form.constant -= targetOf(draft, set);
    if (form.cols.length === 0) {
      draft.offsets.drift += costOf(ofClasses, Math.abs(form.constant));
      continue;
    }
    equate(draft, form, deviation(draft, ofClasses, BOTH, "drift of classes"));
  }
}

function costOf(shape: Shape, deviating: number): number {
  let left = Math.max(0, deviating - shape.free);
  let cost = 0;
  for (const piece of shape.pieces) {
    const taken = Math.min(left, piece.width);
    cost += taken * piece.slope;
    left -= taken;
  }
  return cost;
}

function oneSecurity(draft: Draft, shape: Shape, i: number, target: number, buying: number): void {
  const by = "drift of securities";
  const off = (draft.frame.held[i] ?? 0) - target;
  const parts = draft.partsOf[i] ?? [];
  if (buying < 0) {
    const form = directWeight(draft, i);
    form.constant -= target;
    const deviating = deviation(draft, shape, BOTH, by);
    // Few columns make sparse rows: with several lots the weight is told by its drift.
    if (parts.length > 1 && deviating.cols.length <= parts.length + 1)
      draft.weightForm[i] = { ...deviating, constant: target };
    equate(draft, form, deviating);
    return;
  }
  const sell = constant(off);
  addTerm(sell, buying, -off);
  for (const p of parts) addTerm(sell, draft.parts[p]?.column ?? -1, -1);
  const notBuying: Affine = { constant: 1, cols: [buying], coefs: [-1] };
  const selling = deviation(draft, shape, { over: off > 0, under: true, scale: notBuying }, by);
  equate(draft, sell, selling);
  const buy = constant(0);
  addTerm(buy, buying, off);
  addTerm(buy, draft.buy[i] ?? -1, 1);
  const isBuying: Affine = { constant: 0, cols: [buying], coefs: [1] };
  equate(draft, buy, deviation(draft, shape, { over: true, under: off < 0, scale: isBuying }, by));
}
