import { describe, expect, it } from "vitest";
import { core, said, wrong } from "../testkit/rules.ts";

describe("units", () => {
  it("takes what may be compared and added", () => {
    const firm = `
limit A { weight(AAPL) + weight(MSFT) <= 15% }
limit B { weight(AAPL) <= weight(MSFT) }
limit C { weight(AAPL) <= weight(MSFT) + 2pp }
limit D { weight(AAPL) - weight(MSFT) in -2pp..2pp }
limit E { weight(AAPL) <= 500bps }
limit F { drift(Equity) <= 250bps }
limit G { weight(AAPL of Equity) <= 20% }
limit H { weight(AAPL of Equity) <= weight(MSFT of Equity) }
limit I { bought(AAPL) <= $1,000  sold(AAPL) <= 100 shares  traded(AAPL) <= 5% }
limit J { bought(Equity) <= sold(FixedIncome) }
limit K { cash >= $1,000  cash >= 1% }
limit L { value(AAPL) <= account.value / 20 }
limit M { value(AAPL) <= 5% * account.value }
limit N { 2 * weight(AAPL) + weight(MSFT) / 2 <= 15% }
limit O { weight(AAPL) <= 4% + 100bps }
limit P { weight(AAPL) - 2pp <= 5% }
limit Q { count(holdings) <= 40  count(trades) <= 12 }
limit R { weight(Cash) >= Allocation.cash_floor }
limit S { weight(AAPL) <= before(weight(AAPL)) + 1pp }
limit T { 5% >= weight(AAPL) }
limit U { turnover <= 20%  tracking error <= 4% }
limit V { gains(short) <= $0  gains this year <= $5,000  losses <= $5,000  tax <= $100  tax this year <= $100 }
limit W { sum(s in Tech: weight(s)) <= target(USLarge) }
limit X { shares(AAPL) <= 100 shares }
limit Y { for each s in Tech: shares(s) <= 100 shares }
limit Z { weight(where held less than 1 year) <= 20% }
`;
    expect(wrong({ firm })).toEqual([]);
    expect(`${said({ firm })}\n${core({ firm })}`).toMatchSnapshot();
  });

  it("refuses what may not", () => {
    const firm = `
limit A { weight(Equity) <= $40,000 } //! error MDT3001
limit B { value(AAPL) + weight(MSFT) <= $50,000 } //! error MDT3002
limit C { weight(AAPL of Equity) + weight(BND) <= 30% } //! error MDT3003
limit D { weight(AAPL of Equity) <= weight(BND) } //! error MDT3003
limit E { weight(Equity) <= 70pp } //! error MDT3004
limit F { drift(Equity) <= 5% } //! error MDT3004
limit G { weight(AAPL) - weight(MSFT) <= 2% } //! error MDT3004
limit H { weight(Equity) <= 0.7 } //! error MDT3001
limit I { shares(AAPL) <= $5,000 } //! error MDT3001
limit J { bought(AAPL) <= 3 } //! error MDT3001
limit K { average(esg_score of Equity) >= 50% } //! error MDT3001
limit L { count(trades) <= 5% } //! error MDT3001
limit M { gains <= 5% } //! error MDT3001
limit N { weight(AAPL) * 5% <= 1% } //! error MDT3017
limit O { value(AAPL) * $2 <= $100 } //! error MDT3017
limit P { minimum trade 5 shares } //! error MDT3005
limit Q { minimum holding -25bps } //! error MDT3031
limit R { bought(AAPL) <= 5% + $3 } //! error MDT3002
limit S { traded(AAPL) <= weight(AAPL of Equity) } //! error MDT3001
limit T { weight(Equity) in 5pp..7pp } //! error MDT3004
limit U { turnover <= 5pp } //! error MDT3004
limit V { weight(AAPL) <= 1 year } //! error MDT3001
limit W { weight(AAPL) <= 2026-11-20 } //! error MDT3001
limit X { weight(AAPL) / 0 <= 5% } //! error MDT3033
`;
    expect(wrong({ firm })).toEqual([]);
    expect(`${said({ firm })}\n${core({ firm })}`).toMatchSnapshot();
  });
});
