import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exact } from "./decimal.ts";
import { fixed } from "./fixed.ts";

const places = fc.integer({ min: 0, max: 9 });

describe("a decimal's text with so many places", () => {
  it("is what `toFixed` writes", () => {
    const digits = fc.stringMatching(/^-?[0-9]{1,18}(\.[0-9]{1,18})?$/);
    fc.assert(
      fc.property(digits, fc.integer({ min: -20, max: 4 }), places, (text, power, to) => {
        const value = exact(`${text}e${power}`);
        expect(fixed(value, to)).toBe(value.toFixed(to));
      }),
      { seed: 754, numRuns: 5_000 },
    );
  });

  it("is the same at halves, beside them, and where all digits are nines", () => {
    const tail = fc.constantFrom("5", "50", "500000000001", "499999999999", "9", "99999999999999", "0");
    fc.assert(
      fc.property(
        fc.integer({ min: -1_000, max: 1_000 }),
        fc.stringMatching(/^[0-9]{6}$/),
        tail,
        places,
        (whole, digits, end, to) => {
          const value = exact(`${whole}.${digits.slice(0, to)}${end}`);
          expect(fixed(value, to)).toBe(value.toFixed(to));
        },
      ),
      { seed: 2, numRuns: 5_000 },
    );
  });

  it("knows nothing, less than nothing, and what is not finite", () => {
    for (const text of ["0", "-0", "-0.001", "-0.005", "NaN", "-Infinity", "1e-300"])
      expect(fixed(exact(text), 2)).toBe(exact(text).toFixed(2));
  });
});
