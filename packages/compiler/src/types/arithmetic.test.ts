/** What may be added, compared, multiplied and bent; each line is a rule of its own, and what it becomes is pinned. */
import { describe, expect, it } from "vitest";
import { pinned, wrong } from "../testkit/rules.ts";

describe("arithmetic", () => {
  it("quantities of every unit, and what each is compared with", () => {
    const firm = `
limit A { weight(AAPL) <= 25bps }
limit B { abs(drift(Equity)) <= 25bps }
limit C { value(AAPL) <= $1.5M }
limit D { shares(AAPL) <= 100 shares }
limit E { bought(AAPL) <= 100 shares }
limit F { bought(AAPL) <= 1% }
limit G { traded(AAPL) <= $500 }
limit H { weight(AAPL) in 1%..5% }
limit I { turnover <= 20% }
limit J { tax <= $500 }
limit K { cash >= $500 }
limit L { cash >= 2% }
`;
    expect(wrong({ firm })).toEqual([]);
    expect(pinned(firm)).toMatchSnapshot();
  });

  it("percents of one base only", () => {
    const firm = `
limit A { weight(AAPL of Equity) + weight(MSFT of Equity) <= 30% }
limit B { weight(AAPL of Equity) + weight(MSFT) <= 30% } //! error
limit C { weight(AAPL of Equity) <= weight(MSFT) } //! error
limit D { weight(AAPL of Equity) <= weight(MSFT of Equity) }
limit E { weight(AAPL of Equity) <= weight(MSFT of FixedIncome) } //! error
`;
    expect(wrong({ firm })).toEqual([]);
    expect(pinned(firm)).toMatchSnapshot();
  });

  it("points and percents", () => {
    const firm = `
limit A { weight(AAPL) - target(AAPL) <= 3pp }
limit B { weight(AAPL) - target(AAPL) <= 3% } //! error
limit C { weight(AAPL) <= target(AAPL) + 3pp }
limit D { weight(AAPL) <= target(AAPL) + 3% }
limit E { drift(AAPL) + drift(MSFT) <= 3pp }
limit F { weight(AAPL) + drift(AAPL) <= 3% }
limit G { weight(AAPL) - target(AAPL) <= 300bps }
`;
    expect(wrong({ firm })).toEqual([]);
    expect(pinned(firm)).toMatchSnapshot();
  });

  it("sums, multiples and shares of sums", () => {
    const firm = `
limit A { weight(AAPL) <= weight(MSFT) + 5pp }
limit B { 2pp + weight(AAPL) <= 5% }
limit C { weight(AAPL) - weight(MSFT) <= 5% } //! error
limit D { weight(AAPL) - weight(MSFT) <= 5pp }
limit E { weight(AAPL) + weight(MSFT) <= 5pp } //! error
limit F { weight(AAPL of Equity) - weight(MSFT of Equity) <= 2pp }
limit G { drift(AAPL) <= 5% } //! error
limit H { gains + losses <= $5 }
limit I { gains - losses >= -$500 }
limit J { turnover <= 20pp } //! error
limit K { count(trades) <= 5 shares } //! error
limit L { shares(AAPL) <= $5 } //! error
limit M { cash + value(AAPL) >= $5 }
limit N { bought(AAPL) + weight(MSFT) <= 5% }
limit O { weight(AAPL) * 2 <= 5% }
limit P { 2 * 3 * weight(AAPL) <= 5% }
limit Q { (weight(AAPL) + weight(MSFT)) / 2 <= 5% }
limit R { weight(AAPL) <= 5% * 2 }
limit S { weight(AAPL) <= 5% + 2% }
limit T { weight(AAPL) <= 5% - 2% } //! error
limit U { weight(AAPL) <= 5% + 2pp }
limit V { weight(AAPL) <= 10% / 2 }
limit W { weight(AAPL) <= 5% * 2% } //! error
limit X { value(AAPL) <= 5% * account.value }
limit Y { value(AAPL) <= $5 * $2 } //! error
limit Z { weight(AAPL) <= $5 / account.value }
`;
    expect(wrong({ firm })).toEqual([]);
    expect(pinned(firm)).toMatchSnapshot();
  });

  it("products and quotients", () => {
    const firm = `
limit A { weight(AAPL) * weight(MSFT) <= 1% } //! error
limit B { weight(AAPL) / weight(MSFT) <= 1 } //! error
limit C { value(AAPL) / account.value <= 5% }
limit D { value(AAPL) / value(MSFT) <= 5% } //! error
limit E { weight(AAPL) / 2 <= 5% }
limit F { 2 / weight(AAPL) <= 5 } //! error
limit G { $500 / account.value >= weight(AAPL) }
limit H { gains <= account.value * 2% }
limit I { gains <= 2% * account.value }
limit J { gains <= 2% } //! error
limit K { weight(AAPL) / 0 <= 5% } //! error
limit L { weight(AAPL) / weight(Equity) <= 1 } //! error MDT3008
limit M { gains / weight(Equity) <= 1 } //! error MDT3008
limit N { Tax.gains_budget * weight(AAPL) <= $5 } //! warning MDT4023
limit O { weight(AAPL) / Tax.sensitivity <= 5% }
`;
    expect(wrong({ firm })).toEqual([]);
    expect(pinned(firm)).toMatchSnapshot();
  });

  it("signs before, and before sums", () => {
    const firm = `
limit A { --weight(AAPL) <= 5% }
limit B { -weight(AAPL) >= -5% }
limit C { -(weight(AAPL) + weight(MSFT)) >= -5% }
`;
    expect(wrong({ firm })).toEqual([]);
    expect(pinned(firm)).toMatchSnapshot();
  });

  it("bends, turned and bent again", () => {
    const firm = `
limit A { -abs(drift(Equity)) >= -5pp }
limit B { 0pp - abs(drift(Equity)) >= -5pp }
limit C { abs(drift(Equity)) * -1 >= -5pp }
limit D { abs(drift(Equity)) * -1 <= -5pp } //! error
limit E { min(weight(AAPL), 5%) <= 3% } //! error
limit F { max(abs(drift(Equity)), drift(FixedIncome)) <= 3pp }
limit G { max(min(drift(Equity), 2pp), drift(FixedIncome)) <= 3pp } //! error
limit H { weight(AAPL) <= max(weight(MSFT), 5%) } //! error
limit I { weight(AAPL) <= min(weight(MSFT), 5%) }
limit J { abs(abs(drift(Equity))) <= 3pp }
limit K { abs(weight(AAPL) - weight(MSFT)) <= 3pp }
`;
    expect(wrong({ firm })).toEqual([]);
    expect(pinned(firm)).toMatchSnapshot();
  });

  it("levels between, and exact ones", () => {
    const firm = `
limit A { abs(drift(Equity)) = 1pp } //! error
limit B { abs(drift(Equity)) in 0pp..1pp } //! error
limit C { count(trades) = 3 } //! error
limit D { count(trades) >= 3 } //! error
limit E { tracking error in 0%..2% } //! error
limit F { 3 >= count(trades) }
limit G { 5pp >= abs(drift(Equity)) }
`;
    expect(wrong({ firm })).toEqual([]);
    expect(pinned(firm)).toMatchSnapshot();
  });

  it("shares of parts", () => {
    const firm = `
limit A { weight(AAPL of Tech) <= 50% }
limit B { weight(AAPL of {AAPL, MSFT}) <= 50% }
limit C { weight(AAPL of securities) <= 50% }
limit D { weight(AAPL of Equity) + weight(AAPL of Equity) <= 50% }
limit E { weight(Tech of where sector = "Technology") <= 50% }
limit F { weight(AAPL of Equity) <= weight(AAPL) } //! error
limit G { max(weight(AAPL of Equity), weight(MSFT of Tech)) <= 50% } //! error
limit H { weight(BND of Equity) <= 5% } //! warning
limit I { weight(Cash of Cash) <= 100% }
limit J { weight(where tobacco of Equity) <= 5% }
limit K { for each s in Screens.exclude: weight(s of Equity) <= 5% }
`;
    expect(wrong({ firm })).toEqual([]);
    expect(pinned(firm)).toMatchSnapshot();
  });

  it("shares and averages in sums, ranges and bends", () => {
    const firm = `
limit A { weight(AAPL of Equity) in 1%..5% }
limit B { average(esg_score of Equity) in 40..60 }
limit C { abs(average(esg_score of Equity) - 50) <= 10 }
limit D { 2 * average(esg_score of Equity) >= 50 }
limit E { weight(AAPL of Equity) * 2 <= 50% }
limit F { max(weight(AAPL of Equity), weight(MSFT of Equity)) <= 50% }
`;
    expect(wrong({ firm })).toEqual([]);
    expect(pinned(firm)).toMatchSnapshot();
  });

  it("sums over what `for each` ranges over", () => {
    const firm = `
limit A { sum(s in Tech: weight(s)) <= 30% }
limit B { sum(s in Tech: 2 * weight(s)) <= 30% }
limit C { sum(s in Tech: abs(drift(s))) <= 30pp }
limit D { sum(s in Tech: weight(s) * weight(s)) <= 30% } //! error
limit E { sum(i in issuers: weight(i)) <= 100% }
limit F { sum(s in Tech: min(weight(s), 2%)) >= 1% }
limit G { sum(s in Tech: min(weight(s), 2%)) <= 1% } //! error
limit H { sum(s in Tech: value(s)) <= $5 }
limit I { sum(s in Tech: $5) <= value(AAPL) }
limit J { sum(s in Tech: $5) <= $4 } //! error MDT3013
limit K { sum(s in Nope: weight(s)) <= 4% } //! error MDT2001
limit L { sum(c in classes: weight(c)) <= 300% }
`;
    expect(wrong({ firm })).toEqual([]);
    expect(pinned(firm)).toMatchSnapshot();
  });

  it("days and lengths of time", () => {
    const firm = `
limit A when 2026-01-31 + 1 month = 2026-02-28 { weight(AAPL) <= 5% }
limit B when 30 days + 2026-01-31 <= 2026-03-02 { weight(AAPL) <= 5% }
limit C when 2026-03-31 - 1 month >= 2026-02-28 { weight(AAPL) <= 5% }
limit D when 2026-01-31 + 5% = 2026-02-28 { weight(AAPL) <= 5% } //! error
limit E when 2026-01-31 = 5% { weight(AAPL) <= 5% } //! error
limit F when 2026-01-31 - 2026-01-01 = 30 days { weight(AAPL) <= 5% } //! error
`;
    expect(wrong({ firm })).toEqual([]);
    expect(pinned(firm)).toMatchSnapshot();
  });
});
