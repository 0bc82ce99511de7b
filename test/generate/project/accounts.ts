/** What accounts and profiles say: every clause there is, none against another. */
import type { Random } from "../random.ts";
import { makeLimit, makePreference, tighterLevel } from "./limits.ts";
import { makeChoice } from "./menus.ts";
import { modelBranches, modelLeaves } from "./models.ts";
import type {
  AccountPlan,
  BranchPlan,
  ChosenBy,
  LimitPlan,
  ListPlan,
  ModelPlan,
  OptionPlan,
  ProfilePlan,
} from "./plan.ts";
import type { RuleScope } from "./rules.ts";
import { money, name, percent, string } from "./write.ts";

export interface AccountScope extends RuleScope {
  readonly limits: readonly LimitPlan[];
  readonly profiles: readonly ProfilePlan[];
  /** groups of securities that may stand for each other */
  readonly equivalents: readonly (readonly string[])[];
  readonly asOf: string;
}

/** What one account's blocks have said already, over both layers. */
interface Said {
  readonly account: string;
  readonly model: ModelPlan;
  readonly chosen: Set<string>;
  readonly securities: Set<string>;
  readonly tightened: Set<string>;
  tilted: boolean;
  limits: number;
}

type Clause = (scope: AccountScope, said: Said, layer: ChosenBy) => string | undefined;

const because = (random: Random): string =>
  random.chance(0.6)
    ? ` because ${string(random.pick(["gift in progress", "family", "client's wish", 'the "founder" stock']))}`
    : "";

const later = (scope: AccountScope): string =>
  `${Number(scope.asOf.slice(0, 4)) + scope.random.integer(1, 60)}-0${scope.random.integer(1, 9)}-15`;
const soon = (scope: AccountScope): string => scope.random.pick([later(scope), scope.asOf]);

/** A clause about a security of which the account has not spoken yet. */
function about(write: (symbol: string, scope: AccountScope) => string): Clause {
  return (scope, said) => {
    const free = scope.securities.filter(({ symbol }) => !said.securities.has(symbol));
    if (free.length === 0) return undefined;
    const { symbol } = scope.random.pick(free);
    said.securities.add(symbol);
    return write(name(symbol), scope);
  };
}

const choose: Clause = ({ random, options }, said, layer) => {
  const open = options.filter(
    ({ name: own, tilt, setBy }) => !tilt && setBy.includes(layer) && !said.chosen.has(own),
  );
  if (open.length === 0) return undefined;
  const option = random.pick(open);
  said.chosen.add(option.name);
  return `choose ${option.name} = ${makeChoice(random, option)}`;
};

/** Between two classes that lie side by side, by less than what the one has to give. */
const tilt: Clause = ({ random, options }, said, layer) => {
  const option = options.find((candidate) => candidate.tilt);
  if (option === undefined || said.tilted || !option.setBy.includes(layer)) return undefined;
  const siblings = (nodes: readonly BranchPlan[]): BranchPlan[][] => [
    [...nodes],
    ...nodes.flatMap((node) => siblings(node.children.filter((child) => child.node === "class"))),
  ];
  const pairs = siblings(said.model.nodes)
    .map((nodes) => nodes.filter((node) => node.class !== "Cash" && node.target > 0.02 && node.target < 0.95))
    .filter((nodes) => nodes.length > 1);
  if (pairs.length === 0) return undefined;
  const [to, from] = random.shuffled(random.pick(pairs));
  if (to === undefined || from === undefined) return undefined;
  const most = Math.min(option.high, -option.low, from.target * 50, 2);
  said.tilted = true;
  return `tilt ${Math.max(1, Math.floor(most * 4)) / 4}pp to ${name(to.class)} from ${name(from.class)}`;
};

const substitute: Clause = (scope, said) => {
  const groups = modelLeaves(said.model)
    .map((leaf) => leaf.members.map(({ symbol }) => symbol))
    .filter((members) => members.length > 1 && members.every((symbol) => !said.securities.has(symbol)));
  if (groups.length === 0) return undefined;
  const [preferred = "", ...others] = scope.random.pick(groups);
  said.securities.add(preferred);
  return `substitute ${name(preferred)} with ${name(scope.random.pick(others))}`;
};

/** Excludes a list, unless that would leave a block of the model without a security to buy. */
const exclude: Clause = ({ random, lists }, said, layer) => {
  const usable = lists.filter(
    (list) => (layer === "advisor" || list.layer === "firm") && leavesRoom(said.model, list),
  );
  if (usable.length === 0) return undefined;
  const manner = random.pick([" divest now", " divest as taxes allow", " keep what is held"]);
  return `exclude ${random.pick(usable).name}${manner}`;
};

function leavesRoom(model: ModelPlan, list: ListPlan): boolean {
  return modelBranches(model).every((branch) => {
    const inside = modelLeaves({ ...model, nodes: [branch] });
    return (
      branch.class === "Cash" ||
      inside.some((leaf) => leaf.members.every(({ symbol }) => !list.members.has(symbol)))
    );
  });
}

const tighten: Clause = ({ random, limits }, said) => {
  const open = limits.filter((limit) => limit.bound !== undefined && !said.tightened.has(limit.name));
  if (open.length === 0) return undefined;
  const limit = random.pick(open);
  if (limit.bound === undefined) return undefined;
  said.tightened.add(limit.name);
  return `tighten ${limit.name} to ${limit.bound.write(tighterLevel(random, limit.bound))}`;
};

