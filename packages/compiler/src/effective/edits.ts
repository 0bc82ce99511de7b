/** Tilts, substitutes and exclusions on a model's nodes (semantics.md 3). */
import type { Decimal } from "decimal.js";
import type { MemberIR } from "../bundle/index.ts";
import { Exact, plain } from "../numbers/decimal.ts";
import { type Node, rescale } from "./tree.ts";

/** The class's node and those above it, innermost first. */
function pathTo(nodes: readonly Node[], name: string): Node[] | undefined {
  for (const node of nodes) {
    if (node.from.node !== "class") continue;
    if (node.from.class === name) return [node];
    const below = pathTo(node.children, name);
    if (below !== undefined) return [...below, node];
  }
  return undefined;
}

/** Moves one class's target; the classes around it move along. In words why not, if it cannot. */
function move(nodes: readonly Node[], name: string, change: Decimal): string | undefined {
  const path = pathTo(nodes, name);
  const [node, ...above] = path ?? [];
  if (node === undefined) return `the model has no target for \`${name}\``;
  const target = node.target.plus(change);
  if (target.isNegative() && !target.isZero()) return `the target of \`${name}\` would fall below zero`;
  if (node.target.isZero() && node.children.length > 0 && !change.isZero())
    return `the target of \`${name}\` is zero, so nothing in it can be scaled up`;
  rescale(node, target);
  for (const parent of above) parent.target = parent.target.plus(change);
  return undefined;
}

export function applyTilt(
  nodes: readonly Node[],
  amount: Decimal,
  to: string,
  from: string,
): string | undefined {
  return move(nodes, to, amount) ?? move(nodes, from, amount.negated());
}

/**
 * B takes A's place, A becomes an alternate at the group's highest rate.
 * @returns whether the model offers the one for the other anywhere
 */
export function applySubstitute(nodes: readonly Node[], a: string, b: string, equivalent: boolean): boolean {
  let found = false;
  for (const node of nodes) {
    if (node.from.node === "class") {
      found = applySubstitute(node.children, a, b, equivalent) || found;
      continue;
    }
    const position = node.members.findIndex(({ symbol }) => symbol === a);
    const offered = node.members.some(({ symbol }) => symbol === b);
    if (position < 0 || !(offered || equivalent)) continue;
    found = true;
    const highest = node.members.reduce(
      (most, { rate }) => (new Exact(rate).greaterThan(most) ? new Exact(rate) : most),
      new Exact(0),
    );
    const place = node.members[position];
    const others = node.members.filter(({ symbol }) => symbol !== a && symbol !== b);
    const at = node.members.slice(0, position).filter(({ symbol }) => symbol !== b).length;
    const instead: MemberIR = { symbol: b, rate: at === 0 ? "0" : (place?.rate ?? "0") };
    node.members = [
      ...others.slice(0, at),
      instead,
      ...others.slice(at),
      { symbol: a, rate: plain(highest) },
    ];
  }
  return found;
}

/**
 * Takes excluded securities out. A group keeps its target while a member is left; a target without one goes to its
 * siblings pro rata, and where there are none, to those of its parent.
 * @returns what found no sibling
 */
export function applyExclude(nodes: Node[], excluded: ReadonlySet<string>): Decimal {
  let freed = new Exact(0);
  const left: Node[] = [];
  for (const node of nodes) {
    if (node.from.node === "class") {
      if (node.children.length === 0) {
        left.push(node);
        continue;
      }
      const lost = applyExclude(node.children, excluded);
      node.target = node.target.minus(lost);
      freed = freed.plus(lost);
      if (node.children.length > 0) left.push(node);
      continue;
    }
    const members = node.members.filter(({ symbol }) => !excluded.has(symbol));
    if (members.length === 0) {
      freed = freed.plus(node.target);
      continue;
    }
    // The next in line is now the preferred one, which costs nothing to hold.
    const [first, ...others] = members;
    node.members =
      first === undefined || members.length === node.members.length
        ? node.members
        : [{ ...first, rate: "0" }, ...others];
    left.push(node);
  }
  const gone = nodes.filter((node) => !left.includes(node) && node.from.node === "holding");
  for (const node of gone) nodes.splice(nodes.indexOf(node), 1);
  const whole = left.reduce((sum, { target }) => sum.plus(target), new Exact(0));
  if (freed.isZero() || whole.isZero()) return freed;
  for (const node of left) rescale(node, node.target.plus(freed.times(node.target).dividedBy(whole)));
  return new Exact(0);
}
