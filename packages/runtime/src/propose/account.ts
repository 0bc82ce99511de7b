/** One account from its situation to a proposal that has passed the checker, or to why there is none. */
import type { ClauseBase } from "@mandate/compiler";
import type { Situation } from "../account/situation.ts";
import { missedRows } from "../checker/index.ts";
import { contextBefore, costs } from "../exact/costs.ts";
import type { Context } from "../exact/measures.ts";
import { sourceText } from "../explain/reasons.ts";
import { repairText } from "../explain/repairs.ts";
import type { ConflictClause, Repair } from "../proposal/proposal.ts";
import { inIncrements } from "../rounding/increments.ts";
import { missedByRounding } from "../rounding/round.ts";
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
import { limitsOf } from "./limits.ts";
import type { Outcome, Settings } from "./outcome.ts";
import { proposedTrades } from "./trades.ts";
import { untraded } from "./untraded.ts";

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
  const [only, ...others] = situation.policy.clauses.filter(({ id }) =>
    clashing.some((one) => one.id === id),
  );
  const strange = only === undefined || others.length > 0 ? undefined : untraded(situation, only);
  const why =
    facts.length > 0 ? `they clash because of what no policy can change: ${facts.join(", ")}` : strange;
  const reason = why === undefined ? {} : { reason: why };
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
  const rounded = inIncrements(optimum, before, { backend: settings.backend, budget });
  if (rounded === "none" || rounded === "unknown") {
    const missed = missedByRounding(optimum, before);
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
  const limits = limitsOf(checked, binding);
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
      trades: proposedTrades(before, after, limits.tight),
      gains: { short: after.realised.short, long: after.realised.long },
      limits: limits.reports,
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
