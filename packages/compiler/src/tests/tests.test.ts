import { describe, expect, it } from "vitest";
import { compileText } from "../testkit/check.ts";
import { archiveOf, wrong } from "../testkit/rules.ts";

const PRICES = "prices { VTI $250  ITOT $100  VB $200  BND $75  AGG $98 }";

describe("tests in the language", () => {
  it("set up accounts and expect", () => {
    const firm = `
test "all of it" {
  on 2026-11-20
  prices { VTI $250  ITOT $100  VB $200  BND $75  AGG $98  AAPL $200  MO $40 }
  account "t1" { model Balanced  taxable at 37% short, 20% long  cash -$500  household "H"
    choose Tax.gains_budget = $1,000
    limit Mine { weight(Tech) <= 30% }
    reserve cash 1%
    lot AAPL 100.5 shares at $50 bought 2015-01-05
    sold MO 40 shares at $90 on 2026-11-10 at a loss of $800
    bought VTI 4 shares at $240 on 2026-11-10
    realised short $2,000, long -$500 this year
    carrying short $0, long $3,000 }
  expect feasible
  expect sold(AAPL) > 0 shares
  expect weight(Equity) in 55%..65%
  expect gains < $1,000 and not weight(Cash) > 5%
  expect gains in -$14,005..-$13,995
  expect cost.tax <= $200
  expect binding Mine
  expect no trade in Tech
  expect infeasible citing Cash.band, "reserve cash", SingleStock, account "t1".Mine
}`;
    expect(wrong({ firm })).toEqual([]);
    const test = compileText(archiveOf({ firm })).bundle?.tests[0];
    expect(test?.accounts[0]).toMatchObject({
      registration: "taxable",
      shortRate: "0.37",
      longRate: "0.2",
      cash: "-500",
      household: "H",
      realised: { short: "2000", long: "-500" },
      carrying: { short: "0", long: "3000" },
      lots: [{ symbol: "AAPL", quantity: "100.5", unitCost: "50", acquired: "2015-01-05" }],
      activity: [
        { symbol: "MO", side: "sell", gain: "-800", term: "short" },
        { symbol: "VTI", side: "buy" },
      ],
    });
    expect(test?.expects.map(({ expect: kind }) => kind)).toEqual([
      "feasible",
      "condition",
      "condition",
      "condition",
      "condition",
      "condition",
      "binding",
      "no trade",
      "infeasible",
    ]);
  });

  it("need a price for what is held, offered or named, and say so at the title", () => {
    const account = 'account "t" { model Balanced  roth  cash $100';
    const firm = `
test "held" { on 2026-11-20 ${PRICES} ${account} lot AAPL 1 shares at $5 bought 2020-01-02 } expect feasible } //! error MDT7013
test "offered" { on 2026-11-20 prices { VTI $250  VB $200  BND $75  AGG $98 } ${account} } expect feasible } //! error MDT7013
test "named" { on 2026-11-20 ${PRICES} ${account} } expect no trade in MO } //! error MDT7013
test "by a list" { on 2026-11-20 ${PRICES} ${account} } expect no trade in Sin }
`;
    expect(wrong({ firm })).toEqual([]);
  });

  it("say what is wrong with them", () => {
    const account = 'account "t" { model Balanced  roth  cash $100 }';
    const firm = `
test "a" { ${PRICES} ${account} expect feasible } //! error MDT7015
test "b" { on 2026-11-20 ${PRICES} expect feasible } //! error MDT7015
test "c" { on 2026-11-20 ${PRICES} account "t" { roth cash $1 } expect feasible } //! error MDT5016
test "d" { on 2026-11-20 ${PRICES} account "t" { model Balanced roth cash 5% } expect feasible } //! error MDT3005
test "e" { on 2026-11-20 ${PRICES} ${account} expect "u": feasible } //! error MDT2017
test "f" { on 2026-11-20 ${PRICES} ${account} expect weight(Equity) <= $5 } //! error MDT3001
test "g" { on 2026-11-20 ${PRICES} ${account} expect binding SingelStock } //! error MDT2001
test "h" { on 2026-11-20 ${PRICES} ${account} expect cost.taxes <= $5 } //! error MDT2001
test "i" { on 2026-11-20 ${PRICES} ${account} ${account} expect "t": feasible } //! error MDT2012
test "j" { on 2026-11-20 ${PRICES} ${account} account "u" { model Balanced roth } expect feasible } //! error MDT7015
test "k" { on 2026-11-20 ${PRICES} account "t" { model Balanced roth lot VTI 1 shares at $5 bought 2026-11-21 } expect feasible } //! error MDT7015
test "l" { on 2026-11-20 prices { VTI 250  ITOT $100  VB $200  BND $75  AGG $98 } ${account} expect feasible } //! error MDT3005
test "m" { on 2026-11-20 ${PRICES} account "t" { model Balanced cash $1 } expect feasible } //! warning MDT7016
test "m" { on 2026-11-20 ${PRICES} ${account} expect feasible } //! warning MDT2014
`;
    expect(wrong({ firm })).toEqual([]);
  });
});
