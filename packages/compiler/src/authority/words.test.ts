import { describe, expect, it } from "vitest";
import { compileText } from "../testkit/check.ts";
import { archiveOf, core, said } from "../testkit/rules.ts";
import { called, mayDeclare, owner, whose } from "./layers.ts";

const REASON = 'because "gift" approved by "CCO"';
const waive = (rest: string): string => `waive SingleStock ${rest}`;

describe("who may say what", () => {
  it("is told in words, whose it is and where it belongs", () => {
    const every = `asset class New
attribute gambling: flag
list Mine = Tech
sleeve S { VTI }
model M { Equity 98% { VTI }  Cash 2% }
objective { drift of classes cost 40bps per 1pp }
menu Desk { option floor: percent in 1%..5% default 1% set by advisor }
limit L { weight(AAPL) <= 5% }
prefer P { weight(AAPL) <= 5%  cost 5bps per 1pp }
profile Own { reserve cash 1% }
${waive(`for AAPL in account "1" up to 10% until 2027-06-30 ${REASON}`)}
equivalents E { VTI, ITOT }
wash sales allowed
never buy AAPL
`;
    expect(said({ advisor: every })).toMatchSnapshot("in an advisor's file");
    expect(said({ client: every })).toMatchSnapshot("in a client's file");
    expect(said({ firm: 'account "1" { model Balanced }\nhousehold "H" { accounts "1" }' })).toMatchSnapshot(
      "in the firm's file",
    );
  });

  it("is one table, layer by layer", () => {
    const layers = ["firm", "advisor", "client"] as const;
    const may = (kind: Parameters<typeof mayDeclare>[0]) => layers.filter((layer) => mayDeclare(kind, layer));
    expect(may("Waive")).toEqual(["firm"]);
    expect(may("Profile")).toEqual(["firm", "advisor"]);
    expect(may("Household")).toEqual(["advisor", "client"]);
    expect(may("Test")).toEqual(layers);
    expect(layers.map(whose)).toEqual(["the firm", "an advisor", "a client"]);
    expect([owner("Menu"), owner("List"), owner("Account")]).toEqual([
      "the firm's",
      "the firm's and the advisors'",
      "the advisors' and the clients'",
    ]);
    for (const kind of ["LimitDeclaration", "PreferDeclaration", "FreeClause"] as const)
      expect(owner(kind)).toBe('the firm\'s, and belongs inside `account "…" { }` here');
    expect([called("Sleeve"), called("WashSalesAllowed")]).toEqual(["a sleeve", "`wash sales allowed`"]);
  });
});

describe("waivers", () => {
  it("become levels with their days, each under a name of its own", () => {
    const firm = [
      waive(`for AAPL in account "1" up to 12% until 2027-06-30 ${REASON}`),
      waive(`for AAPL in account "1" up to 11% until 2027-07-31 ${REASON} on 2026-11-22`),
      waive(`for AAPL in account "1" up to 10% until 2027-08-31 ${REASON}`),
      waive(`in account "2" up to 6% until 2027-06-30 ${REASON}`),
      `waive BondFloor in account "1" down to 15% until 2027-06-30 ${REASON}`,
    ].join("\n");
    expect(said({ firm })).toBe("");
    expect(core({ firm })).toMatchSnapshot();
  });

  it("say each thing that is missing, and nothing of what is there", () => {
    const firm = [
      waive('for AAPL in account "1" up to 10%'),
      waive('for AAPL in account "1" up to 10% until 2027-06-30'),
      waive('for AAPL in account "1" up to 10% until 2027-06-30 because "  " approved by ""'),
      waive('for AAPL in account "1" up to 10% because "gift" approved by "CCO"'),
    ].join("\n");
    expect(said({ firm })).toMatchSnapshot();
  });

  it("are looked at for pointlessness where the level is known, and for time where the grant has one", () => {
    const firm = `limit Free { weight(AAPL) <= 5% } waivable by compliance up to 8%
limit Odd { weight(FixedIncome) >= 10%  weight(Equity) <= 90% } waivable by compliance up to 95% for 1 year
limit Chosen { weight(Cash) >= Allocation.cash_floor } waivable by compliance down to 0% for 1 year
waive Free in account "1" up to 8% until 2126-01-01 ${REASON}
waive Free in account "2" up to 5% until 2027-01-01 ${REASON}
waive Free in account "3" up to 5.1% until 2027-01-01 ${REASON}
waive Odd in account "1" up to 92% until 2027-01-01 ${REASON}
waive Chosen in account "1" down to 0% until 2027-01-01 ${REASON}
waive BondFloor in account "1" down to 20% until 2027-01-01 ${REASON}
waive BondFloor in account "2" down to 19% until 2027-01-01 ${REASON}
waive BondFloor in account "3" up to 19% until 2027-01-01 ${REASON}
${waive(`for AAPL in account "4" up to 4% until 2020-01-01 ${REASON}`)}
${waive(`for AAPL in account "5" up to 10% until 2027-01-01 ${REASON} on 2026-11-23`)}
${waive(`for AAPL in account "6" up to 10% until 2027-01-01 ${REASON} on 2026-11-22`)}
${waive(`for AAPL in account "7" up to $5 until 2027-01-01 ${REASON}`)}
${waive(`for NOPE in account "8" up to 10% until 2027-01-01 ${REASON}`)}
${waive(`for AAPL in account "9" up to 13% until 2020-01-01 ${REASON}`)}
`;
    expect(said({ firm })).toMatchSnapshot();
  });

  it("are told of where another of the same account goes as far, lasts as long and is as wide", () => {
    const firm = [
      waive(`for AAPL in account "1" up to 10% until 2027-06-30 ${REASON}`),
      waive(`for AAPL in account "1" up to 10% until 2027-06-30 because "again" approved by "CCO"`),
      waive(`for AAPL in account "2" up to 10% until 2027-06-30 ${REASON}`),
      waive(`for AAPL in account "2" up to 12% until 2027-07-31 ${REASON}`),
      waive(`in account "3" up to 10% until 2027-06-30 ${REASON}`),
      waive(`for AAPL in account "3" up to 8% until 2027-06-30 ${REASON}`),
      `waive BondFloor in account "4" down to 15% until 2027-06-30 ${REASON}`,
      `waive BondFloor in account "4" down to 12% until 2027-06-30 ${REASON}`,
    ].join("\n");
    expect(said({ firm })).toMatchSnapshot();
    const apart = [
      waive(`for AAPL in account "1" up to 12% until 2027-06-30 ${REASON}`),
      waive(`for AAPL in account "1" up to 10% until 2027-07-31 ${REASON}`),
      waive(`for MSFT in account "1" up to 10% until 2027-06-30 ${REASON}`),
      waive(`in account "1" up to 8% until 2027-06-30 ${REASON}`),
      `waive BondFloor in account "1" down to 12% until 2027-06-30 ${REASON}`,
    ].join("\n");
    expect(said({ firm: apart })).toBe("");
  });

  it("say nothing of what a mistake in their text has left out", () => {
    const codes = (firm: string) => compileText(archiveOf({ firm })).diagnostics.map(({ code }) => code);
    expect(codes(waive(`for AAPL in account up to 10% until 2027-06-30 ${REASON}`))).toEqual(["MDT1008"]);
    expect(codes(waive('for AAPL in account "1" up to 10% until because "x" approved by "CCO"'))).toEqual([
      "MDT1008",
    ]);
  });
});
