/** Exact decimals, wide enough that products of shares down a model lose nothing that matters. */
import { Decimal } from "decimal.js";

/** 40 significant digits; plain notation for anything a policy can say. */
export const Exact = Decimal.clone({ precision: 40, toExpNeg: -60, toExpPos: 60 });
export type Exact = Decimal;

/** Plain decimal text with at most 30 significant digits (bundle: "exact to 30 digits"). */
export function plain(value: Decimal): string {
  return value.toSignificantDigits(30).toFixed();
}

const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/;

/** A plain decimal such as `0.05` or `-12`, or undefined for anything else (exponents, separators, `NaN`). */
export function readDecimal(text: string): Decimal | undefined {
  const trimmed = text.trim();
  return NUMBER.test(trimmed) ? new Exact(trimmed) : undefined;
}

/** A fraction as people write it: `0.05` is `5%`. */
export function percentText(fraction: Decimal | string): string {
  return `${new Exact(fraction).times(100).toSignificantDigits(12).toFixed()}%`;
}

/** Points: `0.02` is `2pp`. */
export function pointsText(fraction: Decimal | string): string {
  return `${new Exact(fraction).times(100).toSignificantDigits(12).toFixed()}pp`;
}

/** `1500000` is `$1,500,000`. */
export function moneyText(dollars: Decimal | string): string {
  const value = new Exact(dollars);
  const [whole = "0", cents] = value.abs().toFixed().split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return `${value.isNegative() ? "-" : ""}$${grouped}${cents === undefined ? "" : `.${cents}`}`;
}
