import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ofCents } from "./cents.ts";
import { exact } from "./decimal.ts";

describe("dollars from whole cents", () => {
  it("are the cents divided by a hundred, to the last word", () => {
    const cents = fc.oneof(fc.maxSafeInteger(), fc.integer({ min: -200_000, max: 200_000 }));
    fc.assert(
      fc.property(cents, (whole) => {
        const [found, wanted] = [ofCents(whole), exact(whole).dividedBy(100)];
        expect([found.s, found.e, found.d]).toEqual([whole === 0 ? 1 : wanted.s, wanted.e, wanted.d]);
      }),
      { seed: 100, numRuns: 5_000 },
    );
  });
});
