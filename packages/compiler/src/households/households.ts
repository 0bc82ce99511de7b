/** Households: each account in one at the most. */
import type { Bundle } from "../bundle/index.ts";
import { catalogue } from "../catalogue/index.ts";
import type { Env } from "../env.ts";
import { damaged, placeOf, sourceOf } from "../files/unit.ts";

const { names } = catalogue;

export function resolveHouseholds(env: Env): Bundle["households"] {
  const seen = new Set<string>();
  const member = new Map<string, string>();
  const households: Bundle["households"][number][] = [];
  for (const { node, unit } of env.declarations.households) {
    if (node.name.missing === true) continue;
    const name = node.name.value;
    if (name.trim() === "")
      env.reporter.report(names.emptyText, placeOf(unit, node.name), { what: "household" });
    if (node.accounts.length === 0 && !damaged(unit, node.span))
      env.reporter.report(names.emptyHousehold, placeOf(unit, node.name), { household: name });
    if (seen.has(name)) {
      env.reporter.report(names.householdTwice, placeOf(unit, node), {
        account: "",
        household: name,
        first: name,
      });
      continue;
    }
    seen.add(name);
    const accounts: string[] = [];
    for (const account of node.accounts) {
      if (account.missing === true) continue;
      if (account.value.trim() === "") {
        env.reporter.report(names.emptyText, placeOf(unit, account), { what: "account" });
        continue;
      }
      const first = member.get(account.value);
      if (first !== undefined) {
        env.reporter.report(names.householdTwice, placeOf(unit, account), {
          account: account.value,
          household: name,
          first,
        });
        continue;
      }
      member.set(account.value, name);
      accounts.push(account.value);
    }
    households.push({ name, accounts, source: sourceOf(unit, node.span) });
  }
  return households;
}
