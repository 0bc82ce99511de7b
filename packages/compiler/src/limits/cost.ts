/** Prices: `50bps per 1pp`, `$3 per trade`. */
import type { PricePer } from "@mandate/dsl";
import type { Decimal } from "decimal.js";
import { catalogue } from "../catalogue/index.ts";
import type { Scope } from "../env.ts";
import { placeOf, textOf } from "../files/unit.ts";
import { amountOf } from "../types/literals.ts";
import type { Ty } from "../types/unit.ts";
import { amountIn } from "./rules.ts";

const { types } = catalogue;

export interface Price {
  readonly of: "usd" | "value";
  /** for each 1.0 of the rule's unit: a fraction of 1, a dollar, a share, a count */
  readonly perUnit: Decimal;
}

const WORDS: Readonly<Record<string, Ty["u"]>> = { trade: "count", holding: "count", share: "shares" };

/** What a price is per, as a unit and an amount of it. */
function perOf(
  price: PricePer,
): { readonly u: Ty["u"] | "share of the account"; readonly amount: Decimal | 1 } | undefined {
  const { per } = price;
  if (per.kind === "Name") {
    const u = WORDS[per.text];
    return u === undefined ? undefined : { u, amount: 1 };
  }
  const amount = amountOf(per);
  if (amount.isZero() || amount.isNegative()) return undefined;
  switch (per.unit) {
    case "%":
    case "bps":
    case "pp":
      return { u: "share of the account", amount };
    case "$":
      return { u: "money", amount };
    case "shares":
      return { u: "shares", amount };
    case "none":
      return { u: "number", amount };
    default:
      return undefined;
  }
}

const CALLED: Readonly<Record<Ty["u"], { readonly rule: string; readonly expected: string }>> = {
  percent: { rule: "a percent", expected: "`1pp`" },
  bps: { rule: "a percent", expected: "`1pp`" },
  points: { rule: "percentage points", expected: "`1pp`" },
  money: { rule: "money", expected: "an amount such as `$1,000`" },
  flow: { rule: "money", expected: "an amount such as `$1,000`" },
  cash: { rule: "money", expected: "an amount such as `$1,000`" },
  shares: { rule: "shares", expected: "`1 share`" },
  number: { rule: "a number", expected: "a number such as `1`" },
  count: { rule: "a count", expected: "`trade` or `holding`" },
  duration: { rule: "a time", expected: "`1`" },
  date: { rule: "a date", expected: "`1`" },
};

/** A price for missing something in this unit; reported and undefined where it does not fit. */
export function priceOf(scope: Scope, price: PricePer, ty: Ty, squared = false): Price | undefined {
  if (price.rate.kind === "Missing" || price.per.span.start === price.per.span.end) return undefined;
  const rate = amountIn(scope, price.rate, "a cost", ["money", "percent"], true);
  if (rate?.value === undefined) return undefined;
  const per = perOf(price);
  const fits =
    per !== undefined &&
    price.squared === squared &&
    (per.u === ty.u ||
      (per.u === "share of the account" &&
        (ty.u === "percent" || ty.u === "points" || ty.u === "bps" || ty.u === "flow" || ty.u === "cash")) ||
      (per.u === "money" && (ty.u === "flow" || ty.u === "cash")) ||
      (per.u === "number" && ty.u === "count"));
  if (!fits) {
    const { rule, expected } = CALLED[ty.u];
    const per = `${textOf(scope.unit, price.per.span)}${price.squared ? "²" : ""}`;
    scope.env.reporter.report(types.costUnit, placeOf(scope.unit, price), {
      per,
      rule: squared ? "the variance" : rule,
      expected: squared ? "`1%²`" : expected,
    });
    return undefined;
  }
  const amount = per.amount;
  const divisor = squared && amount !== 1 ? amount.times(amount) : amount;
  return { of: rate.ty.u === "money" ? "usd" : "value", perUnit: rate.value.dividedBy(divisor) };
}
