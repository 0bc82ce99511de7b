/** What becomes of an account's optimum in whole increments: the ways of rounding, from the cheap to the dear. */
import { hasIntegers } from "@mandate/solver";
import { check } from "../checker/index.ts";
import { costs } from "../exact/costs.ts";
import { type Decimal, exact } from "../exact/decimal.ts";
import type { Context } from "../exact/measures.ts";
import type { Optimum } from "../solve/index.ts";
import { polished, type RoundedProposal, round, roundAhead, roundWidely } from "./round.ts";
import { type Programs, startOf } from "./start.ts";
import { wholeTrades } from "./whole.ts";

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
export function inIncrements(
  optimum: Optimum,
  before: Context,
  programs: Programs,
): RoundedProposal | "none" | "unknown" | "failed" {
  const { lowered, bound } = optimum;
  const { situation } = lowered;
  const { backend, budget } = programs;
  const start = startOf(optimum, before);
  let best: RoundedProposal | undefined;
  const dearerThan = (part: Decimal | string): boolean =>
    best?.cost.total.minus(exact(bound)).greaterThan(exact(part).times(before.portfolio.value)) ?? true;
  const take = (rounded: RoundedProposal | undefined): void => {
    best = cheapestOf([best, rounded]);
  };
  take(round(start));
  if (dearerThan(COSTLY)) take(roundWidely(start));
  const few = lowered.frame.count <= FEW;
  if (few && dearerThan(exact(COSTLY_EACH).times(lowered.frame.count)))
    take(roundAhead(start, "kept", programs));
  if (dearerThan(RUINOUS) && few && hasIntegers(lowered.problem))
    take(roundAhead(start, "chosen anew", programs));
  if (best !== undefined && !(dearerThan(RUINOUS) && few)) return best;
  const found = wholeTrades(situation, backend, budget, best === undefined ? 1 : SHARE);
  if (found.status !== "found") return best ?? found.status;
  const { trades } = found;
  const checked = check(situation, trades, before);
  const { after } = checked;
  if (!checked.passed || after === undefined) return best ?? "failed";
  const whole = { trades, checked, after, cost: costs(after) };
  return cheapestOf([whole, polished(start, trades), best]) ?? whole;
}

/** The first of the cheapest. */
function cheapestOf(found: readonly (RoundedProposal | undefined)[]): RoundedProposal | undefined {
  let best: RoundedProposal | undefined;
  for (const one of found) {
    if (one !== undefined && (best === undefined || one.cost.total.lessThan(best.cost.total))) best = one;
  }
  return best;
}
