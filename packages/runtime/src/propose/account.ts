/** One account from its situation to a proposal that has passed the checker, or to why there is none. */
import type { ClauseBase } from "@mandate/compiler";
import { hasIntegers } from "@mandate/solver";
import type { Situation } from "../account/situation.ts";
import { check, missedRows } from "../checker/index.ts";
import { contextBefore, costs } from "../exact/costs.ts";
import { type Decimal, exact } from "../exact/decimal.ts";
import type { Context } from "../exact/measures.ts";
import { sourceText } from "../explain/reasons.ts";
import { repairText } from "../explain/repairs.ts";
import type { ConflictClause, Repair } from "../proposal/proposal.ts";
import {
  missedByRounding,
  polished,
  type RoundedProposal,
  round,
  roundAhead,
  roundWidely,
} from "../rounding/round.ts";
import { wholeTrades } from "../rounding/whole.ts";
import {
  type Budget,
  budgetOf,
  conflict,
  type Ended,
  type Optimum,
  permits,
  repairs,
  solveAccount,
} from "../solve/index.ts";
import { bindingRows, limitReports } from "./limits.ts";
import type { Outcome, Settings } from "./outcome.ts";
import { proposedTrades } from "./trades.ts";

/** Relative gap within which a problem with binaries counts as solved (semantics.md 5). */
const RELATIVE_GAP = 1e-4;

function clausesOf(situation: Situation): ClauseBase[] {
  const { clauses, adjustments, preferences } = situation.policy;
  return [...clauses, ...adjustments, ...preferences];
}

function withheld(situation: Situation, before: Context, code: string, reason: string): Outcome {
  return {
    proposal: {
      status: "infeasible",
      account: situation.account.account,
      value: before.portfolio.value,
      before: costs(before),
      conflict: [],
      repairs: [],
      code,
      reason,
    },
    binding: [],
    conflict: [],
    clauses: clausesOf(situation),
    faults: [],
  };
}

function infeasible(settings: Settings, situation: Situation, before: Context): Outcome {
  const found = conflict(situation, settings.backend);
  const clashing = found?.clauses ?? [];
  const facts = found?.facts ?? [];
  const told = clashing.map((clause): ConflictClause => {
    const { id, name, text, source } = clause;
    return { clause: id, name, source: sourceText(source), layer: source.layer, text };
  });
  const loosened = repairs(situation, clashing, settings.backend).map((repair): Repair => {
    const clause = repair.loosenings.map((loosening) => loosening.clause.name).join(", ");
    return { layer: repair.layer, clause, text: repairText(repair) };
  });
  const reason =
    facts.length === 0
      ? {}
      : { reason: `they clash because of what no policy can change: ${facts.join(", ")}` };
  return {
    proposal: {
      status: "infeasible",
      account: situation.account.account,
      value: before.portfolio.value,
      before: costs(before),
      conflict: told,
      repairs: loosened,
      ...reason,
    },
    binding: [],
    conflict: clashing,
    permits: (clauses) => permits(situation, settings.backend, clauses),
    clauses: clausesOf(situation),
    faults: [],
  };
}

/** Rounding that costs more of the account than this is looked at again. */
const COSTLY = "0.002";
/**
 * In accounts of at most so many securities it is looked at ahead, where it costs more of the account than so much for each
 * of them: the linear programs that takes are in proportion to the securities, and so is what they have to win.
 */
const FEW = 40;
const COSTLY_EACH = "0.00005";
/**
 * Only where rounding costs more of the account than this is there enough to win for an integer program, which takes a
 * hundred times what the account's linear program does before its first branch.
 */
const RUINOUS = "0.01";
/** Of what the account's searches have left, what the search over whole increments may take where a rounding is known. */
const SHARE = 0.03;

/**
 * What is rounded near the optimum; where that finds nothing, or something dear, what dives and an integer program over
 * whole increments find, or that there is nothing.
 */
