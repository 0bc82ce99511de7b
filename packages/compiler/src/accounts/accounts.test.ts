import { describe, expect, it } from "vitest";
import { compileText } from "../testkit/check.ts";
import { archiveOf, core, said, wrong } from "../testkit/rules.ts";

describe("account clauses", () => {
  it("takes everything that an account can say", () => {
    const advisor = `
account "1001" "Rivera" {
  model Balanced
  choose Tax.gains_budget = $15,000
  choose Screens.exclude = Sin, Tech
  choose Tax.defer = off
  tilt 2pp to USSmall from USLarge
  substitute VTI with ITOT
  never buy MO because "wish"
  never sell Tech because "founder stock"
  keep AAPL until 2099-03-01 because "gift"
  sell MO by 2099-01-31
  exclude Sin divest as taxes allow
  reserve cash $40,000 until 2099-12-31 because "kitchen"
  reserve cash 2%
  raise cash $60,000 by 2099-01-15
  limit Tech2 { weight(Tech) <= 25% }
  prefer NoMo { weight(MO) <= 0%  cost 50bps per 1pp }
  tighten SingleStock to 3%
  tighten SingleStock for AAPL to 2%
  tighten BondFloor to 25%
  tighten Tech2 to 20%
  trade at most 20% per run
}`;
    const text = archiveOf({ advisor });
    expect(wrong({ advisor })).toEqual([]);
    expect(`${said({ advisor })}\n${core({ advisor })}`).toMatchSnapshot();
    const block = compileText(text).bundle?.accounts[0]?.blocks[0];
    expect(block?.clauses.map(({ id }) => id)).toEqual([
      'account "1001".Tech2',
      'account "1001".never buy MO',
      'account "1001".never sell Tech',
      'account "1001".keep AAPL',
      'account "1001".sell MO',
      'account "1001".exclude Sin',
      'account "1001".reserve cash',
      'account "1001".reserve cash #2',
      'account "1001".raise cash',
      'account "1001".trade at most',
    ]);
    const keep = block?.clauses.find(({ kind }) => kind === "keep");
    expect(keep).toMatchObject({
      until: "2099-03-01",
      because: "gift",
      rules: [{ left: { measure: "sold" }, operator: "=", right: { value: "0" } }],
    });
    expect(block?.clauses.find(({ kind }) => kind === "sell by")).toMatchObject({ from: "2099-01-31" });
    expect(block?.edits.map(({ edit }) => edit)).toEqual(["tilt", "substitute", "exclude"]);
    expect(block?.choices.map(({ value }) => value.kind)).toEqual(["quantity", "lists", "flag"]);
    expect(block?.adjustments.map(({ limit }) => limit)).toEqual([
      "SingleStock",
      "SingleStock",
      "BondFloor",
      'account "1001".Tech2',
    ]);
  });

  it("says what is wrong with one", () => {
    const advisor = `
account "a" { model Balancd } //! error MDT2001
account "b" { model Balanced  model Balanced } //! error MDT4017
account "c" { choose Tax.gains_budget = $2M } //! error MDT4004
account "d" { choose Tax.gains_budget = 5% } //! error MDT3005
account "e" { choose Tax.defer = 3 } //! error MDT3005
account "f" { choose Tax.sensitivity = hgih } //! error MDT2011
account "g" { choose Taxes.sensitivity = high } //! error MDT2001
account "h" { choose Screens.exclude = Sim } //! error MDT2011
account "i" { choose Screens.exclude = Balanced } //! error MDT4019
account "j" { choose Tax.gains_budget = $1  choose Tax.gains_budget = $1 } //! error MDT4005
account "k" { model Balanced  tilt 8pp to USSmall from USLarge } //! error MDT4014
account "l" { model Balanced  tilt 3pp to USSmall from USLarge  tilt 3pp to USSmall from FixedIncome } //! error MDT4014
account "m" { model Balanced  tilt 2% to USSmall from USLarge } //! error MDT3005
account "n" { model Balanced  tilt 3pp to Equity from Cash } //! error MDT5011
account "o" { model Balanced  tilt 3pp to Equity from International } //! error MDT5011
account "p" { model Balanced  substitute VTI with AAPL } //! error MDT5010
account "q" { never buy AAPLE } //! error MDT2001
account "r" { keep AAPL } //! error MDT4021
account "s" { exclude Sin } //! error MDT4021
account "t" { reserve cash 3pp } //! error MDT3005
account "u" { tighten SingleStock to 8% } //! error MDT4006
account "v" { tighten BondFloor to 10% } //! error MDT4006
account "w" { tighten SingleStock for BND to 3% } //! error MDT4022
account "x" { tighten BondFloor for AAPL to 30% } //! error MDT4022
account "y" { tighten SingleStock to $3 } //! error MDT3001
account "z" { tighten SinglStock to 3% } //! error MDT2001
account "A" { limit Mine { weight(AAPL) <= 5% }  limit Mine { weight(MSFT) <= 5% } } //! error MDT2002
account "B" { choose Allocation.tilt = 2pp } //! error MDT4029
account "C" { profile Retire } //! error MDT2001
account "D" { never buy TSLA } //! error MDT2001
account "E" { trade at most $5 per run } //! error MDT3005
account "F" { model Balanced  substitute VTI with VTI } //! error MDT5010
`;
    expect(wrong({ advisor })).toEqual([]);
    expect(`${said({ advisor })}\n${core({ advisor })}`).toMatchSnapshot();
  });

  it("takes `none` where the default is none, or the option is of lists, and nowhere else", () => {
    const advisor = `
account "a" { choose Tax.gains_budget = none  choose Screens.exclude = none }
account "b" { choose Allocation.cash_floor = none } //! error MDT3005
account "c" { choose Tax.sensitivity = none }
account "d" { choose Tax.defer = none } //! error MDT3005
account "e" { choose Tax.gains_budget = weight(AAPL) } //! error MDT3005
account "f" { choose Tax.gains_budget = AAPL } //! error
account "g" { choose Wide.any = -3 }
account "h" { choose Wide.any = $3 } //! error MDT3005
`;
    const firm = "menu Wide { option any: number default 1 set by advisor }";
    expect(wrong({ firm, advisor })).toEqual([]);
    expect(said({ firm, advisor })).toMatchSnapshot();
  });

  it("warns of what has ended, and of nothing that ends today or later", () => {
    const advisor = `account "a" {
  keep AAPL until 2026-11-21 //! warning MDT4032
  keep MSFT until 2026-11-22
  reserve cash $5 until 2020-01-01 //! warning MDT4032
  reserve cash $5
}`;
    const warned = said({ advisor });
    expect(warned.match(/MDT4032/g)).toHaveLength(2);
    expect(wrong({ advisor })).toEqual([]);
  });

  it("adds the advisor's block and the client's up", () => {
    const advisor =
      'account "1" { model Balanced  choose Tax.gains_budget = $5  limit Mine { weight(AAPL) <= 4% } }';
    const client = `account "1" {
  model Balanced //! error MDT4017
  choose Tax.gains_budget = $6 //! error MDT4005
  limit Mine { weight(AAPL) <= 3% } //! error MDT2002
  choose Tax.sensitivity = none //! error MDT4003
  never sell AAPL
  tighten Mine to 2%
}`;
    expect(wrong({ advisor, client })).toEqual([]);
    expect(`${said({ advisor, client })}\n${core({ advisor, client })}`).toMatchSnapshot();
  });

  it("keeps profiles from disagreeing", () => {
    const advisor = `
profile One { choose Tax.sensitivity = high }
profile Two { choose Tax.sensitivity = none  profile One }
profile Three { choose Tax.sensitivity = high  reserve cash 1% }
profile Loop { profile Loop } //! error MDT2005
account "a" { profile One, Three  choose Tax.sensitivity = none }
account "b" { profile Three, Two } //! error MDT4016
`;
    expect(wrong({ advisor })).toEqual([]);
    expect(`${said({ advisor })}\n${core({ advisor })}`).toMatchSnapshot();
  });

  it("binds every account by the firm's free clauses", () => {
    const firm = `
never buy MO because "screen"
reserve cash 1%
tighten SingleStock to 4%
choose Tax.sensitivity = high //! error MDT4020
`;
    expect(wrong({ firm })).toEqual([]);
    expect(`${said({ firm })}\n${core({ firm })}`).toMatchSnapshot();
    const { bundle } = compileText(
      archiveOf({ firm: 'never buy MO because "screen"\nreserve cash 1%\ntighten SingleStock to 4%' }),
    );
    expect(bundle?.clauses.map(({ id }) => id)).toEqual([
      "SingleStock",
      "BondFloor",
      "never buy MO",
      "reserve cash",
    ]);
    expect(bundle?.adjustments.map(({ id }) => id)).toEqual(["tighten SingleStock"]);
  });
});

