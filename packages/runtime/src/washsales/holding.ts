import { dayNumber, oneYearAfter } from "./days.ts";
import { WashSaleInputError } from "./problems.ts";

/** Whether a gain or loss is short- or long-term. */
export type Term = "short" | "long";

/**
 * The term of a sale: short where the shares were held one year or less on the day of sale, long from one year and
 * one day on (26 U.S.C. § 1222; the day of purchase is not counted, the day of sale is).
 *
 * @param heldFrom the day bought, `YYYY-MM-DD`; for a replacement share the day that its tacked period starts.
 * @param sold the day of sale, `YYYY-MM-DD`.
 * @throws WashSaleInputError where one of them is no day of the calendar.
 */
export function holdingTerm(heldFrom: string, sold: string): Term {
  return termOfDays(requiredDay(heldFrom), requiredDay(sold));
}

/**
 * The days of a holding period: `sold` less `heldFrom`. Tacking (26 U.S.C. § 1223(3)) moves `heldFrom` of the
 * replacement shares back by that many days.
 */
export function daysHeld(heldFrom: string, sold: string): number {
  return requiredDay(sold) - requiredDay(heldFrom);
}

/** As `holdingTerm`, on day numbers. */
export function termOfDays(heldFrom: number, sold: number): Term {
  return sold > oneYearAfter(heldFrom) ? "long" : "short";
}

/**
 * The first day of purchase whose shares are still short-term on the day of sale; those bought before are long-term. The
 * text of the same day a year earlier, which need not be a day of the calendar: days of this form compare as texts.
 */
export function firstShortDay(sold: string): string {
  return `${String(Number(sold.slice(0, 4)) - 1).padStart(4, "0")}${sold.slice(4)}`;
}

function requiredDay(text: string): number {
  const day = dayNumber(text);
  if (day === undefined) {
    throw new WashSaleInputError([
      { code: "bad_date", where: text, message: `\`${text}\` is not a date of the form YYYY-MM-DD` },
    ]);
  }
  return day;
}
