import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { repositoryRoot } from "../support/repository.ts";
import { folderWith, mandate, small } from "./support.ts";

const files = {
  ...small,
  "firm/more.mandate": `menu Tax { option budget: money in $0..$1M default none set by advisor }
menu Lean { option tilt for each class: pp in -3pp..3pp default 0pp set by advisor }
limit Budget "A budget" when Tax.budget is chosen and account.registration = taxable { gains this year <= Tax.budget } because "Manual 4" grandfathered
limit Spread { for each s in securities except { BND }: abs(drift(s)) <= 2 * (3pp + 1pp) } waivable by compliance up to 10pp for 1 year
limit Year { sum(s in Equity: bought(s)) - 2 * sold(Equity where held less than 1 year) <= $1,000 }
prefer Few { count(trades) <= 12 cost $3 per trade }
prefer Calm { weight(Equity) <= 60% cost 50bps per 1pp }
list Some = { VTI, BND }
profile Careful { reserve cash 4% }
`,
  "advisors/a.mandate": `account "7" "Seven" {
  model Base
  choose Tax.budget = $1,500.50
  tilt 2pp to Equity from Bonds
  never buy ITOT because "her employer"
  sell VTI by 2027-01-31
  tighten EquityCap to 65%
}
`,
};

describe("mandate expand", () => {
  it("shows what the policies come to, each part with its source", async () => {
    const { code, out, err } = await mandate(["expand"], folderWith(files));
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatchSnapshot();
  });

  it.each(["EquityCap", "Base", "Tax", "Tax.budget", "Some", "Careful", 'account "7".never buy ITOT'])(
    "shows `%s` alone",
    async (name) => {
      const folder = folderWith(files);
      const { code, out } = await mandate(["expand", name], folder);
      expect(code).toBe(0);
      const whole = (await mandate(["expand"], folder)).out;
      expect(whole).toContain(out);
      expect(out.length).toBeLessThan(whole.length);
    },
  );

  it("gives data as JSON", async () => {
    const { out } = await mandate(["expand", "EquityCap", "--json"], folderWith(files));
    expect(JSON.parse(out)).toMatchObject([
      { id: "EquityCap", kind: "limit", source: { file: "firm/policy.mandate", line: 5 } },
    ]);
  });

  it.each([
    [
      ["expand", "EquityCup"],
      "mandate: nothing in the project is called `EquityCup`; did you mean `EquityCap`?\n",
    ],
    [["expand", "Nothing"], "mandate: nothing in the project is called `Nothing`\n"],
    [["expand", "--account", "8"], "mandate: neither the policies nor the book know an account `8`\n"],
  ])("%j is one sentence and exit code 2", async (words, sentence) => {
    expect(await mandate(words, folderWith(files))).toEqual({ code: 2, out: "", err: sentence });
  });

  it("shows an account that no book knows by its blocks", async () => {
    const { code, out } = await mandate(["expand", "--account", "7"], folderWith(files));
    expect(code).toBe(0);
    expect(out).toMatch(/^account "7" \(advisors\/a\.mandate:1, advisor\)\n/);
  });
});

describe("mandate expand --account", () => {
  it("shows an account's policy layer by layer", async () => {
    const folder = folderWith({});
    await mandate(["init", "x"], folder);
    const { code, out, err } = await mandate(["expand", "--account", "1001", "--project", "x"], folder);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatchSnapshot();
  });

  it("knows every sound account of the example firm, and says why it does not know the others", async () => {
    const run = (account: string) =>
      mandate(["expand", "--account", account, "--project", "examples/acme"], repositoryRoot);
    expect((await run("1067")).out).toContain("\nthe client's:\n");
    expect(await run("10670")).toMatchObject({
      code: 2,
      err: expect.stringMatching(
        /^mandate: neither the policies nor the book know an account `10670`; did you mean `\d{4}`\?\n$/,
      ),
    });
  });

  it("says at which level a waived or tightened limit holds, and whose line sets it", async () => {
    const folder = folderWith({});
    await mandate(["init", "x"], folder);
    const firm = join(folder, "x", "firm");
    appendFileSync(
      join(firm, "policy.mandate"),
      `limit Apple { for each s in { AAPL, VTI }: weight(s) <= 80% } waivable by compliance up to 95% for 1 year
limit Floor { weight(Cash) >= 1% }
waive Apple for AAPL in account "1001" up to 90% until 2027-06-30 because "gift" approved by "CCO" on 2026-11-03
`,
    );
    const own = join(folder, "x", "advisors", "example.mandate");
    const text = readFileSync(own, "utf8");
    writeFileSync(
      own,
      text.replace(/"Rivera, taxable" \{/, "$&\n  tighten Apple to 75%\n  tighten Floor to 2%"),
    );
    const { code, out, err } = await mandate(["expand", "--account", "1001", "--project", "x"], folder);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    const levels = /levels that are not the limits' own:\n((?: {2}.*\n)+)/.exec(out)?.[1] ?? "";
    expect(levels.replaceAll(/:\d+, /g, ":N, ")).toBe(
      `  Apple for AAPL: 75% (advisors/example.mandate:N, advisor), tightened from 90% (firm/policy.mandate:N, firm), waived from 80% (firm/policy.mandate:N, firm)
  Apple: 75% (advisors/example.mandate:N, advisor), tightened from 80% (firm/policy.mandate:N, firm)
  Floor: 2% (advisors/example.mandate:N, advisor), tightened from 1% (firm/policy.mandate:N, firm)
`,
    );
  });
});
