/**
 * What each trade improves, in dollars by term. Every term is a function of a few sums to which each trade adds its
 * part; along the straight line from before to after, a trade's share of the change is its share of the sum's change
 * (Aumann and Shapley's pricing rule for a cost that several share). So the shares add up to the change in total.
 */
import type { Source } from "@mandate/compiler";
import { type Decimal, exact, ONE, ZERO } from "../exact/decimal.ts";
import { nodeCosts } from "../exact/drift.ts";
import { driftNodes } from "../exact/driftNodes.ts";
import { evaluate } from "../exact/expression.ts";
import {
  decimalOf,
  minus,
  NOTHING,
  negated,
  plus,
  power,
  product,
  rescaled,
  type Scaled,
  scaledOf,
} from "../exact/integer.ts";
import type { Context } from "../exact/measures.ts";
import { type Position, withoutTrade } from "../exact/portfolio.ts";
import { missedPreferences } from "../exact/preferences.ts";
import { securitiesRead } from "../exact/reads.ts";
import { marginalRisk } from "../exact/risk.ts";
import { targetsOf } from "../exact/targets.ts";
import { type LotResult, nettedTax, type Realised, taxRates } from "../exact/taxes.ts";
import type { CostTerms } from "../proposal/proposal.ts";

export type Term = Exclude<keyof CostTerms, "total">;

/** Decimal places of contributions: what a share is cut off at. */
export const PLACES = 28;

/** What a trade does to its security, to cash and to the tax return. */
export interface Move {
  readonly position: Position;
  /** of its sales, lot by lot */
  readonly results: readonly LotResult[];
}

/** One trade's part in one term. */
export interface Contribution {
  readonly move: Move;
  readonly term: Term;
  /** an improvement where above 0: whole numbers of 10^−PLACES dollars */
  readonly saved: bigint;
  /** what it is about: a class, a security, a preference */
  readonly about: string;
  readonly source: Source | undefined;
}

export function movesOf({ portfolio, realised }: Context): Move[] {
  const bySymbol = new Map<string, LotResult[]>();
  for (const result of realised.lots) {
    const own = bySymbol.get(result.symbol);
    if (own === undefined) bySymbol.set(result.symbol, [result]);
    else own.push(result);
  }
  const moves: Move[] = [];
  for (const position of portfolio.positions.values()) {
    if (position.bought.isZero() && position.sold.isZero()) continue;
    moves.push({ position, results: bySymbol.get(position.symbol) ?? [] });
  }
  return moves;
}

interface Part {
  readonly move: Move;
  readonly part: Scaled;
}

function inPlaces(saved: Scaled): bigint {
  return rescaled(saved, PLACES);
}

/** Splits a change among the moves by their parts of the sum that changed. */
function split(
  saved: Scaled,
  parts: readonly Part[],
  { term, about, source }: Pick<Contribution, "term" | "about" | "source">,
): Contribution[] {
  if (saved.n === 0n) return [];
  let places = 0;
  for (const { part } of parts) places = Math.max(places, part.places);
  const shares = parts.map(({ part }) => rescaled(part, places));
  let whole = 0n;
  for (const share of shares) whole += share;
  if (whole === 0n) return [];
  // Multiplied out before it is divided: nothing is lost but what is finer than PLACES.
  const finest = Math.max(PLACES, saved.places);
  const dividend = rescaled(saved, finest);
  const divisor = whole * power(finest - PLACES);
  const contributions: Contribution[] = [];
  for (let at = 0; at < parts.length; at++) {
    const share = shares[at] ?? 0n;
    const move = parts[at]?.move;
    if (share === 0n || move === undefined) continue;
    contributions.push({ move, term, saved: (dividend * share) / divisor, about, source });
  }
  return contributions;
}

