/** The book's day, a Friday. */
export const AS_OF = "2026-11-20";

const DAY = 86_400_000;

/** The ISO date `days` before the book's day, moved back to a Friday where it falls on a weekend. */
export function weekdayBefore(days) {
  const date = new Date(Date.parse(AS_OF) - days * DAY);
  const weekday = date.getUTCDay();
  const back = weekday === 6 ? 1 : weekday === 0 ? 2 : 0;
  return new Date(date.getTime() - back * DAY).toISOString().slice(0, 10);
}

/** Years from an ISO date to the book's day. */
export const yearsSince = (date) => (Date.parse(AS_OF) - Date.parse(date)) / (365.25 * DAY);
