import { describe, expect, it } from "vitest";
import { splitLine } from "./csv/split.ts";
import { cusipProblem } from "./cusip.ts";
import { businessDaysBetween, isDate } from "./dates.ts";
import { householdsOf } from "./households.ts";
import { semidefinite } from "./risk.ts";
import { littleBook, littleBundle } from "./testkit/bundle.ts";
import { withBook } from "./testkit/folder.ts";

describe("dates", () => {
  it("knows the calendar", () => {
    for (const day of ["2024-02-29", "2000-02-29", "2026-12-31"]) expect(isDate(day), day).toBe(true);
    for (const day of [
      "2023-02-29",
      "1900-02-29",
      "2026-00-10",
      "2026-04-31",
      "0026-01-01",
      "2026-1-1",
      "20260101",
    ])
      expect(isDate(day), day).toBe(false);
  });

  it("counts weekdays", () => {
    expect(businessDaysBetween("2026-11-20", "2026-11-20")).toBe(0);
    expect(businessDaysBetween("2026-11-20", "2026-11-22")).toBe(0);
    expect(businessDaysBetween("2026-11-20", "2026-11-23")).toBe(1);
    expect(businessDaysBetween("2026-11-13", "2026-11-20")).toBe(5);
    expect(businessDaysBetween("2026-11-21", "2026-11-20")).toBe(0);
    expect(businessDaysBetween("1969-12-26", "1970-01-02")).toBe(5);
  });
});

it("CUSIPs", () => {
  for (const good of ["037833100", "00287Y109", "38259P508", "17275R102"])
    expect(cusipProblem(good), good).toBeUndefined();
  expect(cusipProblem("037833101")).toBe("its check digit is `1` and should be `0`");
  expect(cusipProblem("37833100")).toContain("leading zeros");
  expect(cusipProblem("03783310é")).toBeDefined();
});

it("cells, quotes and what is wrong with them", () => {
  expect(splitLine('a,"b,""c""",')).toEqual({ cells: ["a", 'b,"c"', ""], state: "whole" });
  expect(splitLine('5" pipe,x').cells).toEqual(['5" pipe', "x"]);
  expect(splitLine('a,"b').state).toBe("open");
  expect(splitLine('a,"b"c').state).toBe("broken");
  expect(splitLine(",")).toEqual({ cells: ["", ""], state: "whole" });
});

it("households of the book and of the policies are joined", () => {
  const bundle = littleBundle();
  const source = bundle.models[0]?.source;
  if (source === undefined) throw new Error("the little bundle has a model");
  const joined = householdsOf(
    [
      { account: "1", household: "H" },
      { account: "2", household: "H" },
      { account: "3", household: undefined },
      { account: "4", household: undefined },
    ],
    { ...bundle, households: [{ name: "Rivera", accounts: ["2", "3", "9"], source }] },
  );
  expect(joined).toEqual([{ name: "H", positions: [0, 1, 2] }, { positions: [3] }]);
});

describe("the risk model", () => {
  const files = {
    ...littleBook(),
    "factors.csv":
      "symbol,market,specific\nAAA,1,0.02\nBBB,0.9,0.03\nCCC,1,0.01\nDDD,1,x\nEEE,1,0.1\nFFF,1,0.1\nGGG,0.1,0.1\nHHH,0.1,0.1\n",
    "factor_covariance.csv": "factor,market\nmarket,0.04\n",
  };

  it("is read, and a bad row touches who holds the symbol, where risk matters", async () => {
    await withBook(files, async (book) => {
      expect(book.market.risk?.factors).toEqual(["market"]);
      expect(book.market.risk?.exposures.get("BBB")).toEqual({ loadings: [0.9], specific: 0.03 });
      expect(book.quarantine).toEqual([]);
      expect(book.warnings).toMatchObject([{ code: "MDT7214", file: "book/factors.csv", row: 5 }]);
    });
    const source = littleBundle().models[0]?.source;
    if (source === undefined) throw new Error("the little bundle has a model");
    const risky = { ...littleBundle(), objective: { drift: [], risk: { k: "0.0015", source } } };
    await withBook(
      files,
      async (book) => {
        const holders = (await book.readAll()).flatMap(({ lots }) =>
          lots.filter(({ symbol }) => symbol === "DDD"),
        );
        expect(holders).toEqual([]);
        expect(new Set(book.quarantine.map(({ code, row }) => `${code} ${row}`))).toEqual(
          new Set(["MDT7214 5"]),
        );
        expect(book.quarantine.length).toBeGreaterThan(0);
      },
      { bundle: risky },
    );
    await withBook(
      { ...files, "factor_covariance.csv": "factor,market\nmarket,-0.04\n" },
      async (book) => {
        expect(book.market.risk).toBeUndefined();
        expect(await book.readAll()).toEqual([]);
      },
      { bundle: risky },
    );
  });

  it("has a covariance without negative directions", () => {
    expect(
      semidefinite([
        [1, 0.5],
        [0.5, 1],
      ]),
    ).toBe(true);
    expect(
      semidefinite([
        [1, 1],
        [1, 1],
      ]),
    ).toBe(true);
    expect(
      semidefinite([
        [1, 2],
        [2, 1],
      ]),
    ).toBe(false);
    expect(
      semidefinite([
        [0, 1],
        [1, 0],
      ]),
    ).toBe(false);
  });
});

it("tells what an account in debt is worth as money is written", async () => {
  const files = littleBook();
  const indebted = {
    ...files,
    "accounts.csv": files["accounts.csv"]?.replace(",1000.25,", ",-5000000,") ?? "",
  };
  await withBook(indebted, async (book) => {
    expect(book.quarantine.map(({ reason }) => reason)).toEqual([
      expect.stringMatching(/^the account's value is -\$49\d{5}\.\d\d; it must be more than zero$/),
    ]);
  });
});
