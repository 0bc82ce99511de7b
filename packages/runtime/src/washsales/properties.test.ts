import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AdjustedPiece, WashSaleResult } from "./adjusted.ts";
import { dayText } from "./days.ts";
import { Exact, sum } from "./exact.ts";
import { settledTrades } from "./settled.ts";
import type { BoughtLot, SoldShares, Trades, WashSaleOptions } from "./trades.ts";
import { washSales } from "./wash-sales.ts";

const options: WashSaleOptions = {
  accounts: [
    { id: "joint", registration: "taxable" },
    { id: "hers", registration: "taxable" },
    { id: "ira", registration: "traditional" },
  ],
};
const FIRST_DAY = 16_000;

/** Lots of two groups over `days` days, each sold whole, in part, in two sales or not at all. */
function tradesOver(days: number): fc.Arbitrary<Trades> {
  const one = fc.record({
    day: fc.integer({ min: 0, max: days }),
    quantity: fc.integer({ min: 1, max: 30 }),
    cents: fc.integer({ min: 1, max: 9_999 }),
    account: fc.constantFrom("joint", "joint", "hers", "ira"),
    group: fc.constantFrom("g", "g", "h"),
    purchase: fc.option(fc.constantFrom("p", "q"), { nil: undefined, freq: 5 }),
    acquiredBy: fc.constantFrom<("buy" | "reinvest" | "other")[]>("buy", "buy", "buy", "reinvest", "other"),
    sales: fc.array(
      fc.record({
        after: fc.integer({ min: 0, max: 50 }),
        shares: fc.integer({ min: 1, max: 30 }),
        cents: fc.integer({ min: 0, max: 9_999 }),
      }),
      { maxLength: 2 },
    ),
  });
  return fc.array(one, { minLength: 1, maxLength: 9 }).map((drawn) => {
    const lots: BoughtLot[] = [];
    const sales: SoldShares[] = [];
    drawn.forEach((each, at) => {
      const id = `l${at}`;
      const { account, group, acquiredBy, quantity } = each;
      const cost = new Exact(each.cents).times(quantity).div(100);
      const purchase = each.purchase === undefined ? {} : { purchase: each.purchase };
      const date = dayText(FIRST_DAY + each.day);
      lots.push({ id, account, symbol: group, date, quantity, cost, acquiredBy, ...purchase });
      let left = quantity;
      each.sales.forEach((sale, n) => {
        const shares = Math.min(sale.shares, left);
        left -= shares;
        const proceeds = new Exact(sale.cents).times(shares).div(100);
        const sold = dayText(FIRST_DAY + each.day + sale.after);
        if (shares > 0) sales.push({ id: `${id}s${n}`, lot: id, date: sold, quantity: shares, proceeds });
      });
    });
    return { lots, sales };
  });
}

const holds = (property: (trades: Trades) => void, days = 60, numRuns = 400) =>
  fc.assert(fc.property(tradesOver(days), property), { seed: 1091, numRuns });
const pieces = (result: WashSaleResult): readonly AdjustedPiece[] => [...result.lots, ...result.sales];
const key = (part: { lot: string; part: number }): string => `${part.lot}/${part.part}`;

