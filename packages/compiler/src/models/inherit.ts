/** A model of a model: what is restated replaces the base's, the rest is the base's. */
import { catalogue } from "../catalogue/index.ts";
import type { Env } from "../env.ts";
import type { Entry } from "./allocation.ts";

const { models } = catalogue;

export function inherit(env: Env, base: readonly Entry[], own: readonly Entry[], baseName: string): Entry[] {
  const restated = new Map<string, Entry>();
  const added: Entry[] = [];
  const names = new Set(base.map(({ name }) => name));
  for (const entry of own) {
    if (names.has(entry.name) && !restated.has(entry.name)) {
      restated.set(entry.name, entry);
      continue;
    }
    const inside = names.has(entry.name) ? undefined : findInside(base, entry.name);
    if (inside !== undefined) {
      const place = { file: entry.unit.path, span: entry.nameSpan };
      env.reporter.report(models.standsInside, place, { found: entry.name, inside, base: baseName });
      added.push({ ...entry, broken: true, kind: "unknown" });
      continue;
    }
    added.push(entry);
  }
  return [
    ...base.map((entry) => {
      const again = restated.get(entry.name);
      return again === undefined ? inherited(entry) : merge(entry, again);
    }),
    ...added,
  ];
}

/** The class of the base that contains a name at a lower level. */
function findInside(entries: readonly Entry[], name: string): string | undefined {
  for (const entry of entries) {
    if (entry.kind !== "class") continue;
    if (entry.children.some((child) => child.name === name)) return entry.name;
    const deeper = findInside(entry.children, name);
    if (deeper !== undefined) return deeper;
  }
  return undefined;
}

function inherited(entry: Entry): Entry {
  const band = entry.band === undefined ? {} : { bandInherited: true };
  return entry.kind === "class" ? { ...entry, ...band, inherited: true } : { ...entry, ...band };
}

function merge(base: Entry, own: Entry): Entry {
  const share = own.share === undefined && !own.broken ? { share: base.share, broken: base.broken } : {};
  const band =
    own.band !== undefined
      ? { band: own.band }
      : base.band !== undefined
        ? // `±5pp` moves along; an absolute band stays, and must still contain the target.
          { band: base.band, bandInherited: true }
        : {};
  const common = { ...own, ...share, ...band };
  if (own.kind === "class" && base.kind === "class" && !own.braces) {
    return { ...own, ...common, kind: "class", class: own.class, children: base.children, inherited: true };
  }
  return common;
}
