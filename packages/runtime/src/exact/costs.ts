/** The cost of a portfolio by term, to the cent (semantics.md 2). */
import type { Expr, ObjectiveIR } from "@mandate/compiler";
import type { Situation } from "../account/situation.ts";
import type { CostTerms, Trade } from "../proposal/proposal.ts";
import { holds } from "./condition.ts";
import { type Decimal, exact, ONE, positive, ZERO } from "./decimal.ts";
import { driftNodes, phi, weightOfNode } from "./drift.ts";
import { evaluate } from "./expression.ts";
import { averagedDollars, type Context, dollarsIn } from "./measures.ts";
import { portfolioAfter } from "./portfolio.ts";
import { riskOf } from "./risk.ts";
import { type Environment, resolveSet, turns } from "./sets.ts";
import { targetsOf } from "./targets.ts";
import { realise, taxOf } from "./taxes.ts";

/** The account before any trade. */
export function contextBefore(situation: Situation): Context {
  const portfolio = portfolioAfter(situation, []);
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
  const portfolio = portfolioAfter(situation, trades);
  return withRisk({ situation, portfolio, trades, realised: realise(situation, portfolio), before });
}

function driftCost(context: Context, objective: ObjectiveIR): Decimal {
  let cost = ZERO;
  for (const clause of objective.drift) {
    for (const node of driftNodes(context, clause.of)) {
      cost = cost.plus(phi(clause.steps, weightOfNode(context, node).minus(node.target).abs()));
    }
  }
  return cost.times(context.portfolio.value);
}

function alternatesCost(context: Context): Decimal {
  const { alternates } = targetsOf(context.situation.bundle, context.situation.policy);
  let cost = ZERO;
  for (const position of context.portfolio.positions.values()) {
    const rate = alternates.get(position.index);
    if (rate !== undefined) cost = cost.plus(rate.times(position.after).times(position.price));
  }
  return cost;
}

function taxCost(context: Context, objective: ObjectiveIR): Decimal {
  if (objective.taxes === undefined) return ZERO;
  const times = evaluate(context, objective.taxes.times);
  return (times ?? ZERO).times(taxOf(context.situation, context.realised, false));
}

/**
 * What a share or an average is multiplied out by (language.md, table of measures): missing `weight(X of Y) <= 20%` by 1 pp
 * of Y is worth as many points of the account as Y is.
 */
function denominator(context: Context, left: Expr, environment: Environment): Decimal {
  const { value } = context.portfolio;
  if (left.unit.unit === "weight" && left.unit.base === "set") {
    return dollarsIn(context, resolveSet(context.situation, left.unit.of, environment)).dividedBy(value);
  }
  return left.e === "average"
    ? averagedDollars(context, left.attribute, left.of, environment).dividedBy(value)
    : ONE;
}

function preferencesCost(context: Context): Decimal {
  let cost = ZERO;
  for (const preference of context.situation.policy.preferences) {
    if (preference.when !== undefined && !holds(context.before ?? context, preference.when)) continue;
    const perUnit = exact(preference.cost.perUnit).times(
      preference.cost.of === "value" ? context.portfolio.value : exact(1),
    );
    for (const rule of preference.rules) {
      for (const environment of turns(context.situation, rule.loops, new Map())) {
        const level = evaluate(context, rule.left, environment);
        const bound = evaluate(context, rule.right, environment);
        if (level === undefined || bound === undefined) continue;
        const over = level.minus(bound).times(denominator(context, rule.left, environment));
        const missed =
          rule.operator === "=" ? over.abs() : positive(rule.operator === "<=" ? over : over.negated());
        cost = cost.plus(perUnit.times(missed));
      }
    }
  }
  return cost;
}

function riskCost(context: Context, objective: ObjectiveIR): Decimal {
  if (objective.risk === undefined || context.situation.market.risk === undefined) return ZERO;
  return context.portfolio.value.times(exact(objective.risk.k)).times(10_000).times(riskOf(context));
}

/** All terms in USD. Before any trade tax and trading are 0. */
export function costs(context: Context): CostTerms {
  const { objective } = context.situation.policy;
  const terms = {
    drift: driftCost(context, objective),
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
