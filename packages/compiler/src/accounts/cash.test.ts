import { describe, expect, it } from "vitest";
import { compileText } from "../testkit/check.ts";
import { archiveOf, said } from "../testkit/rules.ts";

const block = (clauses: string) => `account "a" {\n  model Balanced\n${clauses}\n}`;

describe("cash", () => {
  it("is asked for in amounts that there can be, and more than none", () => {
    const advisor = block(`  reserve cash 150%
  reserve cash 100%
  reserve cash 0% because "later"
  reserve cash $0
  raise cash 101% by 2099-01-15
  raise cash $0 by 2099-01-15
  tilt 0pp to USSmall from USLarge`);
    expect(said({ advisor })).toMatchSnapshot();
  });

  it("is neither bought nor sold, unless a security is of its class", () => {
    const clauses = block(`  never buy Cash because "stay invested"
  never sell Cash
  keep Cash until 2099-01-01
  sell Cash by 2099-01-01
  exclude Cash divest now`);
    expect(said({ advisor: clauses })).toMatchSnapshot();
    const universe = archiveOf({}).split(/^-- .* --\n/m)[1] ?? "";
    const files = { "data/securities.csv": `${universe}SGOV,Treasury bills,Cash,Fund,0,0,50,\n` };
    expect(said({ advisor: block("  never buy Cash"), files })).toBe("");
  });
});

describe("trade at most", () => {
  it("leaves something to trade, and something that it keeps back", () => {
    expect(said({ advisor: block("  trade at most 0% per run") })).toMatchSnapshot("nothing");
    expect(said({ advisor: block("  trade at most 250% per run") })).toMatchSnapshot("more than all");
    expect(said({ advisor: block("  trade at most 100% per run") })).toBe("");
    expect(said({ firm: "profile Calm { trade at most 0bps per run }" })).toContain("MDT4036");
  });

  it("freezes a test's account, which is then looked at as it stands", () => {
    const firm = `test "t" { on 2026-11-20  prices { VTI $1  ITOT $1  VB $1  BND $1  AGG $1 }
  account "a" { model Balanced  roth  cash $9  trade at most 0% per run  reserve cash 150% }  expect infeasible }`;
    expect(compileText(archiveOf({ firm })).diagnostics).toEqual([]);
  });
});
