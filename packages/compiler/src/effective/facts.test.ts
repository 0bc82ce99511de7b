import { describe, expect, it } from "vitest";
import { compileText } from "../testkit/check.ts";
import { archiveOf } from "../testkit/rules.ts";
import { effective } from "./effective.ts";
import type { AccountRow } from "./policy.ts";

const FIRM = `
attribute risk_score: number
attribute desk: text
attribute pays_itself: flag
profile Careful { reserve cash 2% }
limit ByName when account.name = "Rivera, taxable" { weight(AAPL) <= 4% }
limit ByAdvisor when account.advisor = lee { weight(AAPL) <= 4% }
limit ByHousehold when account.household = "Rivera" { weight(AAPL) <= 4% }
limit ByRegistration when account.registration = roth { weight(AAPL) <= 4% }
limit ByModel when account.model = Balanced { weight(AAPL) <= 4% }
limit ByProfile when account.profile = Careful { weight(AAPL) <= 4% }
limit ByNumber when account.risk_score >= 3 { weight(AAPL) <= 4% }
limit ByText when account.desk in { north, south } { weight(AAPL) <= 4% }
limit ByFlag when account.pays_itself { weight(AAPL) <= 4% }
`;

const ROW: AccountRow = {
  account: "1",
  registration: "taxable",
  model: "Balanced",
  choices: {},
  columns: { risk_score: "", desk: "", pays_itself: "" },
};

function compiled() {
  const advisor = 'household "Okafor" { accounts "7", "8" }';
  const { bundle, diagnostics } = compileText(
    archiveOf({
      firm: `${FIRM}limit Other when account.household = "Okafor" { weight(AAPL) <= 3% }`,
      advisor,
    }),
  );
  if (bundle === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return bundle;
}

function inForce(row: Partial<AccountRow>): readonly string[] {
  const result = effective(compiled(), { ...ROW, ...row }, "2026-11-22");
  if (!result.ok) throw new Error(result.problems.map(({ reason }) => reason).join("\n"));
  return result.policy.clauses.map(({ id }) => id).filter((id) => id.startsWith("By") || id === "Other");
}

describe("facts of an account", () => {
  it("say nothing where they are empty", () => {
    expect(inForce({ registration: "taxable" })).toEqual(["ByModel"]);
  });

  it.each<readonly [string, Partial<AccountRow>]>([
    ["ByName", { name: "Rivera, taxable" }],
    ["ByAdvisor", { advisor: "lee" }],
    ["ByHousehold", { household: "Rivera" }],
    ["ByRegistration", { registration: "roth" }],
    ["ByProfile", { profile: "Careful" }],
    ["ByNumber", { columns: { ...ROW.columns, risk_score: "3.0" } }],
    ["ByText", { columns: { ...ROW.columns, desk: "south" } }],
    ["ByFlag", { columns: { ...ROW.columns, pays_itself: "1" } }],
    ["Other", { account: "7" }],
  ])("%s", (name, row) => {
    expect(inForce(row).filter((id) => id !== "ByModel")).toEqual([name]);
  });

  it("are in the policy for whoever asks later, with the columns that the book must have in the bundle", () => {
    const bundle = compiled();
    const result = effective(
      bundle,
      { ...ROW, account: "7", name: "N", advisor: "", profile: "Careful" },
      "2026-11-22",
    );
    expect(result).toMatchObject({
      ok: true,
      policy: {
        profiles: ["Careful"],
        facts: { registration: "taxable", name: "N", household: "Okafor", model: "Balanced" },
      },
    });
    expect(result.ok && Object.keys(result.policy.facts)).not.toContain("advisor");
    expect(bundle.accountColumns).toEqual([
      { name: "advisor", type: "text" },
      { name: "desk", type: "text" },
      { name: "name", type: "text" },
      { name: "pays_itself", type: "flag" },
      { name: "risk_score", type: "number" },
    ]);
  });
});
