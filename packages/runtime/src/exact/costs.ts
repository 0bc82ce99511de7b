/** The cost of a portfolio by term, to the cent (semantics.md 2). */
import type { ObjectiveIR } from "@mandate/compiler";
import type { Situation } from "../account/situation.ts";
import type { CostTerms, Trade } from "../proposal/proposal.ts";
import { type Decimal, exact, ZERO } from "./decimal.ts";
import { driftCost } from "./drift.ts";
import { evaluate } from "./expression.ts";
import { untraded } from "./held.ts";
import { decimalOf, NOTHING, plus, product, scaledOf } from "./integer.ts";
import type { Context } from "./measures.ts";
import { preferencesCost } from "./preferences.ts";
import { riskOf } from "./risk.ts";
import { targetsOf } from "./targets.ts";
import { realise, taxOf } from "./taxes.ts";
import { portfolioAfter } from "./trading.ts";

/** The account before any trade. */
export function contextBefore(situation: Situation): Context {
  const portfolio = untraded(situation);
  return withRisk({ situation, portfolio, trades: [], realised: realise(situation, portfolio) });
}

function withRisk(context: Context): Context {
  if (context.situation.market.risk === undefined) return context;
  const trackingError = (): Decimal => riskOf(context).sqrt();
  return { ...context, trackingError };
}

/**
 * The account after the trades, its costs at hand.
 * @throws ImpossibleTrade (portfolio.ts)
 */
export function contextAfter(
  situation: Situation,
  trades: readonly Trade[],
  before = contextBefore(situation),
): Context {
  const portfolio = portfolioAfter(situation, trades, before.portfolio);
  return withRisk({ situation, portfolio, trades, realised: realise(situation, portfolio), before });
}

function alternatesCost(context: Context): Decimal {
  const { alternates } = targetsOf(context.situation.bundle, context.situation.policy);
  let cost = NOTHING;
  for (const { index, dollars } of context.portfolio.positions.values()) {
    const rate = alternates.get(index);
    if (rate !== undefined) cost = plus(cost, product(scaledOf(rate), dollars));
  }
  return decimalOf(cost.n, cost.places);
}

function taxCost(context: Context, objective: ObjectiveIR): Decimal {
  if (objective.taxes === undefined) return ZERO;
  const times = evaluate(context, objective.taxes.times);
  return (times ?? ZERO).times(taxOf(context.situation, context.realised, false));
}

function riskCost(context: Context, objective: ObjectiveIR): Decimal {
  if (objective.risk === undefined || context.situation.market.risk === undefined) return ZERO;
  return context.portfolio.value.times(exact(objective.risk.k)).times(10_000).times(riskOf(context));
}

const known = new WeakMap<Context, CostTerms>();

/** All terms in USD. Before any trade tax and trading are 0. */
export function costs(context: Context): CostTerms {
  let terms = known.get(context);
  if (terms === undefined) {
    terms = costTerms(context);
    known.set(context, terms);
  }
  return terms;
}

function costTerms(context: Context): CostTerms {
  const { objective } = context.situation.policy;
  const terms = {
    drift: driftCost(context),
    alternates: alternatesCost(context),
    tax: taxCost(context, objective),
    trading: context.portfolio.tradingCost,
    risk: riskCost(context, objective),
    preferences: preferencesCost(context),
  };
  const total = terms.drift
    .plus(terms.alternates)
    .plus(terms.tax)
    .plus(terms.trading)
    .plus(terms.risk)
    .plus(terms.preferences);
  return { total, ...terms };
}
