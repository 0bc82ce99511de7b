import { describe, expect, it } from "vitest";
import { compileText, TODAY } from "../testkit/check.ts";
import { archiveOf, core, said, wrong } from "../testkit/rules.ts";

const REASON = 'because "gift" approved by "CCO"';

describe("authority", () => {
  it("lets each layer declare its own only", () => {
    const below = (mark: string) => `
asset class New ${mark}
attribute gambling: flag ${mark}
sleeve S { VTI } ${mark}
model M { Equity 98% { VTI }  Cash 2% } ${mark}
objective { drift of classes cost 40bps per 1pp } ${mark}
menu Desk { option floor: percent in 1%..5% default 1% set by advisor } ${mark}
limit L { weight(AAPL) <= 5% } ${mark}
prefer P { weight(AAPL) <= 5%  cost 5bps per 1pp } ${mark}
waive SingleStock for AAPL in account "1" up to 10% until 2027-06-30 ${REASON} ${mark}
equivalents E { VTI, ITOT } ${mark}
wash sales allowed ${mark}
never buy AAPL ${mark}
`;
    expect(wrong({ advisor: below("//! error MDT4001") })).toEqual([]);
    expect(wrong({ client: below("//! error MDT4001") })).toEqual([]);
    const lists = (mark: string) => `list Mine = Tech ${mark}\nprofile Own { reserve cash 1% } ${mark}`;
    expect(wrong({ advisor: lists("") })).toEqual([]);
    expect(wrong({ client: lists("//! error MDT4001") })).toEqual([]);
    const accounts = (mark: string) =>
      `account "1" { model Balanced } ${mark}\nhousehold "H" { accounts "1" } ${mark}`;
    expect(wrong({ firm: accounts("//! error MDT4001") })).toEqual([]);
    expect(wrong({ advisor: accounts("") })).toEqual([]);
    expect(wrong({ client: accounts("") })).toEqual([]);
  });

  it("does not blame what uses a name that its layer may not declare", () => {
    expect(
      wrong({
        advisor: 'model M { Equity 98% { VTI }  Cash 2% } //! error MDT4001\naccount "1" { model M }',
      }),
    ).toEqual([]);
  });

  it("keeps waivers inside their grant, complete, and in time", () => {
    const firm = `
limit Firm { weight(AAPL) <= 5% }
limit Two { weight(AAPL) <= 5%  weight(MSFT) <= 5% } waivable by compliance up to 8% for 1 year //! error MDT4007
limit Odd { weight(FixedIncome) >= 10% } waivable by compliance up to 12% for 1 year //! error MDT4024
limit Long { weight(AAPL) <= 5% } waivable by compliance up to 8% for 5% //! error MDT3005
waive SingleStock for AAPL in account "1" up to 12% until 2027-11-22 ${REASON}
waive SingleStock for AAPL in account "1" up to 12% until 2027-11-23 ${REASON} //! error MDT4009
waive SingleStock for AAPL in account "1" up to 12% until 2027-11-03 ${REASON} on 2026-11-03
waive SingleStock for AAPL in account "1" up to 12% until 2027-11-04 ${REASON} on 2026-11-03 //! error MDT4009
waive SingleStock for AAPL in account "1" up to 13% until 2027-06-30 ${REASON} //! error MDT4008
waive SingleStock for AAPL in account "1" down to 3% until 2027-06-30 ${REASON} //! error MDT4024
waive SingleStock for BND in account "1" up to 8% until 2027-06-30 ${REASON} //! error MDT4022
waive BondFloor in account "1" down to 10% until 2027-06-30 ${REASON}
waive BondFloor in account "1" down to 5% until 2027-06-30 ${REASON} //! error MDT4008
waive Firm in account "1" up to 8% until 2027-06-30 ${REASON} //! error MDT4010
waive Frm in account "1" up to 8% until 2027-06-30 ${REASON} //! error MDT2001
waive SingleStock for AAPL in account "1" up to 10% until 2027-06-30 approved by "CCO" //! error MDT4011
waive SingleStock for AAPL in account "1" up to 10% until 2027-06-30 because "gift" //! error MDT4011
waive SingleStock for AAPL in account "1" up to 10% ${REASON} //! error MDT4011
waive SingleStock for AAPL in account "1" up to 10% until 2020-06-30 ${REASON} //! warning MDT4012
waive SingleStock for AAPL in account "1" up to 10% until 2026-12-22 ${REASON} //! warning MDT4013
waive SingleStock for AAPL in account "1" up to 4% until 2027-06-30 ${REASON} //! warning MDT4025
`;
    expect(wrong({ firm })).toEqual([]);
    expect(`${said({ firm })}\n${core({ firm })}`).toMatchSnapshot();
  });

  it("warns in the last thirty days and not before", () => {
    const until = (date: string) =>
      archiveOf({ firm: `waive SingleStock for AAPL in account "1" up to 10% until ${date} ${REASON}` });
    expect(compileText(until("2026-12-22"), TODAY).diagnostics.map(({ code }) => code)).toEqual(["MDT4013"]);
    expect(compileText(until("2026-12-23"), TODAY).diagnostics).toEqual([]);
    expect(compileText(until("2026-11-22"), TODAY).diagnostics.map(({ code }) => code)).toEqual(["MDT4013"]);
    expect(compileText(until("2026-11-21"), TODAY).diagnostics.map(({ code }) => code)).toEqual(["MDT4012"]);
  });

  it("puts waivers into the bundle, with who approved them", () => {
    const firm = `waive SingleStock for AAPL in account "1" up to 10% until 2027-06-30 ${REASON} on 2026-11-03`;
    expect(compileText(archiveOf({ firm })).bundle?.waivers).toMatchObject([
      {
        account: "1",
        limit: "SingleStock",
        for: "AAPL",
        level: { value: "0.1" },
        until: "2027-06-30",
        approvedBy: "CCO",
        approvedOn: "2026-11-03",
        because: "gift",
      },
    ]);
  });
});
