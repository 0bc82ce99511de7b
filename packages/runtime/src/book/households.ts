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
 * Groups accounts by household. An account that the book puts in one household and a policy in another joins the two:
 * a purchase that might wash a sale is then never overlooked.
 */
export function householdsOf(
  accounts: readonly { readonly account: string; readonly household: string | undefined }[],
  bundle: Bundle,
): Household[] {
  const parent = accounts.map((_, at) => at);
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
  const names = new Map<number, string>();
  const seen = new Map<string, number>();
  const place = new Map<string, number>();
  accounts.forEach(({ account, household }, at) => {
    place.set(account, at);
    if (household === undefined) return;
    names.set(at, household);
    const other = seen.get(household);
    if (other === undefined) seen.set(household, at);
    else join(other, at);
  });
  for (const { name, accounts: members } of bundle.households) {
    let first = seen.get(name);
    for (const member of members) {
      const at = place.get(member);
      if (at === undefined) continue;
      if (!names.has(at)) names.set(at, name);
      if (first === undefined) first = at;
      else join(first, at);
    }
    if (first !== undefined) seen.set(name, first);
  }
  const groups = new Map<number, { name: string | undefined; positions: number[] }>();
  accounts.forEach((_, at) => {
    const top = root(at);
    const group = groups.get(top);
    if (group === undefined) groups.set(top, { name: names.get(at), positions: [at] });
    else {
      group.positions.push(at);
      group.name ??= names.get(at);
    }
  });
  return [...groups.values()].map(({ name, positions }) =>
    name === undefined ? { positions } : { name, positions },
  );
}
