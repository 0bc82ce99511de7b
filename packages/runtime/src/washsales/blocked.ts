import { dayText } from "./days.ts";
import { type Amount, finiteAmount } from "./exact.ts";
import { type Report, readDay } from "./fields.ts";
import { WINDOW_DAYS } from "./match.ts";
import { compareText } from "./order.ts";
import { WashSaleInputError, type WashSaleProblem } from "./problems.ts";
import type { Registration } from "./trades.ts";

/** A sale in an account of the household. */
export interface PastSale {
  readonly registration: Registration;
  /** Substantially identical securities share a group; a security without one is its own, by its symbol. */
  readonly group: string;
  /** The trade date, `YYYY-MM-DD`. */
  readonly date: string;
  /** USD; negative for a loss. */
  readonly gain: Amount;
}

/** A group that no account of the household may buy. */
export interface BlockedGroup {
  readonly group: string;
  /** The latest sale at a loss, `YYYY-MM-DD`. */
  readonly sold: string;
  /** The last day of its window: from the day after on the group may be bought. */
  readonly through: string;
}

/**
 * The groups sold at a loss in the past 30 days (`asOf` itself included) in a taxable account of the household: to buy one
 * of them in any of its accounts would wash that loss (semantics.md, section 4). By group.
 *
 * @throws WashSaleInputError on a date or gain that is none.
 */
export function blockedGroups(asOf: string, sales: readonly PastSale[]): readonly BlockedGroup[] {
  const problems: WashSaleProblem[] = [];
  const report: Report = (code, where, message) => problems.push({ code, where, message });
  const today = readDay(asOf, asOf, "the day of the run", report) ?? 0;
  const latest = new Map<string, { readonly day: number; readonly date: string }>();
  for (const sale of sales) {
    const what = `the sale of \`${sale.group}\``;
    const day = readDay(sale.date, sale.group, what, report);
    const gain = finiteAmount(sale.gain);
    if (gain === undefined) {
      report("bad_money", sale.group, `${what} has a gain of \`${sale.gain}\`, which is not a number`);
    }
    if (day === undefined || gain === undefined || sale.registration !== "taxable" || gain.gte(0)) continue;
    if (day < today - WINDOW_DAYS || day > today) continue;
    if (day > (latest.get(sale.group)?.day ?? Number.NEGATIVE_INFINITY))
      latest.set(sale.group, { day, date: sale.date });
  }
  if (problems.length > 0) throw new WashSaleInputError(problems);
  return [...latest]
    .map(([group, { day, date }]) => ({ group, sold: date, through: dayText(day + WINDOW_DAYS) }))
    .sort((a, b) => compareText(a.group, b.group));
}
