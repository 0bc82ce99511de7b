import { describe, expect, it } from "vitest";
import { compileText } from "../testkit/check.ts";
import { archiveOf, said, wrong } from "../testkit/rules.ts";

/** Members of a list, by symbol. */
function members(definition: string): readonly string[] | undefined {
  const { bundle, diagnostics } = compileText(archiveOf({ firm: `list L = ${definition}` }));
  if (bundle === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return bundle.sets[bundle.lists["L"] ?? -1]?.members.map((index) => bundle.universe[index]?.symbol ?? "");
}

describe("sets", () => {
  it.each([
    ["{ AAPL, MSFT }", ["AAPL", "MSFT"]],
    ["Tech except { MSFT, GOOG }", ["AAPL", "GOOGL"]],
    ["FixedIncome or Sin", ["MO", "BND", "AGG"]],
    // `and` binds tighter than `or`
    ["FixedIncome or Tech and Sin", ["BND", "AGG"]],
    // `except` takes away from all before it
    ["FixedIncome or Tech except { BND, AAPL }", ["MSFT", "GOOG", "GOOGL", "AGG"]],
    ["Equity and not Tech", ["VTI", "ITOT", "MO", "VB", "VXUS"]],
    ["securities where tobacco or esg_score >= 75", ["MSFT", "MO"]],
    ['securities where not tobacco and sector = "Technology"', ["AAPL", "MSFT", "GOOG", "GOOGL"]],
    ['securities where sector in { "Staples", "Fund" } except Equity', ["BND", "AGG"]],
    ["Tech where esg_score in 70..75", ["AAPL", "GOOGL"]],
    // an empty number meets no condition, not even `!=`
    ["Tech where esg_score != 70", ["AAPL", "MSFT"]],
    ["Tech where esg_score < 100", ["AAPL", "MSFT", "GOOGL"]],
    ["securities where Sin", ["MO"]],
    ["securities where 75 < esg_score", ["MSFT"]],
    ["USSmall", ["VB"]],
    ["Equity except USLarge", ["VB", "VXUS"]],
    ["securities where tobacco = off and USSmall", ["VB"]],
  ])("%s", (definition, expected) => {
    expect(members(definition)).toEqual(expected);
  });

  it("says what is wrong with one", () => {
    const firm = `
list A = securities where gambling //! error MDT2006
list B = securities where sector = Technology //! error MDT3020
list C = securities where sector //! error MDT3019
list D = securities where sector >= "A" //! error MDT3019
list E = securities where tobacco = 1 //! error MDT3019
list F = securities where esg_score >= 50% //! error MDT3019
list G = Screens.exclude //! error MDT2016
list H = Equity and Techs //! error MDT2001
list I = Equity and I //! error MDT2005
list J from "data/nothing.csv" //! error MDT7001
list K = sector //! error MDT2003
list L = securities where weight(AAPL) <= 5% //! error MDT3028
`;
    expect(wrong({ firm })).toEqual([]);
  });

  it("reads lists from files", () => {
    const files = {
      "data/good.csv": "note,symbol\nfirst,AAPL\nsecond,BND\n",
      "data/bad.csv": "symbol\nAAPL\nAPPL #! error MDT7011\nAAPL #! error MDT7006\n",
      "data/head.csv": "ticker #! error MDT7002\nAAPL\n",
    };
    const firm =
      'list Good from "data/good.csv"\nlist Bad from "data/bad.csv"\nlist Head from "data/head.csv"';
    expect(wrong({ firm, files })).toEqual([]);
  });

  it("keeps what accounts chose, and lots, for the account", () => {
    const firm = `limit A { for each s in Screens.exclude except { AAPL }: bought(s) = $0 }
limit B { weight(Tech where held less than 1 year) <= 10% }`;
    const { bundle } = compileText(archiveOf({ firm }));
    const [, , a, b] = bundle?.clauses ?? [];
    expect(a?.rules[0]).toMatchObject({
      loops: [
        {
          range: {
            over: "securities",
            of: { set: "difference", left: { set: "chosen", option: "Screens.exclude" } },
          },
        },
      ],
    });
    expect(b?.rules[0]).toMatchObject({
      left: { of: { set: "lots", comparison: "less than", duration: { count: 1, of: "years" } } },
    });
  });

  it("warns of what is named twice", () => {
    const firm = `list L = { AAPL, MSFT, AAPL }
menu Desk { option out: lists of { Sin, Sin } default none set by advisor }
equivalents E { VTI, ITOT, VTI }
limit M { weight({ MO, Tech, MO }) <= 5% }
`;
    const advisor = 'account "a" { choose Screens.exclude = Sin, Sin }';
    expect(said({ firm, advisor })).toMatchSnapshot();
  });
});
