/** A bundle's clauses as elements: the firm's, a model's bands, profiles', an account's. */
import type {
  AccountIR,
  Adjustment,
  Bundle,
  ChoiceValue,
  Clause,
  Layer,
  ModelEdit,
  ModelIR,
  ModelNode,
  PolicyBlock,
  Preference,
  WaiverGrant,
} from "../../bundle/index.ts";
import { editedModel } from "../../effective/model.ts";
import { type EditedModel, planOf } from "../../effective/plan.ts";
import { Exact } from "../../numbers/decimal.ts";
import type { Element } from "../linear/element.ts";
import type { Targets } from "../linear/expression.ts";
import type { View } from "../linear/space.ts";

export const RANK = { band: 0, firm: 1, profile: 2, advisor: 3, client: 4 } as const;

/** Layers as they rank; a firm's block (in tests) counts as the firm's. */
function rankOf(layer: Layer): number {
  return RANK[layer];
}

export function elementOf(view: View, clause: Clause | Preference, rank: number): Element {
  return {
    id: clause.id,
    view,
    base: clause,
    ...(clause.when === undefined ? {} : { when: clause.when }),
    rules: clause.rules,
    waived: [],
    grandfathered: "grandfathered" in clause && clause.grandfathered,
    ...("waivable" in clause ? granted(clause.waivable) : {}),
    ...("cost" in clause ? { cost: clause.cost } : {}),
    ...("from" in clause && clause.from !== undefined ? { from: clause.from } : {}),
    ...("until" in clause && clause.until !== undefined ? { until: clause.until } : {}),
    rank,
  };
}

function granted(grant: WaiverGrant | undefined): Pick<Element, "grant" | "grantDays"> {
  if (grant === undefined) return {};
  return { grant: grant.level, ...(grant.days === undefined ? {} : { grantDays: grant.days }) };
}

/** A tightening binds as the limit does, at another level. */
function tightened(adjustment: Adjustment, limits: readonly Element[], rank: number): Element[] {
  const limit = limits.find(({ id }) => id === adjustment.limit);
  if (limit === undefined) return [];
  return [{ ...limit, id: adjustment.id, base: adjustment, waived: [], level: adjustment, rank }];
}

export function firmElements(view: View): readonly Element[] {
  const limits = view.bundle.clauses.map((clause) => elementOf(view, clause, RANK.firm));
  return [...limits, ...view.bundle.adjustments.flatMap((one) => tightened(one, limits, RANK.firm))];
}

export interface Followed {
  readonly model: ModelIR;
  readonly bands: readonly Element[];
  readonly targets: Targets;
}

/** A model as somebody follows it: bands as elements, targets by place. Undefined where the edits cannot be made. */
export function followed(
  view: View,
  model: ModelIR,
  edits: readonly ModelEdit[],
  lists: ReadonlyMap<string, readonly string[]>,
): Followed | undefined {
  const edited = editedModel(planOf(view.bundle), model, edits, lists);
  if (edited.impossible !== undefined) return undefined;
  const before = follows.get(edited)?.get(view);
  if (before !== undefined) return before;
  const made = {
    model,
    bands: edited.bands.map((band) => elementOf(view, band, RANK.band)),
    targets: targetsOf(view, edited.nodes),
  };
  follows.set(edited, (follows.get(edited) ?? new WeakMap<View, Followed>()).set(view, made));
  return made;
}

/** The same model, edited alike, is followed alike. */
const follows = new WeakMap<EditedModel, WeakMap<View, Followed>>();

function targetsOf(view: View, nodes: readonly ModelNode[]): Targets {
  const of = new Map<number, string>();
  let cash = new Exact(0);
  const visit = (node: ModelNode): void => {
    if (node.node === "holding") {
      const [preferred] = node.members;
      const place = view.space.bySymbol.get(preferred?.symbol ?? "");
      if (place !== undefined) of.set(place, new Exact(of.get(place) ?? "0").plus(node.target).toFixed());
    } else if (node.children.length === 0) cash = cash.plus(node.target);
    else for (const child of node.children) visit(child);
  };
  for (const node of nodes) visit(node);
  return { of, cash: cash.toFixed() };
}

