/** Rules of limits and preferences: what they range over, hold to, cost, and may be waived to. */
import { describe, expect, it } from "vitest";
import { pinned, wrong } from "../testkit/rules.ts";

describe("limits and preferences", () => {
  it("ranges of `for each`", () => {
    const firm = `
limit A { for each s in Tech: for each t in Sin: weight(s) + weight(t) <= 30% }
limit B { for each s in Tech: for each s in Sin: weight(s) <= 30% } //! error
limit D { for each s in Tech: weight(MSFT) <= 30% }
limit E { for each s in Tech: weight(t) <= 30% } //! error
limit F { for each c in classes: weight(c) <= 90% }
limit G { for each c in classes of Equity except USLarge: weight(c) <= 90% }
limit H { for each c in classes where tobacco: weight(c) <= 90% } //! error
limit J { for each s in Equity: weight(s of USLarge) <= 90% }
limit K { for each s in { AAPL, MSFT }: weight(s) <= 9% }
limit L { for each s in AAPL: weight(s) <= 9% }
limit M { for each s in where tobacco: weight(s) <= 9% }
limit N { for each s in securities where tobacco: bought(s) = $0 }
`;
    expect(wrong({ firm })).toEqual([]);
    expect(pinned(firm)).toMatchSnapshot();
  });

  it("issuers", () => {
    const firm = `
limit A { for each i in issuers where not single_stock: weight(i) <= 5% }
limit B { for each i in issuers except Tech: weight(i) <= 5% }
limit C { for each i in issuers: value(i) <= $5,000 }
limit D { for each i in issuers: shares(i) <= 5 shares } //! error
limit E { for each i in issuer: weight(i) <= 5% } //! error
`;
    expect(wrong({ firm })).toEqual([]);
    expect(pinned(firm)).toMatchSnapshot();
  });

  it("what is no limit", () => {
    const firm = `
limit A { weight(AAPL) < 5% } //! error
limit B { weight(AAPL) != 5% } //! error
limit C { weight(AAPL) <= 5% or weight(MSFT) <= 5% } //! error
limit D { not weight(AAPL) <= 5% } //! error
limit E { 5% <= 6% } //! error
limit F { target(AAPL) <= 6% } //! error
limit G { before(weight(AAPL)) <= 6% } //! error
`;
    expect(wrong({ firm })).toEqual([]);
    expect(pinned(firm)).toMatchSnapshot();
  });

  it("preferences and their prices", () => {
    const firm = `
prefer A { weight(AAPL) <= 5% } //! error
prefer B { weight(AAPL) <= 5% cost $5 per trade } //! error
prefer C { count(trades) <= 5 cost $5 per trade }
prefer D { count(trades) <= 5 cost $5 per 1pp } //! error
prefer E { value(AAPL) <= $5 cost 5bps per $1,000 }
prefer F { shares(AAPL) <= 5 shares cost $5 per share }
prefer G { count(holdings) <= 5 cost $5 per holding }
prefer H { minimum trade $5 cost $5 per trade } //! error
prefer I { weight(AAPL) <= 5% cost 5bps per 1pp cost 5bps per 1pp } //! error
prefer J { weight(AAPL) >= 5% and weight(MSFT) >= 5% cost 5bps per 1pp }
prefer K { abs(drift(Equity)) >= 5pp cost 5bps per 1pp } //! error
prefer L { for each s in Tech: weight(s) <= 5% cost 5bps per 1pp }
prefer M { weight(AAPL) = 5% cost 5bps per 1pp }
prefer N { weight(AAPL) in 1%..5% cost 5bps per 1pp }
prefer O { weight(AAPL) <= 5% cost -5bps per 1pp } //! error
prefer P when Tax.defer { weight(AAPL) <= 5% cost 5bps per 1pp } because "x"
prefer Q { cost 5bps per 1pp } //! error
limit R { weight(AAPL) <= 5% cost 5bps per 1pp } //! error
`;
    expect(wrong({ firm })).toEqual([]);
    expect(pinned(firm)).toMatchSnapshot();
  });

  it("what may be waived", () => {
    const firm = `
limit A { weight(AAPL) <= 5% weight(MSFT) <= 5% } waivable by compliance up to 12% for 1 year //! error
limit C { weight(AAPL) <= 5% } waivable by compliance down to 3% for 1 year //! error
limit D { weight(AAPL) >= 5% } waivable by compliance down to 3% for 1 year
limit E { weight(AAPL) <= 5% } waivable by compliance up to 12%
limit F { weight(AAPL) <= 5% } waivable by compliance up to $12 for 1 year //! error
limit G { weight(AAPL) in 1%..5% } waivable by compliance up to 12% for 1 year //! error
limit H { weight(AAPL) <= 5% } waivable by compliance up to 12% for 1% //! error
limit I { weight(AAPL) <= 5% } waivable by nobody up to 12% for 1 year
limit J { minimum trade $5 } grandfathered
prefer K { weight(AAPL) <= 5% cost 5bps per 1pp } grandfathered //! error
`;
    expect(wrong({ firm })).toEqual([]);
    expect(pinned(firm)).toMatchSnapshot();
  });
});
