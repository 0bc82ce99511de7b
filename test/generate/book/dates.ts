/** Days on which a rule turns: the ends of the year of holding, of the wash-sale window, 29 February. */
import type { Random } from "../random.ts";

const DAY = 86_400_000;

/** The ISO date so many days after (before, if negative). */
export function daysFrom(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
}

/** The same day a year before; 29 February falls back to the 28th. */
function yearBefore(date: string): string {
  const year = Number(date.slice(0, 4)) - 1;
  const day = date.slice(4) === "-02-29" ? "-02-28" : date.slice(4);
  return `${year}${day}`;
}

/** The last 29 February before a day. */
function leapDayBefore(date: string): string {
  let year = Number(date.slice(0, 4));
  while (year % 4 !== 0 || (year % 100 === 0 && year % 400 !== 0) || `${year}-02-29` > date) year -= 1;
  return `${year}-02-29`;
}

/** A day on which a lot was bought: often one at which its term or its wash turns. */
export function acquiredOn(random: Random, asOf: string): string {
  const year = yearBefore(asOf);
  const kind = random.integer(0, 9);
  if (kind === 0) return random.pick([year, daysFrom(year, -1), daysFrom(year, 1), leapDayBefore(asOf)]);
  if (kind === 1) return daysFrom(asOf, -random.pick([0, 1, 29, 30, 31, 60, 61]));
  if (kind < 4) return daysFrom(asOf, -random.integer(32, 364));
  return daysFrom(asOf, -random.integer(367, 5_500));
}

/** A day of the window that wash sales look at, its edges often. */
export function recently(random: Random, asOf: string): string {
  return daysFrom(
    asOf,
    -(random.chance(0.5) ? random.pick([0, 1, 29, 30, 31, 60, 61]) : random.integer(1, 61)),
  );
}
