/**
 * What drifts from what, and what it costs (semantics.md 2, "drift"). φ(|w − t|) · V is worked out as φ of dollars,
 * |v − t · V| with its steps times V too: whole numbers throughout, and nothing is divided.
 */
import type { Bundle, EffectivePolicy, StepIR } from "@mandate/compiler";
import { type Decimal, exact, ZERO } from "./decimal.ts";
import { decimalOf, magnitude, NOTHING, product, rescaled, type Scaled, scaledOf } from "./integer.ts";
import type { Context } from "./measures.ts";
import { resolveSet } from "./sets.ts";
import { targetOf, targetsOf } from "./targets.ts";

export type DriftOf = "classes" | "securities";

/** One node of a drift clause: what is weighed together against one target. */
export interface DriftNode {
  readonly label: string;
  readonly target: Scaled;
  /** the class Cash weighs cash itself too */
  readonly cash: boolean;
}

/** Nodes in the order of reports, and those that each security of the universe is in. */
export interface DriftNodes {
  readonly nodes: readonly DriftNode[];
  readonly nodesOf: (index: number) => readonly number[];
}

const NONE: readonly number[] = [];

const inClasses = new WeakMap<Bundle, readonly (readonly number[])[]>();

/** By security of the universe: the classes that it is in. */
function classesBySecurity(bundle: Bundle): readonly (readonly number[])[] {
  const known = inClasses.get(bundle);
  if (known !== undefined) return known;
  const classes: number[][] = bundle.universe.map(() => []);
  bundle.classes.forEach((declared, at) => {
    for (const member of bundle.sets[declared.set]?.members ?? []) classes[member]?.push(at);
  });
  inClasses.set(bundle, classes);
  return classes;
}

type Nodes = EffectivePolicy["nodes"];

const classNodesOf = new WeakMap<Nodes, DriftNodes>();

function classNodes({ situation }: Context): DriftNodes {
  const { bundle, policy } = situation;
  const known = classNodesOf.get(policy.nodes);
  if (known !== undefined) return known;
  const targets = targetsOf(bundle, policy);
  const classes = classesBySecurity(bundle);
  const made: DriftNodes = {
    nodes: bundle.classes.map((declared) => {
      const set = resolveSet(situation, { set: "fixed", id: declared.set }, new Map());
      return { label: declared.name, target: scaledOf(targetOf(targets, set)), cash: set.cash };
    }),
    nodesOf: (index) => classes[index] ?? NONE,
  };
  classNodesOf.set(policy.nodes, made);
  return made;
}

interface Targeted {
  readonly nodes: readonly DriftNode[];
  readonly nodesOf: ReadonlyMap<number, readonly number[]>;
}

const targetedOf = new WeakMap<Nodes, Targeted>();

function targeted({ situation }: Context): Targeted {
  const { bundle, policy } = situation;
  const known = targetedOf.get(policy.nodes);
  if (known !== undefined) return known;
  const symbol = (index: number): string => bundle.universe[index]?.symbol ?? String(index);
  const { nodes } = targetsOf(bundle, policy);
  const made: Targeted = {
    nodes: nodes.map(({ members, target }) => {
      return { label: members.map(symbol).join(" or "), target: scaledOf(target), cash: false };
    }),
    nodesOf: new Map(nodes.flatMap(({ members }, at) => members.map((member) => [member, [at]] as const))),
  };
  targetedOf.set(policy.nodes, made);
  return made;
}

function securityNodes(context: Context): DriftNodes {
  const { nodes, nodesOf } = targeted(context);
  const others = new Map<number, readonly number[]>();
  const all = [...nodes];
  for (const { index, symbol } of context.portfolio.positions.values()) {
    if (nodesOf.has(index)) continue;
    others.set(index, [all.length]);
    all.push({ label: symbol, target: NOTHING, cash: false });
  }
  return { nodes: all, nodesOf: (index) => nodesOf.get(index) ?? others.get(index) ?? NONE };
}

/** Classes of every level, Cash too; or securities held, targeted or traded, an `or` group as one. */
export function driftNodes(context: Context, of: DriftOf): DriftNodes {
  return of === "classes" ? classNodes(context) : securityNodes(context);
}

interface Step {
  readonly slope: Scaled;
  readonly beyond: Scaled;
}

const stepsOf = new WeakMap<readonly StepIR[], readonly Step[]>();

function ordered(steps: readonly StepIR[]): readonly Step[] {
  let known = stepsOf.get(steps);
  if (known === undefined) {
    known = steps
      .map((step) => ({ slope: exact(step.slope), beyond: exact(step.beyond) }))
      .sort((a, b) => a.beyond.comparedTo(b.beyond))
      .map(({ slope, beyond }) => ({ slope: scaledOf(slope), beyond: scaledOf(beyond) }));
    stepsOf.set(steps, known);
  }
  return known;
}

/** What each node of a clause costs in one portfolio: whole numbers of 10^−`places` dollars. */
export interface NodeCosts {
  readonly costs: readonly bigint[];
  readonly places: number;
}

function finest(all: readonly Scaled[]): number {
  let most = 0;
  for (const { places } of all) most = Math.max(most, places);
  return most;
}

/** φ of each node's drift, times V. */
export function nodeCosts(
  context: Context,
  steps: readonly StepIR[],
  { nodes, nodesOf }: DriftNodes,
): NodeCosts {
  const { cash, value, positions } = context.portfolio;
  const pieces = ordered(steps);
  const v = scaledOf(value);
  const targets = nodes.map(({ target }) => product(target, v));
  const starts = pieces.map(({ beyond }) => product(beyond, v));
  const held = [...positions.values()].map(({ dollars }) => dollars);
  const ofCash = scaledOf(cash);
  const places = Math.max(ofCash.places, finest(held), finest(targets), finest(starts));
  const slopes = finest(pieces.map(({ slope }) => slope));
  const from = starts.map((start) => rescaled(start, places));
  const slope = pieces.map((piece) => rescaled(piece.slope, slopes));
  const inCash = rescaled(ofCash, places);
  const sums = nodes.map(({ cash: weighsCash }) => (weighsCash ? inCash : 0n));
  for (const { index, dollars } of positions.values()) {
    const own = rescaled(dollars, places);
    for (const node of nodesOf(index)) sums[node] = (sums[node] ?? 0n) + own;
  }
  const costs = sums.map((inside, at) => {
    const away = magnitude(inside - rescaled(targets[at] ?? NOTHING, places));
    let cost = 0n;
    for (let k = 0; k < from.length; k++) {
      const start = from[k] ?? 0n;
      if (away <= start) break;
      const end = from[k + 1];
      cost += ((end === undefined || away < end ? away : end) - start) * (slope[k] ?? 0n);
    }
    return cost;
  });
  return { costs, places: places + slopes };
}

/** USD of all drift clauses. */
export function driftCost(context: Context): Decimal {
  let cost = ZERO;
  for (const clause of context.situation.policy.objective.drift) {
    const { costs, places } = nodeCosts(context, clause.steps, driftNodes(context, clause.of));
    let sum = 0n;
    for (const of of costs) sum += of;
    cost = cost.plus(decimalOf(sum, places));
  }
  return cost;
}
