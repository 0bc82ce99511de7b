/** What an account proposes is activity of the day for the rest of its household (semantics.md 4). */
import type { Activity, BookAccount } from "../account/book.ts";
import { exact } from "../exact/decimal.ts";
import type { Context } from "../exact/measures.ts";

/** Purchases, and sales lot by lot: a loss lot blocks its group even where another lot of the sale is at a gain. */
export function activityOfTheDay(after: Context): Activity[] {
  const { account, market } = after.situation;
  const day: Activity[] = [];
  for (const position of after.portfolio.positions.values()) {
    if (position.bought.isZero() && position.sold.isZero()) continue;
    const common = {
      account: account.account,
      symbol: position.symbol,
      date: market.asOf,
      price: position.price,
    };
    if (!position.bought.isZero()) day.push({ ...common, side: "buy", quantity: position.bought });
    for (const { lot, sold } of position.lots) {
      if (sold.isZero()) continue;
      const gain = position.price.minus(exact(lot.unitCost)).times(sold);
      day.push({ ...common, side: "sell", quantity: sold, gain });
    }
  }
  return day;
}

/** The order in which a household is solved: taxable accounts first, each kind in the book's order (semantics.md 4). */
export function solvingOrder(accounts: readonly BookAccount[]): BookAccount[] {
  const taxable = accounts.filter((account) => account.registration === "taxable");
  return [...taxable, ...accounts.filter((account) => account.registration !== "taxable")];
}
