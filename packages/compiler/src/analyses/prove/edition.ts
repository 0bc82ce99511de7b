/** What the firm's limits say, one by one, and which of them an edit touched. */
import type { Bundle } from "../../bundle/index.ts";

/** By id, in the order of declaration, a number for what each limit or tightening says. */
export type Edition = ReadonlyMap<string, number>;

export interface Edit {
  /** ids that are new, or say something else */
  readonly fresh: readonly string[];
  /** ids that are no more, or said something else */
  readonly gone: ReadonlySet<string>;
}

/** More clauses than this at once, and everything is proved again. */
const MOST_EDITED = 6;

export function editionOf({ clauses, adjustments }: Bundle, say: (value: unknown) => number): Edition {
  const edition = new Map(clauses.map((clause) => [clause.id, say(clause)]));
  // A tightening binds as its limit does.
  for (const one of adjustments) edition.set(one.id, say([one, edition.get(one.limit) ?? null]));
  return edition;
}

/** Undefined where too much is different, or the order of what is in both: of two that say the same, the later is idle. */
export function editBetween(before: Edition, now: Edition): Edit | undefined {
  if (before === now) return { fresh: [], gone: new Set() };
  const fresh = [...now].filter(([id, said]) => before.get(id) !== said).map(([id]) => id);
  const gone = new Set([...before].filter(([id, said]) => now.get(id) !== said).map(([id]) => id));
  if (fresh.length > MOST_EDITED || gone.size > MOST_EDITED) return undefined;
  const [old, kept] = [before, now].map((one) =>
    [...one.keys()].filter((id) => before.has(id) && now.has(id)),
  );
  return old?.join("\n") === kept?.join("\n") ? { fresh, gone } : undefined;
}