export interface AccountPolicy {
  readonly account: string;
  readonly blocks: readonly PolicyBlock[];
  readonly profiles: readonly { readonly name: string; readonly block: PolicyBlock }[];
  readonly model: ModelIR | undefined;
  readonly edits: readonly ModelEdit[];
  /** what the blocks and their profiles choose */
  readonly chosen: ReadonlyMap<string, ChoiceValue>;
  /** clauses of its profiles and its own */
  readonly own: readonly Element[];
  readonly preferences: readonly Element[];
  readonly waivers: Bundle["waivers"];
  /** ids of limits that it tightens, or that are waived for it */
  readonly adjusts: ReadonlySet<string>;
}

export function accountPolicy(view: View, account: AccountIR, firm: readonly Element[]): AccountPolicy {
  const plan = planOf(view.bundle);
  const named = account.blocks.flatMap((block) => block.profiles.map(({ name }) => name));
  const profiles = new Map<string, PolicyBlock>();
  for (const name of named)
    for (const one of plan.profiles.get(name) ?? []) profiles.set(one.name, one.block);
  const inProfiles = [...profiles.values()];
  const chosen = new Map<string, ChoiceValue>();
  for (const block of [...inProfiles, ...account.blocks])
    for (const { option, value } of block.choices) chosen.set(option, value);
  const model = [...account.blocks, ...inProfiles].find((block) => block.model !== undefined)?.model;
  const own: Element[] = [];
  const preferences: Element[] = [];
  const parts = [
    ...inProfiles.map((block) => [block, RANK.profile] as const),
    ...account.blocks.map((block) => [block, rankOf(block.source.layer)] as const),
  ];
  for (const [block, rank] of parts) {
    own.push(...block.clauses.map((clause) => elementOf(view, clause, rank)));
    preferences.push(...block.preferences.map((one) => elementOf(view, one, rank)));
  }
  const limits = [...firm, ...own];
  for (const [block, rank] of parts)
    for (const adjustment of block.adjustments) own.push(...tightened(adjustment, limits, rank));
  const waivers = plan.waivers.get(account.account) ?? [];
  return {
    account: account.account,
    blocks: account.blocks,
    profiles: [...profiles].map(([name, block]) => ({ name, block })),
    model: model === undefined ? undefined : plan.models.get(model.name),
    edits: [...view.bundle.edits, ...[...inProfiles, ...account.blocks].flatMap((block) => block.edits)],
    chosen,
    own,
    preferences,
    waivers,
    adjusts: new Set(
      [...waivers, ...parts.flatMap(([block]) => block.adjustments)].map(({ limit }) => limit),
    ),
  };
}

/** In force on a day, waivers on limits until their last one. */
export function onDay(elements: readonly Element[], waivers: Bundle["waivers"], day: string): Element[] {
  return elements.flatMap((element): Element[] => {
    if (element.from !== undefined && day < element.from) return [];
    if (element.until !== undefined && day > element.until) return [];
    const waived = waivers.filter(
      ({ limit, until }) => limit === element.id && (until === undefined || day <= until),
    );
    return [waived.length === 0 || element.level !== undefined ? element : { ...element, waived }];
  });
}

/** Lists that were chosen, by option. */
export function chosenLists(
  choice: (option: string) => ChoiceValue | undefined,
  bundle: Bundle,
): Map<string, readonly string[]> {
  const lists = new Map<string, readonly string[]>();
  for (const { name } of bundle.menus.flatMap((menu) => menu.options)) {
    const value = choice(name);
    if (value?.kind === "lists") lists.set(name, value.lists);
  }
  return lists;
}
