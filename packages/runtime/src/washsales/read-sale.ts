import { type Decimal, proRata, sum, ZERO } from "./exact.ts";
import { type Report, readDay, readMoney, readQuantity, readSequence } from "./fields.ts";
import type { LotRecord, SaleRecord } from "./pieces.ts";
import type { SoldShares } from "./trades.ts";
import { type SplitTable, unitsAShare } from "./units.ts";

/** One record for each lot that the sale took shares of. */
export function readSale(
  sale: SoldShares,
  lots: ReadonlyMap<string, LotRecord>,
  named: ReadonlySet<string>,
  splits: SplitTable,
  report: Report,
): SaleRecord[] {
  const what = `the sale \`${sale.id}\``;
  const day = readDay(sale.date, sale.id, what, report);
  const quantity = readQuantity(sale.quantity, sale.id, what, report);
  const proceeds = readMoney(sale.proceeds, "proceeds", sale.id, what, report);
  const disallowed = readMoney(sale.disallowed ?? ZERO, "a disallowed loss", sale.id, what, report);
  const forfeited = readMoney(sale.forfeited ?? ZERO, "a forfeited loss", sale.id, what, report);
  const sequence = readSequence(sale.sequence, sale.id, what, report);
  const shares = readShares(sale, quantity, report);
  if (day === undefined || quantity === undefined || proceeds === undefined || shares === undefined)
    return [];
  if (disallowed === undefined || forfeited === undefined || sequence === undefined) return [];
  if (forfeited.gt(disallowed)) {
    const text = `${what} has more of its loss forfeited (${forfeited}) than disallowed (${disallowed})`;
    report("disallowed_too_much", sale.id, text);
    return [];
  }
  const symbols = new Set(shares.flatMap((taken) => lots.get(taken.lot)?.symbol ?? []));
  if (symbols.size > 1) {
    report(
      "bad_allocation",
      sale.id,
      `${what} takes shares of more than one symbol (${[...symbols].join(", ")})`,
    );
    return [];
  }
  const records: SaleRecord[] = [];
  const left = { proceeds, disallowed, forfeited, quantity };
  for (const taken of shares) {
    const lot = lots.get(taken.lot);
    if (lot === undefined) {
      if (!named.has(taken.lot))
        report("unknown_lot", sale.id, `${what} is of the unknown lot \`${taken.lot}\``);
      continue;
    }
    if (day < lot.day) {
      report(
        "sold_before_bought",
        sale.id,
        `${what} on \`${sale.date}\` comes before its lot \`${lot.id}\` was bought`,
      );
      continue;
    }
    const take = (key: "proceeds" | "disallowed" | "forfeited"): Decimal => {
      const part = taken.quantity.eq(left.quantity)
        ? left[key]
        : proRata(left[key], taken.quantity, left.quantity);
      left[key] = left[key].minus(part);
      return part;
    };
    records.push({
      id: sale.id,
      lot,
      day,
      sequence,
      units: taken.quantity.times(unitsAShare(splits, lot.symbol, day)),
      proceeds: take("proceeds"),
      settled: disallowed.gt(0),
      disallowed: take("disallowed"),
      forfeited: take("forfeited"),
    });
    left.quantity = left.quantity.minus(taken.quantity);
  }
  return records;
}

interface TakenShares {
  readonly lot: string;
  readonly quantity: Decimal;
}

function readShares(
  sale: SoldShares,
  quantity: Decimal | undefined,
  report: Report,
): TakenShares[] | undefined {
  if (quantity === undefined) return undefined;
  if (typeof sale.lot === "string") return [{ lot: sale.lot, quantity }];
  const what = `the sale \`${sale.id}\``;
  const taken: TakenShares[] = [];
  for (const part of sale.lot) {
    const shares = readQuantity(part.quantity, sale.id, `${what}, of the lot \`${part.lot}\`,`, report);
    if (shares === undefined) return undefined;
    taken.push({ lot: part.lot, quantity: shares });
  }
  const named = new Set(taken.map((part) => part.lot));
  const total = sum(taken.map((part) => part.quantity));
  if (total.eq(quantity) && named.size === taken.length) return taken;
  const text = total.eq(quantity)
    ? `${what} names one lot twice`
    : `${what} is of \`${quantity}\` shares, but takes \`${total}\` from its lots`;
  report("bad_allocation", sale.id, text);
  return undefined;
}
