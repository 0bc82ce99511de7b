/** Decimal text of the bundle as the language writes it: `0.05` is `5%`, `1500000` is `$1,500,000`. */
import { Decimal } from "decimal.js";

/** What an amount is counted in. */
export type Measure = "money" | "percent" | "points" | "shares" | "number" | "count";

/** An amount with its unit. */
export function amount(value: string, measure: Measure): string {
  switch (measure) {
    case "money":
      return money(value);
    case "percent":
      return `${hundredfold(value)}%`;
    case "points":
      return `${hundredfold(value)}pp`;
    case "shares":
      return `${grouped(new Decimal(value))} ${value === "1" ? "share" : "shares"}`;
    case "number":
    case "count":
      return value;
  }
}

/** Money, with cents only where there are any. */
function money(value: string): string {
  const decimal = new Decimal(value);
  const sign = decimal.isNegative() ? "-" : "";
  const size = decimal.abs();
  return `${sign}$${size.isInteger() ? grouped(size) : grouped(size, Math.max(2, size.decimalPlaces()))}`;
}

/** A fraction as a number of percent, exactly. */
function hundredfold(value: string): string {
  return new Decimal(value).times(100).toFixed();
}

/** A weight as people read one in a table: percent, at most two places. */
export function weight(value: string): string {
  return `${new Decimal(value).times(100).toDecimalPlaces(2).toFixed()} %`;
}

function grouped(value: Decimal, places?: number): string {
  const [whole = "", fraction] = (places === undefined ? value.toFixed() : value.toFixed(places)).split(".");
  const groups = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return fraction === undefined ? groups : `${groups}.${fraction}`;
}
