/** Each class nested as declared and given one target; each security under a class that contains it. */
import { catalogue } from "../catalogue/index.ts";
import type { Env } from "../env.ts";
import type { Entry } from "./allocation.ts";

const { models } = catalogue;

interface Placed {
  readonly entry: Entry & { readonly kind: "class" };
  /** classes that it stands inside, in this model */
  readonly path: readonly string[];
}

export function checkPlaces(env: Env, entries: readonly Entry[]): void {
  const placed: Placed[] = [];
  walk(env, entries, [], placed, false);
  for (const [later, one] of placed.entries()) {
    for (const other of placed.slice(0, later)) conflict(env, one, other);
  }
}

function placeOfEntry(entry: Entry) {
  return { file: entry.unit.path, span: entry.nameSpan };
}

/** Two targets for one class, or for a class and one inside it that stands beside it. */
function conflict(env: Env, one: Placed, other: Placed): void {
  const place = placeOfEntry(one.entry);
  if (one.entry.class === other.entry.class) {
    if (one.path.includes(other.entry.class)) return;
    env.reporter.report(models.classTwice, place, { found: one.entry.name, inside: undefined });
    return;
  }
  const within = (outer: Placed, inner: Placed) =>
    env.classes.byName.get(outer.entry.class)?.within.has(inner.entry.class) === true &&
    !inner.path.includes(outer.entry.class);
  if (within(other, one)) {
    if (one.path.every((name) => env.classes.byName.get(name)?.within.has(one.entry.class) === true)) {
      env.reporter.report(models.classTwice, place, { found: one.entry.name, inside: other.entry.name });
    }
  } else if (
    within(one, other) &&
    other.path.every((name) => env.classes.byName.get(name)?.within.has(other.entry.class) === true)
  ) {
    env.reporter.report(models.classTwice, place, { found: other.entry.name, inside: one.entry.name });
  }
}

function walk(
  env: Env,
  entries: readonly Entry[],
  path: readonly string[],
  placed: Placed[],
  inherited: boolean,
): void {
  const parent = path[path.length - 1];
  for (const entry of entries) {
    if (entry.kind === "class") {
      if (parent !== undefined && !inherited) checkNesting(env, entry, parent);
      placed.push({ entry, path });
      walk(env, entry.children, [...path, entry.class], placed, inherited || entry.inherited === true);
    } else if (parent !== undefined && !inherited) {
      checkSecurities(env, entry, parent, undefined);
    }
  }
}

function checkNesting(env: Env, entry: Entry & { readonly kind: "class" }, parent: string): void {
  if (entry.class !== parent && env.classes.byName.get(parent)?.within.has(entry.class) === true) return;
  env.reporter.report(models.wrongNesting, placeOfEntry(entry), {
    found: entry.name,
    under: parent,
    parent: env.classes.byName.get(entry.class)?.parent ?? "",
  });
}

/** The first wrong security of a sleeve is enough: the sleeve as a whole does not belong there. */
function checkSecurities(env: Env, entry: Entry, parent: string, sleeve: Entry | undefined): boolean {
  if (entry.kind === "use")
    return entry.entries.every((part) => checkSecurities(env, part, parent, sleeve ?? entry));
  if (entry.kind !== "holding") return true;
  for (const { index, name } of entry.members) {
    const security = index === undefined ? undefined : env.universe.securities[index];
    if (security === undefined || security.class === "") continue;
    if (env.classes.byName.get(parent)?.within.has(security.class) === true) continue;
    env.reporter.report(models.wrongClass, placeOfEntry(sleeve ?? entry), {
      found: name,
      is: security.class,
      under: parent,
      sleeve: sleeve?.name,
    });
    return false;
  }
  return true;
}
