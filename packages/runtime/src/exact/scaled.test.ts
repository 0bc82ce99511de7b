import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Exact } from "./decimal.ts";
import { scaled } from "./scaled.ts";

/** The decimal's text, with the point put where the scale says. */
function parsed(value: number, scale: number): InstanceType<typeof Exact> {
  const digits = String(value).padStart(scale + 1, "0");
  const at = digits.length - scale;
  return new Exact(scale === 0 ? digits : `${digits.slice(0, at)}.${digits.slice(at)}`);
}

const whole = fc.oneof(
  fc.maxSafeNat(),
  fc.nat(20_000_000),
  fc.tuple(fc.nat(9999), fc.nat(15)).map(([head, zeros]) => Math.min(head * 10 ** zeros, 2 ** 53 - 1)),
);

describe("a decimal from a whole number of its last digit", () => {
  it("is the one that its text is parsed into, to the last word", () => {
    fc.assert(
      fc.property(whole, fc.nat(7), (value, scale) => {
        const [found, wanted] = [scaled(value, scale), parsed(value, scale)];
        expect([found.s, found.e, found.d]).toEqual([wanted.s, wanted.e, wanted.d]);
        expect(found.constructor).toBe(Exact);
      }),
      { numRuns: 20_000, seed: 5 },
    );
  });

  it("is a decimal of its own: the next one leaves it as it is", () => {
    const first = scaled(123_456, 4);
    scaled(9, 0);
    expect(first.toFixed()).toBe("12.3456");
  });

  it("is refused where a float would not be exact", () => {
    expect(() => scaled(2 ** 53, 2)).toThrow(RangeError);
    expect(() => scaled(-1, 2)).toThrow(RangeError);
    expect(() => scaled(1.5, 2)).toThrow(RangeError);
    expect(() => scaled(1, 8)).toThrow(RangeError);
  });
});
