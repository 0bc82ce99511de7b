/** Profiles: blocks that accounts share. */
import type { AccountClause } from "@mandate/dsl";
import type { Bundle, Clause, PolicyBlock } from "../bundle/index.ts";
import { catalogue } from "../catalogue/index.ts";
import { placeOf } from "../files/unit.ts";
import { reportCircle } from "../symbols/circle.ts";
import type { EntityOf } from "../symbols/entity.ts";
import { type BlockContext, newContext, ownLimits, resolveBlock } from "./block.ts";
import type { OwnLimits, Policies, ProfileLimits } from "./context.ts";

export interface ProfileInfo {
  readonly entity: EntityOf<"profile">;
  readonly block: PolicyBlock;
  /** its own, by name */
  readonly limits: OwnLimits;
  /** itself and those that it names, each once */
  readonly all: readonly string[];
}

/** The limits that a block may tighten because of the profiles that it names, and those that they name. */
export function profileLimits(
  profiles: ReadonlyMap<string, Pick<ProfileInfo, "all" | "limits">>,
  clauses: readonly AccountClause[],
): ProfileLimits {
  const names = profilesIn(clauses);
  const named = new Set(names.flatMap((name) => profiles.get(name)?.all ?? []));
  const of = (profile: string) => {
    const limits = profiles.get(profile)?.limits;
    return limits === undefined || limits.size === 0 ? [] : [{ profile, limits }];
  };
  const known = names.every((name) => profiles.has(name));
  return { followed: [...named].flatMap(of), known, all: () => [...profiles.keys()].flatMap(of) };
}

function profilesIn(clauses: readonly AccountClause[]): readonly string[] {
  return clauses.flatMap((clause) =>
    clause.kind === "ProfileClause" ? clause.profiles.map(({ text }) => text) : [],
  );
}

/** A profile whose limits are known, and whose other clauses may still have to be read. */
interface Begun {
  readonly context: BlockContext;
  readonly own: readonly Clause[];
  readonly limits: OwnLimits;
  readonly all: readonly string[];
}

/** Limits of every profile first: one that names another may tighten its limits, whichever is written first. */
function begin(policies: Policies, entities: readonly EntityOf<"profile">[]): ReadonlyMap<string, Begun> {
  const clausesOf = new Map(entities.map(({ name, node }) => [name, node.clauses]));
  const begun = new Map<string, Begun>();
  for (const { name, node, unit } of entities) {
    const model = node.clauses.find((clause) => clause.kind === "ModelClause")?.model.text;
    // asked only once all have begun; its own limits come before
    const context = newContext(policies, `${name}.`, unit.layer, model, () =>
      profileLimits(begun, node.clauses),
    );
    const own = ownLimits(context, unit, node.clauses);
    const found = new Set([name]);
    for (const inner of found)
      for (const next of profilesIn(clausesOf.get(inner) ?? [])) if (clausesOf.has(next)) found.add(next);
    begun.set(name, { context, own, limits: context.limits, all: [...found] });
  }
  return begun;
}

export function resolveProfiles(policies: Policies): ReadonlyMap<string, ProfileInfo> {
  const entities = policies.env.declarations.of("profile").filter(({ name }) => name !== "");
  const blocks = new Map<string, Omit<ProfileInfo, "all">>();
  const begun = begin(policies, entities);
  for (const entity of entities) {
    const { name, node, unit } = entity;
    const start = begun.get(name);
    if (start === undefined) continue;
    const { context, own, limits } = start;
    oneModel(policies, entity);
    blocks.set(name, { entity, block: resolveBlock(context, unit, node, node.clauses, own), limits });
  }
  const circular = new Set<string>();
  const closure = (name: string, path: readonly string[], found: Set<string>): void => {
    const at = path.indexOf(name);
    if (at >= 0) {
      const circle = path.slice(at);
      if (!circle.some((member) => circular.has(member))) {
        reportCircle(
          policies.env.reporter,
          circle.flatMap((member) => blocks.get(member)?.entity ?? []),
        );
      }
      for (const member of circle) circular.add(member);
      return;
    }
    if (found.has(name)) return;
    found.add(name);
    for (const inner of blocks.get(name)?.block.profiles ?? []) closure(inner.name, [...path, name], found);
  };
  const infos = new Map<string, ProfileInfo>();
  for (const [name, info] of blocks) {
    const found = new Set<string>();
    closure(name, [], found);
    infos.set(name, { ...info, all: [...found] });
  }
  return infos;
}

/** A second model that a profile states is an error: an account has one target. */
function oneModel({ env }: Policies, { name, node, unit }: EntityOf<"profile">): void {
  const stated = node.clauses.filter((clause) => clause.kind === "ModelClause");
  const [first, ...others] = stated.filter(({ model }) => model.text !== "");
  if (first === undefined) return;
  for (const other of others) {
    env.reporter.report(
      catalogue.authority.modelTwice,
      placeOf(unit, other),
      { found: other.model.text, first: first.model.text, layer: "", profile: name },
      { related: [{ ...placeOf(unit, first), message: "the model is stated here first" }] },
    );
  }
}

export function profilesIR(profiles: ReadonlyMap<string, ProfileInfo>): Bundle["profiles"] {
  return [...profiles.values()].map(({ entity, block }) => ({
    name: entity.name,
    ...(entity.node.title === undefined ? {} : { title: entity.node.title.value }),
    layer: entity.unit.layer,
    block,
  }));
}
