/** An account as numbers: its securities, lots and targets in fractions of its value V. */
import type { ModelNode } from "@mandate/compiler";
import { heldAsLong } from "../account/dates.ts";
import type { Situation } from "../account/situation.ts";
import { float } from "../exact/decimal.ts";
import { type Compiled, compiledOf } from "./compiled.ts";

/** A node of `drift of securities`: securities whose weights add up before they are compared with the target. */
export interface SecurityNode {
  readonly members: readonly number[];
  readonly target: number;
}

/** Securities are counted within the account, in the universe's order: held, targeted, or an alternate of one. */
export interface Frame {
  readonly situation: Situation;
  readonly compiled: Compiled;
  /** V, USD */
  readonly value: number;
  readonly taxable: boolean;
  /** cash before trading, of V */
  readonly cash: number;
  readonly count: number;
  readonly symbol: readonly string[];
  readonly universe: Int32Array;
  /** place in the account of a security of the universe, or -1 */
  readonly local: Int32Array;
  readonly price: Float64Array;
  /** v_i / V */
  readonly held: Float64Array;
  /** spread / 2 + commission */
  readonly tradeRate: Float64Array;
  readonly ticket: number;
  /** target of a security; an `or` group's stands with its preferred member */
  readonly target: Float64Array;
  /** what the class Cash has left after its securities */
  readonly cashTarget: number;
  readonly nodes: readonly SecurityNode[];
  /** rate of a non-preferred member, else 0 */
  readonly alternateRate: Float64Array;
  readonly lots: readonly FrameLot[];
  /** lots of each security, by place in `lots`, in the book's order */
  readonly lotsOf: readonly (readonly number[])[];
}

export interface FrameLot {
  readonly id: string;
  readonly security: number;
  /** v_l / V */
  readonly value: number;
  /** shares */
  readonly quantity: number;
  /** γ = 1 − unit cost / price */
  readonly gain: number;
  readonly long: boolean;
  readonly acquired: string;
  /** washed part, of V (semantics.md 4) */
  readonly washed: number;
  /** the same in shares */
  readonly washedQuantity: number;
  readonly reachable: boolean;
}

/** What the book lacks for an account to be solved. */
class MissingPrice extends Error {
  constructor(readonly symbol: string) {
    super(`\`${symbol}\` is held or targeted and has no price on the day`);
  }
}

interface Gathering {
  readonly targets: Map<number, number>;
  readonly groups: { members: Set<number>; target: number }[];
  readonly alternates: Map<number, number>;
  cash: number;
}

/** Targets of a model, by security of the universe: worked out once for all accounts that have the same. */
interface Targeted extends Readonly<Gathering> {
  /** groups that share a member are one */
  readonly joined: ReadonlyMap<number, Joined>;
}

interface Joined {
  readonly members: Set<number>;
  target: number;
}

const targeted = new WeakMap<readonly ModelNode[], Targeted>();

function targetedOf(compiled: Compiled, nodes: readonly ModelNode[]): Targeted {
  let known = targeted.get(nodes);
  if (known === undefined) {
    const gathered: Gathering = { targets: new Map(), groups: [], alternates: new Map(), cash: 0 };
    for (const node of nodes) visit(compiled, node, gathered);
    known = { ...gathered, joined: joinedOf(gathered.groups) };
    targeted.set(nodes, known);
  }
  return known;
}

function visit(compiled: Compiled, node: ModelNode, into: Gathering): number {
  const target = Number(node.target);
  if (node.node === "class") {
    let inside = 0;
    for (const child of node.children) inside += visit(compiled, child, into);
    const declared = compiled.classes.get(node.class);
    if (declared?.leaf === true && declared.cash) into.cash += Math.max(0, target - inside);
    return target;
  }
  const members = node.members.map((member) => securityIndex(compiled, member.symbol));
  const preferred = members[0];
  if (preferred === undefined) return target;
  into.targets.set(preferred, (into.targets.get(preferred) ?? 0) + target);
  into.groups.push({ members: new Set(members), target });
  node.members.forEach((member, at) => {
    const index = members[at];
    const rate = Number(member.rate);
    if (at > 0 && index !== undefined && rate !== 0) into.alternates.set(index, rate);
  });
  return target;
}

function securityIndex(compiled: Compiled, symbol: string): number {
  const index = compiled.symbols.get(symbol);
  if (index === undefined) throw new RangeError(`the universe has no ${symbol}`);
  return index;
}

