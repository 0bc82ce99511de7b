/** What becomes of an account's optimum in whole increments: the ways of rounding, from the cheap to the dear. */
import { type Backend, hasIntegers } from "@mandate/solver";
import { check } from "../checker/index.ts";
import { costs } from "../exact/costs.ts";
import { type Decimal, exact } from "../exact/decimal.ts";
import type { Context } from "../exact/measures.ts";
import type { Budget } from "../solve/budget.ts";
import type { Optimum } from "../solve/index.ts";
import { polished, type RoundedProposal, round, roundAhead, roundWidely } from "./round.ts";
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

/** What the dearer ways may use: linear and integer programs, as many as the account has left. */
interface Programs {
  readonly backend: Backend;
  readonly budget: Budget;
}

/**
 * What is rounded near the optimum; where that finds nothing, or something dear, what dives and an integer program over
 * whole increments find, or that there is nothing.
 */
export function inIncrements(
  { lowered, x, bound }: Optimum,
  before: Context,
  { backend, budget }: Programs,
): RoundedProposal | "none" | "unknown" | "failed" {
  const { situation } = lowered;
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
