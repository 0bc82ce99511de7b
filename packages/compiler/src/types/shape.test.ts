import { describe, expect, it } from "vitest";
import { core, said, wrong } from "../testkit/rules.ts";

describe("what a limit is made of", () => {
  it("names measures, facts and sets", () => {
    const firm = `
limit A { wieght(Equity) <= 5% } //! error MDT2008
limit B { turnovr <= 5% } //! error MDT2008
limit C { weight(Equty) <= 5% } //! error MDT2001
limit D { weight(Balanced) <= 5% } //! error MDT2003
limit E { weight(Tax.gains_budget) <= 5% } //! error MDT3029
limit F { weight(5%) <= 5% } //! error MDT3029
limit G { Equity <= 5% } //! error MDT3006
limit H { shares(Equity) <= 5 shares } //! error MDT3015
limit I { value(AAPL of Equity) <= $5 } //! error MDT3027
limit J { weight(AAPL, MSFT) <= 5% } //! error MDT3016
limit K { count(shares) <= 5 } //! error MDT3016
limit L { average(sector of Equity) >= 5 } //! error MDT3019
limit M { average(esg of Equity) >= 5 } //! error MDT2006
limit N { gains(medium) <= $5 } //! error MDT3016
limit O { for each s in 5%: weight(s) <= 5% } //! error MDT3024
limit P { for each s in Equity: s <= 5% } //! error MDT3030
limit Q { for each s in Equity: sum(s in Tech: weight(s)) <= 5% } //! error MDT2010
limit R { for each c in classes of Equty: weight(c) <= 5% } //! error MDT2001
limit S { for each c in classes where tobacco: weight(c) <= 5% } //! error MDT3024
limit T { weight(Cash) >= Tax.defer } //! error MDT3006
limit U { weight(Cash) >= account.registration } //! error MDT3006
limit V { weight(Cash) >= account.valu } //! error MDT2009
limit W { weight(Equity) in 70%..50% } //! error MDT3021
limit X { } //! error MDT3032
limit Y when weight(Equity) > 50% { weight(AAPL) <= 5% } //! error MDT3014
limit Z when Tax.gains_budget { weight(AAPL) <= 5% } //! error MDT3028
`;
    expect(wrong({ firm })).toEqual([]);
    expect(`${said({ firm })}\n${core({ firm })}`).toMatchSnapshot();
  });

  it("knows conditions of every kind", () => {
    const firm = `
attribute risk_score: number
attribute adviser_pays: flag
limit A when account.registration = taxable { weight(AAPL) <= 5% }
limit B when account.registration in { traditional, roth } { weight(AAPL) <= 5% }
limit C when not Tax.defer and Tax.sensitivity != high { weight(AAPL) <= 5% }
limit D when Tax.gains_budget is not chosen or Tax.gains_budget >= $1,000 { weight(AAPL) <= 5% }
limit E when before(weight(Equity)) > 50% { weight(AAPL) <= 5% }
limit F when account.value in $1M..$5M { weight(AAPL) <= 5% }
limit G when account.household = "Rivera" { weight(AAPL) <= 5% }
limit H when account.risk_score >= 3 and account.adviser_pays { weight(AAPL) <= 5% }
limit I when Tax.defer = off and account.model = Balanced { weight(AAPL) <= 5% }
limit J when Tax.sensitivity >= 1 and account.st_rate >= 30% { weight(AAPL) <= 5% }
limit K when account.registration = taxabel { weight(AAPL) <= 5% } //! error MDT2011
limit L when Tax.sensitivity = hihg { weight(AAPL) <= 5% } //! error MDT2011
limit M when account.model = Balancd { weight(AAPL) <= 5% } //! error MDT2011
limit N when account.registration = 5% { weight(AAPL) <= 5% } //! error MDT3028
limit O when account.value >= 5% { weight(AAPL) <= 5% } //! error MDT3001
`;
    expect(wrong({ firm })).toEqual([]);
    expect(`${said({ firm })}\n${core({ firm })}`).toMatchSnapshot();
  });

  it("prices preferences in the rule's own unit", () => {
    const firm = `
prefer A { weight(Sin) <= 0%  cost 50bps per 1pp }
prefer B { count(trades) <= 12  cost $3 per trade }
prefer C { gains <= $0  cost 10bps per $1,000 }
prefer D { average(esg_score of Equity) >= 60  cost 10bps per 1 }
prefer E { turnover <= 10%  cost $5 per 1% }
prefer F { count(trades) <= 12  cost 5bps per 1pp } //! error MDT3026
prefer G { weight(Sin) <= 0%  cost $3 per trade } //! error MDT3026
prefer H { weight(Sin) <= 0%  cost -5bps per 1pp } //! error MDT3031
prefer I { weight(Sin) <= 0% } //! error MDT4021
prefer J { abs(drift(Equity)) >= 1pp  cost 5bps per 1pp } //! error MDT3009
`;
    expect(wrong({ firm })).toEqual([]);
    expect(`${said({ firm })}\n${core({ firm })}`).toMatchSnapshot();
  });
});
