import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileText } from "../testkit/check.ts";
import { archiveOf } from "../testkit/rules.ts";
import { serialiseBundle } from "./serialise.ts";

describe("a bundle's text", () => {
  it("is JSON of the bundle, and the same for the same policies in other files", () => {
    const { bundle } = compileText(archiveOf({ firm: "limit A { weight(AAPL) <= 5% }" }));
    const again = compileText(archiveOf({ firm: "limit A { weight(AAPL) <= 5% }" })).bundle;
    if (bundle === undefined || again === undefined) throw new Error("no bundle");
    expect(JSON.parse(serialiseBundle(bundle))).toEqual(JSON.parse(JSON.stringify(bundle)));
    expect(serialiseBundle(again)).toBe(serialiseBundle(bundle));
  });

  it("does not depend on the order in which files are given", () => {
    const files = [0, 1, 2, 3].map(
      (index) => [`firm/f${index}.mandate`, `limit L${index} { weight(AAPL) <= ${index + 1}% }`] as const,
    );
    const text = (order: readonly number[]) => {
      const { bundle } = compileText(
        archiveOf({ files: Object.fromEntries(order.flatMap((index) => [files[index] ?? ["", ""]])) }),
      );
      return bundle === undefined ? "" : serialiseBundle(bundle);
    };
    const expected = text([0, 1, 2, 3]);
    fc.assert(
      fc.property(fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }), (order) => text(order) === expected),
      { seed: 7, numRuns: 10 },
    );
  });
});
