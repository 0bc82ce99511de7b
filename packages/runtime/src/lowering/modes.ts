/**
 * What a security may do in a run: nothing, be bought, be sold in part, be sold out. Binaries only where semantics.md 3
 * and 4 need them: minimum trade and holding, counts and tickets, and never both bought and sold where a loss would pay
 * for both. Every big-M is a bound that holds anyway.
 */
import { type Affine, addTerm, constant } from "./affine.ts";
import type { Draft, Limit } from "./draft.ts";

export interface ModeNeeds {
  /** of V; 0 for none */
  readonly minimumTrade: number;
  readonly minimumHolding: number;
  /** whether trades are counted or cost a ticket */
  readonly trades: boolean;
  readonly holdings: boolean;
  /** securities that would be both bought and sold though no loss pays for it directly */
  readonly sides: ReadonlySet<number>;
  /** what a dollar of realised loss can save, short and long: 0 where taxes do not count */
  readonly lossWorth: { readonly short: number; readonly long: number };
}

/** The binaries of a security; -1 for none. `buy` 1: nothing is sold; 0: nothing is bought. */
export interface Mode {
  readonly buy: number;
  readonly part: number;
  readonly out: number;
  /** the least that is bought where `buy` is 1, of V */
  readonly least: number;
}

const NO_MODE: Mode = { buy: -1, part: -1, out: -1, least: 0 };
/** A round trip has to earn more than this per dollar to be worth forbidding by a binary. */
const WORTH = 1e-12;

/** Bounds on weights become bounds on purchases and sales: nothing is both bought and sold. */
export function applyWeightBounds(draft: Draft): void {
  const { frame } = draft;
  for (let i = 0; i < frame.count; i++) {
    const held = frame.held[i] ?? 0;
    const buy = draft.buy[i] ?? -1;
    const high = draft.weightHigh[i] ?? Infinity;
    const low = draft.weightLow[i] ?? -Infinity;
    const highLimit = draft.highLimit[i];
    const lowLimit = draft.lowLimit[i];
    if (highLimit !== undefined) {
      if (high >= held) {
        draft.cap(buy, high - held);
        if (draft.shared.high.has(i)) draft.shared.upper.add(buy);
        highLimit.location = { at: "columns", side: "upper", columns: [buy], coefs: [1] };
      } else {
        draft.cap(buy, 0);
        const form = draft.soldForm(i);
        form.constant -= held - high;
        draft.row(form, 0, Infinity, draft.shared.high.has(i) ? undefined : highLimit);
      }
    }
    if (lowLimit !== undefined) {
      if (low > held) {
        draft.raise(buy, low - held);
        if (draft.shared.low.has(i)) draft.shared.lower.add(buy);
        for (const p of draft.partsOf[i] ?? []) draft.cap(draft.parts[p]?.column ?? -1, 0);
        lowLimit.location = { at: "columns", side: "lower", columns: [buy], coefs: [1] };
      } else {
        const form = draft.soldForm(i);
        form.constant -= held - low;
        const speaks = draft.shared.low.has(i) ? undefined : lowLimit;
        if (form.cols.length > 0) draft.row(form, -Infinity, 0, speaks);
      }
    }
  }
}

/** Whether selling a loss lot and buying it back would earn more than both trades cost. */
function roundTripPays(draft: Draft, i: number, worth: ModeNeeds["lossWorth"]): boolean {
  const cost = 2 * (draft.frame.tradeRate[i] ?? 0);
  return (draft.partsOf[i] ?? []).some((p) => {
    const part = draft.parts[p];
    if (part === undefined || (draft.upper[part.column] ?? 0) <= 0) return false;
    return -part.gain * (part.long ? worth.long : worth.short) > cost + WORTH;
  });
}

/** Adds the binaries of every security that needs them, with their rows. */
export function addModes(draft: Draft, needs: ModeNeeds): Mode[] {
  const modes: Mode[] = [];
  for (let i = 0; i < draft.frame.count; i++) {
    draft.own = i;
    modes.push(addMode(draft, i, needs));
  }
  draft.own = -1;
  addGroupRule(draft);
  return modes;
}

