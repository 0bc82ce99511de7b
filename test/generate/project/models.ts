/** Models and sleeves: every level adds up exactly, every band contains its target. */
import type { Random } from "../random.ts";
import type {
  BandPlan,
  BranchPlan,
  ClassPlan,
  LeafPlan,
  ModelPlan,
  NodePlan,
  SecurityPlan,
  SleevePlan,
} from "./plan.ts";
import { decimal, indented, name, string } from "./write.ts";

export interface ModelScope {
  readonly random: Random;
  readonly classes: readonly ClassPlan[];
  readonly securities: readonly SecurityPlan[];
  readonly sleeves: readonly SleevePlan[];
  /** bands leave room: at least 3 points each way, and cash may reach a tenth */
  readonly roomy: boolean;
}

const share = (hundredths: number): string => `${decimal(hundredths / 100, 2)}%`;

/** Shares of a whole, 100 % in all: whole percents mostly. */
function shares(random: Random, count: number): number[] {
  if (random.chance(0.8)) return random.parts(100, count, 4).map((part) => part * 100);
  return random.parts(10_000, count, 250);
}

/** Leaves of these securities, some of them with alternates, of 100 % in all. */
function makeLeaves(
  random: Random,
  symbols: readonly string[],
  target: number,
  alternates = true,
): LeafPlan[] {
  const rest = random.shuffled(symbols);
  const groups: { symbol: string; cost?: number }[][] = [];
  for (let symbol = rest.pop(); symbol !== undefined && groups.length < 8; symbol = rest.pop()) {
    const group: { symbol: string; cost?: number }[] = [{ symbol }];
    while (alternates && group.length < 3 && rest.length > 0 && random.chance(0.3)) {
      const other = rest.pop() as string;
      group.push(random.chance(0.5) ? { symbol: other, cost: random.integer(1, 25) } : { symbol: other });
    }
    groups.push(group);
    if (random.chance(0.25)) break;
  }
  const parts = shares(random, groups.length);
  return groups.map((members, place) => {
    const part = parts[place] ?? 0;
    return { node: "leaf", members, share: part, target: (target * part) / 10_000 };
  });
}

/** Sleeves of single leaf classes, some of them from a CSV. */
export function makeSleeves(
  random: Random,
  securities: readonly SecurityPlan[],
  leaves: readonly string[],
): SleevePlan[] {
  return random.some(leaves, random.integer(0, 2)).map((leaf, place): SleevePlan => {
    const inLeaf = securities.filter((security) => security.class === leaf).map(({ symbol }) => symbol);
    const fromFile = random.chance(0.4);
    return {
      name: `Sleeve${place + 1}`,
      class: leaf,
      leaves: makeLeaves(random, inLeaf, 1, !fromFile),
      ...(fromFile ? { csv: `data/sleeve-${place + 1}.csv` } : {}),
    };
  });
}

export function sleeveText(sleeve: SleevePlan): string {
  const opening = `sleeve ${sleeve.name}`;
  if (sleeve.csv !== undefined) return `${opening} from "${sleeve.csv}"`;
  return `${opening} { ${sleeve.leaves.map((leaf) => leafText(leaf, false)).join("  ")} }`;
}

/** The sleeve's file: weights as fractions. */
export function sleeveCsv(sleeve: SleevePlan): string {
  const rows = sleeve.leaves.map((leaf) => `${leaf.members[0]?.symbol},${decimal(leaf.share / 10_000, 4)}`);
  return `${["symbol,weight", ...rows].join("\n")}\n`;
}

function makeBand(scope: ModelScope, target: number, cash: boolean): BandPlan {
  const { random, roomy } = scope;
  const at = target * 10_000;
  const least = roomy ? 300 : 25;
  if (!cash && random.chance(0.5)) return { band: "around", by: random.integer(least / 25, 40) * 25 };
  const low = Math.max(0, Math.floor(at / 50) * 50 - random.integer(Math.ceil(least / 50), 20) * 50);
  const high = Math.min(10_000, Math.ceil(at / 50) * 50 + random.integer(Math.ceil(least / 50), 20) * 50);
  return {
    band: "between",
    low: cash && roomy ? 0 : low,
    high: cash && roomy ? Math.max(high, 1_000) : high,
  };
}

