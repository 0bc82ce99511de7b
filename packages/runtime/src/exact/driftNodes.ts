/** What drifts from what (semantics.md 2, "drift"): what is weighed together against one target. */
import type { Bundle, EffectivePolicy } from "@mandate/compiler";
import type { Situation } from "../account/situation.ts";
import { NOTHING, type Scaled, scaledOf } from "./integer.ts";
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
  /** the first of `nodes`, as the policy has them for every account; the rest have no target */
  readonly ofPolicy: readonly DriftNode[];
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
  const nodes = bundle.classes.map((declared): DriftNode => {
    const set = resolveSet(situation, { set: "fixed", id: declared.set }, new Map());
    return { label: declared.name, target: scaledOf(targetOf(targets, set)), cash: set.cash };
  });
  const made: DriftNodes = { nodes, ofPolicy: nodes, nodesOf: (index) => classes[index] ?? NONE };
  classNodesOf.set(policy.nodes, made);
  return made;
}

const targetedOf = new WeakMap<Nodes, DriftNodes>();

/** Securities with a target. */
function targeted({ bundle, policy }: Situation): DriftNodes {
  const known = targetedOf.get(policy.nodes);
  if (known !== undefined) return known;
  const symbol = (index: number): string => bundle.universe[index]?.symbol ?? String(index);
  const { nodes: groups } = targetsOf(bundle, policy);
  const nodes = groups.map(({ members, target }): DriftNode => {
    return { label: members.map(symbol).join(" or "), target: scaledOf(target), cash: false };
  });
  const nodesOf = new Map(groups.flatMap(({ members }, at) => members.map((member) => [member, [at]])));
  const made: DriftNodes = { nodes, ofPolicy: nodes, nodesOf: (index) => nodesOf.get(index) ?? NONE };
  targetedOf.set(policy.nodes, made);
  return made;
}

function securityNodes({ situation, portfolio }: Context): DriftNodes {
  const known = targeted(situation);
  const others = new Map<number, readonly number[]>();
  const nodes = [...known.nodes];
  for (const { index, symbol } of portfolio.positions.values()) {
    if (known.nodesOf(index) !== NONE) continue;
    others.set(index, [nodes.length]);
    nodes.push({ label: symbol, target: NOTHING, cash: false });
  }
  if (others.size === 0) return known;
  return { ...known, nodes, nodesOf: (index) => others.get(index) ?? known.nodesOf(index) };
}

/** Classes of every level, Cash too; or securities held, targeted or traded, an `or` group as one. */
export function driftNodes(context: Context, of: DriftOf): DriftNodes {
  return of === "classes" ? classNodes(context) : securityNodes(context);
}
