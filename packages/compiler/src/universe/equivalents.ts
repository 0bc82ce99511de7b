/** Groups of equivalents: what `substitute` may swap besides a model's alternates. */
import type { Bundle } from "../bundle/index.ts";
import { catalogue } from "../catalogue/index.ts";
import { type Env, scopeIn } from "../env.ts";
import { damaged, placeOf, sourceOf } from "../files/unit.ts";
import { resolveSecurity } from "../sets/names.ts";
import { warnOfTwice } from "../sets/resolve.ts";

export function resolveEquivalents(env: Env): Bundle["equivalents"] {
  return env.declarations.of("group of equivalents").map(({ name, node, unit }) => {
    const scope = scopeIn(env, unit);
    const named = new Set(node.members.map(({ text }) => text));
    if (named.size > 1) warnOfTwice(scope, node.members);
    const members = node.members
      .filter((member) => resolveSecurity(scope, member) !== undefined)
      .map(({ text }) => text);
    if (named.size < 2 && !damaged(unit, node.span))
      env.reporter.report(catalogue.models.oneEquivalent, placeOf(unit, node.name), { found: name });
    return { name, members: [...new Set(members)], source: sourceOf(unit, node.span) };
  });
}

/** Each symbol with the others that it may be swapped for. */
export function swaps(groups: Bundle["equivalents"]): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const { members } of groups) {
    for (const member of members) {
      const others = found.get(member) ?? new Set<string>();
      for (const other of members) if (other !== member) others.add(other);
      found.set(member, others);
    }
  }
  return found;
}
