import { describe, expect, it } from "vitest";
import { compileText } from "../testkit/check.ts";
import { archiveOf, core, said, wrong } from "../testkit/rules.ts";

describe("menus", () => {
  it("take options of every type", () => {
    const firm = `menu All {
  option a: money in -$5..$5 default none set by advisor
  option b: percent in 0%..50bps default 25bps set by client
  option c: pp in -1pp..1pp default 0pp
  option d: shares in 0 shares..10 shares default 5 shares set by advisor, client
  option e: number default 1.5
  option f: count in 1..40 default 40 set by advisor
  option g: flag default off set by advisor
  option h: choice { low, high } default low set by advisor
  option i: lists of { Sin, Tech } default Sin, Tech set by advisor
  option j: choice { none = 0, some = 1 } default none
}`;
    expect(wrong({ firm })).toEqual([]);
    expect(`${said({ firm })}\n${core({ firm })}`).toMatchSnapshot();
    const options = compileText(archiveOf({ firm })).bundle?.menus.find(
      ({ name }) => name === "All",
    )?.options;
    expect(options?.map((option) => option.default)).toEqual([
      { kind: "none" },
      { kind: "quantity", value: "0.0025" },
      { kind: "quantity", value: "0" },
      { kind: "quantity", value: "5" },
      { kind: "quantity", value: "1.5" },
      { kind: "quantity", value: "40" },
      { kind: "flag", on: false },
      { kind: "case", case: "low", value: "0" },
      { kind: "lists", lists: ["Sin", "Tech"] },
      { kind: "case", case: "none", value: "0" },
    ]);
    expect(options?.[1]).toMatchObject({
      type: { type: "percent", low: "0", high: "0.005" },
      setBy: ["client"],
    });
  });

  it("say what is wrong with an option", () => {
    const firm = `menu Off {
  option a: money in $5..$1 default none //! error MDT3021
  option b: percent in $0..$5 default none //! error
  option c: percent in 0%..5% default 9% //! error MDT4018
  option d: percent in 0%..5% default $9 //! error MDT4018
  option e: percent in 0%..5% //! error MDT4018
  option f: percents in 0%..5% default 1% //! error MDT3025
  option g: flag default 3 //! error MDT4018
  option h: choice { low = 0, high = 1 } default hihg //! error MDT2011
  option i: choice { low = 0, low = 1 } default low //! error MDT2002
  option j: lists of { Sim } default none //! error MDT2001
  option k: lists of { Equity } default none //! error MDT2003
  option l: flag default on set by adviser //! error MDT4028
  option n for each class: percent in -5%..5% default 0% set by advisor //! error MDT3005
  option m: choice { low = 5%, high = 1 } default low //! error MDT3005
}`;
    expect(wrong({ firm })).toEqual([]);
    expect(`${said({ firm })}\n${core({ firm })}`).toMatchSnapshot();
  });

  it("warn where a limit reads an option that may be none", () => {
    const firm = `limit A { gains <= Tax.gains_budget } //! warning MDT4023
limit B when Tax.gains_budget is chosen { gains <= Tax.gains_budget }
limit C { weight(Cash) >= Allocation.cash_floor }`;
    const { diagnostics } = compileText(archiveOf({ firm }));
    expect(diagnostics.map(({ code }) => code)).toEqual(["MDT4023"]);
    expect(wrong({ firm })).toEqual([]);
    expect(`${said({ firm })}\n${core({ firm })}`).toMatchSnapshot();
  });
});
