/** What literals mean as values: quantities, dates, strings, names. */
import type { WrittenUnit } from "../tree/index.ts";

/** A number as written, its unit; the text before it may be `$`, the text after it a unit or a magnitude. */
export interface QuantityParts {
  readonly value: string;
  readonly unit: WrittenUnit;
  readonly malformed: boolean;
  /** a malformed number as policies write it, where only one can be meant */
  readonly meant?: string;
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
  const parts = strictParts(image);
  if (!parts.malformed) return parts;
  const meant = respelt(image);
  return meant === undefined ? parts : { ...strictParts(meant), malformed: true, meant };
}

function strictParts(image: string): QuantityParts {
  const comma = image.includes(",");
  const match = plain.exec(comma ? image.replaceAll(",", "") : image);
  if (match === null) return { value: "0", unit: /^[$€£¥]/.test(image) ? "$" : "none", malformed: true };
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

/** What people write after a number where a policy has a sign: as the sign, or the letter of a magnitude. */
const suffixes: Readonly<Record<string, string>> = {
  percent: "%",
  pct: "%",
  "per cent": "%",
  bip: "bps",
  bips: "bps",
  "basis point": "bps",
  "basis points": "bps",
  pt: "pp",
  pts: "pp",
  point: "pp",
  points: "pp",
  "percentage point": "pp",
  "percentage points": "pp",
  thousand: "K",
  million: "M",
  mn: "M",
  mm: "M",
  m: "M",
  billion: "B",
  bn: "B",
  b: "B",
};

/** A number in another notation (`70 percent`, `70,5%`, `$15.000,00`, `$40'000`, `40,000 dollars`, `$4 million`) in ours. */
function respelt(image: string): string | undefined {
  const match = /^(\$?)\s*([-−]?)(\d[\d.,' ]*?)\s*(\$|[a-zA-Z%][a-zA-Z% ]*)?$/.exec(
    image.replace(/\s+/g, " "),
  );
  if (match === null) return undefined;
  const [, before, minus = "", digits = "", after = ""] = match;
  const number = respeltDigits(digits.trim());
  if (number === undefined) return undefined;
  const [first = "", ...rest] = after.split(" ");
  const word = after.toLowerCase();
  if (/^(?:\$|dollars?|usd)$/.test(word)) return `${minus}$${number}`;
  if (before === "$") {
    const sized = /^(?:dollars?|usd)$/i.test(rest.join(" ")) ? first.toLowerCase() : word;
    const magnitude = sized.length === 1 && "kmb".includes(sized) ? sized.toUpperCase() : suffixes[sized];
    if (sized !== "" && (magnitude === undefined || !"KMB".includes(magnitude))) return undefined;
    return `$${minus}${number}${magnitude ?? ""}`;
  }
  const sign = Object.hasOwn(suffixes, word) ? suffixes[word] : after;
  const text = `${minus}${number}${/^(?:%|bps|bp|pp)?$/.test(sign ?? "") ? "" : " "}${sign ?? ""}`;
  return strictParts(text).malformed ? undefined : text;
}

/** Digits whose point and separators stand as elsewhere in the world. */
function respeltDigits(digits: string): string | undefined {
  if (/^\d+(?:\.\d+)?$/.test(digits) || grouped.test(digits)) return digits;
  if (/^\d{1,3}(?:[' ]\d{3})+(?:\.\d+)?$/.test(digits)) return digits.replace(/[' ]/g, ",");
  if (/^\d{1,3}(?:\.\d{3})+,\d+$/.test(digits))
    return digits.replaceAll(".", "|").replace(",", ".").replaceAll("|", ",");
  if (/^\d{1,3}(?:\.\d{3}){2,}$/.test(digits)) return digits.replaceAll(".", ",");
  // one comma and not three digits behind it: a decimal comma
  return /^\d+,(?:\d{1,2}|\d{4,})$/.test(digits) ? digits.replace(",", ".") : undefined;
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

const months = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");

/** A day in another notation as `YYYY-MM-DD`, where only one day can be meant: `3/1/2027` could be two. */
export function dateMeant(text: string): string | undefined {
  const iso = (year: string, month: number, day: string): string | undefined => {
    const full = year.length === 2 ? `20${year}` : year;
    const date = `${full}-${String(month).padStart(2, "0")}-${day.padStart(2, "0")}`;
    return dateExists(date) ? date : undefined;
  };
  const named = /([A-Za-z]{3})[a-z]*/.exec(text);
  if (named !== null) {
    const [day = "", year = ""] = text.match(/\d+/g) ?? [];
    return iso(year, months.indexOf((named[1] ?? "").toLowerCase()) + 1, day);
  }
  const [a = "", b = "", c = ""] = text.split(/[-./]/);
  if (a.length === 4) return iso(a, Number(b), c);
  // with points the day comes first wherever dates are written so; with slashes that depends on the country
  if (text.includes(".")) return iso(c, Number(b), a);
  if (Number(a) > 12) return iso(c, Number(b), a);
  return Number(b) > 12 || a === b ? iso(c, Number(a), b) : undefined;
}

/** Whether the string token was closed by a quotation mark of its own. */
export function stringIsClosed(image: string): boolean {
  // the lexer takes other quotation marks in pairs only
  if (image !== "" && !image.startsWith('"')) return true;
  if (image.length < 2 || !image.endsWith('"')) return false;
  let slashes = 0;
  for (let i = image.length - 2; i > 0 && image[i] === "\\"; i--) slashes++;
  return slashes % 2 === 0;
}

/** The string's value: quotation marks removed, `\"` and `\\` resolved; another escape stands for itself. */
export function stringValue(image: string): string {
  const inner = image.slice(1, stringIsClosed(image) ? -1 : undefined);
  if (!image.startsWith('"')) return inner;
  return inner.includes("\\") ? inner.replace(/\\(["\\])/g, "$1") : inner;
}

/** The name in back-ticks without them. */
export function quotedNameValue(image: string): string {
  return image.length > 1 && image.endsWith("`") ? image.slice(1, -1) : image.slice(1);
}
