import { type Amount, type Decimal, Exact, sum, ZERO } from "./exact.ts";
import { type Report, readDay, readQuantity } from "./fields.ts";
import { WINDOW_DAYS } from "./match.ts";
import { compareText } from "./order.ts";
import { WashSaleInputError, type WashSaleProblem } from "./problems.ts";

/** A `buy` or `reinvest` of the group, in any account of the household. */
export interface Purchase {
  readonly account: string;
  readonly symbol: string;
  /** The trade date, `YYYY-MM-DD`. */
  readonly date: string;
  /** Shares, above 0. */
  readonly quantity: Amount;
}

/** A lot that stands at a loss. */
export interface LossLot {
  readonly id: string;
  readonly account: string;
  readonly symbol: string;
  /** The day of purchase, `YYYY-MM-DD`. */
  readonly acquired: string;
  /** Shares, above 0. */
  readonly quantity: Amount;
}

export interface TaintQuery {
  /** The day of the run, `YYYY-MM-DD`. */
  readonly asOf: string;
  /** The household's purchases of one group; those outside `asOf` - 30 to `asOf` are passed over. */
  readonly purchases: readonly Purchase[];
  /** One account's loss lots of that group. */
  readonly lots: readonly LossLot[];
}

/** What recent purchases do to one loss lot, were it sold today. */
export interface TaintedLot {
  readonly id: string;
  /** Shares matched with replacement shares: their loss counts 0. From 0 to the lot's quantity. */
  readonly washed: Decimal;
  /**
   * Whether any replacement share, used or not, could have been matched with the lot. Where it could, the loss of the
   * unmatched shares counts only as far as every washed share of the group is sold too; where not, the lot is free.
   */
  readonly reachable: boolean;
}

/**
 * Matches one account's loss lots of one group with the household's purchases of the past 30 days, as of semantics.md,
 * section 4: loss lots in the order in which they were acquired (Reg. § 1.1091-1(b), (d)), share for share, each share
 * once (e), a lot's own purchase (same account, symbol and day, up to the lot's quantity) not counted.
 *
 * Shares are counted, not told apart: a lot meets what was bought in all less its own purchase and less what older lots
 * used up. Where two lots were both bought in the window, the older is washed by the newer, and the newer not by the
 * older, whose shares go in the same run. (The optima of the acceptance case `sp500` say the same.)
 *
 * @returns one entry for each lot, in the order of `lots`; ties of the day are by id.
 * @throws WashSaleInputError on a date or quantity that is none, or a lot given twice.
 */
export function taintedLots(query: TaintQuery): readonly TaintedLot[] {
  const problems: WashSaleProblem[] = [];
  const report: Report = (code, where, message) => problems.push({ code, where, message });
  const asOf = readDay(query.asOf, query.asOf, "the day of the run", report) ?? 0;
  const bought = purchasesByDay(query.purchases, asOf, report);
  const lots = readLossLots(query.lots, report);
  if (problems.length > 0) throw new WashSaleInputError(problems);
  const tainted = new Map<string, TaintedLot>();
  const total = sum([...bought.values()]);
  let used: Decimal = ZERO;
  for (const lot of [...lots].sort((a, b) => a.day - b.day || compareText(a.id, b.id))) {
    const others = total.minus(Exact.min(lot.quantity, bought.get(lot.key) ?? ZERO));
    const washed = Exact.max(ZERO, Exact.min(others.minus(used), lot.quantity));
    used = used.plus(washed);
    tainted.set(lot.id, { id: lot.id, washed, reachable: others.gt(0) });
  }
  return lots.flatMap((lot) => tainted.get(lot.id) ?? []);
}

interface ReadLossLot {
  readonly id: string;
  readonly key: string;
  readonly day: number;
  readonly quantity: Decimal;
}

function readLossLots(lots: readonly LossLot[], report: Report): ReadLossLot[] {
  const seen = new Set<string>();
  return lots.flatMap((lot) => {
    const what = `the lot \`${lot.id}\``;
    const day = readDay(lot.acquired, lot.id, what, report);
    const quantity = readQuantity(lot.quantity, lot.id, what, report);
    if (seen.has(lot.id)) report("duplicate_lot", lot.id, `${what} is given twice`);
    seen.add(lot.id);
    if (day === undefined || quantity === undefined) return [];
    return [{ id: lot.id, key: keyOf(lot.account, lot.symbol, day), day, quantity }];
  });
}

/** Shares bought in the window, those of one account, symbol and day together. */
function purchasesByDay(purchases: readonly Purchase[], asOf: number, report: Report): Map<string, Decimal> {
  const days = new Map<string, Decimal>();
  for (const purchase of purchases) {
    const what = `the purchase of \`${purchase.symbol}\` in the account \`${purchase.account}\``;
    const day = readDay(purchase.date, purchase.account, what, report);
    const quantity = readQuantity(purchase.quantity, purchase.account, what, report);
    if (day === undefined || quantity === undefined || day < asOf - WINDOW_DAYS || day > asOf) continue;
    const key = keyOf(purchase.account, purchase.symbol, day);
    days.set(key, quantity.plus(days.get(key) ?? ZERO));
  }
  return days;
}

function keyOf(account: string, symbol: string, day: number): string {
  return JSON.stringify([account, symbol, day]);
}
