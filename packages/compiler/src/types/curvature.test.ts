import { describe, expect, it } from "vitest";
import { core, said, wrong } from "../testkit/rules.ts";

describe("curvature", () => {
  it("takes convex below and concave above", () => {
    const firm = `
limit A { abs(drift(Equity)) <= 5pp }
limit B { max(weight(AAPL), weight(MSFT)) <= 10% }
limit C { min(weight(BND), weight(AGG)) >= 2% }
limit D { -min(weight(BND), weight(AGG)) <= -2% }
limit E { 10% >= max(weight(AAPL), weight(MSFT)) }
limit F { abs(drift(Equity)) + abs(drift(FixedIncome)) <= 8pp }
limit G { 2 * abs(drift(Equity)) <= 8pp }
limit H { sum(s in Tech: abs(drift(s))) <= 8pp }
limit I { max(abs(drift(Equity)), drift(FixedIncome)) <= 5pp }
limit J { abs(before(drift(Equity))) - drift(Equity) >= 0pp }
limit K { weight(AAPL) <= min(5%, before(weight(AAPL))) }
limit L { Tax.sensitivity * abs(drift(Equity)) <= 8pp }
`;
    expect(wrong({ firm })).toEqual([]);
    expect(`${said({ firm })}\n${core({ firm })}`).toMatchSnapshot();
  });

  it("refuses the wrong side, equality, and what bends both ways", () => {
    const firm = `
limit A { abs(drift(Equity)) >= 1pp } //! error MDT3009
limit B { max(weight(AAPL), weight(MSFT)) >= 5% } //! error MDT3009
limit C { min(weight(AAPL), weight(MSFT)) <= 5% } //! error MDT3009
limit D { tracking error >= 2% } //! error MDT3009
limit E { abs(drift(Equity)) = 1pp } //! error MDT3009
limit F { count(holdings) >= 10 } //! error MDT3009
limit G { count(trades) = 10 } //! error MDT3009
limit H { -abs(drift(Equity)) <= -1pp } //! error MDT3009
limit I { abs(drift(Equity)) in 0pp..5pp } //! error MDT3009
limit J { abs(abs(drift(Equity)) - abs(drift(FixedIncome))) <= 1pp } //! error MDT3009
limit K { max(weight(AAPL), min(weight(BND), weight(AGG))) <= 5% } //! error MDT3009
limit L { abs(drift(Equity)) - abs(drift(FixedIncome)) <= 1pp } //! error MDT3009
limit M { weight(AAPL) * weight(VTI) <= 1% } //! error MDT3007
limit N { weight(AAPL) / weight(Equity) <= 20% } //! error MDT3008
limit O { average(esg_score of Equity) - average(esg_score of FixedIncome) >= 5 } //! error MDT3018
limit P { weight(AAPL) < 5% } //! error MDT3011
limit Q { weight(AAPL) != 5% } //! error MDT3012
limit R { weight(AAPL) <= 5% or weight(MSFT) <= 5% } //! error MDT3012
limit S { account.value >= $1M } //! error MDT3013
limit T { target(Equity) <= 70% } //! error MDT3013
limit U { cost.total <= $10 } //! error MDT3023
`;
    expect(wrong({ firm })).toEqual([]);
    expect(`${said({ firm })}\n${core({ firm })}`).toMatchSnapshot();
  });

  it("holds netted tax to a ceiling only", () => {
    const firm = `
objective { taxes netted times Tax.sensitivity }
limit A { tax <= $100 }
limit B { tax >= $100 } //! error MDT3009
`;
    expect(wrong({ firm })).toEqual([]);
    expect(`${said({ firm })}\n${core({ firm })}`).toMatchSnapshot();
  });
});
