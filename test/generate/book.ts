/** Books for generated projects, by seed: in memory for differential tests, as CSV folders for tests from end to end. */
import { makeAccount, type Scope } from "./book/accounts.ts";
import type { BookOptions, GeneratedBook } from "./book/generated.ts";
import { makeRisk } from "./book/risk.ts";
import type { Tables } from "./book/tables.ts";
import type { AccountPlan } from "./project/plan.ts";
import type { GeneratedProject } from "./project.ts";
import { randomFrom } from "./random.ts";

export { bookFiles } from "./book/files.ts";
export type { BookOptions, GeneratedBook } from "./book/generated.ts";
export { bookInMemory } from "./book/memory.ts";

/** The book of a seed for a project: its accounts in households across registrations, in an order of no meaning. */
export function generateBook(
  seed: number,
  project: GeneratedProject,
  options: BookOptions = {},
): GeneratedBook {
  const random = randomFrom(seed).child("book");
  const bySymbol = new Map(project.securities.map((security) => [security.symbol, security]));
  const scope: Scope = { random, asOf: project.asOf, bySymbol, project, options };
  const others = Array.from({ length: options.extra ?? 4 }, (_, place): AccountPlan => {
    const household = random.chance(0.6) ? { household: `X${random.integer(1, 2)}` } : {};
    return {
      account: `B-${place + 1}`,
      model: random.pick(project.models).name,
      inBlock: false,
      chosen: [],
      ...household,
    };
  });
  const made = random.shuffled([...project.accounts, ...others]).map((plan) => makeAccount(scope, plan));
  const tables: Tables = {
    accounts: made.map((one) => one.cells),
    lots: made.flatMap((one) => one.lots),
    activity:
      options.noActivity === true
        ? []
        : made
            .flatMap((one) => one.activity)
            .sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0)),
  };
  const symbols = project.securities.map(({ symbol }) => symbol);
  return {
    seed,
    asOf: project.asOf,
    tables,
    shapes: new Map(made.map((one) => [one.cells.account, one.shape])),
    ...(options.factors === undefined ? {} : { risk: makeRisk(random, symbols, options.factors) }),
    project,
  };
}
