/**
 * Units while they are inferred (language.md, "Types"): some literals and measures fit more than one until they meet
 * what they are compared with. `5%` is of any base, `25bps` is a percent or points, `bought(X)` is money, shares or a
 * percent of the account.
 */
import type { SetRef, Unit } from "../bundle/index.ts";

export type Base =
  | { readonly base: "free" }
  | { readonly base: "account" }
  | { readonly base: "set"; readonly of: SetRef; readonly key: string; readonly label: string };

export type Ty =
  | { readonly u: "percent"; readonly base: Base }
  | { readonly u: "bps" }
  | { readonly u: "points" }
  | { readonly u: "money" }
  | { readonly u: "shares" }
  | { readonly u: "number" }
  | { readonly u: "count" }
  /** bought, sold, traded */
  | { readonly u: "flow" }
  /** cash: money or a percent of the account */
  | { readonly u: "cash" }
  | { readonly u: "duration" }
  | { readonly u: "date" };

export const PERCENT: Ty = { u: "percent", base: { base: "free" } };
export const OF_ACCOUNT: Ty = { u: "percent", base: { base: "account" } };
export const ACCOUNT: Unit = { unit: "weight", base: "account" };

function mergeBases(a: Base, b: Base): Base | undefined {
  if (a.base === "free") return b;
  if (b.base === "free") return a;
  if (a.base === "account" || b.base === "account") return a.base === b.base ? a : undefined;
  return a.key === b.key ? a : undefined;
}

/** Whether a percent of this base can be one of the account. */
function ofAccount(ty: Ty & { readonly u: "percent" }): boolean {
  return ty.base.base !== "set";
}

/** The unit that two have in common when they are compared; undefined if none. Symmetric. */
export function common(a: Ty, b: Ty): Ty | undefined {
  if (a.u === "percent" && b.u === "percent") {
    const base = mergeBases(a.base, b.base);
    return base === undefined ? undefined : { u: "percent", base };
  }
  if (a.u === b.u) return a;
  return oneWay(a, b) ?? oneWay(b, a);
}

function oneWay(a: Ty, b: Ty): Ty | undefined {
  switch (a.u) {
    case "bps":
      if (b.u === "percent" || b.u === "points") return b;
      return b.u === "flow" || b.u === "cash" ? OF_ACCOUNT : undefined;
    case "flow":
      if (b.u === "money" || b.u === "shares" || b.u === "cash") return b;
      return b.u === "percent" && ofAccount(b) ? OF_ACCOUNT : undefined;
    case "cash":
      if (b.u === "money") return b;
      return b.u === "percent" && ofAccount(b) ? OF_ACCOUNT : undefined;
    case "number":
      return b.u === "count" ? b : undefined;
    default:
      return undefined;
  }
}

/** The unit of a sum or difference (language.md, "Arithmetic"); undefined if there is none. */
export function added(operator: "+" | "-", a: Ty, b: Ty): Ty | undefined {
  if (a.u === "percent" && b.u === "percent") {
    const both = common(a, b);
    return both !== undefined && operator === "-" ? { u: "points" } : both;
  }
  if (a.u === "percent" && (b.u === "points" || b.u === "bps")) return a;
  if (b.u === "percent" && (a.u === "points" || a.u === "bps")) return operator === "+" ? b : undefined;
  if (a.u === "date" && b.u === "duration") return a;
  if (a.u === "duration" && b.u === "date") return operator === "+" ? b : undefined;
  if (a.u === "date" && b.u === "date") return undefined;
  return common(a, b);
}

/** The unit in the bundle, once nothing more is to be learned: `hint` decides what is still open. */
export function settle(ty: Ty, hint: Unit = ACCOUNT): Unit {
  switch (ty.u) {
    case "percent":
      if (ty.base.base === "account") return ACCOUNT;
      if (ty.base.base === "free") return hint.unit === "weight" ? hint : ACCOUNT;
      return { unit: "weight", base: "set", of: ty.base.of, label: ty.base.label };
    case "bps":
      return hint.unit === "weight" || hint.unit === "points" ? hint : ACCOUNT;
    case "flow":
      return hint.unit === "money" || hint.unit === "shares" ? hint : ACCOUNT;
    case "cash":
      return hint.unit === "money" ? hint : ACCOUNT;
    case "number":
      return hint.unit === "count" ? hint : { unit: "number" };
    default:
      return { unit: ty.u };
  }
}

/** What is left open falls to money: `bought(A) <= sold(B)`. */
export function settled(ty: Ty): Unit {
  return ty.u === "flow" || ty.u === "cash" ? { unit: "money" } : settle(ty);
}

/** In words that follow `X is`. */
export function describe(ty: Ty): string {
  switch (ty.u) {
    case "percent":
      if (ty.base.base === "free") return "a percent";
      return `a percent of ${baseText(ty.base)}`;
    case "bps":
      return "in basis points";
    case "points":
      return "in percentage points";
    case "money":
      return "an amount of money";
    case "shares":
      return "a number of shares";
    case "number":
      return "a plain number";
    case "count":
      return "a count";
    case "flow":
      return "money, shares, or a percent of the account";
    case "cash":
      return "money or a percent of the account";
    case "duration":
      return "a length of time";
    case "date":
      return "a date";
  }
}

export function baseText(base: Base): string {
  return base.base === "set" ? `\`${base.label}\`` : "the account";
}
