/** What literals mean as values: quantities, dates, strings, names. */
import type { WrittenUnit } from "../tree/index.ts";

/** A number as written, its unit; the text before it may be `$`, the text after it a unit or a magnitude. */
export interface QuantityParts {
  readonly value: string;
  readonly unit: WrittenUnit;
  readonly malformed: boolean;
}

const plain = /^(\$)?\s*([-−]?)(\d+(?:\.\d+)?)\s*([a-zA-Z%]*)$/;
const grouped = /^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/;
const words: Readonly<Record<string, WrittenUnit>> = {
  "": "none",
  "%": "%",
  bps: "bps",
  bp: "bps",
  pp: "pp",
  share: "shares",
  shares: "shares",
  day: "days",
  days: "days",
  month: "months",
  months: "months",
  year: "years",
  years: "years",
};
const magnitudes: Readonly<Record<string, number>> = { K: 3, k: 3, M: 6, B: 9 };

/** The text of a quantity token as value and unit; `malformed` if its digits, commas or suffix make no number. */
export function quantityParts(image: string): QuantityParts {
  const comma = image.includes(",");
  const match = plain.exec(comma ? image.replaceAll(",", "") : image);
  if (match === null) return { value: "0", unit: image.startsWith("$") ? "$" : "none", malformed: true };
  const [, dollar, minus, digits = "0", suffix = ""] = match;
  const badCommas = comma && !grouped.test(image.replace(/^[$\s\-−]*/, "").replace(/\s*[a-zA-Z%]*$/, ""));
  const magnitude = magnitudes[suffix];
  const sign = minus === "" ? "" : "-";
  if (dollar === "$") {
    const known = suffix === "" || magnitude !== undefined;
    return { value: sign + shift(digits, magnitude ?? 0), unit: "$", malformed: badCommas || !known };
  }
  const unit = Object.hasOwn(words, suffix) ? words[suffix] : undefined;
  return { value: sign + digits, unit: unit ?? "none", malformed: badCommas || unit === undefined };
}

/** `digits` times ten to the `places`, as plain decimal text, without floating point. */
function shift(digits: string, places: number): string {
  if (places === 0) return digits;
  const [whole = "0", fraction = ""] = digits.split(".");
  const moved = whole + fraction.slice(0, places).padEnd(places, "0");
  const rest = fraction.slice(places);
  const trimmed = moved.replace(/^0+(?=\d)/, "");
  return rest === "" ? trimmed : `${trimmed}.${rest}`;
}

const days = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Whether `text` is `YYYY-MM-DD` and that day exists (Gregorian calendar). */
export function dateExists(text: string): boolean {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  if (match === null) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 1 : 0;
  return day >= 1 && day <= (days[month - 1] ?? 0) + leap;
}

/** Whether the string token was closed by a quotation mark of its own. */
export function stringIsClosed(image: string): boolean {
  if (image.length < 2 || !image.endsWith('"')) return false;
  let slashes = 0;
  for (let i = image.length - 2; i > 0 && image[i] === "\\"; i--) slashes++;
  return slashes % 2 === 0;
}

/** The string's value: quotation marks removed, `\"` and `\\` resolved; another escape stands for itself. */
export function stringValue(image: string): string {
  const inner = image.slice(1, stringIsClosed(image) ? -1 : undefined);
  return inner.includes("\\") ? inner.replace(/\\(["\\])/g, "$1") : inner;
}

/** The name in back-ticks without them. */
export function quotedNameValue(image: string): string {
  return image.length > 1 && image.endsWith("`") ? image.slice(1, -1) : image.slice(1);
}
