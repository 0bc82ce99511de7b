/** What stands after `when`. */
import { describe, expect, it } from "vitest";
import { pinned, wrong } from "../testkit/rules.ts";

describe("conditions", () => {
  it("of the account, of options, of both", () => {
    const firm = `
limit A when Tax.gains_budget is chosen { gains <= Tax.gains_budget }
limit B when Tax.gains_budget is not chosen { gains <= $5 }
limit C when not Tax.gains_budget is chosen { gains <= $5 }
limit D when Tax.sensitivity = high { gains <= $5 }
limit E when Tax.sensitivity = hihg { gains <= $5 } //! error
limit F when Tax.sensitivity = 2 { gains <= $5 }
limit G when Tax.sensitivity != high { gains <= $5 }
limit H when Tax.sensitivity in high { gains <= $5 } //! error
limit I when account.registration = taxable { gains <= $5 }
limit J when account.registration = taxxable { gains <= $5 } //! error
limit K when account.registration = "taxable" { gains <= $5 }
limit L when account.value >= $1M { gains <= $5 }
limit M when account.value >= 5% { gains <= $5 } //! error
limit N when weight(AAPL) >= 5% { gains <= $5 } //! error
limit O when before(weight(AAPL)) >= 5% { gains <= $5 }
limit P when Tax.defer { gains <= $5 }
limit Q when Tax.defer = on { gains <= $5 }
limit R when Tax.sensitivity { gains <= $5 } //! error
limit S when account.foo = 5 { gains <= $5 } //! error
limit T when account.esg_score >= 5 { gains <= $5 }
limit U when account.household = Rivera { gains <= $5 }
limit V when account.model = Balanced { gains <= $5 }
limit W when account.model = Balance { gains <= $5 } //! error
limit X when Tax.nothing is chosen { gains <= $5 } //! error
limit Y when Txa.sensitivity = high { gains <= $5 } //! error
limit Z when account.value < $1M and (account.cash > $5 or Tax.defer) { gains <= $5 }
`;
    expect(wrong({ firm })).toEqual([]);
    expect(pinned(firm)).toMatchSnapshot();
  });

  it("of every form", () => {
    const firm = `
limit A when Tax.sensitivity = high or Tax.defer { gains <= $5 }
limit B when Tax.sensitivity = high and not Tax.defer { gains <= $5 }
limit C when target(AAPL) > 5% { gains <= $5 }
limit D when Screens.exclude is chosen { gains <= $5 }
limit G when 5% { gains <= $5 } //! error
limit H when 5% < 6% { gains <= $5 }
limit I when Tax.gains_budget > $5 { gains <= $5 }
limit J when Allocation.cash_floor in 1%..2% { gains <= $5 }
limit K when AAPL { gains <= $5 } //! error
limit L when held less than 1 year { gains <= $5 } //! error
limit M when account.value > $1 > $2 { gains <= $5 } //! error
`;
    expect(wrong({ firm })).toEqual([]);
    expect(pinned(firm)).toMatchSnapshot();
  });

  it("on options that may be none", () => {
    const firm = `
limit A { gains <= Tax.gains_budget } //! warning
limit B when Tax.sensitivity is chosen { gains <= $4 }
limit C when AAPL is chosen { gains <= $4 } //! error
`;
    expect(wrong({ firm })).toEqual([]);
    expect(pinned(firm)).toMatchSnapshot();
  });
});
