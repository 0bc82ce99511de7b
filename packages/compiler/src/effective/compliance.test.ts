/** Compliance by construction (language.md, "Authority"): what lower layers write never takes a firm's clause away. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileText } from "../testkit/check.ts";
import { archiveOf } from "../testkit/rules.ts";
import { effective } from "./effective.ts";

const FIRM = `profile Retiree { choose Tax.sensitivity = high  reserve cash 4% }
limit Firm { weight(AAPL) <= 10% }
limit Budget when Tax.gains_budget is chosen { gains <= Tax.gains_budget }
waive SingleStock for AAPL in account "1" up to 10% until 2027-06-30 because "gift" approved by "CCO"`;

/** What a lower layer might try, permitted or not. */
const CLAUSES = [
  "model Balanced",
  "profile Retiree",
  "choose Tax.gains_budget = $5,000",
  "choose Tax.gains_budget = $5M",
  "choose Screens.exclude = Sin",
  "tighten SingleStock to 3%",
  "tighten SingleStock to 9%",
  "tighten BondFloor to 15%",
  "tighten Firm for AAPL to 20%",
  "tighten Firm to 2%",
  "limit SingleStock { weight(AAPL) <= 50% }",
  "limit Mine { weight(AAPL) <= 50% }",
  "tilt 2pp to USSmall from USLarge",
  "substitute VTI with ITOT",
  "exclude Sin divest now",
  "reserve cash $5",
  "trade at most 20% per run",
  'waive Firm in account "1" up to 90% until 2099-01-01 because "x" approved by "y"',
];

describe("compliance by construction", () => {
  it("keeps every firm limit as it stands, and waives by the firm's word only", () => {
    const base = compileText(archiveOf({ firm: FIRM })).bundle;
    const row = {
      account: "1",
      registration: "taxable",
      model: "Balanced",
      choices: {},
      columns: {},
    } as const;
    const plain = base === undefined ? undefined : effective(base, row, "2026-11-22");
    if (plain?.ok !== true) throw new Error("the firm's own policy has no effect");
    const firms = plain.policy.clauses
      .filter(({ kind }) => kind === "limit")
      .map((clause) => JSON.stringify(clause));
    let compiled = 0;
    fc.assert(
      fc.property(
        fc.subarray(CLAUSES, { maxLength: 5 }),
        fc.subarray(CLAUSES, { maxLength: 3 }),
        (advisor, client) => {
          const block = (clauses: readonly string[]) => `account "1" { ${clauses.join("  ")} }`;
          const { bundle } = compileText(
            archiveOf({ firm: FIRM, advisor: block(advisor), client: block(client) }),
          );
          const result = bundle === undefined ? undefined : effective(bundle, row, "2026-11-22");
          if (result?.ok !== true) return;
          compiled += 1;
          const { policy } = result;
          const now = new Set(
            policy.clauses.map((clause) => JSON.stringify({ ...clause, rules: clause.rules })),
          );
          const ids = new Set(policy.clauses.map(({ id }) => id));
          const without = (text: string) => text.replace(/"set":"fixed","id":\d+/g, "");
          const kept = new Set([...now].map(without));
          for (const clause of firms) expect(kept).toContain(without(clause));
          for (const id of ["Balanced.Equity.band", "Balanced.FixedIncome.band", "Balanced.Cash.band"])
            expect(ids).toContain(id);
          for (const adjustment of policy.adjustments) {
            if (adjustment.kind === "waive") expect(adjustment.source.layer).toBe("firm");
            const level = adjustment.level.e === "constant" ? Number(adjustment.level.value) : Number.NaN;
            if (adjustment.kind === "tighten" && adjustment.limit === "SingleStock")
              expect(level).toBeLessThanOrEqual(0.05);
            if (adjustment.kind === "tighten" && adjustment.limit === "BondFloor")
              expect(level).toBeGreaterThanOrEqual(0.2);
            if (adjustment.kind === "tighten" && adjustment.limit === "Firm")
              expect(level).toBeLessThanOrEqual(0.1);
          }
        },
      ),
      { seed: 1091, numRuns: 200 },
    );
    expect(compiled).toBeGreaterThan(20);
  });
});
