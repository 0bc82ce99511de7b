/** Accounts at the edge of what an account is: an answer or a clear refusal, whichever the solver. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { proposalSchema } from "@mandate/runtime";
import { describe, expect, it } from "vitest";
import { folderWith, mandate, small } from "../cli/support.ts";

const header =
  "account,name,household,registration,model,cash,st_rate,lt_rate,ytd_short,ytd_long,carry_short,carry_long";
const row = (account: string, cash: string): string =>
  `${account},,,taxable,Base,${cash},0.35,0.15,0,0,0,0\n`;

const locked = "never sell VTI never sell ITOT never sell BND never buy VTI never buy ITOT never buy BND"
  .replaceAll(" never", "\n  never")
  .trim();

const project: Readonly<Record<string, string>> = {
  ...small,
  "firm/objective.mandate": `objective {
  drift of classes cost 40bps per 1pp beyond 0.5pp
  taxes times 1
}
`,
  "clients/locked.mandate": `account "locked-inside" {\n  ${locked}\n}\n\naccount "locked-outside" {\n  ${locked}\n}\n`,
  "book/securities.csv": `symbol,asset_class,price,price_date
VTI,Equity,300.00,2026-11-20
ITOT,Equity,140.00,2026-11-20
BND,Bonds,75.00,2026-11-20
`,
  "book/accounts.csv": `${header}
${row("nothing", "0")}${row("worth-nothing", "-30000")}${row("owes", "-30000.01")}${row("a-cent", "0.01")}${row("a-share-less", "299.99")}${row("only-cash", "100000")}${row("one-security", "0")}${row("a-crumb", "0")}${row("a-giant", "0")}${row("on-margin", "-5000")}${row("locked-inside", "400")}${row("locked-outside", "0")}`,
  "book/lots.csv": `account,lot,symbol,quantity,unit_cost,acquired
worth-nothing,a,VTI,100,300.00,2020-03-02
owes,a,VTI,100,300.00,2020-03-02
one-security,a,VTI,1000,310.00,2020-03-02
a-crumb,a,VTI,0.0000000001,250.00,2020-03-02
a-giant,a,VTI,20000000000,310.00,2020-03-02
on-margin,a,VTI,100,310.00,2020-03-02
locked-inside,a,VTI,40,250.00,2020-03-02
locked-inside,b,BND,101,70.00,2020-03-02
locked-outside,a,VTI,100,250.00,2020-03-02
`,
};

describe.each(["highs", "structured"])("with --solver %s", (solver) => {
  it("accounts of nothing, of one thing and of things that may not move", { timeout: 60_000 }, async () => {
    const folder = folderWith(project);
    const { code, err } = await mandate(["solve", "--out", "out", "--solver", solver], folder);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    const proposals = readFileSync(join(folder, "out", "proposals.jsonl"), "utf8")
      .trimEnd()
      .split("\n")
      .map((line) => proposalSchema.parse(JSON.parse(line)));
    const told = proposals.map((proposal) => {
      const trades = proposal.trades.map(({ side, symbol }) => `${side} ${symbol}`);
      const why = "code" in proposal ? [proposal.code] : [];
      return [proposal.account, proposal.status, ...why, ...trades].join(" ");
    });
    expect(told).toMatchInlineSnapshot(`
      [
        "nothing quarantined MDT7237",
        "worth-nothing quarantined MDT7237",
        "owes quarantined MDT7237",
        "a-cent no_trade",
        "a-share-less proposed buy BND",
        "only-cash proposed buy BND buy VTI",
        "one-security proposed buy BND sell VTI",
        "a-crumb proposed sell VTI",
        "a-giant proposed buy BND sell VTI",
        "on-margin proposed buy BND sell VTI",
        "locked-inside no_trade",
        "locked-outside infeasible",
      ]
    `);
  });
});

describe("a project of one security", () => {
  it("solves an account that holds it, and one that does not", async () => {
    const folder = folderWith({
      ...project,
      "data/securities.csv": "symbol,name,asset_class\nVTI,Total market,Equity\n",
      "firm/policy.mandate":
        "asset class Equity\nasset class Cash\nmodel Base { Equity 90% { VTI }  Cash 10% }\nlimit EquityCap { weight(Equity) <= 95% }\n",
      "clients/locked.mandate": "",
      "book/securities.csv": "symbol,asset_class,price,price_date\nVTI,Equity,300.00,2026-11-20\n",
      "book/accounts.csv": `${header}\n${row("holds", "0")}${row("holds-not", "3000")}`,
      "book/lots.csv": "account,lot,symbol,quantity,unit_cost,acquired\nholds,a,VTI,100,310.00,2020-03-02\n",
    });
    const { code, err } = await mandate(["solve", "--out", "out"], folder);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    const trades = readFileSync(join(folder, "out", "trades.csv"), "utf8")
      .trimEnd()
      .split("\n")
      .slice(1);
    expect(trades.map((line) => line.split(",").slice(0, 4).join(" "))).toEqual([
      "holds VTI sell 10",
      "holds-not VTI buy 9",
    ]);
  });
});
