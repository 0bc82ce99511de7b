import { describe, expect, it } from "vitest";
import { outcomeOfResult } from "./testing/vectors.ts";
import type { BoughtLot, SoldShares, StockSplit, TradingAccount } from "./trades.ts";
import { washSales } from "./wash-sales.ts";

type Lot = Partial<BoughtLot> & Pick<BoughtLot, "id" | "date" | "quantity" | "cost">;
type Sale = Partial<SoldShares> & Pick<SoldShares, "lot" | "date" | "quantity" | "proceeds">;

const run = (lots: Lot[], sales: Sale[], splits: StockSplit[] = [], accounts?: TradingAccount[]) =>
  washSales(
    {
      lots: lots.map((lot) => ({ symbol: "X", ...lot })),
      sales: sales.map((sale, at) => ({ id: `s${at + 1}`, ...sale })),
      splits,
    },
    accounts === undefined ? {} : { accounts },
  );
const lot = (
  id: string,
  date: string,
  quantity: number,
  cost: number,
  more: Partial<BoughtLot> = {},
): Lot => ({
  ...{ id, date, quantity, cost },
  ...more,
});
const sale = (
  of: string,
  date: string,
  quantity: number,
  proceeds: number,
  more: Partial<SoldShares> = {},
): Sale => ({
  ...{ lot: of, date, quantity, proceeds },
  ...more,
});
const money = (result: ReturnType<typeof run>) =>
  Object.fromEntries(Object.entries(result.totals).map(([name, total]) => [name, total.toNumber()]));

describe("Publication 550 and Reg. § 1.1091-1(h)", () => {
  it("puts the loss into the new stock's basis: 250 lost, 800 paid, a basis of 1,050", () => {
    const result = run(
      [lot("old", "2014-05-01", 100, 1000), lot("new", "2014-07-05", 100, 800)],
      [sale("old", "2014-07-01", 100, 750)],
    );
    expect(result.lots[0]?.basis.toNumber()).toBe(1050);
    expect(result.lots[0]?.heldFrom).toBe("2014-05-05");
    expect(result.lots[0]?.replaces).toEqual({ lot: "old", part: 1 });
    expect(result.sales[0]?.replacedBy).toEqual([{ lot: "new", part: 1 }]);
    expect(money(result)).toMatchObject({ disallowed: 250, recognised: 0, deferred: 250 });
  });

  it("holds 25 of 100 shares deductible where 75 were bought", () => {
    const result = run(
      [lot("a", "2013-09-26", 100, 5000), lot("b", "2013-12-19", 50, 2750), lot("c", "2013-12-27", 25, 1125)],
      [sale("a", "2014-01-09", 100, 4000)],
    );
    expect(money(result)).toMatchObject({ disallowed: 750, recognised: -250, recognisedShort: -250 });
    expect(result.lots.map(({ lot: id, basis }) => [id, basis.toNumber()])).toEqual([
      ["b", 3250],
      ["c", 1375],
    ]);
    expect(result.sales.map(({ id, quantity }) => [id, quantity.toNumber()])).toEqual([
      ["a/1", 50],
      ["a/2", 25],
      ["a/3", 25],
    ]);
  });

  it("gives the loss to the first of four purchases only, with the old shares' holding period", () => {
    const result = run(
      [
        lot("a", "1954-09-15", 100, 5000),
        ...[15, 16, 17, 18].map((day) => lot(`b${day}`, `1956-02-${day}`, 50, 1000)),
      ],
      [sale("a", "1956-02-01", 100, 4000)],
    );
    expect(result.lots.map(({ basis }) => basis.toNumber())).toEqual([1500, 1500, 1000, 1000]);
    expect(result.lots.map(({ replacement }) => replacement)).toEqual([true, true, false, false]);
    expect(result.lots[0]?.heldFrom).toBe("1954-09-29");
  });

  it("does not let a block's loss reduce the gain on blocks sold that day", () => {
    const result = run(
      [
        ...[
          lot("a", "2008-01-05", 100, 15800),
          lot("b", "2008-01-06", 100, 10000),
          lot("c", "2008-01-07", 100, 9500),
        ],
        lot("new", "2014-01-09", 250, 25000),
      ],
      [
        sale("a", "2013-12-27", 100, 12500),
        sale("b", "2013-12-27", 100, 12500),
        sale("c", "2013-12-27", 100, 12500),
      ],
    );
    expect(result.sales.map(({ recognised }) => recognised.toNumber())).toEqual([0, 2500, 3000]);
    expect(money(result)).toMatchObject({ disallowed: 3300, recognised: 5500, recognisedLong: 5500 });
  });

  it("nor where a block with a gain was itself bought in the window: the loss goes to what is kept", () => {
    const result = run(
      [
        lot("a", "2013-12-01", 100, 2000),
        lot("b", "2013-12-10", 100, 900),
        lot("new", "2014-01-05", 100, 1000),
      ],
      [sale("a", "2013-12-27", 100, 1200), sale("b", "2013-12-27", 100, 1200)],
    );
    expect(result.sales.map(({ recognised }) => recognised.toNumber())).toEqual([0, 300]);
    expect(result.lots[0]?.basis.toNumber()).toBe(1800);
  });

  it("lets a day trader's loss reduce the gain on shares bought after it, the same day", () => {
    const result = run(
      [lot("1", "2014-05-01", 100, 1000), lot("2", "2014-05-01", 100, 800), lot("3", "2014-05-20", 100, 900)],
      [sale("1", "2014-05-01", 100, 900), sale("2", "2014-05-01", 100, 900)],
    );
    expect(result.sales.map(({ recognised }) => recognised.toNumber())).toEqual([0, 0]);
    expect(result.lots[0]?.replacement).toBe(false);
  });
});

