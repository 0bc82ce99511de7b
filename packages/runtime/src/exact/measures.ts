/** Measures over a portfolio, in exact decimals (language.md, table of measures). */
import type { CostTerm, Expr, SetRef } from "@mandate/compiler";
import { heldAsLong } from "../account/dates.ts";
import type { Situation } from "../account/situation.ts";
import type { Trade } from "../proposal/proposal.ts";
import { type Decimal, exact, positive, ZERO } from "./decimal.ts";
import { decimalOf, NOTHING, plus, product, scaledOf } from "./integer.ts";
import { isHeld, type Portfolio, type Position } from "./portfolio.ts";
import { type Environment, type ResolvedSet, resolveSet } from "./sets.ts";
import { targetOf, targetsOf } from "./targets.ts";
import { type Realised, taxOf } from "./taxes.ts";

/** Where an expression is evaluated: an account, its portfolio after the trades, and the same before. */
export interface Context {
  readonly situation: Situation;
  readonly portfolio: Portfolio;
  readonly trades: readonly Trade[];
  readonly realised: Realised;
  /** the context with no trades; of itself where this is it */
  readonly before?: Context;
  /** cost terms after the trades, for tests in the language */
  readonly costs?: (term: CostTerm) => Decimal;
  /** tracking error as a fraction; only where the book has a risk model */
  readonly trackingError?: () => Decimal;
}

/** Shares of a position that a set means: all of it, or the lots that its filter passes. */
function sharesHeld(context: Context, position: Position, set: ResolvedSet): Decimal {
  const { filter } = set;
  if (filter === undefined) return position.after;
  const { asOf } = context.situation.market;
  let shares = heldAsLong(asOf, asOf, filter.comparison, filter.duration) ? position.bought : ZERO;
  for (const state of position.lots) {
    if (heldAsLong(state.lot.acquired, asOf, filter.comparison, filter.duration)) {
      shares = shares.plus(state.held).minus(state.sold);
    }
  }
  return shares;
}

function sharesSold(context: Context, position: Position, set: ResolvedSet): Decimal {
  const { filter } = set;
  if (filter === undefined) return position.sold;
  const { asOf } = context.situation.market;
  let shares = ZERO;
  for (const state of position.lots) {
    if (heldAsLong(state.lot.acquired, asOf, filter.comparison, filter.duration))
      shares = shares.plus(state.sold);
  }
  return shares;
}

/** Positions of a set, by way of whichever of the two is smaller. */
function* positionsIn(context: Context, set: ResolvedSet): Generator<Position> {
  const { positions } = context.portfolio;
  if (set.members.size < positions.size) {
    for (const member of set.members) {
      const position = positions.get(member);
      if (position !== undefined) yield position;
    }
    return;
  }
  for (const position of positions.values()) if (set.members.has(position.index)) yield position;
}

/** Sum over positions of shares, in dollars or as they are. */
function over(
  positions: Iterable<Position>,
  dollars: boolean,
  shares: (position: Position) => Decimal,
): Decimal {
  let sum = NOTHING;
  for (const position of positions) {
    const count = shares(position);
    if (count.isZero()) continue;
    const own = scaledOf(count);
    sum = plus(sum, dollars ? product(own, scaledOf(position.price)) : own);
  }
  return decimalOf(sum.n, sum.places);
}

/** Dollars in a set after the trades; the class Cash has cash itself too. */
export function dollarsIn(context: Context, set: ResolvedSet): Decimal {
  const inSet = positionsIn(context, set);
  let securities: Decimal;
  if (set.filter === undefined) {
    let sum = NOTHING;
    for (const { dollars } of inSet) sum = plus(sum, dollars);
    securities = decimalOf(sum.n, sum.places);
  } else securities = over(inSet, true, (position) => sharesHeld(context, position, set));
  return set.cash ? securities.plus(context.portfolio.cash) : securities;
}

function weightOf(context: Context, set: ResolvedSet): Decimal {
  return dollarsIn(context, set).dividedBy(context.portfolio.value);
}