function addMode(draft: Draft, i: number, needs: ModeNeeds): Mode {
  const held = draft.sellable(i);
  const buy = draft.buy[i] ?? -1;
  const most = Math.max(0, draft.upper[buy] ?? 0);
  draft.most[i] = most;
  const canBuy = most > 0;
  const parts = (draft.partsOf[i] ?? []).flatMap((p) => draft.parts[p] ?? []);
  const canSell = parts.some((part) => (draft.upper[part.column] ?? 0) > 0);
  const { minimumTrade: trade, minimumHolding: keep } = needs;
  const counted = needs.trades || trade > 0;
  const belowMinimum = held > 0 && held < keep;
  // Where a binary says whether losses count, a side makes three clean cases of it, which prices tell apart (solve/sides).
  const counting = draft.counting.has(i) && Math.max(needs.lossWorth.short, needs.lossWorth.long) > 0;
  const side =
    canBuy && canSell && (counting || needs.sides.has(i) || roundTripPays(draft, i, needs.lossWorth));
  const wantsBuy = canBuy && (side || counted || held < keep || (needs.holdings && held === 0));
  const inPart = canSell && !belowMinimum && !(trade > 0 && held < trade);
  const wantsOut =
    canSell && ((keep > 0 && held > 0) || (trade > 0 && held < trade) || (needs.holdings && held > 0));
  const wantsPart = inPart && counted;
  const least = Math.max(trade, keep > held ? keep - held : 0);
  const mode: Mode = {
    buy: wantsBuy ? draft.column(0, 1, true) : -1,
    part: wantsPart ? draft.column(0, 1, true) : -1,
    out: wantsOut ? draft.column(0, 1, true) : -1,
    least,
  };
  draft.tradedForm[i] = indicator([mode.buy, mode.part, mode.out]);
  draft.heldForm[i] = heldIndicator(held, canBuy, mode, needs.holdings);
  if (mode.buy < 0 && mode.part < 0 && mode.out < 0) return NO_MODE;
  buyRows(draft, i, mode);
  if (canSell) sellRows(draft, i, { held, keep, trade, inPart, mode });
  const all = indicator([mode.buy, mode.part, mode.out]);
  if (all.cols.length > 1) draft.row(all, -Infinity, 1);
  return mode;
}

function indicator(columns: readonly number[]): Affine {
  const form = constant(0);
  for (const column of columns) if (column >= 0) addTerm(form, column, 1);
  return form;
}

function heldIndicator(held: number, canBuy: boolean, mode: Mode, counts: boolean): Affine {
  if (!counts) return constant(0);
  if (held > 0) return mode.out < 0 ? constant(1) : { constant: 1, cols: [mode.out], coefs: [-1] };
  return canBuy ? indicator([mode.buy]) : constant(0);
}

/** The limit that alone says how much may be bought of a security. */
function boundBy(draft: Draft, i: number): { readonly limit: Limit; readonly coef: number } | undefined {
  const buy = draft.buy[i] ?? -1;
  if (draft.shared.upper.has(buy)) return undefined;
  const limit = draft.highLimit[i];
  const ofWeight = (draft.weightHigh[i] ?? 0) - (draft.frame.held[i] ?? 0);
  if (limit !== undefined && draft.most[i] === ofWeight) return { limit, coef: 1 };
  return draft.capped.get(buy);
}

function buyRows(draft: Draft, i: number, mode: Mode): void {
  if (mode.buy < 0) return;
  const { least } = mode;
  const buy = draft.buy[i] ?? -1;
  const most = draft.most[i] ?? 0;
  const form = { constant: 0, cols: [buy, mode.buy], coefs: [1, -most] };
  const by = boundBy(draft, i);
  draft.row(form, -Infinity, 0, by?.limit, by?.coef);
  // The row is the bound: a second one on the column would share its price.
  draft.upper[buy] = Infinity;
  if (least > 0) draft.row({ constant: 0, cols: [buy, mode.buy], coefs: [1, -least] }, 0, Infinity);
}

