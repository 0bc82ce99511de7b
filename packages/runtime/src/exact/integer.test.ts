import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exact } from "./decimal.ts";
import { decimalOf, minus, plus, product, scaledOf } from "./integer.ts";

const whole = fc.bigInt({ min: -(10n ** 45n), max: 10n ** 45n });
const short = fc.bigInt({ min: -100_000n, max: 100_000n });
const amount = fc.record({ n: fc.oneof(whole, short), places: fc.integer({ min: 0, max: 30 }) });

describe("a whole number of a power of ten as a decimal", () => {
  it("is what its text says, and reads back as it was", () => {
    fc.assert(
      fc.property(amount, ({ n, places }) => {
        const value = decimalOf(n, places);
        const spelled = exact(`${n}e-${places}`);
        expect([value.s, value.e, value.d]).toEqual([n === 0n ? 1 : spelled.s, spelled.e, spelled.d]);
        const back = scaledOf(value);
        expect(decimalOf(back.n, back.places).equals(value)).toBe(true);
      }),
      { seed: 754, numRuns: 3_000 },
    );
  });

  it("adds, takes away and multiplies as decimals do", () => {
    const small = fc.record({
      n: fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }),
      places: fc.integer({ min: 0, max: 12 }),
    });
    fc.assert(
      fc.property(small, small, (a, b) => {
        const [x, y] = [decimalOf(a.n, a.places), decimalOf(b.n, b.places)];
        for (const [told, expected] of [
          [plus(a, b), x.plus(y)],
          [minus(a, b), x.minus(y)],
          [product(a, b), x.times(y)],
        ] as const)
          expect(decimalOf(told.n, told.places).equals(expected)).toBe(true);
      }),
      { seed: 91, numRuns: 2_000 },
    );
  });
});
