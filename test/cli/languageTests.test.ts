import { describe, expect, it } from "vitest";
import { folderWith, mandate, small } from "./support.ts";

const files = {
  ...small,
  "firm/policy.mandate": `asset class Equity
asset class Bonds
asset class Cash
model Base { Equity 60% band ±10pp { VTI }  Bonds 38% { BND }  Cash 2% band 0%..100% }
objective { drift of classes cost 40bps per 1pp }
limit EquityCap { weight(Equity) <= 55% }
limit BondCap { weight(Bonds) <= 90% }
profile Careful { reserve cash 10% }
`,
  "firm/tests.mandate": `test "The cap binds" {
  on 2026-11-20
  prices { VTI $250  BND $75 }
  account "t1" { model Base  roth  cash $100,000 }
  expect feasible
  expect binding EquityCap
}
test "a <careful> account & its reserve" {
  on 2026-11-20
  prices { VTI $250  BND $75 }
  account "t1" { model Base  roth  cash $100,000  profile Careful }
  expect weight(Equity) >= 56%
  expect feasible
}
`,
};

function run(...words: readonly string[]) {
  return mandate(["test", ...words], folderWith(files));
}

describe("mandate test", () => {
  it("shows what was expected, what came, why, and what bound", { timeout: 60_000 }, async () => {
    const { code, out, err } = await run();
    expect({ code, err }).toEqual({ code: 1, err: "" });
    expect(out).toContain("passed  The cap binds\n");
    expect(out).toContain("failed  a <careful> account & its reserve\n");
    expect(out).toMatch(
      /firm\/tests\.mandate:12: expected `weight\(Equity\) >= 56%`, but account `t1` is 5\d\.\d\d%\n/,
    );
    expect(out).toMatch(/buy \d+ VTI/);
    expect(out).toMatch(/Limits that bind[^\n]*\n[^\n]*reserve cash/);
    expect(out).toMatch(/1 passed, 1 failed\n$/);
  });

  it("runs those whose titles hold a text, whatever its capitals", async () => {
    expect(await run("--filter", "THE CAP")).toEqual({
      code: 0,
      out: "passed  The cap binds\n\n1 passed\n",
      err: "",
    });
    expect((await run("--filter", "nothing like it")).out).toBe(
      "no test's title contains `nothing like it`\n",
    );
  });

  it("with --coverage tells which clauses bound and which never did, bands and profiles too", async () => {
    const { out } = await run("--coverage", "--filter", "cap");
    expect(out).toMatchInlineSnapshot(`
      "passed  The cap binds

      1 passed

      Bound in some test: 1 of 4 clauses
        EquityCap  firm/policy.mandate:6

      Never bound in any test
        BondCap  firm/policy.mandate:7
        Base.Equity.band  firm/policy.mandate:4
        Careful.reserve cash  firm/policy.mandate:8
      "
    `);
    const json: unknown = JSON.parse((await run("--coverage", "--json")).out);
    expect(json).toMatchObject({
      tests: [{ status: "passed" }, { status: "failed" }],
      coverage: {
        bound: [
          { clause: "EquityCap", file: "firm/policy.mandate", line: 6 },
          { clause: "Careful.reserve cash" },
        ],
        never: [{ clause: "BondCap" }, { clause: "Base.Equity.band", line: 4 }],
      },
    });
    expect(JSON.parse((await run("--json")).out)).not.toHaveProperty("coverage");
  });

  it("tells programs each failure at its expectation", async () => {
    const { tests } = JSON.parse((await run("--json")).out);
    expect(tests).toMatchObject([
      { failures: [] },
      {
        line: 12,
        failures: [{ file: "firm/tests.mandate", line: 12, message: expect.stringContaining("Equity") }],
      },
    ]);
  });

  it("writes JUnit, with titles as text", async () => {
    const { code, out } = await run("--format", "junit");
    expect(code).toBe(1);
    expect(out).toMatchInlineSnapshot(`
      "<?xml version="1.0" encoding="UTF-8"?>
      <testsuites>
        <testsuite name="case" tests="2" failures="1">
          <testcase classname="firm/tests.mandate" name="The cap binds"/>
          <testcase classname="firm/tests.mandate" name="a &lt;careful&gt; account &amp; its reserve">
            <failure message="firm/tests.mandate:12: expected \`weight(Equity) &gt;= 56%\`, but account \`t1\` is 55.00%">firm/tests.mandate:12: expected \`weight(Equity) &gt;= 56%\`, but account \`t1\` is 55.00%</failure>
          </testcase>
        </testsuite>
      </testsuites>
      "
    `);
  });
});
