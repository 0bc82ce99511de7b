import { describe, expect, it } from "vitest";
import { effective } from "../effective/effective.ts";
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

describe("tighten of a profile's limit", () => {
  const calm = `
profile Gentle { limit Fewer { turnover <= 30% }  limit Wrong { turnover <= $5 } }
profile Quiet { profile Gentle  tighten Fewer to 25%  limit Small { weight(AAPL) <= 4% } }
profile Other { limit Fewer { turnover <= 40% } }
`;
  const sound = calm.replace("  limit Wrong { turnover <= $5 }", "");

  it("is of the nearest: the account's own, its profiles', the firm's", () => {
    const advisor = `
account "a" { profile Quiet  tighten Fewer to 20%  tighten Small to 3%  tighten OfEquity to 10% }
account "b" { tighten Fewer to 20%  profile Other }
account "c" { profile Other  limit Fewer { turnover <= 50% }  tighten Fewer to 45% }
account "d" { tighten Fewer to 28% }
`;
    const client = 'account "d" { profile Gentle }';
    const lines = { firm: `${firm}${sound}`, advisor, client };
    expect(wrong(lines)).toEqual([]);
    const { bundle } = compileText(archiveOf(lines));
    const all = (bundle?.accounts ?? []).flatMap(({ blocks }) =>
      blocks.flatMap(({ adjustments }) => adjustments),
    );
    expect(all.map(({ id, limit }) => [id, limit])).toEqual([
      ['account "a".tighten Fewer', "Gentle.Fewer"],
      ['account "a".tighten Small', "Quiet.Small"],
      ['account "a".tighten OfEquity', "OfEquity"],
      ['account "b".tighten Fewer', "Other.Fewer"],
      ['account "c".tighten Fewer', 'account "c".Fewer'],
      ['account "d".tighten Fewer', "Gentle.Fewer"],
    ]);
    const quiet = bundle?.profiles.find(({ name }) => name === "Quiet");
    expect(quiet?.block.adjustments).toMatchObject([{ id: "Quiet.tighten Fewer", limit: "Gentle.Fewer" }]);
  });

  it("is in force for the account", () => {
    const advisor = 'account "a" { model Balanced  profile Gentle  tighten Fewer to 20% }';
    const { bundle } = compileText(archiveOf({ firm: sound, advisor }));
    if (bundle === undefined) throw new Error("not compiled");
    const row = { account: "a", registration: "taxable", choices: {}, columns: {} } as const;
    const result = effective(bundle, row, "2026-11-22");
    expect(result).toMatchObject({
      ok: true,
      policy: { adjustments: [{ limit: "Gentle.Fewer", level: { value: "0.2" } }] },
    });
  });

  it("is refused where it loosens, or it is unclear whose limit is meant", () => {
    const advisor = `
account "a" { profile Gentle  tighten Fewer to 35% } //! error MDT4006
account "b" { profile Gentle, Other  tighten Fewer to 20% } //! error MDT4033
account "c" { tighten Fewer to 20% } //! error MDT4033
account "d" { profile Gentle  tighten Small to 3% } //! error MDT4033
account "e" { profile Gentle  tighten Wrong to 3% }
account "f" { limit Mine { turnover <= $5 }  tighten Mine to 3% } //! error MDT3001
account "g" { profile Gentle  tighten Fever to 3% } //! error MDT2001
account "h" { profile Gentel  tighten Fewer to 3% } //! error MDT2001
`;
    const lines = { firm: calm.replace("$5 }", "$5 } //! error MDT3001\n"), advisor };
    expect(wrong(lines)).toEqual([]);
    expect(said(lines)).toMatchSnapshot();
  });

  it("is the profile's own way too, not the other way round", () => {
    const rules =
      "profile Inner { tighten Fewer to 20% } //! error MDT4033\nprofile Outer { profile Inner  limit Fewer { turnover <= 30% } }";
    expect(wrong({ firm: rules })).toEqual([]);
  });
});