/** Groups that share a member become one node: targets of a security named twice add up. */
function joinedOf(groups: Gathering["groups"]): Map<number, Joined> {
  const nodeOf = new Map<number, Joined>();
  for (const group of groups) {
    const joined = { members: new Set<number>(), target: group.target };
    for (const member of group.members) {
      const other = nodeOf.get(member);
      if (other === undefined) joined.members.add(member);
      else if (!joined.members.has(member)) {
        for (const inside of other.members) joined.members.add(inside);
        joined.target += other.target;
      }
    }
    for (const member of joined.members) nodeOf.set(member, joined);
  }
  return nodeOf;
}

/** Nodes of what is targeted, and of what is held besides. */
function nodesOf(
  joined: ReadonlyMap<number, Joined>,
  local: Int32Array,
  held: Iterable<number>,
): SecurityNode[] {
  const nodes: SecurityNode[] = [];
  for (const { members, target } of new Set(joined.values()))
    nodes.push({ members: [...members].map((m) => local[m] ?? -1).sort((a, b) => a - b), target });
  for (const index of held) if (!joined.has(index)) nodes.push({ members: [local[index] ?? -1], target: 0 });
  return nodes.sort((a, b) => (a.members[0] ?? 0) - (b.members[0] ?? 0));
}

/** @throws MissingPrice */
export function frameOf(situation: Situation): Frame {
  const { bundle, policy, market, account } = situation;
  const compiled = compiledOf(bundle);
  const value = float(situation.value);
  if (!(value > 0))
    throw new RangeError(`the account's value of ${situation.value.toFixed()} is not above zero`);
  const gathered = targetedOf(compiled, policy.nodes);
  const places = Int32Array.from(account.lots, (lot) => securityIndex(compiled, lot.symbol));
  const heldIndices = new Set(places);
  const universe = Int32Array.from(new Set([...gathered.joined.keys(), ...heldIndices])).sort();
  const count = universe.length;
  const local = new Int32Array(bundle.universe.length).fill(-1);
  const symbol: string[] = [];
  const price = new Float64Array(count);
  const tradeRate = new Float64Array(count);
  const target = new Float64Array(count);
  const alternateRate = new Float64Array(count);
  const commission = Number(policy.objective.trading?.commission ?? 0);
  for (let i = 0; i < count; i++) {
    const index = universe[i] ?? 0;
    local[index] = i;
    const name = bundle.universe[index]?.symbol ?? "";
    const day = market.securities.get(name);
    if (day === undefined) throw new MissingPrice(name);
    symbol.push(name);
    price[i] = float(day.price);
    tradeRate[i] = float(day.spread) / 2 + commission;
    target[i] = gathered.targets.get(index) ?? 0;
    alternateRate[i] = gathered.alternates.get(index) ?? 0;
  }
  const held = new Float64Array(count);
  const lotsOf: number[][] = Array.from({ length: count }, () => []);
  const oneYear = { count: 1, of: "years" } as const;
  const lots = account.lots.map((lot, at): FrameLot => {
    const i = local[places[at] ?? 0] ?? 0;
    const quantity = float(lot.quantity);
    const ofPrice = (price[i] ?? 0) / value;
    held[i] = (held[i] ?? 0) + quantity * ofPrice;
    lotsOf[i]?.push(at);
    const wash = situation.wash.get(lot.id);
    const washedQuantity = Math.min(quantity, wash === undefined ? 0 : float(wash.washed));
    return {
      id: lot.id,
      security: i,
      value: quantity * ofPrice,
      quantity,
      gain: 1 - float(lot.unitCost) / (price[i] ?? 1),
      long: heldAsLong(lot.acquired, market.asOf, "more than", oneYear),
      acquired: lot.acquired,
      washed: washedQuantity * ofPrice,
      washedQuantity,
      reachable: wash?.reachable ?? false,
    };
  });
  return {
    situation,
    compiled,
    value,
    taxable: account.registration === "taxable",
    cash: float(account.cash) / value,
    count,
    symbol,
    universe,
    local,
    price,
    held,
    tradeRate,
    ticket: Number(policy.objective.trading?.ticket ?? 0) / value,
    target,
    cashTarget: gathered.cash,
    nodes: nodesOf(gathered.joined, local, heldIndices),
    alternateRate,
    lots,
    lotsOf,
  };
}
