import { describe, expect, it } from "vitest";
import { wrong } from "../testkit/rules.ts";
import type { Curve, Stage } from "./typed.ts";
import { flipped, laterOf, sumOfCurves } from "./typed.ts";

describe("what two amounts together are", () => {
  it("is known as late as the later of them", () => {
    const stages: readonly Stage[] = ["fixed", "given", "decided"];
    for (const [a, first] of stages.entries())
      for (const [b, second] of stages.entries()) expect(laterOf(first, second)).toBe(stages[Math.max(a, b)]);
  });

  it("bends as the one of them that bends, and in no way where they bend against each other", () => {
    const curves: readonly Curve[] = ["affine", "convex", "concave", "none"];
    const sums = curves.map((a) => curves.map((b) => sumOfCurves(a, b)));
    expect(sums).toEqual([
      ["affine", "convex", "concave", "none"],
      ["convex", "convex", "none", "none"],
      ["concave", "none", "concave", "none"],
      ["none", "none", "none", "none"],
    ]);
    expect(curves.map(flipped)).toEqual(["affine", "concave", "convex", "none"]);
  });
});

describe("a share of a whole", () => {
  it("stays one when it is scaled, turned round or made a distance, so no other whole may stand beside it", () => {
    const other = "average(esg_score of FixedIncome)";
    const firm = `limit A { 2 * average(esg_score of Equity) <= ${other} } //! error MDT3018
limit B { average(esg_score of Equity) / 2 <= ${other} } //! error MDT3018
limit C { -average(esg_score of Equity) <= ${other} } //! error MDT3018
limit D { max(average(esg_score of Equity), 50) <= ${other} } //! error MDT3018
limit E { 2 * average(esg_score of Equity) <= average(esg_score of Equity) + 60 }
`;
    expect(wrong({ firm })).toEqual([]);
  });
});
