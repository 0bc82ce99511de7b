import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folderWith, mandate, small } from "./support.ts";

const project: Readonly<Record<string, string>> = {
  ...small,
  "firm/objective.mandate": `objective {
  drift of classes cost 40bps per 1pp beyond 0.5pp
  taxes            times 1
}
`,
  "clients/okafor.mandate": `account "1002" { never sell VTI because "founder stock" }
account "1004" { reserve cash $3,000 }
`,
  "book/securities.csv": `symbol,asset_class,price,price_date
VTI,Equity,300.00,2026-11-20
ITOT,Equity,140.00,2026-11-20
BND,Bonds,75.00,2026-11-20
`,
  "book/accounts.csv": `account,name,household,registration,model,cash,st_rate,lt_rate,ytd_short,ytd_long,carry_short,carry_long
1001,Rivera,R,taxable,Base,2000.00,0.35,0.15,0,0,0,0
1002,Okafor,,taxable,Base,2000.00,0.35,0.15,0,0,0,0
1003,Broken,,taxable,Bose,2000.00,0.35,0.15,0,0,0,0
1004,Full,,taxable,Base,2000.00,0.35,0.15,0,0,0,0
`,
  "book/lots.csv": `account,lot,symbol,quantity,unit_cost,acquired
1001,a,VTI,100,310.00,2026-03-02
1001,b,BND,200,70.00,2020-05-04
1002,a,VTI,60,200.00,2020-03-02
1002,b,BND,200,70.00,2020-05-04
1004,a,VTI,60,200.00,2020-03-02
1004,b,BND,160,70.00,2020-05-04
`,
};

const folder = folderWith(project);

const explain = (...words: readonly string[]) => mandate(["explain", ...words], folder);

describe("mandate explain", async () => {
  await mandate(["solve", "--quiet"], folder);

  it("shows a line a trade, or every lot and reason", async () => {
    const short = await explain("1001");
    const full = await explain("1001", "--full");
    expect(short).toMatchObject({ code: 0, err: "" });
    expect(short.out).toMatchSnapshot("short");
    expect(full.out).toMatchSnapshot("full");
  });

  it.each(["1001", "1002", "1003"])("writes a letter to the client of account %s", async (account) => {
    const { code, out } = await explain(account, "--format", "markdown");
    expect(code).toBe(0);
    expect(out).toMatchSnapshot();
    expect(out).not.toContain(".mandate:");
  });

  it("explains the run of the day that it is asked for", async () => {
    const of20 = await explain("1001", "--as-of", "2026-11-20");
    expect(of20).toEqual(await explain("1001"));
    expect(await explain("1001", "--as-of", "2026-11-19")).toEqual({
      code: 2,
      out: "",
      err: "mandate: there is no run of 2026-11-19 to explain: `mandate solve` makes one, or name a run folder with `--run DIR`\n",
    });
  });

  it("says which line is damaged", async () => {
    const whole = readFileSync(join(folder, "runs", "2026-11-20", "proposals.jsonl"), "utf8");
    const broken = folderWith({ ...project, "cut/proposals.jsonl": whole.slice(0, 200) });
    const { code, err } = await mandate(["explain", "1001", "--run", "cut"], broken);
    expect(code).toBe(2);
    expect(err).toBe(
      "mandate: the line of account `1001` in `DIR/cut/proposals.jsonl` is damaged; run `mandate solve` again\n",
    );
  });

  it("has no run to read for `--why-not`", async () => {
    expect(await explain("1001", "--run", "runs/x", "--why-not", "sell VTI")).toMatchSnapshot();
  });
});

describe("mandate explain --prices", () => {
  it("solves again for each limit that binds", async () => {
    const { code, out } = await explain("1004", "--prices");
    expect(code).toBe(0);
    expect(out).toMatchSnapshot();
    expect((await explain("1002", "--prices")).out).toMatchSnapshot();
  });

  it("says where there is nothing to price", async () => {
    expect((await explain("1003", "--prices")).out).toMatchSnapshot();
  });
});

describe("mandate explain --why-not", () => {
  const cases: readonly (readonly [string, string])[] = [
    ["1001", "sell VTI"],
    ["1001", "buy 2% of BND"],
    ["1001", "buy ITOT"],
    ["1001", "sell ITOT"],
    ["1001", "weight(Equity) >= 75%"],
    ["1002", "sell VTI"],
    ["1002", "sell 100 shares of BND"],
    ["1003", "sell VTI"],
    ["1004", "sell VTI"],
  ];

  it.each(cases)("%s: %s", async (account, asked) => {
    const { code, out, err } = await explain(account, "--why-not", asked);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatchSnapshot();
  });

  it.each(["sell VTO", "weight(Equity", "weight(Equity) >= $5", "why?"])(
    "cannot be asked: %s",
    async (asked) => {
      const { code, out, err } = await explain("1001", "--why-not", asked);
      expect({ code, out }).toEqual({ code: 2, out: "" });
      expect(err).toMatchSnapshot();
    },
  );

  it.each([
    [
      "buy $900,000 of BND",
      "Buying $900,000 of BND is not possible: all that the account holds is worth $47,000.00.",
    ],
    [
      "sell 5000 shares of BND",
      "Selling 5000 shares of BND is not possible: the account holds 200 shares of `BND`.",
    ],
  ])("is more than there is: %s", async (asked, sentence) => {
    const { out } = await explain("1001", "--why-not", asked);
    expect(out).toContain(sentence);
  });

  it("tells programs dollars without the noise of floats", async () => {
    const { out } = await explain("1001", "--why-not", "buy 2% of BND", "--json");
    expect(out).toMatch(/"outcome":"permitted","more":{"total":\d+/);
    expect(out).not.toMatch(/\d\.\d{7}/);
  });

  it("says for programs what it says for people", async () => {
    const { out } = await explain("1002", "--why-not", "sell VTI", "--json");
    expect(JSON.parse(out)).toMatchObject({
      account: "1002",
      asked: "sell VTI",
      trials: [
        { what: "selling any VTI", trial: { outcome: "forbidden", clauses: [{ name: "never sell VTI" }] } },
      ],
    });
  });

  it("adds up: the terms are what the total is more", async () => {
    const { out } = await explain("1004", "--why-not", "sell VTI", "--json");
    const { more } = JSON.parse(out).trials[0].trial;
    const { total, ...terms } = more as Record<string, number>;
    const sum = Object.values(terms).reduce((a, b) => a + b, 0);
    expect(sum).toBeCloseTo(total ?? Number.NaN, 6);
    expect(total).toBeGreaterThan(0);
  });
});
