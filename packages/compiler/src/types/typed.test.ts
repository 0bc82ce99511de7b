import { describe, expect, it } from "vitest";
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