describe("what would depend on an order", () => {
  it("is refused: substitutions of the same security, two models in a profile", () => {
    const firm = `equivalents Total { VTI, ITOT, VB }
profile Two { model Balanced  model Balanced } //! error MDT4017
profile One { model Balanced }
`;
    const advisor = `account "a" { model Balanced  substitute VTI with ITOT  substitute VTI with ITOT } //! error MDT5017
account "b" { model Balanced  substitute VTI with ITOT  substitute ITOT with VTI } //! error MDT5017
account "c" { model Balanced  substitute VTI with ITOT  substitute ITOT with VB } //! error MDT5017
account "d" { model Balanced  substitute VTI with ITOT  substitute BND with AGG }
account "e" { model Balanced  substitute VTI with ITOT }
`;
    const client = 'account "e" { substitute VTI with VB } //! error MDT5017\n';
    expect(wrong({ firm, advisor, client })).toEqual([]);
    expect(said({ firm, advisor, client })).toMatchSnapshot();
  });
});

describe("what names nobody or nothing", () => {
  it("is refused: a waiver's account, equivalents of one, options without a case", () => {
    const firm = `waive SingleStock for AAPL in account "" up to 10% until 2027-06-30 because "gift" approved by "CCO" //! error MDT2019
equivalents Alone { VTI } //! error MDT5018
equivalents Same { VTI, VTI } //! error MDT5018
menu Desk { option mood: choice { } default none set by advisor } //! error MDT4034
menu Shelf { option lists: lists of { } default none set by advisor } //! error MDT4034
`;
    expect(wrong({ firm })).toEqual([]);
    expect(said({ firm })).toMatchSnapshot();
  });

  it("is warned of: a `for each` whose rule says nothing of it", () => {
    const firm = `limit A { for each s in Tech: weight(Tech) <= 5% } //! warning MDT3035
limit B { for each c in classes: for each s in Tech: weight(s) <= 5% } //! warning MDT3035
limit C { for each c in classes: for each s in c: weight(s) <= 5% }
prefer D { for each i in issuers: weight(AAPL) <= 5%  cost 5bps per 1pp } //! warning MDT3035
`;
    expect(wrong({ firm })).toEqual([]);
    expect(said({ firm })).toMatchSnapshot();
  });
});
