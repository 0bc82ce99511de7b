import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Exact } from "./decimal.ts";
import { divided, fractionOf, raised } from "./multiples.ts";

/** Amounts of up to so many digits before the point and after it. */
const amount = (before: number, after: number) =>
  fc
    .tuple(fc.bigInt(1n, 10n ** BigInt(before + after)), fc.integer({ min: 0, max: after }))
    .map(([digits, places]) => new Exact(`${digits}e-${places}`));

const anyAmount = fc.oneof(amount(4, 2), amount(9, 7), amount(6, 14), amount(20, 18));

describe("how often a decimal goes into another", () => {
  it("is what 50 digits say, in floats and beyond them", () => {
    fc.assert(
      fc.property(anyAmount, anyAmount, fc.integer({ min: 0, max: 1_000_000 }), (by, rest, count) => {
        for (const value of [rest, by.times(count), by.times(count).plus(rest)]) {
          const times = value.dividedToIntegerBy(by);
          // Counts are floats.
          if (times.greaterThan(Number.MAX_SAFE_INTEGER)) continue;
          const left = value.minus(times.times(by));
          const division = divided(value, by);
          expect(division.times).toBe(times.toNumber());
          expect(division.rest === 0).toBe(left.isZero());
          expect(raised(division)).toBe(times.toNumber() + (left.isZero() ? 0 : 1));
          expect(divided(value.negated(), by).rest === 0).toBe(left.isZero());
        }
      }),
      { numRuns: 2000 },
    );
  });

  it("counts the last word of a decimal that ends before it", () => {
    expect(divided(new Exact("12300000000"), new Exact("0.0001")).times).toBe(123_000_000_000_000);
    expect(raised(divided(new Exact("9007199254740993"), new Exact(1)))).toBe(Number("9007199254740993"));
    expect(raised(divided(new Exact("0.00010001"), new Exact("0.0001")))).toBe(2);
    expect(divided(new Exact(0), new Exact("0.25"))).toEqual({ times: 0, rest: 0 });
    // Of the whole numbers that floats hold, the ones nearest to where a quotient is rounded up.
    expect(divided(new Exact("9007199254740991"), new Exact("9007199254740990"))).toEqual({
      times: 1,
      rest: 1,
    });
    expect(divided(new Exact("9007199254740990"), new Exact("9007199254740991")).times).toBe(0);
    expect(divided(new Exact("9007199254740991"), new Exact(2))).toEqual({
      times: 4503599627370495,
      rest: 1,
    });
  });

  it("has a decimal as a fraction of two whole numbers, where floats hold them", () => {
    for (const text of ["1", "0.0001", "0.25", "100", "0.00000001", "12345678.9012345"]) {
      const { n, scale } = fractionOf(new Exact(text));
      expect(Number.isSafeInteger(n) && Number.isSafeInteger(scale)).toBe(true);
      expect(new Exact(n).dividedBy(scale).toFixed()).toBe(text);
    }
    expect(fractionOf(new Exact("0.123456789012345678901234"))).toEqual({ n: 0.12345678901234568, scale: 1 });
  });
});
