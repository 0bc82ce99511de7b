/** A model's nodes with targets that can move, and back again. */
import type { Decimal } from "decimal.js";
import type { BandIR, MemberIR, ModelNode } from "../bundle/index.ts";
import { Exact, plain } from "../numbers/decimal.ts";

export interface Node {
  readonly from: ModelNode;
  target: Decimal;
  members: readonly MemberIR[];
  children: Node[];
}

export function grow(nodes: readonly ModelNode[]): Node[] {
  return nodes.map((from) => ({
    from,
    target: new Exact(from.target),
    members: from.node === "holding" ? from.members : [],
    children: from.node === "class" ? grow(from.children) : [],
  }));
}

/** Gives a node another target; what is below rescales pro rata (semantics.md 3). */
export function rescale(node: Node, target: Decimal): void {
  const before = node.target;
  node.target = target;
  if (before.isZero()) return;
  const factor = target.dividedBy(before);
  for (const child of node.children) rescale(child, child.target.times(factor));
}

/** `±5pp` moves along with its target, an absolute band does not. */
function bandAt(band: BandIR, target: Decimal): BandIR {
  if (band.around === undefined) return band;
  return {
    ...band,
    low: plain(Exact.max(0, target.minus(band.around))),
    high: plain(Exact.min(1, target.plus(band.around))),
  };
}

export function settle(nodes: readonly Node[], parent: Decimal = new Exact(1)): ModelNode[] {
  return nodes.map(({ from, target, members, children }): ModelNode => {
    const common = {
      share: plain(parent.isZero() ? new Exact(0) : target.dividedBy(parent)),
      target: plain(target),
      ...(from.band === undefined ? {} : { band: bandAt(from.band, target) }),
    };
    if (from.node === "class") return { ...from, ...common, children: settle(children, target) };
    return { ...from, ...common, members };
  });
}
