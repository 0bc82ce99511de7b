/** A household's accounts, one after the other: what each proposes is activity of the day for the next (semantics.md 4). */
import { effective } from "@mandate/compiler";
import type { Activity, BookAccount, Quarantined } from "../account/book.ts";
import type { Situation } from "../account/situation.ts";
import { situationWash } from "../account/wash.ts";
import { worth } from "../exact/held.ts";
import { proposeAccount } from "./account.ts";
import { activityOfTheDay, solvingOrder } from "./day.ts";
import type { Outcome, Settings } from "./outcome.ts";
import { policyRow } from "./policyRow.ts";

function quarantined(account: BookAccount, faults: readonly Quarantined[]): Outcome {
  const [first] = faults;
  const code = first?.code ?? "";
  const reason = first?.reason ?? "";
  return {
    proposal: { status: "quarantined", account: account.account, code, reason },
    binding: [],
    conflict: [],
    clauses: [],
    faults,
  };
}

export interface HouseholdWatch {
  /** called before each account is solved */
  readonly begin?: (account: string) => void;
  /** accounts that are not to be solved, and why */
  readonly aside?: ReadonlyMap<string, Quarantined>;
  /** called with what each account that has a policy is solved from */
  readonly situation?: (situation: Situation) => void;
}

/**
 * Solves a household's good accounts and gives their outcomes in the order of `accounts`.
 * @param activity of the household's accounts, the quarantined ones too
 */
export function proposeHousehold(
  settings: Settings,
  accounts: readonly BookAccount[],
  activity: readonly Activity[],
  { begin, aside, situation: seen }: HouseholdWatch = {},
): Outcome[] {
  const { bundle, market } = settings;
  const today: Activity[] = [];
  const outcomes = new Map<string, Outcome>();
  for (const account of solvingOrder(accounts)) {
    const record = aside?.get(account.account);
    if (record !== undefined) {
      outcomes.set(account.account, quarantined(account, [record]));
      continue;
    }
    begin?.(account.account);
    const result = effective(bundle, policyRow(account), market.asOf);
    if (!result.ok) {
      const faults = result.problems.map((problem): Quarantined => {
        const { code, reason, value = "" } = problem;
        return { account: account.account, code, reason, file: "", row: 0, value };
      });
      outcomes.set(account.account, quarantined(account, faults));
      continue;
    }
    const { policy } = result;
    const { wash, blockedGroups } = situationWash({
      bundle,
      market,
      account,
      household: accounts,
      activity: [...activity, ...today],
      purchasesFromLots: settings.purchasesFromLots,
    });
    const value = worth(account, market);
    const situation = { bundle, policy, market, account, wash, blockedGroups, value };
    seen?.(situation);
    const outcome = proposeAccount(settings, situation);
    if (outcome.after !== undefined) today.push(...activityOfTheDay(outcome.after));
    outcomes.set(account.account, outcome);
  }
  return accounts.flatMap((account) => outcomes.get(account.account) ?? []);
}
