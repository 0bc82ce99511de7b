/**
 * Why nothing is permitted: a smallest set of clauses that cannot hold together. Whole clauses, not rows: an author can
 * act on nothing less (ground.md).
 *
 * Every set that clashes has a member outside of any set that can hold. So: the smallest set that meets all complements
 * found so far is tried; where it can hold, as much as possible is added to it, and what is left over is one more
 * complement. The first that cannot hold is a smallest (Ignatiev, Previti, Liffiton, Marques-Silva, "Smallest MUS
 * extraction with minimal hitting set dualization", 2015).
 */
import type { ClauseBase, Layer } from "@mandate/compiler";
import type { Backend } from "@mandate/solver";
import type { Situation } from "../account/situation.ts";
import type { Structure } from "../lowering/index.ts";
import { permitted } from "./permitted.ts";

export interface Conflict {
  /** in the order of preference: the client's first, the firm's last; empty where facts alone clash */
  readonly clauses: readonly ClauseBase[];
  /** what no clause says, without which these clauses could hold together */
  readonly facts: readonly Structure[];
}

const LAYERS: readonly Layer[] = ["client", "advisor", "firm"];
const FACTS: readonly Structure[] = ["wash sales", "no margin"];
/** Slack below this of V is none. */
const SLACK = 1e-9;

/** Everything that may be part of a conflict: clauses in force and tightenings, lower layers first. */
export function candidates(situation: Situation): ClauseBase[] {
  const { clauses, adjustments } = situation.policy;
  const all: ClauseBase[] = [...clauses, ...adjustments.filter(({ kind }) => kind === "tighten")];
  return LAYERS.flatMap((layer) => all.filter(({ source }) => source.layer === layer));
}

/**
 * A smallest set of clauses that cannot hold together, of those the one with the most of the lower layers' own;
 * undefined where the whole policy permits something after all.
 * @throws Undecided where the backend fails
 */
export function conflict(situation: Situation, backend: Backend): Conflict | undefined {
  const all = candidates(situation);
  const ids = all.map(({ id }) => id);
  const without = (kept: ReadonlySet<string>): ReadonlySet<string> =>
    new Set(ids.filter((id) => !kept.has(id)));
  const complements: ReadonlySet<string>[] = [];
  for (;;) {
    const kept = new Set(smallestHitting(complements, ids));
    const clauses = all.filter(({ id }) => kept.has(id));
    if (permitted(situation, backend, { without: without(kept) }) === undefined) {
      const facts = FACTS.filter((fact) => {
        return (
          permitted(situation, backend, { without: without(kept), ignore: new Set([fact]) }) !== undefined
        );
      });
      return { clauses, facts };
    }
    const held = grown(situation, backend, all, kept, without);
    const left = without(held);
    if (left.size === 0) return undefined;
    complements.push(left);
  }
}

/** A set that can hold and takes in `kept`, to which no clause can be added. */
function grown(
  situation: Situation,
  backend: Backend,
  all: readonly ClauseBase[],
  kept: ReadonlySet<string>,
  without: (kept: ReadonlySet<string>) => ReadonlySet<string>,
): Set<string> {
  // Minimum trades and holdings have no bound that could give way: they are tried one by one below.
  const stiff = new Set(
    situation.policy.clauses
      .filter(({ id, rules }) => !kept.has(id) && rules.some(({ rule }) => rule.startsWith("minimum")))
      .map(({ id }) => id),
  );
  const elastic = new Set(all.map(({ id }) => id).filter((id) => !kept.has(id) && !stiff.has(id)));
  const held = new Set(kept);
  const stretched = permitted(situation, backend, { elastic, without: stiff });
  if (stretched !== undefined) {
    const loose = new Set(
      stretched.lowered.slacks
        .filter(({ column }) => (stretched.x[column] ?? 0) > SLACK)
        .map(({ clause }) => clause),
    );
    for (const id of elastic) if (!loose.has(id)) held.add(id);
    // What stretched by less than the tolerance is not proved to hold: fall back to what is.
    if (permitted(situation, backend, { without: without(held) }) === undefined) {
      held.clear();
      for (const id of kept) held.add(id);
    }
  }
  for (const { id } of all) {
    if (held.has(id)) continue;
    held.add(id);
    if (permitted(situation, backend, { without: without(held) }) === undefined) held.delete(id);
  }
  return held;
}

/** A smallest set that has a member in each of the given ones; among equals the first by the order of `ids`. */
export function smallestHitting(sets: readonly ReadonlySet<string>[], ids: readonly string[]): string[] {
  const useful = ids.filter((id) => sets.some((set) => set.has(id)));
  for (let size = 0; size <= useful.length; size++) {
    const found = hittingOf(size, sets, useful, 0, []);
    if (found !== undefined) return found;
  }
  return useful;
}

function hittingOf(
  size: number,
  sets: readonly ReadonlySet<string>[],
  ids: readonly string[],
  from: number,
  chosen: readonly string[],
): string[] | undefined {
  const missed = sets.find((set) => !chosen.some((id) => set.has(id)));
  if (missed === undefined) return [...chosen];
  if (chosen.length === size) return undefined;
  for (let at = from; at < ids.length; at++) {
    const id = ids[at];
    if (id === undefined) continue;
    const found = hittingOf(size, sets, ids, at + 1, [...chosen, id]);
    if (found !== undefined) return found;
  }
  return undefined;
}
