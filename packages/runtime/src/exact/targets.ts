/** Targets and drift nodes of an account's model (semantics.md 2, "drift"). */
import type { Bundle, EffectivePolicy, ModelNode } from "@mandate/compiler";
import { type Decimal, exact, ZERO } from "./decimal.ts";

/** One node of `drift of securities`: securities whose weights are added before they are compared with the target. */
export interface SecurityNode {
  readonly members: readonly number[];
  readonly target: Decimal;
}

export interface Targets {
  /** by index into the universe; an `or` group's target stands with its preferred member */
  readonly securities: ReadonlyMap<number, Decimal>;
  /** of cash itself: what the class Cash has left after its securities */
  readonly cash: Decimal;
  readonly nodes: readonly SecurityNode[];
  /** rate of each non-preferred member, by index; 0 left out */
  readonly alternates: ReadonlyMap<number, Decimal>;
}

const indices = new WeakMap<Bundle, ReadonlyMap<string, number>>();

/** Index of a symbol in the bundle's universe. */
export function universeIndex(bundle: Bundle, symbol: string): number {
  let index = indices.get(bundle);
  if (index === undefined) {
    index = new Map(bundle.universe.map((security, at) => [security.symbol, at]));
    indices.set(bundle, index);
  }
  const found = index.get(symbol);
  if (found === undefined) throw new RangeError(`the universe has no ${symbol}`);
  return found;
}

function isCashClass(bundle: Bundle, name: string): boolean {
  const declared = bundle.classes.find((candidate) => candidate.name === name);
  return declared?.leaf === true && bundle.sets[declared.set]?.cash === true;
}

interface Gathering {
  readonly securities: Map<number, Decimal>;
  readonly groups: { members: Set<number>; target: Decimal }[];
  readonly alternates: Map<number, Decimal>;
  cash: Decimal;
}

function visit(bundle: Bundle, node: ModelNode, into: Gathering): Decimal {
  const target = exact(node.target);
  if (node.node === "class") {
    let inside = ZERO;
    for (const child of node.children) inside = inside.plus(visit(bundle, child, into));
    if (isCashClass(bundle, node.class)) into.cash = into.cash.plus(target).minus(inside);
    return target;
  }
  const members = node.members.map((member) => universeIndex(bundle, member.symbol));
  const [preferred] = members;
  if (preferred !== undefined) {
    into.securities.set(preferred, (into.securities.get(preferred) ?? ZERO).plus(target));
    into.groups.push({ members: new Set(members), target });
  }
  node.members.forEach((member, at) => {
    const index = members[at];
    const rate = exact(member.rate);
    if (at > 0 && index !== undefined && !rate.isZero()) into.alternates.set(index, rate);
  });
  return target;
}

/** Groups that share a member are one node: targets of a security named twice add up. */
function merge(groups: readonly { members: Set<number>; target: Decimal }[]): SecurityNode[] {
  let merged: { members: Set<number>; target: Decimal }[] = [];
  for (const group of groups) {
    const overlapping = merged.filter((other) =>
      [...group.members].some((member) => other.members.has(member)),
    );
    const members = new Set(group.members);
    let target = group.target;
    for (const other of overlapping) {
      for (const member of other.members) members.add(member);
      target = target.plus(other.target);
    }
    merged = merged.filter((other) => !overlapping.includes(other));
    merged.push({ members, target });
  }
  return merged.map(({ members, target }) => ({ members: [...members].sort((a, b) => a - b), target }));
}

const cache = new WeakMap<EffectivePolicy["nodes"], Targets>();

export function targetsOf(bundle: Bundle, policy: EffectivePolicy): Targets {
  const known = cache.get(policy.nodes);
  if (known !== undefined) return known;
  const into: Gathering = { securities: new Map(), groups: [], alternates: new Map(), cash: ZERO };
  for (const node of policy.nodes) visit(bundle, node, into);
  const targets = {
    securities: into.securities,
    cash: into.cash,
    nodes: merge(into.groups),
    alternates: into.alternates,
  };
  cache.set(policy.nodes, targets);
  return targets;
}

/** Target of a set: the sum of the targets in it. */
export function targetOf(
  targets: Targets,
  set: { readonly members: ReadonlySet<number>; readonly cash: boolean },
): Decimal {
  let sum = set.cash ? targets.cash : ZERO;
  for (const [index, target] of targets.securities) if (set.members.has(index)) sum = sum.plus(target);
  return sum;
}