function makeChildren(scope: ModelScope, plan: ClassPlan, target: number): NodePlan[] {
  const { random } = scope;
  if (plan.children.length > 0 && random.chance(0.8)) {
    const chosen = random.some(plan.children, random.integer(1, plan.children.length));
    const parts = shares(random, chosen.length);
    return chosen.map((child, place) => makeBranch(scope, child, parts[place] ?? 0, target, 0.2));
  }
  const sleeve = scope.sleeves.find((candidate) => candidate.class === plan.name);
  if (sleeve !== undefined && random.chance(0.7)) return makeUse(scope, sleeve, target);
  const below = leavesBelow(plan);
  const inside = scope.securities.filter((security) => below.has(security.class)).map(({ symbol }) => symbol);
  return makeLeaves(random, random.some(inside, 12), target);
}

function leavesBelow(plan: ClassPlan): ReadonlySet<string> {
  if (plan.children.length === 0) return new Set([plan.name]);
  return new Set(plan.children.flatMap((child) => [...leavesBelow(child)]));
}

/** The sleeve alone, or beside a security that it does not hold. */
function makeUse({ random, securities }: ModelScope, sleeve: SleevePlan, target: number): NodePlan[] {
  const held = new Set(sleeve.leaves.flatMap((leaf) => leaf.members.map(({ symbol }) => symbol)));
  const others = securities.filter(
    (security) => security.class === sleeve.class && !held.has(security.symbol),
  );
  const beside = others.length > 0 && random.chance(0.4) ? random.pick(others) : undefined;
  const [own = 10_000, rest = 0] = beside === undefined ? [10_000] : shares(random, 2);
  const scaled = (part: number) => (target * part) / 10_000;
  const use: NodePlan = {
    node: "use",
    sleeve: sleeve.name,
    share: own,
    target: scaled(own),
    leaves: sleeve.leaves.map((leaf) => ({ ...leaf, target: scaled(own) * (leaf.share / 10_000) })),
  };
  if (beside === undefined) return [use];
  return [use, { node: "leaf", members: [{ symbol: beside.symbol }], share: rest, target: scaled(rest) }];
}

function makeBranch(
  scope: ModelScope,
  plan: ClassPlan,
  part: number,
  parentTarget: number,
  bandChance: number,
): BranchPlan {
  const cash = plan.name === "Cash";
  const target = (parentTarget * part) / 10_000;
  return {
    node: "class",
    class: plan.name,
    share: part,
    target,
    ...(scope.random.chance(bandChance) ? { band: makeBand(scope, target, cash) } : {}),
    children: cash ? [] : makeChildren(scope, plan, target),
  };
}

export function makeModel(scope: ModelScope, called: string): ModelPlan {
  const { random, classes } = scope;
  const cash = classes.filter((plan) => plan.name === "Cash");
  const invested = classes.filter((plan) => plan.name !== "Cash");
  const chosen = random.some(invested, random.integer(Math.min(2, invested.length), invested.length));
  const inCash = random.integer(4, 20) * 50;
  const parts = random.parts((10_000 - inCash) / 50, chosen.length, 10).map((part) => part * 50);
  const nodes = [
    ...chosen.map((plan, place) => makeBranch(scope, plan, parts[place] ?? 0, 1, 0.5)),
    ...cash.map((plan) => makeBranch(scope, plan, inCash, 1, 0.6)),
  ];
  const title = random.chance(0.5) ? ` ${string(`${called}, made of ${chosen.length}`)}` : "";
  const text = `model ${called}${title} {\n${indented(nodes.map((node) => nodeText(node, random)).join("\n"))}\n}`;
  return { name: called, nodes, text };
}