function driftContributions(before: Context, after: Context, all: readonly Move[]): Contribution[] {
  const contributions: Contribution[] = [];
  const moved = all.map((move) => {
    const { paid, cost } = move.position;
    const fees = negated(cost);
    return { move, dollars: paid, cash: minus(fees, paid), fees };
  });
  for (const clause of after.situation.policy.objective.drift) {
    const among = driftNodes(after, clause.of);
    const first = nodeCosts(before, clause.steps, among);
    const last = nodeCosts(after, clause.steps, among);
    const places = Math.max(first.places, last.places);
    const parts = among.nodes.map((): Part[] => []);
    const ofCash = among.nodes.flatMap((node, at) => (node.cash ? [at] : []));
    for (const { move, dollars, cash, fees } of moved) {
      const inside = among.nodesOf(move.position.index);
      for (const node of inside)
        if (among.nodes[node]?.cash !== true) parts[node]?.push({ move, part: dollars });
      for (const node of ofCash) parts[node]?.push({ move, part: inside.includes(node) ? fees : cash });
    }
    for (const [at, { label }] of among.nodes.entries()) {
      const was = rescaled({ n: first.costs[at] ?? 0n, places: first.places }, places);
      const is = rescaled({ n: last.costs[at] ?? 0n, places: last.places }, places);
      const what = { term: "drift" as const, about: label, source: clause.source };
      contributions.push(...split({ n: was - is, places }, parts[at] ?? [], what));
    }
  }
  return contributions;
}

/** Where the straight line from the year so far to the year after crosses a fold of the netting rule. */
function folds(short0: Decimal, long0: Decimal, short: Decimal, long: Decimal): Decimal[] {
  const crossings = [ZERO, ONE];
  const lines: readonly (readonly [Decimal, Decimal])[] = [
    [short0, short],
    [long0, long],
    [short0.plus(long0), short.plus(long)],
  ];
  for (const [from, change] of lines) {
    if (change.isZero()) continue;
    const at = from.negated().dividedBy(change);
    if (at.greaterThan(0) && at.lessThan(1)) crossings.push(at);
  }
  return crossings.sort((a, b) => a.comparedTo(b));
}

/** Average tax per dollar of short and long gain along the way (both constant between folds). */
function nettedRates(after: Context): { readonly short: Decimal; readonly long: Decimal } {
  const { account } = after.situation;
  const rates = taxRates(after.situation);
  const short0 = exact(account.ytdShort).minus(exact(account.carryShort));
  const long0 = exact(account.ytdLong).minus(exact(account.carryLong));
  const { short, long } = after.realised;
  const stops = folds(short0, long0, short, long);
  let perShort = ZERO;
  let perLong = ZERO;
  for (let at = 1; at < stops.length; at++) {
    const from = stops[at - 1] ?? ZERO;
    const to = stops[at] ?? ONE;
    const middle = from.plus(to).dividedBy(2);
    const s = short0.plus(short.times(middle));
    const l = long0.plus(long.times(middle));
    // T is linear and homogeneous inside a fold, so its slopes are what one more dollar costs there
    const step = exact("1e-12");
    const base = nettedTax(rates, s, l);
    perShort = perShort.plus(
      nettedTax(rates, s.plus(step), l).minus(base).dividedBy(step).times(to.minus(from)),
    );
    perLong = perLong.plus(
      nettedTax(rates, s, l.plus(step)).minus(base).dividedBy(step).times(to.minus(from)),
    );
  }
  return { short: perShort, long: perLong };
}

function taxContributions(after: Context, all: readonly Move[]): Contribution[] {
  const contributions: Contribution[] = [];
  const { taxes } = after.situation.policy.objective;
  if (taxes === undefined || after.situation.account.registration !== "taxable") return contributions;
  const times = evaluate(after, taxes.times) ?? ZERO;
  const perDollar = taxes.netted ? nettedRates(after) : taxRates(after.situation);
  const rates = {
    short: scaledOf(perDollar.short.times(times)),
    long: scaledOf(perDollar.long.times(times)),
  };
  for (const move of all) {
    let tax = NOTHING;
    for (const { term, gain } of move.results) tax = plus(tax, product(rates[term], scaledOf(gain)));
    if (tax.n === 0n) continue;
    contributions.push({
      move,
      term: "tax",
      saved: inPlaces(negated(tax)),
      about: move.position.symbol,
      source: taxes.source,
    });
  }
  return contributions;
}

function tradingContributions(after: Context, all: readonly Move[]): Contribution[] {
  const contributions: Contribution[] = [];
  const source = after.situation.policy.objective.trading?.source;
  for (const move of all) {
    const { cost, symbol } = move.position;
    if (cost.n === 0n) continue;
    contributions.push({ move, term: "trading", saved: inPlaces(negated(cost)), about: symbol, source });
  }
  return contributions;
}

