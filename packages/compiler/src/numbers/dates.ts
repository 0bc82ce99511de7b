/** Calendar arithmetic on ISO dates (`2026-11-20`), free of time zones. */
import type { Duration } from "../bundle/index.ts";

const DAY = 86_400_000;

function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function iso(year: number, month: number, day: number): string {
  return `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}

/** Days since 1970-01-01. */
export function dayNumber(date: string): number {
  return Math.round(Date.parse(`${date}T00:00:00Z`) / DAY);
}

/**
 * The date some time later (or, with `sign` -1, earlier). A month or year that has no such day ends on its last:
 * one year after 29 February is 28 February (semantics.md 3).
 */
export function addDuration(date: string, duration: Duration, sign: 1 | -1 = 1): string {
  if (duration.of === "days") {
    return new Date((dayNumber(date) + sign * duration.count) * DAY).toISOString().slice(0, 10);
  }
  const [year = 1970, month = 1, day = 1] = date.split("-").map(Number);
  const months = year * 12 + (month - 1) + sign * duration.count * (duration.of === "years" ? 12 : 1);
  const newYear = Math.floor(months / 12);
  const newMonth = (months % 12) + 1;
  return iso(newYear, newMonth, Math.min(day, daysInMonth(newYear, newMonth)));
}
