/**
 * Netted taxes (semantics.md 2, "netting"): T(S, L) = ρ_l N⁺ − u N⁻ + (ρ_s − ρ_l) min(S⁺, N⁺), with N = S + L.
 * All in V. Not convex: binaries say which of the two in the minimum counts, and where needed the signs of N and S.
 */
import { type Affine, addScaled, addTerm, constant, scaled } from "./affine.ts";
import type { Draft } from "./draft.ts";
import { gainsForm } from "./measures.ts";

/** T in the unit of its arguments. */
export function nettedTax(rates: Rates, short: number, long: number): number {
  const both = short + long;
  const offset = Math.min(Math.max(short, 0), Math.max(both, 0));
  return (
    rates.long * Math.max(both, 0) - rates.unused * Math.max(-both, 0) + (rates.short - rates.long) * offset
  );
}

export interface Rates {
  readonly short: number;
  readonly long: number;
  readonly unused: number;
}

export function ratesOf(draft: Draft): Rates {
  const { account, policy } = draft.frame.situation;
  const long = account.longRate.toNumber();
  const unused = policy.objective.taxes?.unusedLossWorth;
  return {
    short: account.shortRate.toNumber(),
    long,
    unused: unused === undefined ? long / 2 : Number(unused),
  };
}

/** The year's results before the run, less carry-forwards, of V. */
export function netBefore(draft: Draft): { readonly short: number; readonly long: number } {
  const { account } = draft.frame.situation;
  const { value } = draft.frame;
  return {
    short: account.ytdShort.minus(account.carryShort).toNumber() / value,
    long: account.ytdLong.minus(account.carryLong).toNumber() / value,
  };
}

/** The least and most that a form can be within its columns' bounds. */
function range(draft: Draft, form: Affine): { readonly low: number; readonly high: number } {
  let low = form.constant;
  let high = form.constant;
  for (let k = 0; k < form.cols.length; k++) {
    const coef = form.coefs[k] ?? 0;
    const upper = coef * (draft.upper[form.cols[k] ?? 0] ?? 0);
    low += Math.min(0, upper);
    high += Math.max(0, upper);
  }
  return { low, high };
}

/** T(S, L) − T(S0, L0) of the run as a form over new columns, of V: never below the truth, and equal to it at its least. */
export function nettedTaxForm(draft: Draft): Affine {
  const { value } = draft.frame;
  const rates = ratesOf(draft);
  const before = netBefore(draft);
  const short = scaled(gainsForm(draft, "short", false), 1 / value);
  short.constant += before.short;
  const net = scaled(gainsForm(draft, "long", false), 1 / value);
  net.constant += before.long;
  addScaled(net, short, 1);
  const result = constant(-nettedTax(rates, before.short, before.long));
  const { low, high } = range(draft, net);
  const up = draft.column(0, Math.max(0, high));
  const down = draft.column(0, Math.max(0, -low));
  addTerm(result, up, rates.long);
  addTerm(result, down, -rates.unused);
  // N = N⁺ − N⁻; where u ≤ ρ_l and ρ_s ≥ ρ_l the cost itself keeps one of them at 0 wherever that matters.
  const split = scaled(net, 1);
  addTerm(split, up, -1);
  addTerm(split, down, 1);
  draft.row(split, 0, 0);
  const extra = rates.short - rates.long;
  const signed = rates.unused > rates.long || extra < 0;
  if (signed && low < 0 && high > 0) eitherOr(draft, up, high, down, -low);
  addOffset(draft, result, { short, up, high, extra });
  return result;
}

/** One of two columns is 0. */
function eitherOr(draft: Draft, up: number, upMost: number, down: number, downMost: number): void {
  const sign = draft.column(0, 1, true);
  draft.row({ constant: 0, cols: [up, sign], coefs: [1, -upMost] }, -Infinity, 0);
  draft.row({ constant: 0, cols: [down, sign], coefs: [1, downMost] }, -Infinity, downMost);
}

interface Offset {
  readonly short: Affine;
  readonly up: number;
  readonly high: number;
  /** ρ_s − ρ_l */
  readonly extra: number;
}

/** (ρ_s − ρ_l) · min(S⁺, N⁺). */
function addOffset(draft: Draft, result: Affine, { short, up, high, extra }: Offset): void {
  const { low, high: most } = range(draft, short);
  if (extra === 0 || high <= 0 || most <= 0) return;
  const least = draft.column(0, Math.min(most, high));
  addTerm(result, least, extra);
  if (extra > 0) {
    // least ≥ S or least ≥ N⁺, by one binary.
    const which = draft.column(0, 1, true);
    const aboveShort = scaled(short, -1);
    addTerm(aboveShort, least, 1);
    addTerm(aboveShort, which, Math.max(0, most));
    draft.row(aboveShort, 0, Infinity);
    draft.row({ constant: high, cols: [least, up, which], coefs: [1, -1, -high] }, 0, Infinity);
    return;
  }
  const shortUp = draft.column(0, Math.max(0, most));
  const shortDown = draft.column(0, Math.max(0, -low));
  const split = scaled(short, 1);
  addTerm(split, shortUp, -1);
  addTerm(split, shortDown, 1);
  draft.row(split, 0, 0);
  if (low < 0) eitherOr(draft, shortUp, most, shortDown, -low);
  draft.row({ constant: 0, cols: [least, shortUp], coefs: [1, -1] }, -Infinity, 0);
  draft.row({ constant: 0, cols: [least, up], coefs: [1, -1] }, -Infinity, 0);
}