function alternateContributions(after: Context, all: readonly Move[]): Contribution[] {
  const contributions: Contribution[] = [];
  const { alternates } = targetsOf(after.situation.bundle, after.situation.policy);
  for (const move of all) {
    const rate = alternates.get(move.position.index);
    if (rate === undefined) continue;
    const { paid, symbol } = move.position;
    const saved = inPlaces(negated(product(scaledOf(rate), paid)));
    contributions.push({ move, term: "alternates", saved, about: symbol, source: undefined });
  }
  return contributions;
}

/** What the other sales realise; that a washed part of the group may be the one taken back is left aside. */
function realisedWithout(realised: Realised, { position, results }: Move): Realised {
  if (results.length === 0) return realised;
  let { short, long, lossesShort, lossesLong } = realised;
  for (const { gain, term } of results) {
    if (term === "short") short = short.minus(gain);
    else long = long.minus(gain);
    if (!gain.isNegative()) continue;
    if (term === "short") lossesShort = lossesShort.plus(gain);
    else lossesLong = lossesLong.plus(gain);
  }
  const lots = realised.lots.filter((lot) => lot.symbol !== position.symbol);
  return { short, long, lossesShort, lossesLong, lots };
}

/** The account after all trades but one. */
export function withoutMove(after: Context, move: Move): Context {
  const { position } = move;
  return {
    ...after,
    portfolio: withoutTrade(after.portfolio, position),
    trades: after.trades.filter((trade) => trade.symbol !== position.symbol),
    realised: realisedWithout(after.realised, move),
  };
}

/** A trade's part in a preference's measure: what the measure would lack without that trade. */
function preferenceContributions(before: Context, after: Context, all: readonly Move[]): Contribution[] {
  const contributions: Contribution[] = [];
  const others = new Map<Move, Context>();
  const contextWithout = (move: Move): Context => {
    const known = others.get(move) ?? withoutMove(after, move);
    others.set(move, known);
    return known;
  };
  const last = missedPreferences(after);
  for (const [at, { preference, rule, environment, cost }] of missedPreferences(before).entries()) {
    const saved = cost.minus(last[at]?.cost ?? ZERO);
    if (saved.isZero()) continue;
    const level = evaluate(after, rule.left, environment) ?? ZERO;
    const read = securitiesRead(after.situation, rule.left, environment);
    const parts: Part[] = [];
    for (const move of all) {
      if (read !== undefined && !read.has(move.position.index)) continue;
      const alone = evaluate(contextWithout(move), rule.left, environment) ?? ZERO;
      parts.push({ move, part: scaledOf(level.minus(alone)) });
    }
    const { name, source } = preference;
    contributions.push(...split(scaledOf(saved), parts, { term: "preferences", about: name, source }));
  }
  return contributions;
}

/**
 * Active variance changes by Δᵀ Σ (a₀ + a₁) for active weights a₀ before and a₁ after: each trade's part is its own
 * entry of Δ times the matching entry of the rest.
 */
function riskContributions(before: Context, after: Context, all: readonly Move[]): Contribution[] {
  const contributions: Contribution[] = [];
  const { risk } = after.situation.policy.objective;
  if (risk === undefined || after.situation.market.risk === undefined) return contributions;
  const perVariance = after.portfolio.value.times(exact(risk.k)).times(10_000);
  const pull = marginalRisk(before, after);
  for (const move of all) {
    const { paid, index, symbol } = move.position;
    const change = decimalOf(paid.n, paid.places).dividedBy(after.portfolio.value).times(pull(index));
    if (change.isZero()) continue;
    contributions.push({
      move,
      term: "risk",
      saved: inPlaces(scaledOf(change.times(perVariance).negated())),
      about: symbol,
      source: risk.source,
    });
  }
  return contributions;
}

/** Every trade's part in every term. */
export function attribute(before: Context, after: Context, all: readonly Move[]): Contribution[] {
  return [
    ...driftContributions(before, after, all),
    ...alternateContributions(after, all),
    ...taxContributions(after, all),
    ...tradingContributions(after, all),
    ...riskContributions(before, after, all),
    ...preferenceContributions(before, after, all),
  ];
}
