/** Days as whole numbers since 1970-01-01, so that windows and tacked periods are sums. No clock, no time zone. */

const MILLISECONDS_A_DAY = 86_400_000;
const ISO_DAY = /^\d{4}-\d{2}-\d{2}$/;

const DAYS_IN = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Days in a month; `month` counts from 1. */
function daysIn(year: number, month: number): number {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 && leap ? 29 : (DAYS_IN[month - 1] ?? 0);
}

/** The number of the day written `YYYY-MM-DD`, or undefined where the text is no such day of the calendar. */
export function dayNumber(text: string): number | undefined {
  if (!ISO_DAY.test(text)) return undefined;
  const [year, month, day] = [Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8))];
  if (year < 1900 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return undefined;
  return Date.UTC(year, month - 1, day) / MILLISECONDS_A_DAY;
}

/** The day of that number as `YYYY-MM-DD`. */
export function dayText(day: number): string {
  return new Date(day * MILLISECONDS_A_DAY).toISOString().slice(0, 10);
}

/** The same day a year later; one year after 29 February is 28 February (semantics.md, section 3). */
export function oneYearAfter(day: number): number {
  const date = new Date(day * MILLISECONDS_A_DAY);
  const [year, month, dayOfMonth] = [date.getUTCFullYear() + 1, date.getUTCMonth(), date.getUTCDate()];
  const lastOfMonth = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return Date.UTC(year, month, Math.min(dayOfMonth, lastOfMonth)) / MILLISECONDS_A_DAY;
}
