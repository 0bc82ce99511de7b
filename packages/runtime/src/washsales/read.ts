import { ZERO } from "./exact.ts";
import { type Report, readDay, readMoney, readQuantity, readSequence } from "./fields.ts";
import type { LotRecord, SaleRecord } from "./pieces.ts";
import type { WashSaleProblem } from "./problems.ts";
import { readSale } from "./read-sale.ts";
import type { BoughtLot, Trades, TradingAccount, WashSaleOptions } from "./trades.ts";
import { ratioTerms, type SplitTable, type SplitTerms, unitsAShare } from "./units.ts";

/** Trades as read. Where `problems` is not empty the rest is incomplete and must not be used. */
export interface ReadTrades {
  readonly lots: readonly LotRecord[];
  readonly sales: readonly SaleRecord[];
  readonly splits: SplitTable;
  readonly problems: readonly WashSaleProblem[];
}

/** Reads and checks trades; every problem is collected, in the order of the input. */
export function readTrades(trades: Trades, options: WashSaleOptions): ReadTrades {
  const problems: WashSaleProblem[] = [];
  const report: Report = (code, where, message) => problems.push({ code, where, message });
  const accounts = readAccounts(options.accounts, report);
  const splits = readSplits(trades, report);
  const lots = new Map<string, LotRecord>();
  // A lot that is wrong itself is known all the same: its sales are not reported as of an unknown lot.
  const named = new Set<string>();
  for (const lot of trades.lots) {
    if (named.has(lot.id)) report("duplicate_lot", lot.id, `the lot \`${lot.id}\` is given twice`);
    named.add(lot.id);
    const record = readLot(lot, accounts, splits, report);
    if (record !== undefined) lots.set(lot.id, record);
  }
  const sales: SaleRecord[] = [];
  const sold = new Set<string>();
  for (const sale of trades.sales) {
    if (sold.has(sale.id)) report("duplicate_sale", sale.id, `the sale \`${sale.id}\` is given twice`);
    sold.add(sale.id);
    sales.push(...readSale(sale, lots, named, splits, report));
  }
  reportOversold(lots, sales, report);
  return { lots: [...lots.values()], sales, splits, problems };
}

function readAccounts(
  accounts: readonly TradingAccount[] | undefined,
  report: Report,
): Map<string, TradingAccount> | undefined {
  if (accounts === undefined) return undefined;
  const known = new Map<string, TradingAccount>();
  for (const account of accounts) {
    if (known.has(account.id)) {
      report("duplicate_account", account.id, `the account \`${account.id}\` is given twice`);
    }
    known.set(account.id, account);
  }
  return known;
}

function readSplits(trades: Trades, report: Report): SplitTable {
  const table = new Map<string, SplitTerms[]>();
  for (const split of trades.splits ?? []) {
    const what = `the split of \`${split.symbol}\``;
    const day = readDay(split.date, split.symbol, what, report);
    const terms = ratioTerms(split.ratio);
    if (terms === undefined) {
      const text = `${what} has the ratio \`${split.ratio}\`, which is not new shares for old, such as \`2:1\``;
      report("bad_ratio", split.symbol, text);
    } else if (day !== undefined) {
      table.set(split.symbol, [...(table.get(split.symbol) ?? []), { day, ...terms }]);
    }
  }
  return table;
}

function readLot(
  lot: BoughtLot,
  accounts: Map<string, TradingAccount> | undefined,
  splits: SplitTable,
  report: Report,
): LotRecord | undefined {
  const what = `the lot \`${lot.id}\``;
  const day = readDay(lot.date, lot.id, what, report);
  const heldFrom = lot.heldFrom === undefined ? day : readDay(lot.heldFrom, lot.id, what, report);
  const quantity = readQuantity(lot.quantity, lot.id, what, report);
  const cost = readMoney(lot.cost, "a cost", lot.id, what, report);
  const sequence = readSequence(lot.sequence, lot.id, what, report);
  const name = lot.account ?? "";
  const account = accounts?.get(name);
  if (accounts !== undefined && account === undefined) {
    report(
      "unknown_account",
      lot.id,
      `${what} is in the account \`${name}\`, which is not among the accounts`,
    );
    return undefined;
  }
  if (day === undefined || heldFrom === undefined || quantity === undefined) return undefined;
  if (cost === undefined || sequence === undefined) return undefined;
  if (heldFrom > day) {
    report(
      "bad_date",
      lot.id,
      `${what} is held from \`${lot.heldFrom}\`, after it was bought on \`${lot.date}\``,
    );
    return undefined;
  }
  const group = lot.group ?? lot.symbol;
  return {
    id: lot.id,
    account: name,
    taxable: account === undefined || account.registration === "taxable",
    symbol: lot.symbol,
    group,
    pool: JSON.stringify([account?.household ?? "", group]),
    purchase: lot.purchase ?? lot.id,
    day,
    sequence,
    acquiredBy: lot.acquiredBy ?? "buy",
    heldFrom,
    used: lot.usedAsReplacement ?? false,
    units: quantity.times(unitsAShare(splits, lot.symbol, day)),
    cost,
  };
}

function reportOversold(
  lots: ReadonlyMap<string, LotRecord>,
  sales: readonly SaleRecord[],
  report: Report,
): void {
  const left = new Map([...lots.values()].map((lot) => [lot.id, lot.units]));
  for (const sale of sales) {
    const units = (left.get(sale.lot.id) ?? ZERO).minus(sale.units);
    left.set(sale.lot.id, units);
    if (units.gte(0)) continue;
    const text = `the sale \`${sale.id}\` is of more shares than are left of the lot \`${sale.lot.id}\``;
    report("sold_too_much", sale.id, text);
  }
}
