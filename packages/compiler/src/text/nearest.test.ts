import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { editDistance, nearest } from "./nearest.ts";

describe("did you mean", () => {
  it("counts insertions, deletions, substitutions and swaps of neighbours", () => {
    expect([
      editDistance("TSAL", "TSLA"),
      editDistance("GOOG", "GOOGL"),
      editDistance("hgih", "high"),
      editDistance("", "abc"),
    ]).toEqual([1, 1, 1, 3]);
  });

  it("is a distance, and stops early without lying", () => {
    const word = fc.string({ maxLength: 8, unit: fc.constantFrom("a", "b", "c") });
    fc.assert(
      fc.property(word, word, fc.nat(4), (a, b, limit) => {
        const full = editDistance(a, b);
        expect(full).toBe(editDistance(b, a));
        expect(full === 0).toBe(a === b);
        const short = editDistance(a, b, limit);
        expect(short > limit).toBe(full > limit);
        if (full <= limit) expect(short).toBe(full);
      }),
      { seed: 5, numRuns: 300 },
    );
  });

  it("offers what is near, the nearest first, and nothing where nothing is", () => {
    expect(nearest("Equty", ["Equity", "Equities"])).toBe("Equity");
    expect(nearest("equity", ["Equity"])).toBe("Equity");
    expect(nearest("IBM", ["VTI", "BND"])).toBeUndefined();
    expect(nearest("BDN", ["VTI", "BND"])).toBe("BND");
    expect(nearest("Techn", ["Technology"])).toBe("Technology");
    expect(nearest("", ["A"])).toBeUndefined();
  });
});