interface Selling {
  readonly held: number;
  readonly keep: number;
  readonly trade: number;
  readonly inPart: boolean;
  readonly mode: Mode;
}

function sellRows(draft: Draft, i: number, { held, keep, trade, inPart, mode }: Selling): void {
  const parts = (draft.partsOf[i] ?? []).flatMap((p) => draft.parts[p] ?? []);
  // What permits a sale: an indicator of its own, or that nothing is bought.
  const permits = (factor: number): Affine => {
    const form = constant(0);
    if (inPart && mode.part < 0) {
      form.constant = factor;
      if (mode.buy >= 0) addTerm(form, mode.buy, -factor);
    } else {
      if (mode.part >= 0) addTerm(form, mode.part, factor);
      if (mode.out >= 0) addTerm(form, mode.out, factor);
    }
    return form;
  };
  const restrict = (columns: readonly number[], allowed: Affine): void => {
    if (allowed.cols.length === 0 && allowed.constant > 0) return;
    const form: Affine = { constant: -allowed.constant, cols: [...columns], coefs: columns.map(() => 1) };
    for (let k = 0; k < allowed.cols.length; k++)
      addTerm(form, allowed.cols[k] ?? 0, -(allowed.coefs[k] ?? 0));
    draft.row(form, -Infinity, 0);
  };
  const live = parts.filter((part) => (draft.upper[part.column] ?? 0) > 0);
  const single = live.length <= 3 ? live : live.filter((part) => part.gain < 0);
  for (const part of single)
    restrict([part.column], permits(Math.min(part.upper, draft.upper[part.column] ?? 0)));
  if (single.length < live.length)
    restrict(
      live.map((part) => part.column),
      permits(held),
    );
  const sold = draft.soldForm(i);
  if (keep > 0 && held >= keep && mode.out >= 0) {
    // Not sold out: what is left is at least the minimum.
    const allowed = constant(0);
    if (mode.part >= 0) addTerm(allowed, mode.part, held - keep);
    else {
      allowed.constant = held - keep;
      if (mode.buy >= 0) addTerm(allowed, mode.buy, -(held - keep));
      addTerm(allowed, mode.out, -(held - keep));
    }
    addTerm(allowed, mode.out, held);
    restrict(sold.cols, allowed);
  }
  const least: Affine = { constant: 0, cols: [...sold.cols], coefs: [...sold.coefs] };
  if (mode.part >= 0 && trade > 0) addTerm(least, mode.part, -Math.min(trade, held));
  if (mode.out >= 0) addTerm(least, mode.out, -held);
  if (least.cols.length > sold.cols.length) draft.row(least, 0, Infinity);
}

/**
 * In one run no loss lot of a group of several securities is sold in a taxable account while the group is bought there
 * (semantics.md 4). One security alone: never both bought and sold says it.
 */
function addGroupRule(draft: Draft): void {
  const { frame } = draft;
  if (!frame.taxable) return;
  const groups = new Map<string, number[]>();
  for (let i = 0; i < frame.count; i++) {
    const group = frame.compiled.group[frame.universe[i] ?? 0] ?? "";
    const members = groups.get(group);
    if (members === undefined) groups.set(group, [i]);
    else members.push(i);
  }
  for (const members of groups.values()) {
    if (members.length < 2) continue;
    const losses = members.flatMap((i) =>
      (draft.partsOf[i] ?? []).flatMap((p) => {
        const part = draft.parts[p];
        return part?.loss === true && (draft.upper[part.column] ?? 0) > 0 ? part : [];
      }),
    );
    const buyable = members.filter((i) => (draft.most[i] ?? 0) > 0);
    if (losses.length === 0 || buyable.length === 0) continue;
    const buying = draft.column(0, 1, true);
    for (const i of buyable) {
      const column = draft.buy[i] ?? -1;
      draft.row({ constant: 0, cols: [column, buying], coefs: [1, -(draft.most[i] ?? 0)] }, -Infinity, 0);
    }
    for (const part of losses) {
      draft.row({ constant: -part.upper, cols: [part.column, buying], coefs: [1, part.upper] }, -Infinity, 0);
    }
  }
}
