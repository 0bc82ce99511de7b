/** One mistake, one error, on its own line; what else is wrong in the same block is told as well. */
import { describe, expect, it } from "vitest";
import { wrong } from "../testkit/rules.ts";

function account(lines: string): string[] {
  return wrong({ advisor: `account "1" { model Balanced\n${lines}\n}` });
}

describe("mistakes of the text in one block", () => {
  it.each([
    ["a word that is misspelt", "  keep AAPL untill 2099-01-01 //! error MDT1009"],
    ["a word that is missing", "  reserve $5,000 //! error MDT1008"],
    ["a word too many", "  reserve cash of $5,000 //! error MDT1009"],
    ["a day in words", "  keep AAPL until June 2099 //! error MDT1009"],
    ["no day at all", "  keep AGG until tomorrow //! error MDT1009"],
    ["words in another order", "  tilt USSmall 2pp //! error MDT1009"],
    ["a word for another", "  substitute ITOT for VTI //! error MDT1009"],
    ["what the language has no word for", "  buy AAPL //! error MDT1008"],
    ["a clause that stops short", "  trade at most 20% //! error MDT1008"],
    ["a rule that stands in no limit", "  turnover <= 20% //! error"],
    ["a rule of a measure in no limit", "  weight(AAPL) <= 5% //! error"],
    ["two of them", "  trade at most 20% //! error MDT1008\n  substitute ITOT for VTI //! error MDT1009"],
    ["a sentence", "  do not buy AAPL //! error"],
  ])("%s", (_, lines) => {
    expect(account(`${lines}\n  never buy AAPL`)).toEqual([]);
    expect(account(`  never sell AAPL\n${lines}`)).toEqual([]);
    // the next line's mistake is another one
    expect(account(`${lines}\n  never buy Nope //! error MDT2001`)).toEqual([]);
    expect(account(`  never buy Nope //! error MDT2001\n${lines}`)).toEqual([]);
  });

  it("in a test", () => {
    const firm = `test "x" {
  on 2026-11-20
  prices { VTI $250 ITOT $100 VB $75 BND $75 AGG $100 AAPL $200 }
  account "t1" { model Balanced roth cash $10,000
    lot AAPL 5 at $50 //! error MDT1008
    never buy Nope //! error MDT2001
  }
  expect weight(AAPL) //! error MDT3028
  expect infeasible citing //! error MDT1008
  expect weight(Nope) <= 5% //! error MDT2001
}`;
    expect(wrong({ firm })).toEqual([]);
  });

  it("in a menu and in the objective", () => {
    const firm = `menu M {
  option a: money in $0..$5 default $1 set to advisor //! error MDT1009
  option b: money in $5..$1 default $3 set by advisor //! error MDT3021
}
objective {
  drift of nothing cost 5bps per 1pp //! error MDT1009
  trading commission $5 //! error MDT3005
}`;
    expect(wrong({ firm })).toEqual([]);
  });

  it("says nothing of a block's parts that the mistake has taken", () => {
    expect(
      wrong({
        advisor: 'account "1" { modl Balanced //! error MDT1009\n  tilt 2pp to USSmall from USLarge }',
      }),
    ).toEqual([]);
  });

  it("a mistake that only the next file's text is like takes no other's words", () => {
    const firm =
      "list L6 = securities with tobacco //! error MDT1009\nlist L7 = Tech minus AAPL //! error\nlist L8 = Tech & Sin //! error MDT1014";
    expect(wrong({ firm })).toEqual([]);
  });
});
