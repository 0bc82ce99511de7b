/** Dates of a book: ISO days that exist, and weekdays between them. */

const ISO = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/;
const DAY = 86_400_000;
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Whether the text is an ISO date that the calendar has, of 1900 or later: nothing a book holds is older. */
export function isDate(text: string): boolean {
  const match = ISO.exec(text);
  if (match === null) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (year < 1900 || month < 1 || month > 12 || day < 1) return false;
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return day <= (month === 2 && leap ? 29 : (DAYS[month - 1] ?? 0));
}

function number(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / DAY;
}

/** Weekdays up to and including a day number; day 0, 1 January 1970, was a Thursday. */
function weekdaysUpTo(day: number): number {
  const sinceMonday = day + 3;
  return Math.floor(sinceMonday / 7) * 5 + Math.min(5, (((sinceMonday % 7) + 7) % 7) + 1);
}

/**
 * Business days after `from`, up to and including `to`; 0 if `to` is not later. Monday to Friday: exchange holidays
 * are not known here, so a price may look a day older across one (and `stale_after` leaves room for that).
 */
export function businessDaysBetween(from: string, to: string): number {
  return to <= from ? 0 : weekdaysUpTo(number(to)) - weekdaysUpTo(number(from));
}

/** The day so many days earlier. */
export function daysBefore(date: string, days: number): string {
  return new Date((number(date) - days) * DAY).toISOString().slice(0, 10);
}
