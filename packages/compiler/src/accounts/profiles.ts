/** Profiles: blocks that accounts share. */
import type { Bundle, PolicyBlock } from "../bundle/index.ts";
import { reportCircle } from "../symbols/circle.ts";
import type { EntityOf } from "../symbols/entity.ts";
import { newContext, resolveBlock } from "./block.ts";
import type { Policies } from "./context.ts";

export interface ProfileInfo {
  readonly entity: EntityOf<"profile">;
  readonly block: PolicyBlock;
  /** itself and those that it names, each once */
  readonly all: readonly string[];
}

export function resolveProfiles(policies: Policies): ReadonlyMap<string, ProfileInfo> {
  const entities = policies.env.declarations.of("profile").filter(({ name }) => name !== "");
  const blocks = new Map<string, { readonly entity: EntityOf<"profile">; readonly block: PolicyBlock }>();
  for (const entity of entities) {
    const model = entity.node.clauses.find((clause) => clause.kind === "ModelClause");
    const context = newContext(policies, `${entity.name}.`, entity.unit.layer, model?.model.text);
    blocks.set(entity.name, {
      entity,
      block: resolveBlock(context, entity.unit, entity.node, entity.node.clauses),
    });
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
  for (const [name, { entity, block }] of blocks) {
    const found = new Set<string>();
    closure(name, [], found);
    infos.set(name, { entity, block, all: [...found] });
  }
  return infos;
}

export function profilesIR(profiles: ReadonlyMap<string, ProfileInfo>): Bundle["profiles"] {
  return [...profiles.values()].map(({ entity, block }) => ({
    name: entity.name,
    ...(entity.node.title === undefined ? {} : { title: entity.node.title.value }),
    layer: entity.unit.layer,
    block,
  }));
}
