/** What rounding to whole increments costs, over generated accounts, and whether it ever fails. */
import type { Backend } from "@mandate/solver";
import { casesOf } from "./situations.ts";

export interface Rounded {
  readonly seed: number;
  readonly account: string;
  /** USD */
  readonly value: number;
  /** `proposed`, `no_trade`, `infeasible`, or the code for which a proposal was withheld */
  readonly status: string;
  /** of what was withheld: whether that nothing in whole increments is permitted is proved */
  readonly settled?: boolean;
  /** ended by its limit of work or time: the bound is proved, the trades may not be the best */
  readonly unproved?: boolean;
  /** what the proposal costs above the bound that is proved, bps of the account; of proposals */
  readonly bps?: number;
}

export function* roundedAccounts(
  from: number,
  count: number,
  backend: Backend,
  now: () => number,
): Generator<Rounded> {
  for (let seed = from; seed < from + count; seed++) {
    for (const one of casesOf(seed, backend, now)) {
      const { proposal } = one.propose();
      const value = one.situation.value.toNumber();
      const common = { seed, account: one.account, value };
      if (proposal.status === "proposed" || proposal.status === "no_trade") {
        const above = proposal.after.total.toNumber() - proposal.bound;
        const bps = (above / value) * 10_000;
        yield { ...common, status: proposal.status, bps, unproved: proposal.unproved !== undefined };
      } else {
        const { code, reason } = proposal.status === "infeasible" ? proposal : {};
        const settled = reason?.includes("for fractions of shares only") === true;
        yield { ...common, status: code ?? proposal.status, settled };
      }
    }
  }
}

/** Percentiles of numbers, each the least that so many percent do not exceed. */
export function percentiles(numbers: readonly number[], of: readonly number[]): number[] {
  const sorted = [...numbers].sort((a, b) => a - b);
  return of.map(
    (percent) => sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? Number.NaN,
  );
}