/** A model of a model: two classes of the top change places in weight, the rest is the base's. */
export function deriveModel(scope: ModelScope, called: string, base: ModelPlan): ModelPlan | undefined {
  const { random } = scope;
  const invested = base.nodes.filter((node) => node.class !== "Cash");
  if (invested.length < 2) return undefined;
  const changed = random.some(invested, 2);
  const total = changed.reduce((sum, node) => sum + node.share, 0);
  const parts = random.parts(total / 50, 2, 10).map((part) => part * 50);
  const lines: string[] = [];
  const nodes = base.nodes.map((node) => {
    const place = changed.indexOf(node);
    if (place < 0) return node;
    const part = parts[place] ?? 0;
    const target = part / 10_000;
    const plan = scope.classes.find((candidate) => candidate.name === node.class);
    const again = plan !== undefined && (random.chance(0.3) || node.children.some(hasFixedBand));
    const band = node.band?.band === "between" ? makeBand(scope, target, false) : node.band;
    const children = again
      ? makeChildren(scope, plan, target)
      : node.children.map((child) => moved(child, part / node.share));
    const made: BranchPlan = {
      node: "class",
      class: node.class,
      share: part,
      target,
      children,
      ...(band === undefined ? {} : { band }),
    };
    const block = again
      ? ` { ${children.map((child) => nodeText(child, random, children.length)).join("  ")} }`
      : "";
    const bandWords = again || node.band?.band === "between" ? bandText(band) : "";
    lines.push(`${name(node.class)} ${share(part)}${bandWords}${block}`);
    return made;
  });
  return { name: called, nodes, text: `model ${called} is ${base.name} {\n${indented(lines.join("\n"))}\n}` };
}

function hasFixedBand(node: NodePlan): boolean {
  return node.node === "class" && (node.band?.band === "between" || node.children.some(hasFixedBand));
}

function moved<N extends NodePlan>(node: N, factor: number): N {
  const target = node.target * factor;
  if (node.node === "class")
    return { ...node, target, children: node.children.map((child) => moved(child, factor)) };
  if (node.node === "use") return { ...node, target, leaves: node.leaves.map((leaf) => moved(leaf, factor)) };
  return { ...node, target };
}

function bandText(band: BandPlan | undefined): string {
  if (band === undefined) return "";
  if (band.band === "around") return ` band ±${decimal(band.by / 100, 2)}pp`;
  return ` band ${share(band.low)}..${share(band.high)}`;
}

function leafText(leaf: LeafPlan, alone: boolean): string {
  const members = leaf.members.map(
    ({ symbol, cost }) => `${name(symbol)}${cost === undefined ? "" : ` cost ${cost}bps`}`,
  );
  return `${members.join(" or ")}${alone ? "" : ` ${share(leaf.share)}`}`;
}

/** `siblings`: how many there are in the node's block, itself included; one alone may leave out its percentage. */
function nodeText(node: NodePlan, random: Random, siblings = 2): string {
  const alone = siblings === 1 && random.chance(0.5);
  if (node.node === "leaf") return leafText(node, alone);
  if (node.node === "use") return `use ${node.sleeve}${alone ? "" : ` ${share(node.share)}`}`;
  const inside = node.children.map((child) => nodeText(child, random, node.children.length)).join("  ");
  return `${name(node.class)} ${share(node.share)}${bandText(node.band)}${inside === "" ? "" : ` { ${inside} }`}`;
}

const leavesOf = new WeakMap<ModelPlan, readonly LeafPlan[]>();

/** Every leaf of a model with its target of the account. */
export function modelLeaves(model: ModelPlan): readonly LeafPlan[] {
  const known = leavesOf.get(model) ?? collectLeaves(model);
  leavesOf.set(model, known);
  return known;
}

function collectLeaves(model: ModelPlan): LeafPlan[] {
  const below = (node: NodePlan): LeafPlan[] => {
    if (node.node === "leaf") return [node];
    return node.node === "use" ? [...node.leaves] : node.children.flatMap(below);
  };
  return model.nodes.flatMap(below);
}

/** Every class that stands in a model. */
export function modelBranches(model: ModelPlan): BranchPlan[] {
  const below = (node: NodePlan): BranchPlan[] =>
    node.node === "class" ? [node, ...node.children.flatMap(below)] : [];
  return model.nodes.flatMap(below);
}
