/** What an account proposes is activity of the day for the rest of its household (semantics.md 4). */
import type { Activity, BookAccount } from "../account/book.ts";
import { exact } from "../exact/decimal.ts";
import type { Context } from "../exact/measures.ts";

/** Purchases, and sales lot by lot: a loss lot blocks its group even where another lot of the sale is at a gain. */
export function activityOfTheDay(after: Context): Activity[] {
  const { situation, portfolio } = after;
  const { account } = situation.account;
  const date = situation.market.asOf;
  const day: Activity[] = [];
  for (const { symbol, price, bought, sold, lots } of portfolio.positions.values()) {
    if (!bought.isZero()) day.push({ account, symbol, date, side: "buy", quantity: bought, price });
    if (sold.isZero()) continue;
    for (const { lot, sold: quantity } of lots) {
      if (quantity.isZero()) continue;
      const gain = price.minus(exact(lot.unitCost)).times(quantity);
      day.push({ account, symbol, date, side: "sell", quantity, price, gain });
    }
  }
  return day;
}

/** The order in which a household is solved: taxable accounts first, each kind in the book's order (semantics.md 4). */
export function solvingOrder(accounts: readonly BookAccount[]): BookAccount[] {
  const taxable = accounts.filter((account) => account.registration === "taxable");
  return [...taxable, ...accounts.filter((account) => account.registration !== "taxable")];
}
