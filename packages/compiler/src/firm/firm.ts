/** All of a project but its accounts: what every account is resolved against. */
import type { Policies } from "../accounts/context.ts";
import { resolveFirmClauses } from "../accounts/firm.ts";
import { type ProfileInfo, profilesIR, resolveProfiles } from "../accounts/profiles.ts";
import { resolveWaivers } from "../authority/waivers.ts";
import type { Bundle, ClassIR, Clause, ModelNode, Preference, Source } from "../bundle/index.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { createReporter } from "../diagnostics/reporter.ts";
import type { Env } from "../env.ts";
import type { ReadFile } from "../files/read.ts";
import { sourceOf } from "../files/unit.ts";
import { resolveHouseholds } from "../households/households.ts";
import type { ProjectInput } from "../input.ts";
import { type LimitInfo, resolveLimit } from "../limits/limit.ts";
import { resolvePrefer } from "../limits/prefer.ts";
import { resolveMenus } from "../menus/menus.ts";
import type { OptionInfo } from "../menus/option.ts";
import { resolveModels } from "../models/model.ts";
import { resolveObjective } from "../objective/objective.ts";
import { listResolver } from "../sets/lists.ts";
import { classSet, securitySet } from "../sets/names.ts";
import { intern, type SetTable, takeUsed } from "../sets/value.ts";
import { collect } from "../symbols/collect.ts";
import { noReferences, type Reference } from "../symbols/references.ts";
import { resolveTests } from "../tests/tests.ts";
import { classTree } from "../universe/classes.ts";
import { resolveEquivalents, swaps } from "../universe/equivalents.ts";
import { isAttributeType, readUniverse } from "../universe/universe.ts";

/** The bundle but for what the accounts have a part in. */
export type FirmParts = Omit<Bundle, "sets" | "accounts" | "accountColumns">;

export interface Firm {
  /** its reporter, references, facts and sets have been emptied into this result */
  readonly env: Env;
  readonly policies: Policies;
  readonly profiles: ReadonlyMap<string, ProfileInfo>;
  /** with set numbers of the environment's table */
  readonly parts: FirmParts;
  readonly diagnostics: readonly Diagnostic[];
  readonly references: readonly Reference[];
  readonly facts: readonly string[];
  /** sets that it names, each once, in the order met */
  readonly sets: readonly number[];
}

/** @param files in the order of their paths */
export function resolveFirm(
  project: ProjectInput,
  today: string,
  files: readonly ReadFile[],
  sets: SetTable,
): Firm {
  const reporter = createReporter();
  const declarations = collect(files, reporter);
  const classes = classTree(declarations);
  const options = new Map<string, OptionInfo>();
  const env: Env = {
    project,
    today,
    reporter,
    declarations,
    classes,
    universe: readUniverse(project, declarations, classes, reporter),
    references: noReferences(),
    sets,
    listOf: listResolver(() => env),
    options,
    accountFacts: new Set(),
    netted: declarations.objectives.some(({ node }) =>
      node.terms.some((term) => term.kind === "TaxTerm" && term.netted),
    ),
  };
  const resolved = resolveParts(env, options, nowhereIn(files));
  const references = env.references.list;
  env.references.list = [];
  const facts = [...env.accountFacts];
  env.accountFacts.clear();
  return { env, ...resolved, diagnostics: reporter.take(), references, facts, sets: takeUsed(sets) };
}

function resolveParts(
  env: Env,
  options: Map<string, OptionInfo>,
  nowhere: Source,
): Pick<Firm, "policies" | "profiles" | "parts"> {
  const { declarations, classes, universe } = env;
  const classIRs = classes.list.map(({ name, title, parent, children, entity }): ClassIR => {
    const set = classSet(env, name);
    return {
      name,
      ...(title === undefined ? {} : { title }),
      ...(parent === undefined ? {} : { parent }),
      leaf: children.length === 0,
      set: set?.kind === "fixed" ? intern(env.sets, set) : -1,
      source: entity === undefined ? nowhere : sourceOf(entity.unit, entity.node.span),
    };
  });
  // Before the lists: one made of what accounts choose must find the option, to say that it cannot be.
  const menus = resolveMenus(env, options);
  const lists: Record<string, number> = {};
  for (const entity of declarations.of("list")) {
    const value = env.listOf(entity);
    if (value?.kind === "fixed") lists[entity.name] = intern(env.sets, value);
  }
  const equivalents = resolveEquivalents(env);
  const models = resolveModels(env);
  internBanded(env, models, equivalents);
  const objective = resolveObjective(env);
  const limits = new Map<string, LimitInfo | undefined>();
  const clauses: Clause[] = [];
  for (const { name, node, unit } of declarations.of("limit")) {
    const info = resolveLimit(env, unit, node.limit, name);
    limits.set(name, info);
    if (info !== undefined) clauses.push(info.clause);
  }
  const preferences: Preference[] = declarations
    .of("preference")
    .flatMap(({ name, node, unit }) => resolvePrefer(env, unit, node.prefer, name) ?? []);
  const policies: Policies = {
    env,
    models: new Map(models.map((model) => [model.name, model])),
    limits,
    equivalents: swaps(equivalents),
  };
  const firm = resolveFirmClauses(policies);
  const profiles = resolveProfiles(policies);
  const parts: FirmParts = {
    format: 1,
    name: env.project.manifest.name,
    universe: universe.securities,
    attributes: declarations
      .of("attribute")
      .flatMap(({ name, node }) => (isAttributeType(node.type.text) ? [{ name, type: node.type.text }] : [])),
    classes: classIRs,
    lists,
    equivalents,
    models,
    objective,
    menus,
    clauses: [...clauses, ...firm.flatMap((block) => block.clauses)],
    preferences: [...preferences, ...firm.flatMap((block) => block.preferences)],
    edits: firm.flatMap((block) => block.edits),
    adjustments: firm.flatMap((block) => block.adjustments),
    profiles: profilesIR(profiles),
    waivers: resolveWaivers(policies),
    households: resolveHouseholds(env),
    washSalesAllowed: declarations.washSalesAllowed,
    tests: resolveTests(policies, profiles),
  };
  return { policies, profiles, parts };
}

/** Bands on securities become clauses about them, so each needs its set; one that may be swapped in, too. */
function internBanded(env: Env, models: Bundle["models"], equivalents: Bundle["equivalents"]): void {
  const symbols = new Set(models.flatMap(({ nodes }) => banded(nodes)));
  for (const { members } of symbols.size === 0 ? [] : equivalents)
    for (const member of members) symbols.add(member);
  for (const symbol of symbols) {
    const set = securitySet(env, symbol);
    if (set?.kind === "fixed") intern(env.sets, set);
  }
}

function banded(nodes: readonly ModelNode[]): string[] {
  return nodes.flatMap((node) => {
    if (node.node === "class") return banded(node.children);
    return node.band === undefined ? [] : node.members.map(({ symbol }) => symbol);
  });
}

/** `Cash` exists where nobody declares it; it is then as if the first file had. */
function nowhereIn(files: readonly ReadFile[]): Source {
  const first = files.find(({ unit }) => unit !== undefined);
  return { file: first?.file.path ?? "", line: 1, column: 1, start: 0, end: 0, layer: "firm" };
}