function inIncrements(
  settings: Settings,
  situation: Situation,
  { lowered, x, bound }: Optimum,
  before: Context,
  budget: Budget,
): RoundedProposal | "none" | "unknown" | "failed" {
  const { backend } = settings;
  let best: RoundedProposal | undefined;
  const dearerThan = (part: Decimal | string): boolean =>
    best?.cost.total.minus(exact(bound)).greaterThan(exact(part).times(before.portfolio.value)) ?? true;
  const take = (rounded: RoundedProposal | undefined): void => {
    best = cheapestOf([best, rounded]);
  };
  take(round(lowered, x, before));
  if (dearerThan(COSTLY)) take(roundWidely(lowered, x, before));
  const few = lowered.frame.count <= FEW;
  if (few && dearerThan(exact(COSTLY_EACH).times(lowered.frame.count)))
    take(roundAhead(lowered, x, before, "kept", backend, budget));
  if (dearerThan(RUINOUS) && few && hasIntegers(lowered.problem))
    take(roundAhead(lowered, x, before, "chosen anew", backend, budget));
  if (best !== undefined && !(dearerThan(RUINOUS) && few)) return best;
  const found = wholeTrades(situation, backend, budget, best === undefined ? 1 : SHARE);
  if (found.status !== "found") return best ?? found.status;
  const { trades } = found;
  const checked = check(situation, trades, before);
  const { after } = checked;
  if (!checked.passed || after === undefined) return best ?? "failed";
  const whole = { trades, checked, after, cost: costs(after) };
  return cheapestOf([whole, polished(lowered, trades, before), best]) ?? whole;
}

/** The first of the cheapest. */
function cheapestOf(found: readonly (RoundedProposal | undefined)[]): RoundedProposal | undefined {
  let best: RoundedProposal | undefined;
  for (const one of found) {
    if (one !== undefined && (best === undefined || one.cost.total.lessThan(best.cost.total))) best = one;
  }
  return best;
}

const UNPROVED: Readonly<Record<Ended, string>> = {
  work: "the search was ended by its limit of work; the bound is proved, the trades may not be the best",
  time: "the search was stopped by its time limit, before its limit of work: another run may propose other trades; the bound is proved, the trades may not be the best",
};

const INCREMENTS = {
  none: "the limits leave room for fractions of shares only: no trades in whole increments meet all of them at once",
  unknown:
    "no trades in whole increments were found that meet all limits at once; whether there are any was not settled within the account's limit",
} as const;

function proposed(
  settings: Settings,
  situation: Situation,
  optimum: Optimum,
  before: Context,
  budget: Budget,
): Outcome {
  const rounded = inIncrements(settings, situation, optimum, before, budget);
  if (rounded === "none" || rounded === "unknown") {
    const missed = missedByRounding(optimum.lowered, optimum.x, before);
    const names = [...new Set(missed.map(({ clause }) => `\`${clause.name}\``))].join(", ");
    const nearest = names === "" ? "" : `; the nearest rounding misses ${names}`;
    return withheld(situation, before, "INCREMENTS", `${INCREMENTS[rounded]}${nearest}`);
  }
  if (rounded === "failed") {
    return withheld(
      situation,
      before,
      "CHECK_FAILED",
      "the trades that were found in whole increments do not pass the check; this is a defect of ours, not of the policy",
    );
  }
  const { after, cost, trades, checked } = rounded;
  const missed = missedRows(checked);
  if (missed.length > 0)
    throw new Error(`a proposal for ${situation.account.account} left the rounding unchecked`);
  const binding = optimum.limits.filter((limit) => limit.binding);
  const tightened = new Map(situation.policy.adjustments.map(({ id, limit }) => [id, limit]));
  const names = new Set(binding.flatMap(({ clause }) => [clause, tightened.get(clause) ?? clause]));
  return {
    proposal: {
      status: trades.length === 0 ? "no_trade" : "proposed",
      account: situation.account.account,
      value: before.portfolio.value,
      before: costs(before),
      after: cost,
      bound: optimum.bound,
      trades: proposedTrades(before, after, bindingRows(checked, binding)),
      gains: { short: after.realised.short, long: after.realised.long },
      limits: limitReports(checked, binding),
      ...(optimum.status === "limit" ? { unproved: UNPROVED[optimum.ended ?? "work"] } : {}),
    },
    after,
    binding: clausesOf(situation).filter((clause) => names.has(clause.id)),
    conflict: [],
    clauses: clausesOf(situation),
    faults: [],
  };
}

export function proposeAccount(settings: Settings, situation: Situation): Outcome {
  const { backend, timeLimitSeconds, now } = settings;
  const before = contextBefore(situation);
  const budget = budgetOf(timeLimitSeconds, now);
  const solved = solveAccount(situation, backend, { budget, relativeGap: RELATIVE_GAP });
  switch (solved.status) {
    case "infeasible":
      return infeasible(settings, situation, before);
    case "failed":
      return withheld(situation, before, "SOLVER_FAILED", solved.message);
    default:
      return proposed(settings, situation, solved, before, budget);
  }
}
