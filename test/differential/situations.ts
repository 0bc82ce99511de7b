/** Generated policies and books as what the runtime starts from: one situation after another, household by household. */
import { compile, effective } from "@mandate/compiler";
import type { Activity, BookAccount } from "@mandate/runtime";
import {
  activityOfTheDay,
  type Outcome,
  policyRow,
  proposeAccount,
  type Settings,
  type Situation,
  situationWash,
  solvingOrder,
} from "@mandate/runtime/testing";
import type { Backend } from "@mandate/solver";
import { Decimal } from "decimal.js";
import { bookInMemory, generateBook } from "../generate/book.ts";
import { projectInput } from "../generate/input.ts";
import { generateProject, type ProjectOptions } from "../generate/project.ts";
import { randomFrom } from "../generate/random.ts";

/** One account of a generated book, before it is solved. */
export interface Case {
  readonly seed: number;
  readonly account: string;
  readonly situation: Situation;
  /** solves it; what it proposes is activity of the day for the rest of its household */
  readonly propose: () => Outcome;
}

/** As many digits as the runtime's own decimals have: another precision would round sums. */
const Exact = Decimal.clone({ precision: 50, rounding: Decimal.ROUND_HALF_EVEN });
const exact = (text: string): Decimal => new Exact(text);

/** Small universes, so that rows meet; every third project is drawn without room, so that limits bind and clash. */
function optionsOf(seed: number): ProjectOptions {
  const random = randomFrom(seed).child("differential");
  return {
    securities: random.integer(5, 24),
    accounts: random.integer(2, 4),
    tests: 0,
    feasible: seed % 3 !== 0,
    limits: random.integer(2, 9),
    washSalesAllowed: random.chance(0.1),
  };
}

function worth(account: BookAccount, settings: Settings): Decimal {
  return account.lots.reduce(
    (sum, lot) => sum.plus(lot.quantity.times(settings.market.securities.get(lot.symbol)?.price ?? 0)),
    account.cash,
  );
}

/** The accounts of a seed's book, in the order in which they are solved. */
export function* casesOf(seed: number, backend: Backend, now: () => number): Generator<Case> {
  const project = generateProject(seed, optionsOf(seed));
  const book = generateBook(seed, project, {
    extra: 2,
    lots: 3,
    ...(seed % 11 === 0 ? { noActivity: true } : {}),
  });
  const { bundle, diagnostics } = compile(projectInput(project), { today: project.asOf });
  if (bundle === undefined) {
    throw new Error(`the project of seed ${seed} does not compile: ${JSON.stringify(diagnostics[0])}`);
  }
  const { market, accounts, activity } = bookInMemory(book, exact);
  const purchasesFromLots = activity.length === 0;
  const settings: Settings = { bundle, market, backend, timeLimitSeconds: 10, purchasesFromLots, now };
  for (const household of householdsOf(accounts)) {
    const members = new Set(household.map(({ account }) => account));
    const known: Activity[] = activity.filter((row) => members.has(row.account));
    for (const account of solvingOrder(household)) {
      const result = effective(bundle, policyRow(account), market.asOf);
      if (!result.ok) continue;
      const { wash, blockedGroups } = situationWash({
        bundle,
        market,
        account,
        household,
        activity: known,
        purchasesFromLots,
      });
      const value = worth(account, settings);
      const situation = { bundle, policy: result.policy, market, account, wash, blockedGroups, value };
      let outcome: Outcome | undefined;
      const propose = (): Outcome => {
        outcome ??= proposeAccount(settings, situation);
        return outcome;
      };
      yield { seed, account: account.account, situation, propose };
      const { after } = propose();
      if (after !== undefined) known.push(...activityOfTheDay(after));
    }
  }
}

/** Households in the order of their first account; an account without one is its own. */
function householdsOf(accounts: readonly BookAccount[]): BookAccount[][] {
  const households = new Map<string, BookAccount[]>();
  for (const account of accounts) {
    const key = account.household === undefined ? `account ${account.account}` : `of ${account.household}`;
    const own = households.get(key);
    if (own === undefined) households.set(key, [account]);
    else own.push(account);
  }
  return [...households.values()];
}