const ownLimit: Clause = (scope, said, layer) => {
  said.limits += 1;
  const prefix = layer === "advisor" ? "Own" : "Client";
  const made = makeLimit(visible(scope, layer), said.limits, { prefix, grants: false });
  return made.text;
};

const ownPreference: Clause = (scope, said, layer) => {
  said.limits += 1;
  return makePreference(visible(scope, layer), said.limits, layer === "advisor" ? "Own" : "Client");
};

function visible(scope: AccountScope, layer: ChosenBy): RuleScope {
  return layer === "advisor"
    ? scope
    : { ...scope, lists: scope.lists.filter((list) => list.layer === "firm") };
}

const clauses: readonly Clause[] = [
  choose,
  choose,
  choose,
  tilt,
  substitute,
  exclude,
  tighten,
  tighten,
  ownLimit,
  ownPreference,
  about((symbol, { random }) => `never buy ${symbol}${because(random)}`),
  about((symbol, { random }) => `never sell ${symbol}${because(random)}`),
  about((symbol, scope) => `keep ${symbol} until ${soon(scope)}${because(scope.random)}`),
  about((symbol, scope) => `sell ${symbol} by ${soon(scope)}`),
  ({ random, asOf }) =>
    `reserve cash ${random.pick([percent(random.integer(1, 3) / 100), money(random.integer(1, 8) * 500)])} until ${Number(asOf.slice(0, 4)) + 1}-12-31${because(random)}`,
  (scope) => `raise cash ${money(scope.random.integer(1, 10) * 500)} by ${soon(scope)}`,
  ({ random, roomy }) => `trade at most ${roomy ? random.integer(60, 100) : random.integer(5, 60)}% per run`,
];

/** Clauses of which an account may have one only. */
const once = /^(?:exclude|trade at most|reserve|raise)/;

function makeClauses(scope: AccountScope, said: Said, layer: ChosenBy, count: number): string[] {
  const lines: string[] = [];
  for (let place = 0; place < count; place++) {
    const line = scope.random.pick(clauses)(scope, said, layer);
    const opening = line === undefined ? null : once.exec(line);
    if (line === undefined || (opening !== null && lines.some((other) => other.startsWith(opening[0]))))
      continue;
    lines.push(line);
  }
  return lines;
}

export interface MadeAccount {
  readonly plan: AccountPlan;
  readonly advisor?: string;
  readonly client?: string;
}

/** One account: nothing, an advisor's block, a client's, or both. */
export function makeAccount(
  scope: AccountScope,
  account: string,
  household: string | undefined,
): MadeAccount {
  const { random } = scope;
  const model = random.pick(scope.models);
  const said: Said = {
    account,
    model,
    chosen: new Set(),
    securities: new Set(),
    tightened: new Set(),
    tilted: false,
    limits: 0,
  };
  const blocks = random.integer(0, 9);
  const profile = scope.profiles.length > 0 && random.chance(0.35) ? random.pick(scope.profiles) : undefined;
  const byAdvisor = blocks >= 2;
  const byClient = blocks >= 6;
  // A profile's options are left alone: who may depart from which is a test of its own.
  for (const option of profile?.chooses ?? []) said.chosen.add(option);
  const title = random.chance(0.7)
    ? ` ${string(`${account}, ${random.pick(["taxable", "IRA", "trust"])}`)}`
    : "";
  const opening = (lines: readonly string[]) =>
    `account ${string(account)}${title} {\n${lines.map((line) => `  ${line.replaceAll("\n", "\n  ")}`).join("\n")}\n}`;
  const advisorLines = byAdvisor
    ? [
        `model ${model.name}`,
        ...(profile === undefined ? [] : [`profile ${profile.name}`]),
        ...makeClauses(scope, said, "advisor", random.integer(0, 7)),
      ]
    : [];
  const clientLines = byClient ? makeClauses(scope, said, "client", random.integer(1, 4)) : [];
  return {
    plan: {
      account,
      model: model.name,
      ...(household === undefined ? {} : { household }),
      inBlock: byAdvisor,
      ...(byAdvisor && profile !== undefined ? { profile: profile.name } : {}),
      chosen: byAdvisor || byClient ? [...said.chosen] : [],
    },
    ...(byAdvisor ? { advisor: opening(advisorLines) } : {}),
    ...(byClient && clientLines.length > 0 ? { client: opening(clientLines) } : {}),
  };
}

/** A profile: choices and reserves that many accounts share. */
export function makeProfile(scope: AccountScope, called: string, layer: "firm" | "advisor"): ProfilePlan {
  const { random, options } = scope;
  const open = options.filter(({ tilt: isTilt, setBy }) => !isTilt && setBy.includes("advisor"));
  const chosen = random.some(open, random.integer(0, 2));
  const lines = chosen.map((option) => `choose ${option.name} = ${makeChoice(random, option)}`);
  if (random.chance(0.4)) lines.push(`reserve cash ${random.integer(1, 3)}%`);
  if (random.chance(0.3)) lines.push(`never buy ${name(random.pick(scope.securities).symbol)}`);
  if (lines.length === 0) lines.push("reserve cash $100");
  return {
    name: called,
    layer,
    chooses: chosen.map((option: OptionPlan) => option.name),
    text: `profile ${called} { ${lines.join("  ")} }`,
  };
}
