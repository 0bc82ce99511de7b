import { describe, expect, it } from "vitest";
import { folderWith, mandate } from "./support.ts";

const firm = `asset class Equity { asset class US  asset class International }
asset class Bonds
asset class Cash
model Balanced {
  Equity 60% band ±5pp { US 70% { VTI or ITOT }  International 30% { VXUS } }
  Bonds 38% { BND }
  Cash 2%
}
menu Tax { option gains_budget: money in $0..$1M default none set by advisor }
limit EquityCap { weight(Equity) <= 70% }
`;
const base = {
  "mandate.json": `{ "name": "case", "universe": "data/securities.csv",
  "layers": { "firm": ["firm/**"], "advisor": ["advisors/**"], "client": ["clients/**"] } }
`,
  "data/securities.csv": "symbol,name,asset_class\nVTI,T,US\nITOT,T,US\nVXUS,X,International\nBND,B,Bonds\n",
  "firm/policy.mandate": firm,
};
const account = (clauses: string) => ({
  "advisors/lee.mandate": `account "1001" "Rivera, taxable" {\n  model Balanced\n  ${clauses}\n}\n`,
});
const limit = (text: string) => ({ "firm/limits.mandate": `/// Chapter 4.\n${text}\n` });

/** What authors meet most, as their terminal shows it. Read each aloud: would a member of the committee know what to do? */
describe("the ten diagnostics that an author meets most", () => {
  it.each([
    ["a misspelt name", limit("limit Cap { weight(Equty) <= 65% }")],
    ["a misspelt keyword", limit("limt Cap { weight(Equity) <= 65% }")],
    ["a brace that is missing", limit("limit Cap weight(Equity) <= 65% }")],
    ["a level that does not add up", { "firm/policy.mandate": firm.replace("Bonds 38%", "Bonds 37%") }],
    ["percent and points", limit("limit Near { abs(drift(Equity)) <= 3% }")],
    ["percent of two bases", limit("limit More { weight(US of Equity) >= weight(Bonds) }")],
    ["a choice out of range", account("choose Tax.gains_budget = $2M")],
    ["tightening upwards", account("tighten EquityCap to 75%")],
    ["what only the firm may say", { "advisors/lee.mandate": "limit Mine { weight(Equity) <= 50% }\n" }],
    ["a symbol that the universe does not have", account('never sell VTU because "founder stock"')],
  ])("%s", async (_, files) => {
    const { code, out } = await mandate(["check", "--quiet"], folderWith({ ...base, ...files }));
    expect(code).toBe(1);
    expect(out.match(/^error MDT/gm)).toHaveLength(1);
    expect(out).toMatchSnapshot();
  });
});
