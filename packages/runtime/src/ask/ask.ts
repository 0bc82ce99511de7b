/** Why an account does not do what somebody expected. */
import type { Bundle, Clause } from "@mandate/compiler";
import type { Situation } from "../account/situation.ts";
import { backendFor } from "../batch/desk.ts";
import { RunError } from "../batch/files.ts";
import type { SolverName } from "../batch/messages.ts";
import type { OpenBook } from "../book/index.ts";
import type { AccountProposal } from "../proposal/account.ts";
import { proposeHousehold } from "../propose/household.ts";
import type { Settings } from "../propose/outcome.ts";
import { solveAccount } from "../solve/index.ts";
import type { Question } from "./question.ts";
import { type Trial, tryOut } from "./trial.ts";

export interface Asking {
  /** of the project with a limit for each attempt of the question; those limits are nobody else's */
  readonly bundle: Bundle;
  /** ids of those limits, in the order of the attempts */
  readonly limits: readonly string[];
  readonly question: Question;
  readonly book: OpenBook;
  readonly account: string;
  readonly solver: SolverName;
  readonly timeLimitSeconds: number;
  /** milliseconds of a steady clock, for time limits alone */
  readonly now: () => number;
}

export interface Reply {
  readonly account: string;
  readonly asked: string;
  /** nothing to try: the account is quarantined, infeasible as it is, or holds nothing of what is to be sold */
  readonly obstacle?: string;
  /** in the order of the attempts, up to the first that is permitted */
  readonly trials: readonly { readonly what: string; readonly trial: Trial }[];
}

/**
 * Solves the account's household as a run does, then the account again under what was asked.
 * @throws RunError for an account that the book has not
 */
export async function ask(asking: Asking): Promise<Reply> {
  const { book, account, question } = asking;
  const entry = book.entries.find((one) => one.account === account);
  if (entry === undefined) throw new RunError(`the book has no account \`${account}\``);
  const reply = { account, asked: question.asked };
  if (entry.quarantined) {
    const reason = book.quarantine.find((record) => record.account === account)?.reason ?? "";
    return { ...reply, obstacle: `the account is quarantined: ${reason}`, trials: [] };
  }
  const backend = await backendFor(asking.solver, asking.now);
  try {
    const bundle = withoutClauses(asking.bundle, new Set(asking.limits));
    const settings: Settings = {
      bundle,
      market: book.market,
      backend,
      timeLimitSeconds: asking.timeLimitSeconds,
      purchasesFromLots: book.activityFrom === "lots",
      now: asking.now,
    };
    const found = await situationOf(settings, asking, entry.position);
    if (typeof found === "string") return { ...reply, obstacle: found, trials: [] };
    const obstacle = nothingToSell(found, question);
    if (obstacle !== undefined) return { ...reply, obstacle, trials: [] };
    const options = { timeLimitSeconds: asking.timeLimitSeconds, now: asking.now };
    const base = solveAccount(found, backend, options);
    if (!("trades" in base))
      return { ...reply, obstacle: "the account has no proposal to compare with", trials: [] };
    const clauses = new Map(asking.bundle.clauses.map((clause) => [clause.id, clause]));
    const trials: { what: string; trial: Trial }[] = [];
    for (const [at, { what }] of question.attempts.entries()) {
      const clause = clauses.get(asking.limits[at] ?? "");
      if (clause === undefined) throw new Error(`the question's limit ${at} is not in the bundle`);
      const trial = tryOut(found, clause, base, backend, options);
      const last = trials.at(-1);
      if (last !== undefined && sameClash(last.trial, trial)) {
        // What stands against all of it stands against any of it; what would be enough is told for all of it.
        trials[trials.length - 1] = { what, trial: last.trial };
        continue;
      }
      trials.push({ what, trial });
      if (trial.outcome === "permitted") break;
    }
    return { ...reply, trials };
  } finally {
    backend.dispose();
  }
}

function sameClash(a: Trial, b: Trial): boolean {
  if (a.outcome !== "forbidden" || b.outcome !== "forbidden") return false;
  const ids = ({ clauses, facts }: typeof b): string => JSON.stringify([clauses.map(({ id }) => id), facts]);
  return ids(a) === ids(b);
}

function withoutClauses(bundle: Bundle, ids: ReadonlySet<string>): Bundle {
  return { ...bundle, clauses: bundle.clauses.filter(({ id }: Clause) => !ids.has(id)) };
}

/** What the account is solved from once those before it in its household have proposed; or why it is not. */
async function situationOf(
  settings: Settings,
  { book, account }: Asking,
  position: number,
): Promise<Situation | string> {
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
  const situation = seen.find((one) => one.account.account === account);
  const why = obstacleOf(proposal);
  return situation === undefined || why !== undefined ? (why ?? "the account has no policy") : situation;
}

function obstacleOf(proposal: AccountProposal | undefined): string | undefined {
  if (proposal?.status === "quarantined") return `the account is quarantined: ${proposal.reason}`;
  if (proposal?.status !== "infeasible") return undefined;
  return "the account has no proposal as it is: `mandate explain` without `--why-not` says what clashes";
}

function nothingToSell({ account }: Situation, { trade }: Question): string | undefined {
  if (trade?.side !== "sell" || account.lots.some(({ symbol }) => symbol === trade.symbol)) return undefined;
  return `the account holds no \`${trade.symbol}\``;
}
