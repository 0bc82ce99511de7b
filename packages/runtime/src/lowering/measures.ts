/** Measures over the proposed portfolio as affine forms, in their own units (language.md, table of measures). */
import type { Expr } from "@mandate/compiler";
import { type Affine, addTerm, constant, heldColumn, tradedColumn, weightColumn } from "./affine.ts";
import type { Draft } from "./draft.ts";
import { trackingErrorForm } from "./risk.ts";
import type { Environment, LocalSet } from "./sets.ts";

type SetExpr = Extract<Expr, { e: "measure" }>;
type TotalExpr = Extract<Expr, { e: "total" }>;

/** Σ over a set of held value, weighted; `factor(i)` dollars of V to the measure's unit. */
function heldIn(draft: Draft, set: LocalSet, factor: (i: number) => number): Affine {
  const { frame } = draft;
  const form = constant(0);
  for (const i of set.members) {
    const k = factor(i);
    if (set.lots === undefined) {
      addTerm(form, weightColumn(i), k);
      continue;
    }
    for (const lot of frame.lotsOf[i] ?? []) {
      if (set.lots.passes(frame.lots[lot]?.acquired ?? ""))
        form.constant += k * (frame.lots[lot]?.value ?? 0);
    }
    addSold(draft, form, i, set, -k);
    if (set.lots.bought) addTerm(form, draft.buy[i] ?? -1, k);
  }
  return form;
}

function addSold(draft: Draft, form: Affine, i: number, set: LocalSet, factor: number): void {
  for (const p of draft.partsOf[i] ?? []) {
    const part = draft.parts[p];
    if (part === undefined) continue;
    const first = draft.frame.lots[part.lots[0] ?? -1];
    if (set.lots === undefined || set.lots.passes(first?.acquired ?? "")) addTerm(form, part.column, factor);
  }
}

/** Weight of a set, of V; the class Cash has cash itself too. */
export function weightOf(draft: Draft, set: LocalSet): Affine {
  const form = heldIn(draft, set, () => 1);
  if (set.cash) addTerm(form, draft.cash, 1);
  return form;
}

/** Target of a set: the sum of the targets in it (semantics.md 2). */
export function targetOf(draft: Draft, set: LocalSet): number {
  let sum = set.cash ? draft.frame.cashTarget : 0;
  for (const i of set.members) sum += draft.frame.target[i] ?? 0;
  return sum;
}

/** A measure of a set; a `weight(X of Y)` without its denominator, which `baseOf` gives. */
export function setMeasure(draft: Draft, expr: SetExpr, environment: Environment): Affine {
  const { frame } = draft;
  const set = draft.sets.resolve(expr.of, environment);
  const { value } = frame;
  const unit = expr.unit.unit;
  const factor = (i: number): number =>
    unit === "shares" ? value / (frame.price[i] ?? 1) : unit === "money" ? value : 1;
  switch (expr.measure) {
    case "weight":
      return weightOf(draft, set);
    case "value": {
      const form = heldIn(draft, set, () => value);
      if (set.cash) addTerm(form, draft.cash, value);
      return form;
    }
    case "shares":
      return heldIn(draft, set, (i) => value / (frame.price[i] ?? 1));
    case "target":
      return constant(targetOf(draft, set));
    case "drift": {
      const form = weightOf(draft, set);
      form.constant -= targetOf(draft, set);
      return form;
    }
    case "bought":
    case "sold":
    case "traded": {
      const form = constant(0);
      const bought =
        expr.measure !== "sold" && (set.lots === undefined || set.lots.bought || expr.measure === "traded");
      for (const i of set.members) {
        if (bought) addTerm(form, draft.buy[i] ?? -1, factor(i));
        if (expr.measure !== "bought") addSold(draft, form, i, set, factor(i));
      }
      return form;
    }
  }
}

/** Gains net of losses, in dollars; losses alone, positive, where asked. 0 unless taxable (semantics.md 2). */
export function gainsForm(draft: Draft, term: "short" | "long" | undefined, lossesOnly: boolean): Affine {
  const form = constant(0);
  if (!draft.frame.taxable) return form;
  for (const part of draft.parts) {
    if (term !== undefined && part.long !== (term === "long")) continue;
    if (lossesOnly) addTerm(form, part.column, Math.max(0, -part.gain) * draft.frame.value);
    else addTerm(form, part.column, part.gain * draft.frame.value);
  }
  return form;
}

/** What the year has realised already, in dollars; of losses, the net results below zero. */
function realised(draft: Draft, term: "short" | "long" | undefined, lossesOnly: boolean): number {
  const { account } = draft.frame.situation;
  if (!draft.frame.taxable) return 0;
  const of = (amount: number): number => (lossesOnly ? Math.max(0, -amount) : amount);
  const short = term === "long" ? 0 : of(account.ytdShort.toNumber());
  const long = term === "short" ? 0 : of(account.ytdLong.toNumber());
  return short + long;
}

/** Tax lot by lot, in dollars, without the objective's multiplier; `netted` taxes are netting.ts. */
function lotTaxForm(draft: Draft, thisYear: boolean): Affine {
  const { account } = draft.frame.situation;
  const form = constant(0);
  if (!draft.frame.taxable) return form;
  const short = account.shortRate.toNumber();
  const long = account.longRate.toNumber();
  for (const part of draft.parts)
    addTerm(form, part.column, part.gain * (part.long ? long : short) * draft.frame.value);
  if (thisYear) form.constant += short * account.ytdShort.toNumber() + long * account.ytdLong.toNumber();
  return form;
}

/** Every plain measure but netted tax; the tracking error as a column that is at least as much. */
export function totalMeasure(draft: Draft, expr: TotalExpr): Affine {
  const { frame } = draft;
  switch (expr.measure) {
    case "turnover": {
      const form = constant(0);
      for (const part of draft.parts) addTerm(form, part.column, 0.5);
      for (const column of draft.buy) addTerm(form, column, 0.5);
      return form;
    }
    case "gains":
    case "losses": {
      const lossesOnly = expr.measure === "losses";
      const form = gainsForm(draft, expr.term, lossesOnly);
      if (expr.thisYear === true) form.constant += realised(draft, expr.term, lossesOnly);
      return form;
    }
    case "tax":
      return lotTaxForm(draft, expr.thisYear === true);
    case "cash": {
      const form = constant(0);
      addTerm(form, draft.cash, expr.unit.unit === "weight" ? 1 : frame.value);
      return form;
    }
    case "holdings": {
      const form = constant(0);
      for (let i = 0; i < frame.count; i++) addTerm(form, heldColumn(i), 1);
      return form;
    }
    case "trades": {
      const form = constant(0);
      for (let i = 0; i < frame.count; i++) addTerm(form, tradedColumn(i), 1);
      return form;
    }
    case "tracking error":
      return trackingErrorForm(draft);
  }
}

/** `average(attribute of X)` multiplied out: Σ a_i x_i over what has a number, and the weight it is divided by. */
export function averageForms(
  draft: Draft,
  expr: Extract<Expr, { e: "average" }>,
  environment: Environment,
): { readonly sum: Affine; readonly base: Affine } {
  const { frame } = draft;
  const set = draft.sets.resolve(expr.of, environment);
  const cell = (i: number): string | undefined =>
    frame.situation.bundle.universe[frame.universe[i] ?? 0]?.attributes[expr.attribute];
  const numbered = { ...set, cash: false, members: set.members.filter((i) => cell(i) !== undefined) };
  return { sum: heldIn(draft, numbered, (i) => Number(cell(i))), base: weightOf(draft, numbered) };
}
