/** Why an account does not do what somebody expected. */
import type { Situation } from "../account/situation.ts";
import { exact, float, total } from "../exact/decimal.ts";
import { untradedText, usd } from "../explain/words.ts";
import { type Inquiry, inquire, type Looked } from "./inquiry.ts";
import type { Question } from "./question.ts";
import { type Trial, tryOut } from "./trial.ts";

export interface Asking extends Inquiry {
  /** ids of limits of the bundle, one for each attempt of the question; they are nobody else's */
  readonly limits: readonly string[];
  readonly question: Question;
}

export interface Tried {
  readonly what: string;
  readonly trial: Trial;
}

export interface Reply {
  readonly account: string;
  readonly asked: string;
  /** nothing to try: the account is quarantined, infeasible as it is, or holds nothing of what is to be sold */
  readonly obstacle?: string;
  /** in the order of the attempts, up to the first that is permitted */
  readonly trials: readonly Tried[];
}

/**
 * Solves the account again under what was asked.
 * @throws RunError for an account that the book has not
 */
export async function ask(asking: Asking): Promise<Reply> {
  const { account, question, bundle } = asking;
  const own = new Set(asking.limits);
  const clauses = bundle.clauses.filter(({ id }) => !own.has(id));
  const answer = await inquire({ ...asking, bundle: { ...bundle, clauses } }, (looked) => {
    const obstacle = nothingToSell(looked.situation, question);
    return obstacle === undefined ? { trials: trialsOf(asking, looked) } : { obstacle };
  });
  return { account, asked: question.asked, trials: [], ...answer };
}

function trialsOf({ bundle, limits, question }: Asking, looked: Looked): Tried[] {
  const clauses = new Map(bundle.clauses.map((clause) => [clause.id, clause]));
  const trials: Tried[] = [];
  for (const [at, { what }] of question.attempts.entries()) {
    const clause = clauses.get(limits[at] ?? "");
    if (clause === undefined) throw new Error(`the question's limit ${at} is not in the bundle`);
    const trial = explained(tryOut(looked, clause), looked, question);
    const last = trials.at(-1);
    if (last !== undefined && sameClash(last.trial, trial)) {
      // What stands against all of it stands against any of it; what would be enough is told for all of it.
      trials[trials.length - 1] = { what, trial: last.trial };
      continue;
    }
    trials.push({ what, trial });
    if (trial.outcome === "permitted") break;
  }
  return trials;
}

/** What no clause stands against is more than there is, or of a security that the account has nothing to do with. */
function explained(trial: Trial, { situation, optimum }: Looked, { trade }: Question): Trial {
  if (trial.outcome !== "forbidden" || trade === undefined) return trial;
  if (trial.clauses.length > 0 || trial.facts.length > 0) return trial;
  const { symbol, side } = trade;
  if (side === "sell") {
    const lots = situation.account.lots.filter((lot) => lot.symbol === symbol);
    const held = total(lots.map(({ quantity }) => exact(quantity)));
    return { ...trial, why: `the account holds ${held.toFixed()} shares of \`${symbol}\`` };
  }
  if (!optimum.lowered.frame.symbol.includes(symbol)) {
    return { ...trial, why: untradedText([symbol]) };
  }
  return { ...trial, why: `all that the account holds is worth ${usd(float(situation.value))}` };
}

function sameClash(a: Trial, b: Trial): boolean {
  if (a.outcome !== "forbidden" || b.outcome !== "forbidden") return false;
  const ids = ({ clauses, facts }: typeof b): string => JSON.stringify([clauses.map(({ id }) => id), facts]);
  return ids(a) === ids(b);
}

function nothingToSell({ account }: Situation, { trade }: Question): string | undefined {
  if (trade?.side !== "sell" || account.lots.some(({ symbol }) => symbol === trade.symbol)) return undefined;
  return `the account holds no \`${trade.symbol}\``;
}
