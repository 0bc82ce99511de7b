import { type Backend, createHighs } from "@mandate/solver";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compileArchive, TODAY } from "../../testkit/index.ts";
import { prove } from "./prove.ts";

const UNIVERSE = `symbol,name,asset_class,single,score
VTI,Total market,Equity,0,50
AAPL,Apple,Equity,1,70
MSFT,Microsoft,Equity,1,75
BND,Total bond,Bonds,0,60
`;
const BASE = `asset class Equity
asset class Bonds
asset class Cash
attribute single: flag
attribute score: number
model Main { Equity 60% { VTI }  Bonds 38% { BND }  Cash 2% }
`;

describe("prove", () => {
  let backend: Backend;
  beforeAll(async () => {
    backend = await createHighs();
  });
  afterAll(() => backend.dispose());

  const found = (policy: string, account = ""): string[] => {
    const files = new Map([
      ["data/securities.csv", UNIVERSE],
      ["firm/policy.mandate", `${BASE}${policy}\n`],
      ...(account === ""
        ? []
        : [["advisors/desk.mandate", `account "1" { model Main\n${account}\n}\n`] as const]),
    ]);
    const { bundle, diagnostics } = compileArchive({ files, markers: [] });
    if (bundle === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
    return prove(bundle, backend, { today: TODAY }).findings.map(({ code, message }) => `${code} ${message}`);
  };

  it("calls the later of two equal limits idle, and only it", () => {
    const same = "limit A { weight(Equity) <= 70% }\nlimit B { weight(Equity) <= 70% }";
    expect(found(same)).toEqual(["MDT6004 `B` forbids nothing that `A` does not forbid already"]);
  });

  it("never calls idle what only a grandfathered limit implies, or one that may be waived further", () => {
    expect(found("limit A { weight(AAPL) <= 5% } grandfathered\nlimit B { weight(AAPL) <= 20% }")).toEqual(
      [],
    );
    const waivable = (level: string) =>
      `limit A { weight(AAPL) <= 5% } waivable by compliance up to ${level} for 1 year\nlimit B { weight(AAPL) <= 20% }`;
    expect(found(waivable("25%"))).toEqual([]);
    expect(found(waivable("20%"))).toHaveLength(1);
  });

  it("does not hang a verdict on who is in the universe today", () => {
    expect(
      found(
        "limit A { for each s in securities where single: weight(s) <= 5% }\nlimit B { weight(where single) <= 10% }",
      ),
    ).toEqual([]);
    expect(found("limit A { average(score of Equity) <= 80 }")).toEqual([]);
    expect(
      found(
        "limit A { weight(VTI) <= 30% }\nlimit B { weight(Bonds) <= 90% }\nlimit C { weight(BND) <= 90% }",
      ),
    ).toHaveLength(1);
  });

  it("finds a clash of what only the universe makes impossible", () => {
    const [one, ...others] = found(
      "limit Each { for each s in Equity: weight(s) <= 10% }\nlimit Much { weight(Equity) >= 40% }",
    );
    expect(others).toEqual([]);
    expect(one).toContain("no portfolio can satisfy `Each` and `Much` together");
  });

  it("decides a boundary exactly", () => {
    const at = (floor: string) => `limit A { weight(Equity) >= 60% }\nlimit B { weight(Bonds) >= ${floor} }`;
    expect(found(at("40%"))).toEqual([]);
    expect(found(at("40.000000001%"))).toHaveLength(1);
  });

  it("branches enumerated options only into what may be chosen together", () => {
    const menu = "menu M { option mode: choice { calm = 1, bold = 2 } default calm set by advisor }\n";
    const apart =
      "limit A when M.mode = calm { weight(Equity) <= 30% }\nlimit B when M.mode = bold { weight(Equity) >= 60% }";
    expect(found(menu + apart)).toEqual([]);
    const [one] = found(`${menu}${apart}\nlimit C { weight(Equity) >= 40% }`);
    expect(one).toContain("`M.mode = calm` may be chosen, and then no portfolio can satisfy `A` and `C`");
  });

  it("tells two options that clash only together", () => {
    const [one] = found(
      "menu M { option a: percent in 0%..60% default 0% set by advisor  option b: percent in 0%..60% default 0% set by advisor }\nlimit A { weight(Equity) >= M.a }\nlimit B { weight(Bonds) >= M.b }",
    );
    expect(one).toContain("`M.b = 60%` may be chosen with `M.a = 60%`");
    expect(one).toContain("60% + 60% is more than 100%");
  });

  it("follows an account through time", () => {
    const [one, ...others] = found("", "keep AAPL until 2027-06-30\nsell AAPL by 2027-03-31");
    expect(others).toEqual([]);
    expect(one).toContain(
      "from 2027-03-31 on, no portfolio can satisfy `keep AAPL` and `sell AAPL` together",
    );
    expect(found("", "keep AAPL until 2027-03-30\nsell AAPL by 2027-03-31")).toEqual([]);
    expect(found("", "never sell AAPL\nexclude AAPL divest as taxes allow")).toEqual([]);
  });

  it("takes an account to be of some value that meets its limits in money", () => {
    expect(found("limit A { weight(Cash) <= 5% }", "reserve cash $40,000")).toEqual([]);
    const [one] = found("limit A { weight(Cash) <= 5% }", "reserve cash 3%\nraise cash 4% by 2027-01-15");
    expect(one).toContain("from 2027-01-15 on");
    expect(one).toContain("3% + 4% at least is more than 5% at most");
  });
});
