import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { outcomeOfResult, outcomeOfRows, parseVector, tradesOfVector } from "./testing/vectors.ts";
import { washSales } from "./wash-sales.ts";

const folder = fileURLToPath(new URL("../../../../../shared/cases/washsales", import.meta.url));
const present = existsSync(folder);
if (!present)
  console.warn("skipped: the wash-sale vectors (../shared/cases/washsales) are not beside this repository");
const names = present
  ? readdirSync(folder).flatMap((file) =>
      file.endsWith("_out.csv") ? file.slice(0, -"_out.csv".length) : [],
    )
  : [];

/**
 * Vectors that disagree with the text of § 1091, its regulations or Publication 550, with the reason and with what the
 * text demands. None of those known does; a vector added here is asserted to differ, and to differ in just this way.
 */
const AGAINST_THE_TEXT: Readonly<
  Record<string, { readonly why: string; readonly outcome: readonly string[] }>
> = {};

const read = (name: string) => parseVector(readFileSync(`${folder}/${name}.csv`, "utf8"));

describe("the vectors", () => {
  it.skipIf(!present)("are there", () => {
    expect(names.length).toBeGreaterThanOrEqual(9);
  });

  it.skipIf(!present).each(names)("%s", (name) => {
    const outcome = outcomeOfResult(washSales(tradesOfVector(read(name))));
    const expected = outcomeOfRows(read(`${name}_out`));
    const exception = AGAINST_THE_TEXT[name];
    if (exception === undefined) {
      expect(outcome).toEqual(expected);
    } else {
      expect(outcome, exception.why).toEqual(exception.outcome);
      expect(outcome).not.toEqual(expected);
    }
  });
});

describe("the reader of vectors", () => {
  it("takes $, commas in quotes, short rows and either form of BuyLot", () => {
    const rows = parseVector(
      "Cnt,Sym,Desc,BuyDate,Basis,SellDate,Proeeds,AdjCode,Adj,FormPosition,BuyLot,IsReplacement\n" +
        '4,G,"a, b",9/5/2014,"$2,351.96",10/24/2014,"$2,148.64",W,1.5,lot1,"2,1",True\n' +
        "10,G,A,12/15/2014,2000\n",
    );
    expect(rows[0]).toEqual({
      ...{ count: "4", symbol: "G", bought: "2014-09-05", basis: "2351.96", sold: "2014-10-24" },
      ...{ proceeds: "2148.64", adjustment: "1.5", purchase: "2,1", replacement: true },
    });
    expect(rows[1]).toMatchObject({
      bought: "2014-12-15",
      sold: "",
      proceeds: "",
      adjustment: "0",
      replacement: false,
    });
    expect(tradesOfVector(rows).lots.map((lot) => lot.purchase)).toEqual(["G 2", undefined]);
  });

  it("puts equal pieces together, and only those", () => {
    const row = {
      count: "1",
      symbol: "G",
      bought: "2014-01-01",
      basis: "10",
      sold: "",
      proceeds: "",
      adjustment: "0",
    };
    const rest = { purchase: "", replacement: false };
    const rows = [
      { ...row, ...rest },
      { ...row, ...rest, count: "2", basis: "20" },
      { ...row, ...rest, basis: "11" },
    ];
    expect(outcomeOfRows(rows)).toEqual([
      "1 G held from 2014-01-01 at 11.000000, open",
      "3 G held from 2014-01-01 at 30.000000, open",
    ]);
  });
});
