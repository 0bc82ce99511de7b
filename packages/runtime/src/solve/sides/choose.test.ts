/** The choice of sides against all choices, one by one. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { choose } from "./choose.ts";
import { SIDES } from "./sided.ts";
import type { Cut } from "./worth.ts";

const MANY = 1_000_000;

const worth = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 20 }) },
  { weight: 1, arbitrary: fc.constant(Number.POSITIVE_INFINITY) },
);
const problem = fc
  .record({ securities: fc.integer({ min: 1, max: 5 }), cuts: fc.integer({ min: 1, max: 4 }) })
  .chain(({ securities, cuts }) =>
    fc.record({
      cuts: fc.array(
        fc.record({
          rest: fc.integer({ min: -10, max: 10 }),
          worth: fc.array(worth, { minLength: SIDES * securities, maxLength: SIDES * securities }),
        }),
        { minLength: cuts, maxLength: cuts },
      ),
      ceiling: fc.integer({ min: 0, max: 60 }),
      near: fc.array(fc.integer({ min: 0, max: SIDES - 1 }), {
        minLength: securities,
        maxLength: securities,
      }),
      barred: fc.array(
        fc.array(fc.integer({ min: 0, max: SIDES - 1 }), { minLength: securities, maxLength: securities }),
        { maxLength: 3 },
      ),
    }),
  );

function provedOf(cuts: readonly Cut[], sides: Uint8Array): number {
  return Math.max(
    ...cuts.map(({ rest, worth: each }) =>
      sides.reduce((sum, side, at) => sum + (each[SIDES * at + side] ?? 0), rest),
    ),
  );
}

function* all(count: number): Generator<Uint8Array> {
  for (let code = 0; code < SIDES ** count; code++)
    yield Uint8Array.from({ length: count }, (_, at) => Math.floor(code / SIDES ** at) % SIDES);
}

describe("the choice of sides", () => {
  it("is the least of all that the cuts leave, or none is below the ceiling", () => {
    let chosen = 0;
    fc.assert(
      fc.property(problem, (given) => {
        const cuts = given.cuts.map((cut) => ({ rest: cut.rest, worth: Float64Array.from(cut.worth) }));
        const barred = given.barred.map((sides) => Uint8Array.from(sides));
        const near = Uint8Array.from(given.near);
        const { ceiling } = given;
        const found = choose(cuts, { ceiling, near, barred, visits: MANY });
        let least = ceiling;
        for (const sides of all(near.length))
          if (!barred.some((other) => other.join() === sides.join()))
            least = Math.min(least, provedOf(cuts, sides));
        expect(found.bound).toBe(least);
        expect(found.sides === undefined).toBe(least === ceiling);
        if (found.sides === undefined) return;
        chosen += 1;
        expect(provedOf(cuts, found.sides)).toBe(least);
      }),
      { seed: 1962, numRuns: 2_000 },
    );
    expect(chosen).toBeGreaterThan(300);
  });

  it("proves no more than it has looked at where its visits end", () => {
    fc.assert(
      fc.property(problem, fc.integer({ min: 0, max: 4 }), (given, visits) => {
        const cuts = given.cuts.map((cut) => ({ rest: cut.rest, worth: Float64Array.from(cut.worth) }));
        const near = Uint8Array.from(given.near);
        const { bound } = choose(cuts, { ceiling: given.ceiling, near, barred: [], visits });
        const least = Math.min(given.ceiling, ...[...all(near.length)].map((s) => provedOf(cuts, s)));
        expect(bound).toBeLessThanOrEqual(least);
      }),
      { seed: 1972, numRuns: 1_000 },
    );
  });
});
