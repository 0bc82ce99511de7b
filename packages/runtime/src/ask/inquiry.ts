/** One account looked at again, as a run would solve it. */
import type { Bundle } from "@mandate/compiler";
import type { Backend } from "@mandate/solver";
import type { Situation } from "../account/situation.ts";
import { backendFor } from "../batch/desk.ts";
import { RunError } from "../batch/files.ts";
import type { SolverName } from "../batch/messages.ts";
import type { OpenBook } from "../book/index.ts";
import type { AccountProposal } from "../proposal/account.ts";
import { proposeHousehold } from "../propose/household.ts";
import type { Settings } from "../propose/outcome.ts";
import { type Optimum, type SolveAccountOptions, solveAccount } from "../solve/index.ts";

export interface Inquiry {
  readonly bundle: Bundle;
  readonly book: OpenBook;
  readonly account: string;
  readonly solver: SolverName;
  readonly timeLimitSeconds: number;
  /** milliseconds of a steady clock, for time limits alone */
  readonly now: () => number;
}

export interface Looked {
  readonly situation: Situation;
  readonly optimum: Optimum;
  readonly backend: Backend;
  readonly options: SolveAccountOptions;
}

/** Why there is nothing to look at: the account is quarantined, or has no proposal as it is. */
export interface Obstacle {
  readonly obstacle: string;
}

/**
 * Solves the account's household as a run does, and hands the account's own optimum on.
 * @throws RunError for an account that the book has not
 */
export async function inquire<T>(inquiry: Inquiry, look: (looked: Looked) => T): Promise<T | Obstacle> {
  const { book, account, bundle, timeLimitSeconds, now } = inquiry;
  const entry = book.entries.find((one) => one.account === account);
  if (entry === undefined) throw new RunError(`the book has no account \`${account}\``);
  if (entry.quarantined) {
    const reason = book.quarantine.find((record) => record.account === account)?.reason ?? "";
    return { obstacle: `the account is quarantined: ${reason}` };
  }
  const backend = await backendFor(inquiry.solver, now);
  try {
    const settings: Settings = {
      bundle,
      market: book.market,
      backend,
      timeLimitSeconds,
      purchasesFromLots: book.activityFrom === "lots",
      now,
    };
    const situation = await situationOf(settings, inquiry, entry.position);
    if ("obstacle" in situation) return situation;
    const options = { timeLimitSeconds, now };
    const optimum = solveAccount(situation, backend, options);
    if (!("trades" in optimum)) return { obstacle: "the account has no proposal to compare with" };
    return look({ situation, optimum, backend, options });
  } finally {
    backend.dispose();
  }
}

/** What the account is solved from once those before it in its household have proposed. */
async function situationOf(
  settings: Settings,
  { book, account }: Inquiry,
  position: number,
): Promise<Situation | Obstacle> {
  const household = book.households.find(({ positions }) => positions.includes(position));
  const positions = [...(household?.positions ?? [position])].sort((a, b) => a - b);
  const seen: Situation[] = [];
  const outcomes = proposeHousehold(
    settings,
    await book.accountsAt(positions),
    await book.activity(positions),
    { situation: (situation) => seen.push(situation) },
  );
  const proposal = outcomes.map((outcome) => outcome.proposal).find((one) => one.account === account);
  const obstacle = obstacleOf(proposal);
  if (obstacle !== undefined) return { obstacle };
  const situation = seen.find((one) => one.account.account === account);
  return situation ?? { obstacle: "the account has no policy" };
}

function obstacleOf(proposal: AccountProposal | undefined): string | undefined {
  if (proposal?.status === "quarantined") return `the account is quarantined: ${proposal.reason}`;
  if (proposal?.status !== "infeasible") return undefined;
  return "the account has no proposal as it is: `mandate explain` by itself says what clashes";
}