export function setMeasure(
  context: Context,
  expr: Extract<Expr, { e: "measure" }>,
  environment: Environment,
): Decimal | undefined {
  const set = resolveSet(context.situation, expr.of, environment);
  const targets = () => targetsOf(context.situation.bundle, context.situation.policy);
  const traded = (shares: (position: Position) => Decimal): Decimal => {
    const sum = over(positionsIn(context, set), expr.unit.unit !== "shares", shares);
    return expr.unit.unit === "weight" ? sum.dividedBy(context.portfolio.value) : sum;
  };
  switch (expr.measure) {
    case "weight": {
      if (expr.base === undefined) return weightOf(context, set);
      const base = dollarsIn(context, resolveSet(context.situation, expr.base, environment));
      return base.isZero() ? undefined : dollarsIn(context, set).dividedBy(base);
    }
    case "value":
      return dollarsIn(context, set);
    case "shares":
      return over(positionsIn(context, set), false, (position) => sharesHeld(context, position, set));
    case "target":
      return targetOf(targets(), set);
    case "drift":
      return weightOf(context, set).minus(targetOf(targets(), set));
    case "bought": {
      const counts =
        set.filter === undefined ||
        heldAsLong(
          context.situation.market.asOf,
          context.situation.market.asOf,
          set.filter.comparison,
          set.filter.duration,
        );
      return counts ? traded((position) => position.bought) : ZERO;
    }
    case "sold":
      return traded((position) => sharesSold(context, position, set));
    case "traded":
      return traded((position) => position.bought.plus(sharesSold(context, position, set)));
  }
}

function gainsOf(context: Context, term: "short" | "long" | undefined, thisYear: boolean): Decimal {
  const { realised, situation } = context;
  const taxable = situation.account.registration === "taxable";
  const year = thisYear && taxable;
  const short = realised.short.plus(year ? exact(situation.account.ytdShort) : ZERO);
  const long = realised.long.plus(year ? exact(situation.account.ytdLong) : ZERO);
  return term === "short" ? short : term === "long" ? long : short.plus(long);
}

/** Losses count positive; of the year's net results, those below zero. */
function lossesOf(context: Context, term: "short" | "long" | undefined, thisYear: boolean): Decimal {
  const { realised, situation } = context;
  const year = thisYear && situation.account.registration === "taxable";
  const ytd = (value: Decimal): Decimal => (year ? positive(exact(value).negated()) : ZERO);
  const short = realised.lossesShort.plus(ytd(situation.account.ytdShort));
  const long = realised.lossesLong.plus(ytd(situation.account.ytdLong));
  return term === "short" ? short : term === "long" ? long : short.plus(long);
}

export function plainMeasure(context: Context, expr: Extract<Expr, { e: "total" }>): Decimal {
  const { portfolio } = context;
  switch (expr.measure) {
    case "turnover": {
      const both = over(portfolio.positions.values(), true, ({ bought, sold }) => bought.plus(sold));
      return both.dividedBy(2).dividedBy(portfolio.value);
    }
    case "gains":
      return gainsOf(context, expr.term, expr.thisYear === true);
    case "losses":
      return lossesOf(context, expr.term, expr.thisYear === true);
    case "tax":
      return taxOf(context.situation, context.realised, expr.thisYear === true);
    case "cash":
      return expr.unit.unit === "weight" ? portfolio.cash.dividedBy(portfolio.value) : portfolio.cash;
    case "tracking error": {
      if (context.trackingError === undefined) throw new RangeError("the book has no risk model");
      return context.trackingError();
    }
    case "holdings":
      return exact([...portfolio.positions.values()].filter(isHeld).length);
    case "trades":
      return exact(portfolio.traded.length);
  }
}

/** Average of a number attribute by value; undefined where nothing with a number is held. */
export function average(
  context: Context,
  attribute: string,
  ref: SetRef,
  environment: Environment,
): Decimal | undefined {
  const set = resolveSet(context.situation, ref, environment);
  let weighted = ZERO;
  let dollars = ZERO;
  for (const position of positionsIn(context, set)) {
    const cell = context.situation.bundle.universe[position.index]?.attributes[attribute];
    if (cell === undefined) continue;
    const value = sharesHeld(context, position, set).times(position.price);
    weighted = weighted.plus(value.times(exact(cell)));
    dollars = dollars.plus(value);
  }
  return dollars.isZero() ? undefined : weighted.dividedBy(dollars);
}

/** Dollars of a set in securities whose attribute has a number: what an average is of. */
export function averagedDollars(
  context: Context,
  attribute: string,
  ref: SetRef,
  environment: Environment,
): Decimal {
  const set = resolveSet(context.situation, ref, environment);
  let dollars = ZERO;
  for (const position of positionsIn(context, set)) {
    const cell = context.situation.bundle.universe[position.index]?.attributes[attribute];
    if (cell !== undefined) dollars = dollars.plus(sharesHeld(context, position, set).times(position.price));
  }
  return dollars;
}
