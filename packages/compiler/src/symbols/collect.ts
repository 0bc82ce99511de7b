/** Every declaration of the project but its accounts; one space of names for all kinds. */
import type {
  AssetClass,
  Declaration,
  FreeClause,
  Household,
  Name,
  Objective,
  Test,
  Waive,
} from "@mandate/dsl";
import { mayDeclare } from "../authority/layers.ts";
import { catalogue } from "../catalogue/index.ts";
import type { Reporter } from "../diagnostics/reporter.ts";
import type { ReadFile } from "../files/read.ts";
import { type FileUnit, type Placed, placeOf } from "../files/unit.ts";
import type { Entity, EntityKind, EntityOf } from "./entity.ts";

export interface Declarations {
  readonly byName: ReadonlyMap<string, Entity>;
  /** valid, named ones by kind, in the order of path and position */
  readonly of: <K extends EntityKind>(kind: K) => readonly EntityOf<K>[];
  readonly objectives: readonly Placed<Objective>[];
  readonly waivers: readonly Placed<Waive>[];
  readonly households: readonly Placed<Household>[];
  readonly freeClauses: readonly Placed<FreeClause>[];
  readonly tests: readonly Placed<Test>[];
  readonly washSalesAllowed: boolean;
}

interface Collector {
  readonly reporter: Reporter;
  readonly byName: Map<string, Entity>;
  readonly all: Entity[];
}

export function collect(files: readonly ReadFile[], reporter: Reporter): Declarations {
  const collector: Collector = { reporter, byName: new Map(), all: [] };
  const objectives: Placed<Objective>[] = [];
  const waivers: Placed<Waive>[] = [];
  const households: Placed<Household>[] = [];
  const freeClauses: Placed<FreeClause>[] = [];
  const tests: Placed<Test>[] = [];
  let washSalesAllowed = false;
  for (const { unit, others } of files) {
    if (unit === undefined) continue;
    for (const node of others) {
      const valid = mayDeclare(node.kind, unit.layer);
      if (named(collector, unit, node, valid) || !valid) continue;
      if (node.kind === "Objective") objectives.push({ node, unit });
      else if (node.kind === "Waive") waivers.push({ node, unit });
      else if (node.kind === "Household") households.push({ node, unit });
      else if (node.kind === "FreeClause") freeClauses.push({ node, unit });
      else if (node.kind === "Test") tests.push({ node, unit });
      else if (node.kind === "WashSalesAllowed") washSalesAllowed = true;
    }
  }
  const grouped = new Map<EntityKind, Entity[]>();
  for (const entity of collector.all) {
    if (!entity.valid) continue;
    const group = grouped.get(entity.kind);
    if (group === undefined) grouped.set(entity.kind, [entity]);
    else group.push(entity);
  }
  const isOf =
    <K extends EntityKind>(kind: K) =>
    (entity: Entity): entity is EntityOf<K> =>
      entity.kind === kind;
  return {
    byName: collector.byName,
    of: (kind) => (grouped.get(kind) ?? []).filter(isOf(kind)),
    objectives,
    waivers,
    households,
    freeClauses,
    tests,
    washSalesAllowed,
  };
}

/** Files a declaration under its name; false if its kind has none. */
function named(collector: Collector, unit: FileUnit, node: Declaration, valid: boolean): boolean {
  const base = { unit, valid };
  switch (node.kind) {
    case "AssetClass":
      assetClass(collector, unit, node, valid, undefined);
      return true;
    case "Attribute":
      add(collector, { ...base, kind: "attribute", ...nameOf(node.name), node });
      return true;
    case "List":
      add(collector, { ...base, kind: "list", ...nameOf(node.name), node });
      return true;
    case "Sleeve":
      add(collector, { ...base, kind: "sleeve", ...nameOf(node.name), node });
      return true;
    case "Model":
      add(collector, { ...base, kind: "model", ...nameOf(node.name), node });
      return true;
    case "Menu":
      add(collector, { ...base, kind: "menu", ...nameOf(node.name), node });
      return true;
    case "LimitDeclaration":
      add(collector, { ...base, kind: "limit", ...nameOf(node.limit.name), node });
      return true;
    case "PreferDeclaration":
      add(collector, { ...base, kind: "preference", ...nameOf(node.prefer.name), node });
      return true;
    case "Profile":
      add(collector, { ...base, kind: "profile", ...nameOf(node.name), node });
      return true;
    case "Equivalents":
      add(collector, { ...base, kind: "group of equivalents", ...nameOf(node.name), node });
      return true;
    default:
      return false;
  }
}

function nameOf(nameNode: Name): { name: string; nameNode: Name } {
  return { name: nameNode.text, nameNode };
}

function assetClass(
  collector: Collector,
  unit: FileUnit,
  node: AssetClass,
  valid: boolean,
  parent: string | undefined,
): void {
  const entity: Entity = {
    kind: "asset class",
    ...nameOf(node.name),
    node,
    unit,
    valid,
    ...(parent === undefined ? {} : { parent }),
  };
  add(collector, entity);
  for (const child of node.children) assetClass(collector, unit, child, valid, node.name.text);
}

/**
 * The earlier declaration keeps the name (path, then position); the later one is the error. One that its layer may not
 * make is an error already: it takes a name only where nobody else does.
 */
function add(collector: Collector, entity: Entity): void {
  if (entity.name === "") {
    collector.all.push(entity);
    return;
  }
  const first = collector.byName.get(entity.name);
  if (first !== undefined && !entity.valid) return;
  if (first === undefined || !first.valid) {
    collector.byName.set(entity.name, entity);
    collector.all.push(entity);
    return;
  }
  collector.reporter.report(
    catalogue.names.duplicate,
    placeOf(entity.unit, entity.nameNode),
    { found: entity.name, kind: entity.kind, first: first.kind },
    {
      related: [
        { ...placeOf(first.unit, first.nameNode), message: `\`${entity.name}\` is declared here first` },
      ],
    },
  );
}