describe("the window", () => {
  it.each([
    ["2014-05-31", 0],
    ["2014-06-01", 100],
    ["2014-07-01", 100],
    ["2014-07-31", 100],
    ["2014-08-01", 0],
  ])("of a sale on 1 July 2014: bought on %s, %d disallowed", (date, disallowed) => {
    const result = run(
      [lot("a", "2013-01-01", 10, 1000), lot("b", date, 10, 800)],
      [sale("a", "2014-07-01", 10, 900)],
    );
    expect(result.disallowed.toNumber()).toBe(disallowed);
  });

  it("looks at the day of purchase, not at where a tacked holding period starts", () => {
    const result = run(
      [lot("a", "2013-01-01", 10, 1000), lot("b", "2014-06-20", 10, 800, { heldFrom: "2013-01-01" })],
      [sale("a", "2014-07-01", 10, 900)],
    );
    expect(result.disallowed.toNumber()).toBe(100);
    expect(result.lots[0]?.heldFrom).toBe("2011-07-05");
  });
});

describe("what replaces a loss", () => {
  it("is no share of the same purchase (Rev. Rul. 56-602)", () => {
    const half = run([lot("a", "2014-06-01", 200, 10_000)], [sale("a", "2014-06-12", 100, 4000)]);
    expect(money(half)).toMatchObject({ disallowed: 0, recognised: -1000 });
    const rows = [
      lot("a", "2014-06-01", 100, 5000, { purchase: "p" }),
      lot("b", "2014-06-01", 100, 5000, { purchase: "p" }),
    ];
    expect(run(rows, [sale("a", "2014-06-12", 100, 4000)]).disallowed.toNumber()).toBe(0);
    const two = [lot("a", "2014-06-01", 100, 5000), lot("b", "2014-06-01", 100, 5000)];
    expect(run(two, [sale("a", "2014-06-12", 100, 4000)]).disallowed.toNumber()).toBe(1000);
  });

  it("may have been bought before the shares sold, within the window: the text asks only when", () => {
    const lots = [lot("a", "2011-01-03", 100, 1000), lot("b", "2011-01-18", 100, 1000)];
    expect(run(lots, [sale("b", "2011-01-31", 100, 900)]).disallowed.toNumber()).toBe(100);
  });

  it("is not what was sold before", () => {
    const lots = [lot("a", "2013-01-01", 10, 1000), lot("b", "2014-06-20", 10, 800)];
    const sales = [sale("b", "2014-06-25", 10, 850), sale("a", "2014-07-01", 10, 900)];
    expect(money(run(lots, sales))).toMatchObject({ disallowed: 0, recognised: -50 });
  });

  it("is not inherited, given or moved in, but may be a reinvested dividend of a fraction of a share", () => {
    const old = lot("a", "2013-01-01", 10, 1000);
    const loss = [sale("a", "2014-07-01", 10, 900)];
    expect(
      run([old, lot("b", "2014-07-02", 10, 800, { acquiredBy: "other" })], loss).disallowed.toNumber(),
    ).toBe(0);
    const result = run([old, lot("b", "2014-07-02", 0.125, 11, { acquiredBy: "reinvest" })], loss);
    expect(result.disallowed.toString()).toBe("1.25");
    expect(
      result.sales.map(({ quantity, recognised }) => [quantity.toString(), recognised.toString()]),
    ).toEqual([
      ["0.125", "0"],
      ["9.875", "-98.75"],
    ]);
  });

  it("is of the same group, which is the symbol alone unless given", () => {
    const loss = [sale("a", "2014-07-01", 10, 900)];
    const other = lot("b", "2014-07-02", 10, 800, { symbol: "Y" });
    expect(run([lot("a", "2013-01-01", 10, 1000), other], loss).disallowed.toNumber()).toBe(0);
    const grouped = [lot("a", "2013-01-01", 10, 1000, { group: "g" }), { ...other, group: "g" }];
    expect(run(grouped, loss).disallowed.toNumber()).toBe(100);
  });

  it("replaces once: the second loss finds it used (Reg. § 1.1091-1(e))", () => {
    const result = run(
      [lot("a", "2013-01-01", 10, 1000), lot("b", "2013-01-02", 10, 1000), lot("c", "2014-07-05", 10, 500)],
      [sale("b", "2014-07-02", 10, 600), sale("a", "2014-07-03", 10, 700)],
    );
    // The earlier disposal first, though its shares were acquired later (b).
    expect(result.sales.map(({ lot: id, disallowed }) => [id, disallowed.toNumber()])).toEqual([
      ["b", 400],
      ["a", 0],
    ]);
  });

  it("follows the order within a day where it is known, else the order of acquisition", () => {
    const lots = [
      lot("a", "2013-01-01", 10, 1000),
      lot("b", "2013-01-02", 10, 1000),
      lot("c", "2014-07-05", 10, 500),
    ];
    const sales = [
      sale("a", "2014-07-02", 10, 700, { sequence: 2 }),
      sale("b", "2014-07-02", 10, 600, { sequence: 1 }),
    ];
    expect(run(lots, sales).disallowed.toNumber()).toBe(400);
    expect(
      run(
        lots,
        sales.map(({ sequence: _, ...rest }) => rest),
      ).disallowed.toNumber(),
    ).toBe(300);
  });
});

