/** The lines of proposals that the documentation shows are lines that `mandate explain` can read. */
import { rowProblems } from "@mandate/compiler";
import { explanationPage, proposalSchema } from "@mandate/runtime";
import { describe, expect, it } from "vitest";
import { blocksOf, pageText, placeOf } from "./pages.ts";

describe("data in the documentation", () => {
  const shown = blocksOf("docs/proposals.md").filter(({ words }) => words.includes("proposal"));

  it.each(shown.map((block) => [placeOf(block), block] as const))("is a proposal: %s", (_, block) => {
    const proposal = proposalSchema.parse(JSON.parse(block.text));
    expect(explanationPage(proposal)).toContain(`Account ${proposal.account}`);
    if (proposal.status !== "proposed") return;
    expect(proposal.after.total - proposal.bound).toBeCloseTo(proposal.gap, 6);
    const { total, ...parts } = proposal.after;
    expect(Object.values(parts).reduce((sum, part) => sum + part, 0)).toBeCloseTo(total, 6);
  });

  it("shows each status once", () => {
    const statuses = shown.map(({ text }) => proposalSchema.parse(JSON.parse(text)).status);
    expect(statuses.sort()).toEqual(["infeasible", "proposed", "quarantined"]);
  });

  it("names every code of an account without a policy", () => {
    const told = pageText("docs/book.md")
      .match(/^\| MDT71\d\d /gm)
      ?.map((row) => row.slice(2, 9));
    expect(told).toEqual(Object.values(rowProblems).sort());
  });
});
