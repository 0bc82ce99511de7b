import { Decimal } from "decimal.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Exact, exact, float } from "./decimal.ts";

describe("a decimal of 50 digits", () => {
  it("is made of one of fewer, and is itself where it is one", () => {
    const few = new Decimal(1);
    expect(exact(few).dividedBy(3).precision()).toBe(50);
    const many = new Exact(1);
    expect(exact(many)).toBe(many);
  });
});

describe("the nearest float", () => {
  it("is what `toNumber` says", () => {
    const digits = fc.stringMatching(/^-?[0-9]{1,24}(\.[0-9]{1,24})?$/);
    fc.assert(
      fc.property(digits, fc.integer({ min: -25, max: 25 }), (text, power) => {
        const value = exact(`${text}e${power}`);
        expect(float(value)).toBe(value.toNumber());
      }),
      { seed: 754, numRuns: 3_000 },
    );
  });

  it("knows what is not finite, and nothing", () => {
    expect([float(exact("NaN")), float(exact("-Infinity")), float(exact(0))]).toEqual([
      Number.NaN,
      Number.NEGATIVE_INFINITY,
      0,
    ]);
  });
});