describe("chains", () => {
  it("carry basis and holding period through each replacement", () => {
    const result = run(
      [lot("a", "2014-01-01", 10, 1000), lot("b", "2014-03-01", 10, 850), lot("c", "2014-04-10", 10, 700)],
      [sale("a", "2014-02-20", 10, 800), sale("b", "2014-04-01", 10, 750)],
    );
    // a: 200 to b (50 days); b: 850 + 200 - 750 = 300 to c, held 31 + 50 days.
    expect(result.sales.map(({ disallowed }) => disallowed.toNumber())).toEqual([200, 300]);
    expect(outcomeOfResult(result)).toContain("10 X held from 2014-01-19 at 1000.000000, open");
    expect(money(result)).toMatchObject({ recognised: 0, deferred: 300 });
  });

  it("can turn a gain into a loss, which is washed in its turn", () => {
    const result = run(
      [lot("a", "2014-01-01", 10, 1000), lot("b", "2014-02-25", 10, 500), lot("c", "2014-03-10", 4, 300)],
      [sale("a", "2014-02-20", 10, 600), sale("b", "2014-03-01", 10, 800)],
    );
    // b's 500 became 900; sold for 800, 100 lost, of which 4 of 10 shares' worth is replaced by c.
    expect(money(result)).toMatchObject({ disallowed: 440, recognised: -60, deferred: 40 });
  });

  it("make a long-term loss of a short one where the tacked days do", () => {
    const result = run(
      [lot("a", "2013-07-01", 10, 1000), lot("b", "2014-06-20", 10, 800)],
      [sale("a", "2014-06-15", 10, 900), sale("b", "2014-08-20", 10, 700)],
    );
    expect(result.sales.map(({ term }) => term)).toEqual(["short", "long"]);
    expect(money(result)).toMatchObject({ recognised: -200, recognisedLong: -200 });
  });
});

