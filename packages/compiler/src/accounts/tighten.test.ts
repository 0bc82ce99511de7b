import { describe, expect, it } from "vitest";
import { compileText } from "../testkit/check.ts";
import { archiveOf, said, wrong } from "../testkit/rules.ts";

const firm = `
limit Regions { for each c in classes of Equity: weight(c) <= 50% }
limit Issuers { for each i in issuers where single_stock: weight(i) <= 6% }
limit Screened { for each s in Screens.exclude: weight(s) <= 4% }
limit OfEquity { weight(MSFT of Equity) <= 20% }
limit Floor { weight(Cash) >= Allocation.cash_floor }
limit Two { weight(AAPL) <= 5%  weight(MSFT) <= 5% }
limit Exact { weight(AAPL) = 5% }
limit Between { weight(AAPL) <= weight(MSFT) }
limit Pairs { for each s in Tech: for each t in Sin: weight(s) + weight(t) <= 9% }
limit Tidy { minimum trade $500 }
prefer Calm { turnover <= 5%  cost 5bps per 1pp }
`;

/** What each account's one `tighten` became: the limit, what it is for, its level. */
function tightened(advisor: string): unknown[] {
  const { bundle } = compileText(archiveOf({ firm, advisor }));
  return (bundle?.accounts ?? []).flatMap(({ blocks }) =>
    blocks.flatMap(({ adjustments }) =>
      adjustments.map(({ limit, for: item, level, because }) => ({ limit, item, level, because })),
    ),
  );
}

describe("tighten", () => {
  it("narrows to a class, an issuer by any of its securities, a list that the account chooses", () => {
    const advisor = `
account "a" { tighten Regions for USLarge to 40% because "small accounts" }
account "b" { tighten Issuers for GOOG to 3% }
account "c" { tighten Screened for AAPL to 1% }
account "d" { tighten OfEquity to 10% }
account "e" { tighten Floor to 3% }
`;
    expect(wrong({ firm, advisor })).toEqual([]);
    expect(tightened(advisor)).toMatchObject([
      {
        limit: "Regions",
        item: "USLarge",
        because: "small accounts",
        level: { value: "0.4", unit: { unit: "weight" } },
      },
      { limit: "Issuers", item: "GOOG", because: undefined, level: { value: "0.03" } },
      { limit: "Screened", item: "AAPL", level: { value: "0.01" } },
      { limit: "OfEquity", item: undefined, level: { value: "0.1" } },
      { limit: "Floor", item: undefined, level: { value: "0.03" } },
    ]);
  });

  it("takes the same level as tightened: nothing is loosened by it", () => {
    expect(
      wrong({ firm, advisor: 'account "a" { tighten SingleStock to 5%  tighten BondFloor to 20% }' }),
    ).toEqual([]);
  });

  it("is refused where there is no one bound, no such item, no limit of that name", () => {
    const advisor = `
account "a" { tighten Two to 3% } //! error MDT4007
account "b" { tighten Exact to 3% } //! error MDT4007
account "c" { tighten Between to 3% } //! error MDT4007
account "d" { tighten Pairs to 3% } //! error MDT4007
account "e" { tighten Tidy to 3% } //! error MDT4007
account "f" { tighten Calm to 3% } //! error MDT2003
account "g" { tighten Balanced to 3% } //! error MDT2003
account "h" { tighten Regions for FixedIncome to 40% } //! error MDT4022
account "i" { tighten Regions for AAPL to 40% } //! error MDT2003
account "j" { tighten Regions for USLrge to 40% } //! error MDT2001
account "k" { tighten Issuers for VTI to 3% } //! error MDT4022
account "l" { tighten Issuers for AAPLE to 3% } //! error MDT2001
account "m" { tighten OfEquity for MSFT to 3% } //! error MDT4022
account "n" { tighten Regions to weight(AAPL) } //! error MDT3022
account "o" { tighten OfEquity to 30% } //! error MDT4006
`;
    expect(said({ firm, advisor })).toMatchSnapshot();
    expect(wrong({ firm, advisor })).toEqual([]);
  });

  it("says nothing more of a limit that is wrong itself", () => {
    const broken = "limit Wrong { weight(AAPL) <= 5pp } //! error MDT3004\nlimit Twice { turnover <= 5% }";
    const advisor = 'account "a" { tighten Wrong to 3% }';
    expect(wrong({ firm: broken, advisor })).toEqual([]);
  });

  it("says nothing more of a list or account that is not its layer's", () => {
    const advisor = 'limit Mine { turnover <= 5% } //! error MDT4001\naccount "a" { tighten Mine to 3% }';
    expect(wrong({ advisor })).toEqual([]);
  });
});
