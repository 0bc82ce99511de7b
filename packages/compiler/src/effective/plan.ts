/** What depends on the bundle alone, worked out once for all accounts. */
import type {
  AccountIR,
  Bundle,
  Clause,
  ModelIR,
  ModelNode,
  OptionIR,
  PolicyBlock,
} from "../bundle/index.ts";

export interface Plan {
  readonly bundle: Bundle;
  readonly models: ReadonlyMap<string, ModelIR>;
  readonly options: ReadonlyMap<string, OptionIR>;
  /** the option `tilt for each class`, if there is one */
  readonly tilt: OptionIR | undefined;
  /** each profile's block and those of the profiles that it names, each once */
  readonly profiles: ReadonlyMap<string, readonly { readonly name: string; readonly block: PolicyBlock }[]>;
  readonly accounts: ReadonlyMap<string, AccountIR>;
  readonly waivers: ReadonlyMap<string, Bundle["waivers"]>;
  readonly households: ReadonlyMap<string, string>;
  readonly equivalents: ReadonlyMap<string, ReadonlySet<string>>;
  /** into `Bundle.sets`, of one security each */
  readonly singles: ReadonlyMap<string, number>;
  readonly classSets: ReadonlyMap<string, number>;
  /** filled as accounts ask: a model's nodes after edits, and its bands as clauses */
  readonly edited: Map<string, EditedModel>;
}

export interface EditedModel {
  readonly nodes: readonly ModelNode[];
  readonly bands: readonly Clause[];
  /** why the edits cannot be made, in words */
  readonly impossible?: string;
}

const plans = new WeakMap<Bundle, Plan>();

export function planOf(bundle: Bundle): Plan {
  const known = plans.get(bundle);
  if (known !== undefined) return known;
  const plan = makePlan(bundle);
  plans.set(bundle, plan);
  return plan;
}

function makePlan(bundle: Bundle): Plan {
  const options = bundle.menus.flatMap((menu) => menu.options);
  const waivers = new Map<string, Bundle["waivers"][number][]>();
  for (const waiver of bundle.waivers) {
    const all = waivers.get(waiver.account);
    if (all === undefined) waivers.set(waiver.account, [waiver]);
    else all.push(waiver);
  }
  const equivalents = new Map<string, Set<string>>();
  for (const { members } of bundle.equivalents) {
    for (const member of members) {
      const others = equivalents.get(member) ?? new Set<string>();
      for (const other of members) others.add(other);
      equivalents.set(member, others);
    }
  }
  const singles = new Map<string, number>();
  bundle.sets.forEach((set, index) => {
    const [only] = set.members;
    const symbol =
      only === undefined || set.members.length > 1 || set.cash ? undefined : bundle.universe[only]?.symbol;
    if (symbol !== undefined && !singles.has(symbol)) singles.set(symbol, index);
  });
  return {
    bundle,
    models: new Map(bundle.models.map((model) => [model.name, model])),
    options: new Map(options.map((option) => [option.name, option])),
    tilt: options.find((option) => option.forEachClass),
    profiles: new Map(bundle.profiles.map(({ name }) => [name, closure(bundle, name, new Set())])),
    accounts: new Map(bundle.accounts.map((account) => [account.account, account])),
    waivers,
    households: new Map(
      bundle.households.flatMap(({ name, accounts }) => accounts.map((account) => [account, name] as const)),
    ),
    equivalents,
    singles,
    classSets: new Map(bundle.classes.map(({ name, set }) => [name, set])),
    edited: new Map(),
  };
}

function closure(
  bundle: Bundle,
  name: string,
  seen: Set<string>,
): { readonly name: string; readonly block: PolicyBlock }[] {
  const profile = bundle.profiles.find((candidate) => candidate.name === name);
  if (profile === undefined || seen.has(name)) return [];
  seen.add(name);
  return [
    { name, block: profile.block },
    ...profile.block.profiles.flatMap((inner) => closure(bundle, inner.name, seen)),
  ];
}
