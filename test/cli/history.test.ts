/** Who said what, and how what they said changed: `blame` and `log`, against git itself. */
import { describe, expect, it } from "vitest";
import { repositoryWith } from "./repository.ts";
import { folderWith, mandate, small } from "./support.ts";

const files: Readonly<Record<string, string>> = {
  ...small,
  "clients/okafor.mandate": `account "1002" {
  never sell VTI because "founder stock"
  reserve cash $3,000
}
`,
  "book/securities.csv":
    "symbol,asset_class,price,price_date\nVTI,Equity,300.00,2026-11-20\nITOT,Equity,140.00,2026-11-20\nBND,Bonds,75.00,2026-11-20\n",
  "book/accounts.csv":
    "account,registration,model,cash,st_rate,lt_rate,ytd_short,ytd_long,carry_short,carry_long\n1002,taxable,Base,20000.00,0.35,0.15,0,0,0,0\n",
  "book/lots.csv": "account,lot,symbol,quantity,unit_cost,acquired\n",
};

/** Hashes differ from run to run with the clock of the committer. */
const plain = (text: string): string => text.replace(/\b[0-9a-f]{7}\b/g, "HASH");

async function history() {
  const found = await repositoryWith(files);
  const policy = found.read("firm-a/firm/policy.mandate");
  found.write("firm/policy.mandate", policy.replace("70%", "65%"));
  found.commit("exam finding: a lower cap", "2026-05-04");
  found.write("firm/policy.mandate", `// as the committee of June wants it\n${policy.replace("70%", "65%")}`);
  found.commit("a comment", "2026-06-01");
  found.write("firm/policy.mandate", policy.replace("70%", "65"));
  found.commit("does not check", "2026-06-02");
  found.write(
    "firm/policy.mandate",
    policy.replace("EquityCap {", 'EquityCap "No more than this" {').replace("70%", "75%"),
  );
  found.commit("room again, and a title", "2026-07-01");
  found.write(
    "clients/okafor.mandate",
    found.read("firm-a/clients/okafor.mandate").replace("$3,000", "$4,000"),
  );
  return found;
}

describe("mandate blame", () => {
  it("says of each clause which commit it comes from, and the last that changed it", async () => {
    const { project } = await history();
    const { code, out, err } = await mandate(["blame", "1002"], project);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(plain(out)).toMatchSnapshot();
  });

  it("says it for programs", async () => {
    const { project } = await history();
    const { out } = await mandate(["blame", "1002", "--json"], project);
    const clauses: unknown = JSON.parse(out);
    expect(clauses).toContainEqual(
      expect.objectContaining({
        clause: "never sell VTI",
        because: "founder stock",
        origin: { introduced: expect.objectContaining({ date: "2026-03-02", subject: "the project" }) },
      }),
    );
  });

  it.each(["1003", "102"])("knows no account %s", async (account) => {
    const { project } = await repositoryWith(files);
    expect(await mandate(["blame", account], project)).toMatchSnapshot();
  });

  it("needs a repository", async () => {
    expect(await mandate(["blame", "1002"], folderWith(files))).toMatchSnapshot();
  });
});

describe("mandate log", () => {
  it("tells each commit that changed a clause in effect, and no other", async () => {
    const { project } = await history();
    const { code, out, err } = await mandate(["log", "EquityCap"], project);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(plain(out)).toMatchSnapshot();
  });

  it("looks at as many commits as it is told to", async () => {
    const { project } = await history();
    expect(plain((await mandate(["log", "EquityCap", "--max", "2"], project)).out)).toMatchSnapshot();
  });

  it("knows what is called nearly so", async () => {
    const { project } = await repositoryWith(files);
    expect(await mandate(["log", "EqityCap"], project)).toMatchSnapshot();
  });
});
