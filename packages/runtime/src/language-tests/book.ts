/** A test of the language as a small book: its prices, accounts, lots and activity in memory. */
import type { Bundle, TestAccountIR, TestIR } from "@mandate/compiler";
import type { Activity, BookAccount, DaySecurity, Lot, Market } from "../account/book.ts";
import { DEFAULT_INCREMENT, DEFAULT_SPREAD } from "../account/defaults.ts";
import { exact } from "../exact/decimal.ts";

/** The universe's securities that the test prices, at those prices on the test's day. */
export function testMarket(bundle: Bundle, test: TestIR): Market {
  const securities = new Map<string, DaySecurity>();
  bundle.universe.forEach((security, index) => {
    const price = test.prices[security.symbol];
    if (price === undefined) return;
    securities.set(security.symbol, {
      symbol: security.symbol,
      index,
      price: exact(price),
      spread: exact(security.spread ?? DEFAULT_SPREAD),
      increment: exact(security.increment ?? DEFAULT_INCREMENT),
    });
  });
  return { asOf: test.on, securities };
}

function lots(account: TestAccountIR): Lot[] {
  const seen = new Map<string, number>();
  return account.lots.map((lot) => {
    const place = (seen.get(lot.symbol) ?? 0) + 1;
    seen.set(lot.symbol, place);
    return {
      id: `${lot.symbol}#${place}`,
      symbol: lot.symbol,
      quantity: exact(lot.quantity),
      unitCost: exact(lot.unitCost),
      acquired: lot.acquired,
    };
  });
}

/** Sales of the test's own year count in `this year`, by their term (language.md, "Tests in the language"). */
function realisedThisYear(test: TestIR, account: TestAccountIR, term: "short" | "long"): string {
  let sum = exact(account.realised[term]);
  for (const entry of account.activity) {
    if (entry.gain === undefined || entry.date.slice(0, 4) !== test.on.slice(0, 4)) continue;
    if ((entry.term ?? "short") === term) sum = sum.plus(exact(entry.gain));
  }
  return sum.toFixed();
}

export function testBookAccount(test: TestIR, account: TestAccountIR): BookAccount {
  const taxable = account.registration === "taxable";
  return {
    account: account.account,
    ...(account.household === undefined ? {} : { household: account.household }),
    registration: account.registration,
    cash: exact(account.cash),
    shortRate: exact(taxable ? account.shortRate : "0"),
    longRate: exact(taxable ? account.longRate : "0"),
    ytdShort: exact(realisedThisYear(test, account, "short")),
    ytdLong: exact(realisedThisYear(test, account, "long")),
    carryShort: exact(account.carrying.short),
    carryLong: exact(account.carrying.long),
    choices: {},
    columns: {},
    lots: lots(account),
  };
}

export function testActivity(test: TestIR): Activity[] {
  return test.accounts.flatMap((account) =>
    account.activity.map((entry) => ({
      account: account.account,
      symbol: entry.symbol,
      date: entry.date,
      side: entry.side,
      quantity: exact(entry.quantity),
      price: exact(entry.price),
      ...(entry.gain === undefined ? {} : { gain: exact(entry.gain) }),
    })),
  );
}

/** The test's bundle: an account of a test inherits nothing of a real account's block, but a waiver may name it. */
export function testBundle(bundle: Bundle, test: TestIR): Bundle {
  return {
    ...bundle,
    accounts: test.accounts.map((account) => ({ account: account.account, blocks: [account.block] })),
  };
}