describe("a household", () => {
  const accounts: TradingAccount[] = [
    { id: "joint", registration: "taxable", household: "h" },
    { id: "hers", registration: "taxable", household: "h" },
    { id: "ira", registration: "roth", household: "h" },
    { id: "other", registration: "taxable", household: "k" },
  ];
  const loss = [sale("a", "2014-07-01", 10, 900)];
  const old = lot("a", "2013-01-01", 10, 1000, { account: "joint" });

  it("is one taxpayer: another account's purchase washes, another household's does not", () => {
    const hers = run([old, lot("b", "2014-07-02", 10, 800, { account: "hers" })], loss, [], accounts);
    expect(hers.lots[0]?.basis.toNumber()).toBe(900);
    const other = run([old, lot("b", "2014-07-02", 10, 800, { account: "other" })], loss, [], accounts);
    expect(other.disallowed.toNumber()).toBe(0);
  });

  it("loses for good what an IRA buys back: no basis, no holding period (Rev. Rul. 2008-5)", () => {
    const result = run([old, lot("b", "2014-07-02", 10, 800, { account: "ira" })], loss, [], accounts);
    expect(result.lots[0]?.basis.toNumber()).toBe(800);
    expect(result.lots[0]?.heldFrom).toBe("2014-07-02");
    expect(money(result)).toMatchObject({ disallowed: 100, forfeited: 100, recognised: 0, deferred: 0 });
  });

  it("does not wash a loss inside an IRA, which nobody deducts, and leaves the replacement unused", () => {
    const lots = [{ ...old, account: "ira" }, lot("b", "2014-07-02", 10, 800, { account: "hers" })];
    const result = run(lots, loss, [], accounts);
    expect(result.sales[0]?.gain.toNumber()).toBe(-100);
    expect(result.sales[0]?.recognised.toNumber()).toBe(0);
    expect(result.lots[0]?.replacement).toBe(false);
  });
});

describe("stock splits", () => {
  const split = (ratio: string | number, date: string, symbol = "X"): StockSplit => ({ symbol, date, ratio });

  it("between purchase and sale change the count, not the fate", () => {
    const lots = [lot("a", "2013-01-01", 10, 1000), lot("b", "2014-07-05", 10, 400)];
    const result = run(lots, [sale("a", "2014-07-01", 20, 800)], [split("2:1", "2014-06-01")]);
    // 20 sold, 10 bought after the split: half of the loss of 200.
    expect(money(result)).toMatchObject({ disallowed: 100, recognised: -100 });
    expect(result.sales.map(({ quantity }) => quantity.toNumber())).toEqual([10, 10]);
  });

  it("between sale and repurchase match split-adjusted shares", () => {
    const lots = [lot("a", "2013-01-01", 10, 1000), lot("b", "2014-07-05", 10, 400)];
    const result = run(lots, [sale("a", "2014-07-01", 10, 800)], [split(2, "2014-07-03")]);
    // The 10 bought are 5 of those sold.
    expect(result.disallowed.toNumber()).toBe(100);
    expect(result.lots[0]?.quantity.toNumber()).toBe(10);
  });

  it("1 for 3 stay exact, and on the day itself count as before the opening", () => {
    const lots = [lot("a", "2013-01-01", 10, 1000), lot("b", "2014-07-01", 10, 4000)];
    const result = run(lots, [sale("a", "2014-06-20", 10, 700)], [split("1:3", "2014-07-01")]);
    // 10 new shares are 30 old ones: the loss of 300 goes to the first third of the lot.
    expect(result.disallowed.toNumber()).toBe(300);
    expect(result.lots.map(({ quantity, replacement }) => [quantity.toFixed(4), replacement])).toEqual([
      ["3.3333", true],
      ["6.6667", false],
    ]);
    expect(
      result.lots
        .map(({ cost }) => cost)
        .reduce((a, b) => a.plus(b))
        .toString(),
    ).toBe("4000");
  });

  it("of one member of a group leave the other's shares as they are", () => {
    const lots = [
      lot("a", "2013-01-01", 10, 1000, { group: "g" }),
      lot("b", "2014-07-05", 10, 400, { symbol: "Y", group: "g" }),
    ];
    const sales = [sale("a", "2014-07-01", 10, 800)];
    expect(run(lots, sales, [split("2:1", "2014-07-03", "Y")]).disallowed.toNumber()).toBe(100);
    expect(run(lots, sales, [split("2:1", "2014-07-10", "Y")]).disallowed.toNumber()).toBe(200);
    expect(run(lots, sales, [split("2:1", "2014-06-03", "Z")]).disallowed.toNumber()).toBe(200);
  });
});

describe("a sale of several lots", () => {
  it("shares its proceeds by shares", () => {
    const result = run(
      [lot("a", "2013-01-01", 10, 1000), lot("b", "2013-02-01", 20, 100)],
      [
        sale("a", "2014-07-01", 30, 900, {
          lot: [
            { lot: "a", quantity: 10 },
            { lot: "b", quantity: 20 },
          ],
        }),
      ],
    );
    expect(result.sales.map(({ lot: id, gain }) => [id, gain.toNumber()])).toEqual([
      ["a", -700],
      ["b", 500],
    ]);
  });
});
