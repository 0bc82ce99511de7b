import { describe, expect, it } from "vitest";
import { WashSaleInputError, type WashSaleProblemCode } from "./problems.ts";
import type { BoughtLot, SoldShares, Trades, WashSaleOptions } from "./trades.ts";
import { checkTrades, washSales } from "./wash-sales.ts";

const lot: BoughtLot = { id: "a", symbol: "X", date: "2014-01-01", quantity: 10, cost: 100 };
const sale: SoldShares = { id: "s", lot: "a", date: "2014-02-01", quantity: 10, proceeds: 90 };
const withLot = (more: Partial<BoughtLot>): Trades => ({ lots: [{ ...lot, ...more }], sales: [sale] });
const withSale = (more: Partial<SoldShares>): Trades => ({ lots: [lot], sales: [{ ...sale, ...more }] });
const withSplit = (ratio: string | number, date = "2014-01-15"): Trades => ({
  ...{ lots: [lot], sales: [], splits: [{ symbol: "X", date, ratio }] },
});
const ira: WashSaleOptions = { accounts: [{ id: "ira", registration: "roth" }] };
const twice: WashSaleOptions = {
  accounts: [
    { id: "", registration: "roth" },
    { id: "", registration: "taxable" },
  ],
};

const wrong: [WashSaleProblemCode, string, Trades, WashSaleOptions?][] = [
  [
    "bad_date",
    "the lot `a` has `2014-02-30` where a date of the form YYYY-MM-DD belongs",
    withLot({ date: "2014-02-30" }),
  ],
  [
    "bad_date",
    "the sale `s` has `soon` where a date of the form YYYY-MM-DD belongs",
    withSale({ date: "soon" }),
  ],
  ["bad_date", "the split of `X` has `x` where a date of the form YYYY-MM-DD belongs", withSplit(2, "x")],
  [
    "bad_date",
    "the lot `a` is held from `2015-01-01`, after it was bought on `2014-01-01`",
    withLot({ heldFrom: "2015-01-01" }),
  ],
  ["bad_quantity", "the lot `a` has the quantity `-10`, which is not above 0", withLot({ quantity: -10 })],
  ["bad_quantity", "the sale `s` has the quantity `0`, which is not above 0", withSale({ quantity: 0 })],
  [
    "bad_quantity",
    "the lot `a` has the quantity `NaN`, which is not a number of at most 18 decimals below 1e18",
    withLot({ quantity: Number.NaN }),
  ],
  ["bad_money", "the lot `a` has a cost of `-1`, which is below 0", withLot({ cost: -1 })],
  [
    "bad_money",
    "the sale `s` has proceeds of `Infinity`, which is not a number of at most 18 decimals below 1e18",
    withSale({ proceeds: Number.POSITIVE_INFINITY }),
  ],
  [
    "bad_money",
    "the lot `a` has a cost of `$100`, which is not a number of at most 18 decimals below 1e18",
    withLot({ cost: "$100" }),
  ],
  [
    "bad_money",
    "the lot `a` has a cost of `1e+308`, which is not a number of at most 18 decimals below 1e18",
    withLot({ cost: 1e308 }),
  ],
  [
    "bad_ratio",
    "the split of `X` has the ratio `0`, which is not new shares for old, such as `2:1`",
    withSplit(0),
  ],
  [
    "bad_ratio",
    "the split of `X` has the ratio `2:0`, which is not new shares for old, such as `2:1`",
    withSplit("2:0"),
  ],
  [
    "bad_ratio",
    "the split of `X` has the ratio `2:1:1`, which is not new shares for old, such as `2:1`",
    withSplit("2:1:1"),
  ],
  [
    "bad_sequence",
    "the lot `a` has the sequence `NaN`, which is not a number",
    withLot({ sequence: Number.NaN }),
  ],
  ["unknown_lot", "the sale `s` is of the unknown lot `b`", withSale({ lot: "b" })],
  [
    "unknown_account",
    "the lot `a` is in the account `joint`, which is not among the accounts",
    withLot({ account: "joint" }),
    ira,
  ],
  ["duplicate_account", "the account `` is given twice", withLot({}), twice],
  ["duplicate_lot", "the lot `a` is given twice", { lots: [lot, lot], sales: [] }],
  [
    "duplicate_sale",
    "the sale `s` is given twice",
    {
      lots: [lot],
      sales: [
        { ...sale, quantity: 5 },
        { ...sale, quantity: 5 },
      ],
    },
  ],
  [
    "sold_before_bought",
    "the sale `s` on `2013-12-31` comes before its lot `a` was bought",
    withSale({ date: "2013-12-31" }),
  ],
  [
    "sold_too_much",
    "the sale `s` is of more shares than are left of the lot `a`",
    withSale({ quantity: "10.000001" }),
  ],
  [
    "bad_allocation",
    "the sale `s` is of `10` shares, but takes `9` from its lots",
    withSale({ lot: [{ lot: "a", quantity: 9 }] }),
  ],
  [
    "bad_allocation",
    "the sale `s` names one lot twice",
    withSale({
      lot: [
        { lot: "a", quantity: 5 },
        { lot: "a", quantity: 5 },
      ],
    }),
  ],
  [
    "bad_allocation",
    "the sale `s` takes shares of more than one symbol (X, Y)",
    {
      lots: [lot, { ...lot, id: "b", symbol: "Y" }],
      sales: [
        {
          ...sale,
          lot: [
            { lot: "a", quantity: 5 },
            { lot: "b", quantity: 5 },
          ],
        },
      ],
    },
  ],
  [
    "disallowed_too_much",
    "the sale `s` has more of its loss disallowed than it lost",
    withSale({ disallowed: 11 }),
  ],
  [
    "disallowed_too_much",
    "the sale `s` has more of its loss forfeited (6) than disallowed (5)",
    withSale({ disallowed: 5, forfeited: 6 }),
  ],
];

describe("trades that cannot be what happened", () => {
  it.each(wrong)("%s: %s", (code, message, trades, options) => {
    let thrown: unknown;
    try {
      washSales(trades, options);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(WashSaleInputError);
    expect(thrown).toMatchObject({ name: "WashSaleInputError", message });
    expect((thrown as WashSaleInputError).problems).toMatchObject([{ code, message }]);
  });

  it("are all reported, in the order of the input", () => {
    const trades = { lots: [{ ...lot, cost: "x", quantity: -1 }], sales: [{ ...sale, lot: "b" }, sale] };
    expect(checkTrades(trades).map(({ code }) => code)).toEqual([
      ...["bad_quantity", "bad_money", "unknown_lot", "duplicate_sale"],
    ]);
    expect(() => washSales(trades)).toThrow(
      /^the lot `a` has the quantity `-1`, which is not above 0 \(and 3 more\)$/,
    );
  });

  it("are none where they can: a split shrinks or grows what may be sold", () => {
    const lots = [lot];
    expect(checkTrades({ lots, sales: [sale] })).toEqual([]);
    const splits = [{ symbol: "X", date: "2014-01-15", ratio: "1:2" }];
    expect(checkTrades({ lots, sales: [sale], splits }).map(({ code }) => code)).toEqual(["sold_too_much"]);
    expect(checkTrades({ lots, sales: [{ ...sale, quantity: 5 }], splits })).toEqual([]);
  });
});
