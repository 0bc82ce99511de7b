/** From a project's texts to the bundle: one stage after another, each with its own folder. */
import { resolveAccounts } from "./accounts/accounts.ts";
import type { Policies } from "./accounts/context.ts";
import { resolveFirmClauses } from "./accounts/firm.ts";
import { profilesIR, resolveProfiles } from "./accounts/profiles.ts";
import { resolveWaivers } from "./authority/waivers.ts";
import type {
  AccountColumnIR,
  Bundle,
  ClassIR,
  Clause,
  ModelNode,
  Preference,
  Source,
} from "./bundle/index.ts";
import type { Diagnostic } from "./diagnostics/diagnostic.ts";
import { createReporter, inOrder } from "./diagnostics/reporter.ts";
import type { Env } from "./env.ts";
import { parseFiles } from "./files/parse.ts";
import { type FileUnit, sourceOf } from "./files/unit.ts";
import { resolveHouseholds } from "./households/households.ts";
import type { ProjectInput } from "./input.ts";
import { type LimitInfo, resolveLimit } from "./limits/limit.ts";
import { resolvePrefer } from "./limits/prefer.ts";
import { resolveMenus } from "./menus/menus.ts";
import { resolveModels } from "./models/model.ts";
import { resolveObjective } from "./objective/objective.ts";
import { type SemanticModel, semanticModel } from "./semantic/model.ts";
import { listResolver } from "./sets/lists.ts";
import { classSet, securitySet } from "./sets/names.ts";
import { emptySetTable, intern } from "./sets/value.ts";
import { collect } from "./symbols/collect.ts";
import { noReferences } from "./symbols/references.ts";
import { resolveTests } from "./tests/tests.ts";
import { classTree } from "./universe/classes.ts";
import { resolveEquivalents, swaps } from "./universe/equivalents.ts";
import { checkAttributes, isAttributeType, readUniverse } from "./universe/universe.ts";

export interface CompileOptions {
  /** ISO date: waivers end against it */
  readonly today: string;
}

export interface Compilation {
  /** only where there is no error */
  readonly bundle?: Bundle;
  /** by file, then place */
  readonly diagnostics: readonly Diagnostic[];
  /** what tools ask about, errors or not */
  readonly model: SemanticModel;
}

/** Compiles a project. Any text gives diagnostics; nothing is thrown. Same input, same bundle. */
export function compile(project: ProjectInput, options: CompileOptions): Compilation {
  const reporter = createReporter();
  const units = parseFiles(project, reporter);
  const declarations = collect(units, reporter);
  const classes = classTree(declarations);
  const universe = readUniverse(project, declarations, classes, reporter);
  const env: Env = {
    project,
    today: options.today,
    reporter,
    declarations,
    classes,
    universe,
    references: noReferences(),
    sets: emptySetTable(),
    listOf: listResolver(() => env),
    options: new Map(),
    accountFacts: new Set(),
    netted: declarations.objectives.some(({ node }) =>
      node.terms.some((term) => term.kind === "TaxTerm" && term.netted),
    ),
  };
  const bundle = resolveAll(env, units);
  checkAttributes(declarations, universe, env.accountFacts, reporter);
  const diagnostics = inOrder(reporter.diagnostics);
  const sound = !diagnostics.some(({ severity }) => severity === "error");
  return { ...(sound ? { bundle } : {}), diagnostics, model: semanticModel(env, units, bundle) };
}

/** Facts that nothing but a column of the book can tell; the others have columns of their own, or policies tell them. */
function accountColumns({ accountFacts, declarations }: Env): readonly AccountColumnIR[] {
  return [...accountFacts].sort().flatMap((name): AccountColumnIR[] => {
    const entity = declarations.byName.get(name);
    if (entity?.kind !== "attribute") return [{ name, type: "text" }];
    const type = entity.node.type.text;
    return isAttributeType(type) ? [{ name, type }] : [];
  });
}

function resolveAll(env: Env, units: readonly FileUnit[]): Bundle {
  const { declarations, classes, universe } = env;
  const nowhere = nowhereIn(units);
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
  const menus = resolveMenus(env);
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
  const accounts = resolveAccounts(policies, profiles);
  const waivers = resolveWaivers(policies);
  const households = resolveHouseholds(env);
  const tests = resolveTests(policies, profiles);
  return {
    format: 1,
    name: env.project.manifest.name,
    universe: universe.securities,
    attributes: declarations
      .of("attribute")
      .flatMap(({ name, node }) => (isAttributeType(node.type.text) ? [{ name, type: node.type.text }] : [])),
    accountColumns: accountColumns(env),
    classes: classIRs,
    sets: env.sets.list,
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
    waivers,
    accounts,
    households,
    washSalesAllowed: declarations.washSalesAllowed,
    tests,
  };
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
function nowhereIn(units: readonly FileUnit[]): Source {
  const [first] = units;
  return { file: first?.path ?? "", line: 1, column: 1, start: 0, end: 0, layer: "firm" };
}
