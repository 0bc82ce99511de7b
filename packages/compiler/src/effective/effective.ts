/** One account's policy on one day: firm, profiles, advisor, client and the book's row, merged (policy.ts). */
import type {
  AccountIR,
  Adjustment,
  Bundle,
  ChoiceValue,
  Clause,
  ClauseBase,
  Condition,
  ModelEdit,
  ModelIR,
  PolicyBlock,
  Preference,
} from "../bundle/index.ts";
import { rowProblems } from "../catalogue/index.ts";
import { Exact, pointsText } from "../numbers/decimal.ts";
import { choicesOf } from "./choices.ts";
import { decide, type Known } from "./decide.ts";
import { editedModel } from "./model.ts";
import { type Plan, planOf } from "./plan.ts";
import type { AccountRow, EffectivePolicy, EffectiveProblem, EffectiveResult } from "./policy.ts";
import { optionsRead } from "./reads.ts";

/**
 * Merges what the bundle and the row say of an account.
 * @param row the account's row of the book (or a test's account); it need not have a block in the policies
 * @param asOf ISO date of the run
 * @returns the policy, or why the account has none: it is to be quarantined then
 */
export function effective(bundle: Bundle, row: AccountRow, asOf: string): EffectiveResult {
  const plan = planOf(bundle);
  const problems: EffectiveProblem[] = [];
  const account = plan.accounts.get(row.account);
  const blocks = account?.blocks ?? [];
  const profiles = profilesOf(plan, row, account, problems);
  const model = modelOf(plan, row, blocks, profiles, problems);
  const choices = choicesOf(plan, row, account, profiles, problems);
  const all: readonly PolicyBlock[] = [...profiles.map(({ block }) => block), ...blocks];
  const edits = [...bundle.edits, ...all.flatMap((block) => block.edits)];
  tiltsInRange(plan, edits, problems);
  if (model === undefined || problems.length > 0) return { ok: false, problems };
  const lists = new Map<string, readonly string[]>();
  for (const { option, value } of choices.values())
    if (value.kind === "lists") lists.set(option, value.lists);
  const edited = editedModel(plan, model, edits, lists);
  if (edited.impossible !== undefined)
    return { ok: false, problems: [{ code: rowProblems.editImpossible, reason: edited.impossible }] };
  const facts = factsOf(plan, row, model.name);
  const known = knownOf(row, facts, choices, profiles);
  const inactive: { clause: ClauseBase; why: string }[] = [];
  const clauses: Clause[] = [];
  for (const clause of [...bundle.clauses, ...edited.bands, ...all.flatMap((block) => block.clauses)]) {
    const inForce = dated(clause, asOf, inactive) ? applied(clause, known, inactive) : undefined;
    if (inForce !== undefined) clauses.push(inForce);
  }
  const preferences: Preference[] = [];
  for (const preference of [...bundle.preferences, ...all.flatMap((block) => block.preferences)]) {
    const inForce = applied(preference, known, inactive);
    if (inForce !== undefined) preferences.push(inForce);
  }
  const policy: EffectivePolicy = {
    account: row.account,
    asOf,
    model: model.name,
    profiles: [...known.profiles],
    facts,
    nodes: edited.nodes,
    choices: [...choices.values()],
    edits,
    clauses,
    preferences,
    adjustments: adjustmentsOf(plan, row, all, asOf, inactive),
    objective: bundle.objective,
    washSalesAllowed: bundle.washSalesAllowed,
    inactive,
  };
  return { ok: true, policy };
}

type Profiles = readonly { readonly name: string; readonly block: PolicyBlock }[];

function profilesOf(
  plan: Plan,
  row: AccountRow,
  account: AccountIR | undefined,
  problems: EffectiveProblem[],
): Profiles {
  const named = (account?.blocks ?? []).flatMap((block) => block.profiles.map(({ name }) => name));
  const ofRow = row.profile?.trim() ?? "";
  if (ofRow !== "" && !plan.profiles.has(ofRow)) {
    problems.push({
      code: rowProblems.unknownProfile,
      reason: `no policy declares a profile \`${ofRow}\``,
      column: "profile",
      value: ofRow,
    });
  } else if (ofRow !== "" && named.length > 0 && !named.includes(ofRow)) {
    problems.push({
      code: rowProblems.profilesDisagree,
      reason: `the book gives the profile \`${ofRow}\`, and the account's block gives \`${named.join("`, `")}\``,
      column: "profile",
      value: ofRow,
    });
  }
  const all = new Map<string, PolicyBlock>();
  for (const name of ofRow === "" || named.includes(ofRow) ? named : [...named, ofRow]) {
    for (const inner of plan.profiles.get(name) ?? []) all.set(inner.name, inner.block);
  }
  return [...all].map(([name, block]) => ({ name, block }));
}

