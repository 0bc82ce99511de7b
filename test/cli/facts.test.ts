/** `account.NAME`, from a column of the book to the clause that it puts in force. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folderWith, mandate, small } from "./support.ts";

const DAY = "2026-11-20";
const ACCOUNTS =
  "account,name,household,advisor,registration,model,cash,st_rate,lt_rate,ytd_short,ytd_long,carry_short,carry_long,risk_score,pays_itself\n";
const CAP = "{ weight(VTI) <= 90% }";

const project = {
  ...small,
  "firm/facts.mandate": `attribute risk_score: number
attribute pays_itself: flag
limit ByName when account.name = "Rivera, joint" ${CAP}
limit ByAdvisor when account.advisor = lee ${CAP}
limit ByHousehold when account.household = "Rivera" ${CAP}
limit ByRegistration when account.registration = roth ${CAP}
limit ByModel when account.model = Base ${CAP}
limit ByScore when account.risk_score <= 3 and before(weight(Cash)) > 50% ${CAP}
limit ByFlag when account.pays_itself ${CAP}
limit NoMoreLossesThanLast { value(VTI) <= account.ytd_short + $1,000,000 }
`,
  "book/securities.csv": `symbol,asset_class,price,price_date\nVTI,Equity,250,${DAY}\nITOT,Equity,100,${DAY}\nBND,Bonds,75,${DAY}\n`,
  "book/lots.csv": "account,lot,symbol,quantity,unit_cost,acquired\n",
};

function accounts(...rows: readonly string[]): Readonly<Record<string, string>> {
  return { ...project, "book/accounts.csv": `${ACCOUNTS}${rows.join("\n")}\n` };
}

async function limitsOf(folder: string): Promise<Record<string, readonly string[]>> {
  const { code, err } = await mandate(["solve", "--quiet", "--workers", "1", "--out", "out"], folder);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  const lines = readFileSync(join(folder, "out", "proposals.jsonl"), "utf8")
    .trim()
    .split("\n");
  return Object.fromEntries(
    lines.map((line) => {
      const { account, limits } = JSON.parse(line) as { account: string; limits: { name: string }[] };
      return [
        account,
        limits
          .map(({ name }) => name)
          .filter((name) => name.startsWith("By"))
          .sort(),
      ];
    }),
  );
}

describe("facts of the account", () => {
  it("put clauses in force by every column that there is", async () => {
    const folder = folderWith(
      accounts(
        '1,"Rivera, joint",,,exempt,Base,100000,,,,,,,,',
        "2,,,lee,exempt,Base,100000,,,,,,,,no",
        "3,,Rivera,,exempt,Base,100000,,,,,,,,",
        "4,,,,roth,Base,100000,,,,,,,7,",
        "5,,,,exempt,Base,100000,,,,,,,3,TRUE",
      ),
    );
    expect(await limitsOf(folder)).toEqual({
      1: ["ByModel", "ByName"],
      2: ["ByAdvisor", "ByModel"],
      3: ["ByHousehold", "ByModel"],
      4: ["ByModel", "ByRegistration"],
      5: ["ByFlag", "ByModel", "ByScore"],
    });
  });

  it("stop the run where the book has no such column", async () => {
    const files = accounts("1,,,,exempt,Base,100000,,,,,,,,");
    const folder = folderWith({
      ...files,
      "book/accounts.csv": files["book/accounts.csv"]?.replace("advisor,", "adviser,") ?? "",
    });
    expect(await mandate(["solve", "--workers", "1", "--out", "out"], folder)).toMatchObject({
      code: 2,
      err: "mandate: `book/accounts.csv` has no column `advisor`, which policies ask for as `account.advisor`; did you mean `adviser`?\n",
    });
  });
});
