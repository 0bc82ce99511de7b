/** The tree of asset classes. `Cash` is a fixed name (language.md): it exists even where nobody declares it. */
import type { Declarations } from "../symbols/collect.ts";
import type { EntityOf } from "../symbols/entity.ts";

export interface AssetClassInfo {
  readonly name: string;
  readonly title?: string;
  readonly parent?: string;
  readonly children: readonly string[];
  /** itself and every class inside it */
  readonly within: ReadonlySet<string>;
  /** cash counts in its weight: `Cash` and whatever contains it */
  readonly cash: boolean;
  readonly entity?: EntityOf<"asset class">;
}

export interface Classes {
  /** in the order declared, parents before their children */
  readonly list: readonly AssetClassInfo[];
  readonly byName: ReadonlyMap<string, AssetClassInfo>;
}

export const CASH = "Cash";

export function classTree(declarations: Declarations): Classes {
  const entities = declarations.of("asset class").filter((entity) => entity.name !== "");
  const children = new Map<string, string[]>();
  for (const entity of entities) {
    if (entity.parent === undefined) continue;
    const siblings = children.get(entity.parent);
    if (siblings === undefined) children.set(entity.parent, [entity.name]);
    else siblings.push(entity.name);
  }
  const within = (name: string, found: Set<string>): Set<string> => {
    found.add(name);
    for (const child of children.get(name) ?? []) if (!found.has(child)) within(child, found);
    return found;
  };
  const list = entities.map((entity): AssetClassInfo => {
    const all = within(entity.name, new Set());
    return {
      name: entity.name,
      ...(entity.node.title === undefined ? {} : { title: entity.node.title.value }),
      ...(entity.parent === undefined || entity.parent === "" ? {} : { parent: entity.parent }),
      children: children.get(entity.name) ?? [],
      within: all,
      cash: all.has(CASH),
      entity,
    };
  });
  if (!declarations.byName.has(CASH)) {
    list.push({ name: CASH, children: [], within: new Set([CASH]), cash: true });
  }
  return { list, byName: new Map(list.map((info) => [info.name, info])) };
}
