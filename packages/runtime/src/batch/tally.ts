/** What a run comes to, added up shard by shard (cli.md: the readable summary of `solve`). */
import type { Certificates } from "@mandate/solver";
import { total } from "../exact/decimal.ts";
import type { Context } from "../exact/measures.ts";
import type { AccountProposal, Status } from "../proposal/account.ts";
import { dollars, terms } from "../proposal/json.ts";
import type { CostTerms } from "../proposal/proposal.ts";

export type TermSums = { readonly [Key in keyof CostTerms]: number };

export interface GapEntry {
  readonly account: string;
  /** USD */
  readonly gap: number;
  /** of the account's value */
  readonly fraction: number;
}

export interface Tally {
  readonly accounts: Readonly<Record<Status, number>>;
  readonly value: number;
  readonly before: TermSums;
  readonly after: TermSums;
  readonly gains: { readonly short: number; readonly long: number };
  /** dollars traded, both sides */
  readonly traded: number;
  readonly trades: number;
  /** times each limit bound, by the clause's name */
  readonly binding: Readonly<Record<string, number>>;
  /** the largest first, few */
  readonly gaps: readonly GapEntry[];
  readonly unproved: number;
  /** accounts without a proposal though the policy may permit one: withheld by our own checker, or not solved */
  readonly withheld: number;
  /** of the programs that were solved for all this; none where the backend has none */
  readonly certificates: Certificates;
}

const NO_TERMS: TermSums = { total: 0, drift: 0, alternates: 0, tax: 0, trading: 0, risk: 0, preferences: 0 };

export const EMPTY: Tally = {
  accounts: { proposed: 0, no_trade: 0, infeasible: 0, quarantined: 0 },
  value: 0,
  before: NO_TERMS,
  after: NO_TERMS,
  gains: { short: 0, long: 0 },
  traded: 0,
  trades: 0,
  binding: {},
  gaps: [],
  unproved: 0,
  withheld: 0,
  certificates: { verified: 0, handedOver: 0 },
};

const SHOWN_GAPS = 5;

/** A sum as JSON tells it: a float that is rounded to the digits of its parts after each addition gathers no noise. */
function plus(a: number, b: number): number {
  return dollars(a + b);
}

function addTerms(a: TermSums, b: TermSums): TermSums {
  return {
    total: plus(a.total, b.total),
    drift: plus(a.drift, b.drift),
    alternates: plus(a.alternates, b.alternates),
    tax: plus(a.tax, b.tax),
    trading: plus(a.trading, b.trading),
    risk: plus(a.risk, b.risk),
    preferences: plus(a.preferences, b.preferences),
  };
}

export function addTallies(a: Tally, b: Tally): Tally {
  const binding: Record<string, number> = Object.assign(Object.create(null), a.binding);
  for (const [name, count] of Object.entries(b.binding)) binding[name] = (binding[name] ?? 0) + count;
  return {
    accounts: {
      proposed: a.accounts.proposed + b.accounts.proposed,
      no_trade: a.accounts.no_trade + b.accounts.no_trade,
      infeasible: a.accounts.infeasible + b.accounts.infeasible,
      quarantined: a.accounts.quarantined + b.accounts.quarantined,
    },
    value: plus(a.value, b.value),
    before: addTerms(a.before, b.before),
    after: addTerms(a.after, b.after),
    gains: { short: plus(a.gains.short, b.gains.short), long: plus(a.gains.long, b.gains.long) },
    traded: plus(a.traded, b.traded),
    trades: a.trades + b.trades,
    binding,
    gaps: [...a.gaps, ...b.gaps]
      .sort((x, y) => y.fraction - x.fraction || (x.account < y.account ? -1 : 1))
      .slice(0, SHOWN_GAPS),
    unproved: a.unproved + b.unproved,
    withheld: a.withheld + b.withheld,
    certificates: {
      verified: a.certificates.verified + b.certificates.verified,
      handedOver: a.certificates.handedOver + b.certificates.handedOver,
    },
  };
}

/** One account's part. */
export function tallyOf(proposal: AccountProposal, after: Context | undefined): Tally {
  const accounts = { ...EMPTY.accounts, [proposal.status]: 1 };
  if (proposal.status === "quarantined")
    return { ...EMPTY, accounts, withheld: proposal.code === "SOLVER_FAILED" ? 1 : 0 };
  if (proposal.status === "infeasible") {
    const withheld = proposal.code === "CHECK_FAILED" || proposal.code === "SOLVER_FAILED" ? 1 : 0;
    return { ...EMPTY, accounts, value: proposal.value.toNumber(), withheld };
  }
  const value = proposal.value.toNumber();
  const gap = dollars(Math.max(0, proposal.after.total.toNumber() - proposal.bound));
  // Limits are named by their authors: `constructor` must not be found before it is put there.
  const binding: Record<string, number> = Object.create(null);
  for (const limit of proposal.limits) {
    if (!limit.binding) continue;
    const name = limit.name.replace(/\(.*\)$/s, "");
    binding[name] = (binding[name] ?? 0) + 1;
  }
  return {
    ...EMPTY,
    accounts,
    value,
    before: terms(proposal.before),
    after: terms(proposal.after),
    gains: {
      short: after?.realised.short.toNumber() ?? 0,
      long: after?.realised.long.toNumber() ?? 0,
    },
    traded: total(proposal.trades.map((trade) => trade.value)).toNumber(),
    trades: proposal.trades.length,
    binding,
    gaps: gap > 0 ? [{ account: proposal.account, gap, fraction: gap / value }] : [],
    unproved: proposal.unproved === undefined ? 0 : 1,
  };
}
