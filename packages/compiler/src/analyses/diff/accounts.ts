/** Accounts and profiles of two versions: their own clauses within all that binds them, choices, models, edits. */
import type { AccountIR, ChoiceValue, ModelEdit, PolicyBlock } from "../../bundle/index.ts";
import { planOf } from "../../effective/plan.ts";
import { pointsText } from "../../numbers/decimal.ts";
import type { Element } from "../linear/element.ts";
import {
  type AccountPolicy,
  accountPolicy,
  chosenLists,
  elementOf,
  followed,
  onDay,
  RANK,
} from "../prove/policy.ts";
import type { ClauseChange } from "./change.ts";
import { clauseChange } from "./clause.ts";
import { pairs } from "./pairs.ts";
import type { Permits, Whole } from "./permits.ts";
import { named, valueText } from "./settings.ts";
import type { Version } from "./version.ts";

const NOTHING: AccountIR = { account: "", blocks: [] };

export function accountChanges(scene: Permits, a: Version, b: Version, today: string): ClauseChange[] {
  const changes: ClauseChange[] = [];
  const profiles = (version: Version) => new Map(version.bundle.profiles.map((one) => [one.name, one.block]));
  const [oldProfiles, newProfiles] = [profiles(a), profiles(b)];
  for (const name of keys(oldProfiles, newProfiles)) {
    const own = (version: Version, block: PolicyBlock | undefined) =>
      (block?.clauses ?? []).map((clause) => elementOf(version.view, clause, RANK.profile));
    const [before, after] = [own(a, oldProfiles.get(name)), own(b, newProfiles.get(name))];
    const whole = (version: Version, elements: readonly Element[]) =>
      version.wholes.map(
        (one): Whole => ({ ...one, elements: [...one.elements, ...onDay(elements, [], today)] }),
      );
    const said = blockChanges(
      scene,
      `${name}.`,
      blocksOf(oldProfiles.get(name)),
      blocksOf(newProfiles.get(name)),
    );
    changes.push(...merged([...clauses(scene, before, after, whole(a, before), whole(b, after)), ...said]));
  }
  const accounts = (version: Version) => planOf(version.bundle).accounts;
  for (const account of keys(accounts(a), accounts(b)))
    changes.push(
      ...oneAccount(scene, a, b, accounts(a).get(account), accounts(b).get(account), account, today),
    );
  return changes;
}

function keys<T>(a: ReadonlyMap<string, T>, b: ReadonlyMap<string, T>): readonly string[] {
  return [...new Set([...a.keys(), ...b.keys()])].sort();
}

function blocksOf(block: PolicyBlock | undefined): readonly PolicyBlock[] {
  return block === undefined ? [] : [block];
}

/** Elements of one id, clause by clause. */
function clauses(
  scene: Permits,
  before: readonly Element[],
  after: readonly Element[],
  wholesA: readonly Whole[],
  wholesB: readonly Whole[],
): ClauseChange[] {
  return pairs(before, after).map((pair) => clauseChange(scene, pair, wholesA, wholesB));
}

interface Standing {
  readonly policy: AccountPolicy;
  readonly wholes: readonly Whole[];
  readonly choice: (option: string) => ChoiceValue | undefined;
}

function standing(scene: Permits, version: Version, account: AccountIR, today: string): Standing {
  const policy = accountPolicy(version.view, account, version.firm);
  const choice = (option: string) => scene.choice(option) ?? policy.chosen.get(option);
  const { model } = policy;
  const follows =
    model === undefined
      ? undefined
      : followed(version.view, model, policy.edits, chosenLists(choice, version.bundle));
  const binding = onDay([...version.firm, ...policy.own], policy.waivers, today);
  const whole: Whole =
    follows === undefined
      ? { elements: binding }
      : { elements: [...binding, ...follows.bands], model: follows.model.name, targets: follows.targets };
  return { policy, wholes: [whole], choice };
}

function oneAccount(
  scene: Permits,
  a: Version,
  b: Version,
  before: AccountIR | undefined,
  after: AccountIR | undefined,
  account: string,
  today: string,
): ClauseChange[] {
  const old = standing(scene, a, before ?? NOTHING, today);
  const now = standing(scene, b, after ?? NOTHING, today);
  // Profiles' clauses are told with the profile.
  const own = ({ policy }: Standing) =>
    [...policy.own, ...policy.preferences].filter(({ rank }) => rank >= RANK.advisor);
  const choice = (option: string) => {
    const [x, y] = [old.choice(option), now.choice(option)];
    return JSON.stringify(x) === JSON.stringify(y) ? x : undefined;
  };
  const changes = clauses({ ...scene, choice }, own(old), own(now), old.wholes, now.wholes);
  const prefix = `account ${JSON.stringify(account)}.`;
  return merged([...changes, ...blockChanges(scene, prefix, before?.blocks ?? [], after?.blocks ?? [])]);
}

/** Model, profiles, choices and edits of blocks, as far as they are said in either version. */
function blockChanges(
  scene: Permits,
  prefix: string,
  before: readonly PolicyBlock[],
  after: readonly PolicyBlock[],
): ClauseChange[] {
  const said = (blocks: readonly PolicyBlock[]): Map<string, string> => {
    const found = new Map<string, string>();
    for (const block of blocks) {
      if (block.model !== undefined) found.set(`${prefix}model`, block.model.name);
      if (block.profiles.length > 0)
        found.set(`${prefix}profile`, block.profiles.map(({ name }) => name).join(", "));
      for (const { option, value } of block.choices)
        found.set(`${prefix}choose ${option}`, valueText(value, scene.choices.options.get(option)));
      for (const edit of block.edits) found.set(`${prefix}${editName(edit)}`, editText(edit));
    }
    return found;
  };
  return named("account clause", said(before), said(after), (x, y) =>
    x === y ? undefined : { change: "both" as const, notes: [`${y}, before: ${x}`] },
  );
}

/** By its opening words, without the amount: what is edited, not how far. */
function editName(edit: ModelEdit): string {
  switch (edit.edit) {
    case "tilt":
      return `tilt to ${edit.to} from ${edit.from}`;
    case "substitute":
      return `substitute ${edit.security}`;
    case "exclude":
      return words(edit).replace(/\s+(?:divest|keep)\s.*$/, "");
  }
}

/** What it does, in its author's words. */
function editText(edit: ModelEdit): string {
  return edit.edit === "tilt" ? pointsText(edit.amount) : words(edit);
}

function words({ text }: ModelEdit): string {
  return text.split(/\s+because\s/)[0] ?? text;
}

/** `exclude` is a clause and an edit of the model: one change, that of the clause where it has any. */
function merged(changes: readonly ClauseChange[]): ClauseChange[] {
  const of = new Map<string, ClauseChange>();
  for (const one of changes) {
    const known = of.get(one.clause);
    if (known === undefined || known.change === "unchanged") of.set(one.clause, one);
  }
  return [...of.values()];
}
