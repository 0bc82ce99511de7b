/**
 * Drift (semantics.md 2): φ(|w − t|) of each node by columns for how far it is over and under, a column a slope.
 *
 * Where a binary says whether a security is bought or sold, its own drift is written once for either side, each scaled
 * by the binary: the convex hull of the two sides, so that the relaxation's bound is that of the security's convex
 * envelope (Moehle, Kochenderfer, Boyd, Ang, "Tax-aware portfolio construction via convex optimization", 2021, use the
 * same bound account by account). Where a binary says whether washed shares are all sold, so that a loss counts, what
 * drifts at the least then is charged in proportion to the binary.
 */
import type { StepIR } from "@mandate/compiler";
import { type Affine, addTerm, constant, weightColumn } from "./affine.ts";
import type { Draft } from "./draft.ts";
import type { Frame } from "./frame.ts";
import { targetOf, weightOf } from "./measures.ts";
import type { Mode } from "./modes.ts";

/** φ: free up to `free`, then piece by piece; the last one has no end. */
export interface Shape {
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

/** φ of the objective's clauses on classes, or on securities; undefined where they charge nothing. */
export function driftShape(frame: Frame, of: "classes" | "securities"): Shape | undefined {
  const { drift } = frame.situation.policy.objective;
  return shapeOf(drift.filter((clause) => clause.of === of).map((clause) => clause.steps));
}

/** `scale`: a form that multiplies every width (the side's share), or undefined for 1. */
interface Side {
  readonly over: boolean;
  readonly under: boolean;
  readonly scale?: Affine;
}

/** Columns that add up to a deviation, and what they cost. */
interface Deviation extends Affine {
  readonly cost: Affine;
}

/** Columns that add up to a deviation, at the cost φ of it. */
function deviation(draft: Draft, shape: Shape, side: Side, by: string): Deviation {
  const form = { ...constant(0), cost: constant(0) };
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
      addTerm(form.cost, column, piece.slope);
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
  const ofSecurities = driftShape(frame, "securities");
  if (ofSecurities !== undefined) {
    for (const node of frame.nodes) {
      const [only] = node.members;
      if (only !== undefined && node.members.length === 1) {
        draft.own = only;
        oneSecurity(draft, ofSecurities, only, node.target, modes[only]?.buy ?? -1);
        draft.own = -1;
        continue;
      }
      const form = constant(-node.target);
      for (const i of node.members) addTerm(form, weightColumn(i), 1);
      equate(draft, form, deviation(draft, ofSecurities, BOTH, "drift of securities"));
    }
  }
  const ofClasses = driftShape(frame, "classes");
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

/** φ of a deviation, of V a V. @param deviating at least 0 */
export function costOf(shape: Shape, deviating: number): number {
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
    if (parts.length > 1 && !draft.counting.has(i) && deviating.cols.length <= parts.length + 1)
      draft.weightForm[i] = { constant: target, cols: deviating.cols, coefs: deviating.coefs };
    equate(draft, form, deviating);
    chargeCounting(draft, shape, i, { off, cost: deviating.cost, buying });
    return;
  }
  const sell = constant(off);
  addTerm(sell, buying, -off);
  for (const p of parts) addTerm(sell, draft.parts[p]?.column ?? -1, -1);
  const notBuying: Affine = { constant: 1, cols: [buying], coefs: [-1] };
  const selling = deviation(draft, shape, { over: off > 0, under: true, scale: notBuying }, by);
  equate(draft, sell, selling);
  chargeCounting(draft, shape, i, { off, cost: selling.cost, buying });
  const buy = constant(0);
  addTerm(buy, buying, off);
  addTerm(buy, draft.buy[i] ?? -1, 1);
  const isBuying: Affine = { constant: 0, cols: [buying], coefs: [1] };
  equate(draft, buy, deviation(draft, shape, { over: true, under: off < 0, scale: isBuying }, by));
}

/** A tangent of φ: slope · u − at, and where it begins. */
interface Tangent {
  readonly start: number;
  readonly slope: number;
  readonly at: number;
}

function tangentsOf(shape: Shape): Tangent[] {
  let start = shape.free;
  let charged = 0;
  return shape.pieces.map(({ width, slope }) => {
    const tangent = { start, slope, at: slope * start - charged };
    charged += slope * width;
    start += width;
    return tangent;
  });
}

interface Selling {
  /** over its target before any trade, of V */
  readonly off: number;
  /** what the drift of selling costs */
  readonly cost: Affine;
  /** the binary that says that it is bought; -1 for none */
  readonly buying: number;
}

/**
 * Where losses of a security count (z = 1), its washed shares W are sold, and with them c that count: it is W + c − off
 * under its target at the least. Where they do not, and it is not bought either (β = 0), it is off − s over it. Tangents
 * σ u − κ of φ for each, scaled by z and by n = 1 − z − β: cost ≥ [σ (W z + c − off z) − κ z] + [σ′ (off n − (s − W z − c))
 * − κ′ n], for any of the first and of the second, or none. Without it the relaxation sells a little of all, as far as
 * drift is cheap, at a loss that counts a little.
 */
function chargeCounting(draft: Draft, shape: Shape, i: number, { off, cost, buying }: Selling): void {
  const counting = draft.counting.get(i);
  // Only what has washed shares to sell is surely not bought where losses count.
  if (counting === undefined || counting.washed === 0) return;
  const { binary, washed, counts } = counting;
  let most = washed - off;
  for (const column of counts) most += draft.upper[column] ?? 0;
  const tangents = tangentsOf(shape);
  const under = tangents.filter(({ start }) => most > start);
  const over = tangents.filter(({ start }) => off > start);
  const charge = (below: Tangent | undefined, above: Tangent | undefined): void => {
    const form = constant(0);
    cost.cols.forEach((column, k) => {
      addTerm(form, column, cost.coefs[k] ?? 0);
    });
    if (below !== undefined) {
      addTerm(form, binary, below.at - below.slope * (washed - off));
      for (const column of counts) addTerm(form, column, -below.slope);
    }
    if (above !== undefined) {
      const whole = above.slope * off - above.at;
      form.constant -= whole;
      addTerm(form, binary, whole - above.slope * washed);
      if (buying >= 0) addTerm(form, buying, whole);
      for (const p of draft.partsOf[i] ?? []) {
        const column = draft.parts[p]?.column ?? -1;
        if (!counts.includes(column)) addTerm(form, column, above.slope);
      }
    }
    draft.row(form, 0, Infinity);
  };
  for (const below of under) charge(below, undefined);
  for (const above of over) for (const below of [undefined, ...under]) charge(below, above);
}
