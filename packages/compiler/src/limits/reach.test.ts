import { describe, expect, it } from "vitest";
import { said } from "../testkit/rules.ts";

describe("levels out of reach", () => {
  it("are told of as what never holds, or never binds", () => {
    const firm = `limit A { weight(AAPL) <= 150% }
limit B { weight(Equity) >= 110% }
limit C { weight(Equity) = 110% }
limit D { weight(Equity) in -1%..120% }
limit E { for each s in Tech: weight(s of Equity) <= 500% }
limit F { 110% <= weight(Equity) }
limit G { cash >= 150% }
limit H { turnover <= 300% }
limit I { count(holdings) <= -3 }
limit J { abs(drift(Equity)) <= -1pp }
limit K { value(AAPL) >= -$5 }
limit L { minimum trade 150% }
limit M { minimum holding 0% }
limit N { weight(AAPL) <= 5% } waivable by compliance up to 150% for 1 year
prefer O { weight(AAPL) <= 5%  cost 0bps per 1pp }
`;
    const advisor = 'account "a" { tighten SingleStock to -1%  tighten BondFloor to 110% }';
    expect(said({ firm, advisor })).toMatchSnapshot();
  });

  it("are none at the very ends, of differences, and where an account decides", () => {
    const firm = `limit A { weight(AAPL) in 0%..100% }
limit B { drift(Equity) in -200pp..200pp }
limit C { weight(AAPL) - weight(MSFT) >= -150pp }
limit D { weight(Equity) <= 2 * Allocation.cash_floor }
limit E { gains <= -$5 }
limit F { traded(Equity) <= 150% }
limit G { weight(AAPL) + weight(MSFT) <= 150% }
`;
    expect(said({ firm })).toBe("");
  });
});
