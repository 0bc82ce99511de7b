/** Calendar arithmetic on ISO dates. */
import type { Duration, LotComparison } from "@mandate/compiler";

const DAY = 86_400_000;

function parts(date: string): { readonly year: number; readonly month: number; readonly day: number } {
  return { year: Number(date.slice(0, 4)), month: Number(date.slice(5, 7)), day: Number(date.slice(8, 10)) };
}

/** Days in a month; `month` counts from 1. */
function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function iso(year: number, month: number, day: number): string {
  return `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}

/**
 * The date that long after. A day that its month does not have becomes that month's last
 * (semantics.md 3: one year after 29 February is 28 February).
 */
export function addDuration(date: string, duration: Duration): string {
  const { year, month, day } = parts(date);
  if (duration.of === "days") {
    return new Date(Date.UTC(year, month - 1, day) + duration.count * DAY).toISOString().slice(0, 10);
  }
  // The same day of another year, unless that year may not have it.
  if (duration.of === "years" && !(month === 2 && day === 29))
    return `${String(year + duration.count).padStart(4, "0")}${date.slice(4, 10)}`;
  const months = year * 12 + (month - 1) + duration.count * (duration.of === "years" ? 12 : 1);
  const toYear = Math.floor(months / 12);
  const toMonth = (months % 12) + 1;
  return iso(toYear, toMonth, Math.min(day, daysIn(toYear, toMonth)));
}

/** Whether what was acquired on a day has been held so long on another: `held less than 1 year`. */
export function heldAsLong(
  acquired: string,
  on: string,
  comparison: LotComparison,
  duration: Duration,
): boolean {
  const reached = addDuration(acquired, duration);
  switch (comparison) {
    case "less than":
      return on < reached;
    case "at most":
      return on <= reached;
    case "at least":
      return on >= reached;
    case "more than":
      return on > reached;
  }
}
