/** A generated book as the runtime holds one. */
import type { Activity, BookAccount, DaySecurity, Market } from "@mandate/runtime";
import type { Decimal } from "decimal.js";
import { decimal } from "../project/write.ts";
import type { GeneratedBook } from "./generated.ts";

/**
 * The book in memory.
 * @param exact the runtime's own decimals: another precision would round sums
 */
export function bookInMemory(
  book: GeneratedBook,
  exact: (text: string) => Decimal,
): {
  readonly market: Market;
  readonly accounts: readonly BookAccount[];
  readonly activity: readonly Activity[];
} {
  const securities = new Map<string, DaySecurity>();
  book.project.securities.forEach((security, index) => {
    securities.set(security.symbol, {
      symbol: security.symbol,
      index,
      price: exact(decimal(security.price, 2)),
      spread: exact(security.spread === "" ? "0.0005" : security.spread),
      increment: exact(security.increment === "" ? "1" : security.increment),
    });
  });
  const lots = new Map<string, BookAccount["lots"][number][]>();
  for (const row of book.tables.lots) {
    const own = lots.get(row.account) ?? [];
    lots.set(row.account, own);
    const place = own.filter((lot) => lot.symbol === row.symbol).length + 1;
    own.push({
      id: row.lot === "" ? `${row.symbol}#${place}` : row.lot,
      symbol: row.symbol,
      quantity: exact(row.quantity),
      unitCost: exact(row.unit_cost),
      acquired: row.acquired,
    });
  }
  return {
    market: { asOf: book.asOf, securities, ...(book.risk === undefined ? {} : { risk: book.risk }) },
    accounts: book.tables.accounts.map((row) => ({
      account: row.account,
      name: row.name,
      ...(row.household === "" ? {} : { household: row.household }),
      ...(row.advisor === "" ? {} : { advisor: row.advisor }),
      registration: row.registration,
      ...(row.model === "" ? {} : { model: row.model }),
      ...(row.profile === "" ? {} : { profile: row.profile }),
      cash: exact(row.cash),
      shortRate: exact(row.st_rate),
      longRate: exact(row.lt_rate),
      ytdShort: exact(row.ytd_short),
      ytdLong: exact(row.ytd_long),
      carryShort: exact(row.carry_short),
      carryLong: exact(row.carry_long),
      choices: row.choices,
      columns: {},
      lots: lots.get(row.account) ?? [],
    })),
    activity: book.tables.activity.map(({ gain, ...row }) => ({
      ...row,
      quantity: exact(row.quantity),
      price: exact(row.price),
      ...(gain === "" ? {} : { gain: exact(gain) }),
    })),
  };
}
