/** A row of `activity`, checked on its own. */
import { z } from "zod";
import { type ActivityText, packActivity } from "../account/activityText.ts";
import type { Activity } from "../account/book.ts";
import { Exact } from "../exact/decimal.ts";
import { date, faultsOf, needed, number, plainly, refuse, shares, word } from "./cells.ts";
import { type Fault, fault } from "./codes.ts";
import { daysBefore, isDate } from "./dates.ts";

/** Columns in the order in which the reader asks for them. */
export const ACTIVITY_COLUMNS = ["symbol", "date", "side", "quantity", "price", "gain"] as const;

const sides = ["buy", "sell", "reinvest"] as const;

/** How far back the wash-sale rule can look: 30 days before a sale that 30 days ago was itself looked at (data.md). */
const WINDOW_DAYS = 61;

/** The first day of activity that matters: 61 days back, or the first of the year. */
export function activityFrom(asOf: string): string {
  const year = `${asOf.slice(0, 4)}-01-01`;
  return daysBefore(year, 0) < daysBefore(asOf, WINDOW_DAYS) ? year : daysBefore(asOf, WINDOW_DAYS);
}

export interface ActivityRead {
  readonly value?: Omit<Activity, "account">;
  readonly faults: readonly Fault[];
  /** it is, or may be, young enough to matter to wash sales in the household */
  readonly recent: boolean;
}

export type ActivityCells = Readonly<Record<(typeof ACTIVITY_COLUMNS)[number], string>>;

/** A number that may be negative and is otherwise plain. */
function plainlySigned(text: string): boolean {
  return plainly(text.startsWith("-") ? text.slice(1) : text);
}

/** What is plainly good of a row: its side; undefined for what the schema has to judge. */
function plainSide(
  { symbol, date: day, side, quantity, price, gain }: ActivityCells,
  asOf: string,
): Activity["side"] | undefined {
  const good =
    symbol !== "" &&
    plainly(quantity) &&
    plainly(price) &&
    SOME.test(quantity) &&
    SOME.test(price) &&
    (gain === "" || plainlySigned(gain)) &&
    isDate(day) &&
    day <= asOf;
  return good ? sides.find((each) => each === side) : undefined;
}

/** A plain number with a digit that is not 0 is more than zero. */
const SOME = /[1-9]/;

/** A reader of activity as of a day. */
export function activityReader(asOf: string): (cells: ActivityCells) => ActivityRead {
  const horizon = daysBefore(asOf, WINDOW_DAYS);
  const judge = activityJudge(asOf);
  return (cells) => {
    const side = plainSide(cells, asOf);
    if (side === undefined) return judge(cells);
    const { symbol, date: day, quantity, price, gain } = cells;
    const value = { symbol, date: day, side, quantity: new Exact(quantity), price: new Exact(price) };
    const whole = gain === "" ? value : { ...value, gain: new Exact(gain) };
    return { value: whole, faults: [], recent: day >= horizon };
  };
}

/** A reader of good activity that makes no numbers of it; undefined for what is not good. */
export function activityTexts(
  asOf: string,
): (account: string, cells: ActivityCells) => ActivityText | undefined {
  const judge = activityJudge(asOf);
  return (account, cells) => {
    const side = plainSide(cells, asOf);
    const { symbol, date: day, quantity, price, gain } = cells;
    if (side !== undefined) {
      const row = { account, symbol, date: day, side, quantity, price };
      return gain === "" ? row : { ...row, gain };
    }
    const { value } = judge(cells);
    return value === undefined ? undefined : packActivity({ account, ...value });
  };
}

/** The same by the schema alone, which knows every fault: what is plainly good needs none of it. */
export function activityJudge(asOf: string): (cells: ActivityCells) => ActivityRead {
  const horizon = daysBefore(asOf, WINDOW_DAYS);
  const schema = z.object({
    symbol: word("symbol"),
    date: date("date", (day) => (day > asOf ? fault("futureActivity", { date: day, asOf }, day) : undefined)),
    side: word("side").transform((text, context): Activity["side"] => {
      const known = sides.find((side) => side === text);
      return known ?? refuse({ ...context, value: text }, fault("unknownSide", { side: text }, text));
    }),
    quantity: shares(),
    price: needed("price", (value, text) =>
      value.lte(0) ? fault("negativePriceOfActivity", { text }, text) : undefined,
    ),
    gain: number("gain"),
  });
  return (cells) => {
    const recent = !isDate(cells.date) || cells.date >= horizon;
    const parsed = schema.safeParse(cells);
    if (!parsed.success) return { faults: faultsOf(parsed.error), recent };
    const { gain, ...value } = parsed.data;
    return { value: gain === undefined ? value : { ...value, gain }, faults: [], recent };
  };
}