function modelOf(
  plan: Plan,
  row: AccountRow,
  blocks: readonly PolicyBlock[],
  profiles: Profiles,
  problems: EffectiveProblem[],
): ModelIR | undefined {
  const stated = blocks.find((block) => block.model !== undefined)?.model;
  const ofRow = row.model?.trim() ?? "";
  const ofProfile = profiles.find(({ block }) => block.model !== undefined)?.block.model;
  const name = stated?.name ?? (ofRow === "" ? ofProfile?.name : ofRow);
  if (name === undefined) {
    problems.push({
      code: rowProblems.noModel,
      reason: "neither the book nor a policy gives the account a model",
      column: "model",
    });
    return undefined;
  }
  const other =
    stated !== undefined && ofRow !== "" && ofRow !== stated.name
      ? stated
      : ofProfile !== undefined && ofProfile.name !== name
        ? ofProfile
        : undefined;
  if (other !== undefined) {
    const { file, line } = other.source;
    problems.push({
      code: rowProblems.modelDisagrees,
      reason: `the book gives the model \`${ofRow === "" ? name : ofRow}\`, and ${file}:${line} gives \`${other.name}\``,
      column: "model",
      value: ofRow,
    });
    return undefined;
  }
  const model = plan.models.get(name);
  if (model === undefined)
    problems.push({
      code: rowProblems.unknownModel,
      reason: `no policy declares a model \`${name}\``,
      column: "model",
      value: name,
    });
  return model;
}

/** Tilts of profile and account together stay inside the option's range. */
function tiltsInRange(plan: Plan, edits: readonly ModelEdit[], problems: EffectiveProblem[]): void {
  const moved = new Map<string, Exact>();
  for (const edit of edits) {
    if (edit.edit !== "tilt") continue;
    const amount = new Exact(edit.amount);
    moved.set(edit.to, (moved.get(edit.to) ?? new Exact(0)).plus(amount));
    moved.set(edit.from, (moved.get(edit.from) ?? new Exact(0)).minus(amount));
  }
  const type = plan.tilt?.type;
  if (type?.type !== "points") return;
  for (const [name, points] of moved) {
    const outside =
      (type.high !== undefined && points.greaterThan(type.high)) ||
      (type.low !== undefined && points.lessThan(type.low));
    if (!outside) continue;
    problems.push({
      code: rowProblems.editImpossible,
      reason: `its tilts come to \`${pointsText(points)}\` for \`${name}\`, outside what \`${plan.tilt?.name ?? ""}\` allows`,
    });
  }
}

/** What the row says of the account in words; where it names no household, the policies may. */
function factsOf(plan: Plan, row: AccountRow, model: string): Readonly<Record<string, string>> {
  const facts: Record<string, string> = {};
  const tell = (name: string, text: string | undefined): void => {
    if (text !== undefined && text !== "") facts[name] = text;
  };
  tell("registration", row.registration);
  tell("name", row.name);
  tell("household", row.household ?? plan.households.get(row.account));
  tell("advisor", row.advisor);
  tell("model", model);
  return facts;
}

function knownOf(
  row: AccountRow,
  facts: Readonly<Record<string, string>>,
  choices: ReadonlyMap<string, { readonly value: ChoiceValue }>,
  profiles: Profiles,
): Known {
  return {
    choices: new Map([...choices].map(([option, { value }]) => [option, value])),
    fact: (name) =>
      Object.hasOwn(facts, name)
        ? facts[name]
        : Object.hasOwn(row.columns, name)
          ? row.columns[name]
          : undefined,
    profiles: new Set(profiles.map(({ name }) => name)),
  };
}

function dated(clause: Clause, asOf: string, inactive: { clause: ClauseBase; why: string }[]): boolean {
  if (clause.from !== undefined && asOf < clause.from) {
    inactive.push({ clause, why: `in force from ${clause.from} on` });
    return false;
  }
  // The date after `until` is the last day in force (language.md).
  if (clause.until !== undefined && asOf > clause.until) {
    inactive.push({ clause, why: `ended on ${clause.until}` });
    return false;
  }
  return true;
}

/** The clause with what is decided of it decided; undefined where it does not apply. */
function applied<C extends Clause | Preference>(
  clause: C,
  known: Known,
  inactive: { clause: ClauseBase; why: string }[],
): C | undefined {
  const decided: boolean | Condition = clause.when === undefined ? true : decide(clause.when, known);
  if (decided === false) {
    inactive.push({ clause, why: "its `when` does not hold for this account" });
    return undefined;
  }
  const reads = optionsRead(clause);
  const unchosen = (option: string): boolean => (known.choices.get(option)?.kind ?? "none") === "none";
  const kept = reads.some(({ size }) => size > 0)
    ? clause.rules.filter((_, index) => ![...(reads[index] ?? [])].some(unchosen))
    : clause.rules;
  if (kept.length === 0) {
    const missing = new Set(reads.flatMap((ofRule) => [...ofRule].filter(unchosen)));
    inactive.push({
      clause,
      why: `nothing is chosen for ${[...missing].map((option) => `\`${option}\``).join(", ")}`,
    });
    return undefined;
  }
  if (clause.when === undefined && kept.length === clause.rules.length) return clause;
  const { when: _, ...rest } = clause;
  return { ...(rest as C), rules: kept, ...(decided === true ? {} : { when: decided }) };
}

/** Waivers first, then tightenings: the order in which they apply (semantics.md 3). */
function adjustmentsOf(
  plan: Plan,
  row: AccountRow,
  blocks: readonly PolicyBlock[],
  asOf: string,
  inactive: { clause: ClauseBase; why: string }[],
): Adjustment[] {
  const waivers: Adjustment[] = [];
  for (const waiver of plan.waivers.get(row.account) ?? []) {
    if (waiver.until !== undefined && asOf > waiver.until)
      inactive.push({ clause: waiver, why: `ended on ${waiver.until}` });
    else waivers.push(waiver);
  }
  return [...waivers, ...plan.bundle.adjustments, ...blocks.flatMap((block) => block.adjustments)];
}
