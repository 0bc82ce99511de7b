import { describe, expect, it } from "vitest";
import { compileText } from "../testkit/check.ts";
import { archiveOf, wrong } from "../testkit/rules.ts";

describe("names", () => {
  it("share one space across kinds, files and layers, and with the universe", () => {
    const firm = `
limit Tech { weight(AAPL) <= 5% } //! error MDT2002
list SingleStock = Equity //! error MDT2002
list AAPL = Equity //! error MDT2004
asset class Equity //! error MDT2002
menu Tax { option x: flag default on } //! error MDT2002
menu Two { option x: flag default on  option x: flag default on } //! error MDT2002
`;
    expect(wrong({ firm })).toEqual([]);
    expect(
      wrong({ firm: "limit Zed { weight(AAPL) <= 5% } //! error MDT2002", advisor: "list Zed = Tech" }),
    ).toEqual([]);
  });

  it("lets an account's limit be called as one of the firm's", () => {
    expect(wrong({ advisor: 'account "1" { limit SingleStock { weight(AAPL) <= 3% } }' })).toEqual([]);
  });

  it("are found again: definition, uses, hover", () => {
    const firm = "limit Mine { weight(Tech) <= 20% }";
    const { model } = compileText(
      archiveOf({
        firm,
        advisor: 'account "1" { tighten Mine to 10%  never buy AAPL  choose Tax.sensitivity = high }',
      }),
    );
    expect(model.symbols.get("Mine")?.references).toMatchObject([
      { file: "advisors/lee.mandate", span: { start: 22, end: 26 } },
    ]);
    expect(model.at("advisors/lee.mandate", 23)).toMatchObject({ key: "Mine", kind: "limit", detail: firm });
    expect(model.at("firm/rules.mandate", 21)).toMatchObject({
      key: "Tech",
      kind: "list",
      detail: "list of 4 securities",
    });
    expect(model.symbols.get("security AAPL")?.title).toBe("Apple");
    expect(model.symbols.get("option Tax.sensitivity")?.references).toHaveLength(1);
  });

  it("of households and accounts are looked after too", () => {
    const advisor = `
account "1" { model Balanced }
account "1" { never buy AAPL } //! error MDT2012
household "H" { accounts "1", "2" }
household "H" { accounts "3" } //! error MDT2013
household "G" { accounts "2" } //! error MDT2013
`;
    expect(wrong({ advisor })).toEqual([]);
  });
});