describe("whatever the trades", () => {
  it("every dollar gained or lost is recognised, in a basis, or forfeited to an IRA", () => {
    let washed = 0;
    holds((trades) => {
      const result = washSales(trades, options);
      const taxed = result.sales.filter((sale) => sale.taxable);
      const economic = sum(taxed.map((sale) => sale.proceeds.minus(sale.cost)));
      const { recognised, deferred, forfeited, gain, disallowed } = result.totals;
      expect(economic.eq(recognised.minus(deferred).minus(forfeited))).toBe(true);
      expect(recognised.eq(gain.plus(disallowed))).toBe(true);
      expect(recognised.eq(result.totals.recognisedShort.plus(result.totals.recognisedLong))).toBe(true);
      const given = sum(trades.lots.map((lot) => new Exact(lot.cost)));
      expect(sum(pieces(result).map((piece) => piece.cost)).eq(given)).toBe(true);
      if (disallowed.gt(0)) washed += 1;
    });
    // The generator must reach what the property is about.
    expect(washed).toBeGreaterThan(100);
  });

  it("shares and proceeds are conserved, lot by lot", () => {
    holds((trades) => {
      const result = washSales(trades, options);
      for (const lot of trades.lots) {
        const ofLot = pieces(result).filter((piece) => piece.lot === lot.id);
        expect(sum(ofLot.map((piece) => piece.quantity)).eq(lot.quantity)).toBe(true);
        expect(ofLot.every((piece) => piece.quantity.gt(0))).toBe(true);
      }
      const proceeds = sum(trades.sales.map((sale) => new Exact(sale.proceeds)));
      expect(sum(result.sales.map((sale) => sale.proceeds)).eq(proceeds)).toBe(true);
    });
  });

  it("replacements are lawful: in the window, of the group and household, of another purchase, used once, held on", () => {
    holds((trades) => {
      const result = washSales(trades, options);
      const byKey = new Map(pieces(result).map((piece) => [key(piece), piece]));
      const rank = new Map(result.sales.map((sale, at) => [key(sale), at]));
      const used = new Set<string>();
      for (const sale of result.sales) {
        const shares = sum(
          sale.replacedBy.map((part) => byKey.get(key(part))?.quantity ?? new Exact(Number.NaN)),
        );
        expect(shares.eq(sale.disallowed.gt(0) ? sale.quantity : 0)).toBe(true);
        for (const part of sale.replacedBy) {
          const by = byKey.get(key(part));
          expect(by?.replaces).toEqual({ lot: sale.lot, part: sale.part });
          expect(by?.purchase).not.toBe(sale.purchase);
          expect(by?.group).toBe(sale.group);
          expect(by?.acquiredBy).not.toBe("other");
          const days = (Date.parse(by?.acquired ?? "") - Date.parse(sale.sold)) / 86_400_000;
          expect(Math.abs(days)).toBeLessThanOrEqual(30);
          expect(rank.get(key(part)) ?? Number.POSITIVE_INFINITY).toBeGreaterThan(rank.get(key(sale)) ?? 0);
          expect(used.has(key(part))).toBe(false);
          used.add(key(part));
        }
      }
      expect(used.size).toBe(pieces(result).filter((piece) => piece.replacement).length);
    });
  });

  it("a loss is disallowed at most, a gain never, and nothing in an IRA", () => {
    holds((trades) => {
      for (const sale of washSales(trades, options).sales) {
        expect(sale.disallowed.lte(Exact.max(0, sale.gain.neg()))).toBe(true);
        expect(sale.forfeited.lte(sale.disallowed)).toBe(true);
        if (!sale.taxable) expect([sale.disallowed.toNumber(), sale.recognised.toNumber()]).toEqual([0, 0]);
      }
    });
  });

  it("no loss stays deductible while lawful replacement shares are left", () => {
    holds((trades) => {
      const result = washSales(trades, options);
      const rank = new Map(result.sales.map((sale, at) => [key(sale), at]));
      for (const sale of result.sales) {
        if (!sale.taxable || sale.recognised.gt("-1e-9")) continue;
        const left = pieces(result).filter(
          (piece) =>
            !piece.replacement &&
            piece.acquiredBy !== "other" &&
            piece.group === sale.group &&
            piece.purchase !== sale.purchase &&
            Math.abs(Date.parse(piece.acquired) - Date.parse(sale.sold)) <= 30 * 86_400_000 &&
            // Pieces of one sale of one lot are of one purchase, so the order of sales tells which came first.
            (rank.get(key(piece)) ?? Number.POSITIVE_INFINITY) > (rank.get(key(sale)) ?? 0),
        );
        expect(left).toEqual([]);
      }
    });
  });

  it("the order of the input does not matter", () => {
    holds((trades) => {
      const backwards = { lots: [...trades.lots].reverse(), sales: [...trades.sales].reverse() };
      expect(washSales(backwards, options)).toEqual(washSales(trades, options));
    });
  });

  it("nothing is washed where no purchase lies in the window of a loss", () => {
    holds((trades) => {
      const alone = trades.lots.slice(0, 1);
      const sales = trades.sales.filter((sale) => sale.lot === alone[0]?.id);
      const far = trades.lots.slice(1).map((lot, at) => ({ ...lot, id: `far${at}`, date: "2030-01-01" }));
      expect(washSales({ lots: [...alone, ...far], sales }, options).disallowed.isZero()).toBe(true);
    });
  });

  it("settling twice changes nothing", () => {
    holds((trades) => {
      const once = washSales(trades, options);
      const again = washSales(settledTrades(once), options);
      const told = (result: WashSaleResult) => ({
        lots: result.lots.map(({ id, quantity, basis, heldFrom, replacement }) => [
          ...[id, quantity.toString(), basis.toString(), heldFrom, replacement],
        ]),
        sales: result.sales.map(({ id, quantity, gain, disallowed, forfeited, recognised, term }) => [
          ...[id, quantity.toString(), gain.toString(), disallowed.toString(), forfeited.toString()],
          ...[recognised.toString(), term],
        ]),
      });
      expect(told(again)).toEqual(told(once));
    });
  });

  it("a split in the midst of the trades changes no dollar", () => {
    const splitDay = dayText(FIRST_DAY + 30);
    const after = <T extends BoughtLot | SoldShares>(trade: T): T =>
      trade.date < splitDay ? trade : { ...trade, quantity: new Exact(trade.quantity).times(3).div(2) };
    holds((trades) => {
      const split: Trades = {
        lots: trades.lots.map(after),
        sales: trades.sales.map(after),
        splits: ["g", "h"].map((symbol) => ({ symbol, date: splitDay, ratio: "3:2" })),
      };
      const money = (result: WashSaleResult) => Object.values(result.totals).map((total) => total.toFixed(9));
      expect(money(washSales(split, options))).toEqual(money(washSales(trades, options)));
    });
  });
});
