/** What can be measured, in which unit, and what is said of what cannot. */
import { describe, expect, it } from "vitest";
import { pinned, wrong } from "../testkit/rules.ts";

describe("measures", () => {
  it("averages", () => {
    const firm = `
limit A { average(esg_score of Equity) >= 50 }
limit B { average(esg_score of Equity) >= 50% } //! error
limit C { average(sector of Equity) >= 50 } //! error
limit D { average(esg_score) >= 50 } //! error
limit E { average(tobacco of Equity) >= 0.5 } //! error
limit F { average(esg_scor of Equity) >= 50 } //! error
limit G { average(esg_score of Equity) >= average(esg_score of FixedIncome) } //! error
`;
    expect(wrong({ firm })).toEqual([]);
    expect(pinned(firm)).toMatchSnapshot();
  });

  it("gains, losses and tax, of this run and this year", () => {
    const firm = `
limit A { gains(short) <= $0 }
limit B { gains(long) this year <= $0 }
limit C { gains(short) this year <= $0 }
limit D { gains(medium) <= $0 } //! error
limit E { losses <= $5,000 }
limit F { losses(short) this year <= $5,000 }
limit G { tax this year <= $5,000 }
limit H { turnover this year <= 20% } //! error
limit I { weight(AAPL) this year <= 20% } //! error
limit J { losses(long) this year <= $5 }
limit K { losses(short) <= $5 }
limit L { tax(short) <= $5 } //! error
limit M { (gains) this year <= $5 }
limit N { account.value this year <= $5 } //! error
limit O { max(gains, losses) <= $5 }
limit P { cash this year >= $5 } //! error
`;
    expect(wrong({ firm })).toEqual([]);
    expect(pinned(firm)).toMatchSnapshot();
  });

  it("counts", () => {
    const firm = `
limit A { count(holdings) <= 30 }
limit B { count(AAPL) <= 30 } //! error
limit C { count(trades) <= 30% } //! error
limit D { count(trades) <= 2.5 }
`;
    expect(wrong({ firm })).toEqual([]);
    expect(pinned(firm)).toMatchSnapshot();
  });

  it("what is held today", () => {
    const firm = `
limit A { weight(Tech) <= max(20%, before(weight(Tech))) }
limit B { weight(Tech) <= before(weight(Tech)) }
limit C { weight(Tech) <= before(before(weight(Tech))) }
limit D { before(bought(AAPL)) <= weight(Tech) }
`;
    expect(wrong({ firm })).toEqual([]);
    expect(pinned(firm)).toMatchSnapshot();
  });

  it("taxes that are netted", () => {
    const firm = `
objective { taxes netted }
limit A { tax <= $500 }
limit B { tax >= $500 } //! error
limit C { tax = $500 } //! error
limit E { tax this year <= $500 }
limit F { tax <= Tax.gains_budget } //! warning
`;
    expect(wrong({ firm })).toEqual([]);
    expect(pinned(firm)).toMatchSnapshot();
  });

  it("facts of the account", () => {
    const firm = `
limit A when account.nam = "x" { gains <= $5 } //! error
limit B when account.name = "x y" { gains <= $5 }
limit C when account.advisor = lee { gains <= $5 }
limit D { gains <= account.st_rate * $5 }
limit E { gains <= account.ytd_short }
limit F { gains <= account.registration } //! error
limit G when account.profile = Nope { gains <= $5 } //! error
limit H { weight(AAPL) <= account.st_rate }
limit I when account = 5 { gains <= $5 } //! error
limit J { weight(AAPL) <= account.esg_score * 1% }
limit K when account.tobacco { gains <= $5 }
limit L when account.sector = Fund { gains <= $5 }
limit M when account.sector = "Some thing" { gains <= $5 }
limit N when account.registration in { taxable, roth } { gains <= $5 }
`;
    expect(wrong({ firm })).toEqual([]);
    expect(pinned(firm)).toMatchSnapshot();
  });

  it("options as amounts", () => {
    const firm = `
limit A { weight(Cash) >= Allocation.cash_floor }
limit B { weight(Cash of Equity) >= Allocation.cash_floor }
limit C { value(Cash) >= Allocation.cash_floor } //! error
limit D { weight(Cash) >= Tax.sensitivity * 1% }
limit E { weight(Cash) >= Tax.defer } //! error
limit F { weight(Cash) >= Screens.exclude } //! error
limit G { gains <= Tax.gains_budget / 2 } //! warning
limit H { drift(Equity) <= Allocation.tilt } //! error
menu Loose { option kind: choice { low, high } default low  option top: number in -1..5 default 1  option deep: choice { low = -2, high = 3 } default low }
limit I { weight(AAPL) <= Loose.kind * 1% } //! error MDT3006
limit J { Loose.top * abs(drift(Equity)) <= 5pp } //! error
limit K { Loose.deep * abs(drift(Equity)) <= 5pp } //! error
limit L { Allocation.cash_floor * value(AAPL) <= $5 }
`;
    expect(wrong({ firm })).toEqual([]);
    expect(pinned(firm)).toMatchSnapshot();
  });

  it("names that are near", () => {
    const firm = `
limit A { weigt(AAPL) <= 5% } //! error
limit B { Equty <= 5% } //! error
limit C { turnovers <= 5% } //! error
limit D { foo(AAPL) <= 5% } //! error
limit E { Tec <= 5% } //! error
limit F { gain <= $5 } //! error
limit G { AAPL <= 5% } //! error
`;
    expect(wrong({ firm })).toEqual([]);
    expect(pinned(firm)).toMatchSnapshot();
  });

  it("what is known of a sign", () => {
    const firm = `
limit A { before(losses) * max(weight(AAPL), weight(MSFT)) <= $5 }
limit B { before(gains) * max(weight(AAPL), weight(MSFT)) <= $5 } //! error
limit C { before(tax) * max(weight(AAPL), weight(MSFT)) <= $5 } //! error
limit D { before(turnover) * max(value(AAPL), value(MSFT)) <= $5 }
`;
    expect(wrong({ firm })).toEqual([]);
    expect(pinned(firm)).toMatchSnapshot();
  });

  it("one whole at a time", () => {
    const firm = `
limit E { weight(AAPL of Equity) + value(MSFT) / $1,000,000 <= 5% } //! error
limit F { value(MSFT) / $1,000,000 + weight(AAPL of Equity) <= 5% } //! error
limit G { weight(AAPL of Equity) <= value(MSFT) / $1,000,000 } //! error
limit H { weight(AAPL of Equity) + $5 / account.value <= 5% }
`;
    expect(wrong({ firm })).toEqual([]);
    expect(pinned(firm)).toMatchSnapshot();
  });

  it("parts of parts, and bends of bends", () => {
    const firm = `
limit A { weight(where held less than 1 year of Equity) <= 5% }
limit B { weight(Equity of Equity) >= 50% }
limit C { weight(Equity of Screens.exclude) >= 5% }
limit D { weight(AAPL) / Tech <= 5% } //! error
limit E { AAPL this year <= $5 } //! error
limit F { Tax.gains_budget this year <= $5 } //! error
limit G { losses this year <= $5 }
limit H { tax this year <= $5 }
limit I { (abs(drift(Equity)) this year) <= 5pp } //! error
limit J { max(abs(abs(drift(Equity)) - 5pp), 1pp) <= 5pp } //! error
limit K { abs(max(weight(AAPL), weight(MSFT)) - 5%) <= 5pp } //! error
limit L { weight(AAPL) / value(MSFT) <= 5 } //! error
limit M { gains / gains <= 5 } //! error
`;
    expect(wrong({ firm })).toEqual([]);
    expect(pinned(firm)).toMatchSnapshot();
  });
});
