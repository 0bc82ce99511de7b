/** Households: what the book says, joined with what the policies say. */
import type { Bundle } from "@mandate/compiler";

/** Accounts that wash sales span together (semantics.md 4), in the book's order. */
export interface Household {
  /** as the book or a policy names it; absent: an account on its own */
  readonly name?: string;
  /** positions in the book's order */
  readonly positions: readonly number[];
}

/**
 * Accounts of a household look at each other's trades, so its work grows with their square, and all lie in one thread's
 * memory. No family has so many: it is what a custodian writes where there is no household.
 */
export const MOST_TOGETHER = 1_000;

/**
 * Groups accounts by household. An account that the book puts in one household and a policy in another joins the two:
 * a purchase that might wash a sale is then never overlooked.
 */
export function householdsOf(
  entries: readonly { readonly account: string; readonly household: string | undefined }[],
  bundle: Bundle,
): Household[] {
  // A book may have a million accounts: numbers by place, and no objects but the households themselves.
  const parent = Int32Array.from(entries, (_, at) => at);
  const root = (at: number): number => {
    let top = at;
    while ((parent[top] ?? top) !== top) top = parent[top] ?? top;
    for (let step = at; step !== top; ) {
      const up = parent[step] ?? top;
      parent[step] = top;
      step = up;
    }
    return top;
  };
  const join = (a: number, b: number): void => {
    const [first, second] = [root(a), root(b)];
    parent[Math.max(first, second)] = Math.min(first, second);
  };
  const seen = new Map<string, number>();
  entries.forEach(({ household }, at) => {
    if (household === undefined) return;
    const other = seen.get(household);
    if (other === undefined) seen.set(household, at);
    else join(other, at);
  });
  const place = placesOf(entries, bundle);
  /** names that policies give to accounts which the book names none for */
  const given = new Map<number, string>();
  for (const { name, accounts: members } of bundle.households) {
    let first = seen.get(name);
    for (const member of members) {
      const at = place.get(member);
      if (at === undefined) continue;
      if (entries[at]?.household === undefined && !given.has(at)) given.set(at, name);
      if (first === undefined) first = at;
      else join(first, at);
    }
    if (first !== undefined) seen.set(name, first);
  }
  const groups: { name?: string; readonly positions: number[] }[] = [];
  /** places in `groups` by root, plus one */
  const groupOf = new Int32Array(entries.length);
  entries.forEach(({ household }, at) => {
    const top = root(at);
    const name = household ?? given.get(at);
    const group = groups[(groupOf[top] ?? 0) - 1];
    if (group === undefined) {
      groups.push(name === undefined ? { positions: [at] } : { name, positions: [at] });
      groupOf[top] = groups.length;
    } else {
      group.positions.push(at);
      if (name !== undefined) group.name ??= name;
    }
  });
  return groups;
}

/** Places of the accounts that policies put into households: few of a book. */
function placesOf(
  entries: readonly { readonly account: string }[],
  bundle: Bundle,
): ReadonlyMap<string, number> {
  const named = new Set(bundle.households.flatMap(({ accounts }) => accounts));
  const places = new Map<string, number>();
  if (named.size === 0) return places;
  entries.forEach(({ account }, at) => {
    if (named.has(account)) places.set(account, at);
  });
  return places;
}
