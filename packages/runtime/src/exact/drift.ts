/** What drifts from what, and what it costs (semantics.md 2, "drift"). */
import type { StepIR } from "@mandate/compiler";
import { type Decimal, exact, positive, ZERO } from "./decimal.ts";
import { type Context, dollarsIn } from "./measures.ts";
import { type ResolvedSet, resolveSet } from "./sets.ts";
import { targetOf, targetsOf } from "./targets.ts";

/** One node of a drift clause: what is weighed together against one target. */
export interface DriftNode {
  readonly label: string;
  readonly set: ResolvedSet;
  readonly target: Decimal;
}

/** φ of semantics.md 2: slope by slope, each from where it starts. `deviation` is a fraction, at least 0. */
export function phi(steps: readonly StepIR[], deviation: Decimal): Decimal {
  const ordered = steps
    .map((step) => ({ slope: exact(step.slope), beyond: exact(step.beyond) }))
    .sort((a, b) => a.beyond.comparedTo(b.beyond));
  let cost = ZERO;
  ordered.forEach((step, at) => {
    const end = ordered[at + 1]?.beyond;
    const reached = end === undefined || deviation.lessThan(end) ? deviation : end;
    cost = cost.plus(positive(reached.minus(step.beyond)).times(step.slope));
  });
  return cost;
}

function symbolAt(context: Context, index: number): string {
  return context.situation.bundle.universe[index]?.symbol ?? String(index);
}

function classNodes(context: Context): DriftNode[] {
  const { situation } = context;
  const targets = targetsOf(situation.bundle, situation.policy);
  return situation.bundle.classes.map((declared) => {
    const set = resolveSet(situation, { set: "fixed", id: declared.set }, new Map());
    return { label: declared.name, set, target: targetOf(targets, set) };
  });
}

function securityNodes(context: Context): DriftNode[] {
  const targets = targetsOf(context.situation.bundle, context.situation.policy);
  const targeted = new Set<number>();
  const nodes: DriftNode[] = [];
  for (const node of targets.nodes) {
    for (const member of node.members) targeted.add(member);
    const label = node.members.map((member) => symbolAt(context, member)).join(" or ");
    nodes.push({ label, set: { members: new Set(node.members), cash: false }, target: node.target });
  }
  for (const position of context.portfolio.positions.values()) {
    if (targeted.has(position.index)) continue;
    const set = { members: new Set([position.index]), cash: false };
    nodes.push({ label: position.symbol, set, target: ZERO });
  }
  return nodes;
}

/** Classes of every level, Cash too; or securities held, targeted or traded, an `or` group as one. */
export function driftNodes(context: Context, of: "classes" | "securities"): DriftNode[] {
  return of === "classes" ? classNodes(context) : securityNodes(context);
}

export function weightOfNode(context: Context, node: DriftNode): Decimal {
  return dollarsIn(context, node.set).dividedBy(context.portfolio.value);
}
