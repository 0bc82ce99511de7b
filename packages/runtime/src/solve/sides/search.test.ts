/** Sides by prices against a search of the whole problem by another solver: the same optimum, and a bound that holds. */
import { type Backend, createHighs, createStructured } from "@mandate/solver";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { lower } from "../../lowering/index.ts";
import { situationOf } from "../../testkit/index.ts";
import { shape, specOf } from "../testing/accounts.ts";
import { searchBySides } from "./search.ts";

let highs: Backend;
let structured: Backend;
beforeAll(async () => {
  highs = await createHighs();
  structured = createStructured({ fallback: highs });
});
afterAll(() => structured.dispose());

/** What prices cannot tell apart: these bring binaries of other kinds, or bind securities together. */
const plain = shape.map((given) => ({
  ...given,
  ticket: "0" as const,
  twins: false,
  registration: "taxable" as const,
  rules: given.rules.filter((rule) => !["trade", "count"].includes(rule)),
  liked: given.liked.filter((preference) => preference !== "few"),
}));

describe("sides by prices", () => {
  it.each([
    ["structured", () => structured],
    ["highs", () => highs],
  ] as const)(
    "find what a search of the whole problem finds, with %s",
    (_, backend) => {
      let compared = 0;
      let counting = 0;
      fc.assert(
        fc.property(plain, (given) => {
          const situation = situationOf(specOf(given));
          const lowered = lower(situation);
          const floor = 1 / situation.value.toNumber();
          const bySides = searchBySides(lowered, backend(), { floor });
          if (bySides === undefined) return;
          const { found } = bySides;
          const whole = highs.solve(lowered.problem, { relativeGap: 1e-9 });
          expect(found.status).toBe("optimal");
          expect(whole.status).toBe("optimal");
          compared += 1;
          if (lowered.draft.counting.size > 0) counting += 1;
          const gap = 1e-4 * Math.max(floor, Math.abs(found.objective)) + 1e-9;
          expect(found.bound).toBeLessThanOrEqual(whole.objective + 1e-9);
          expect(found.objective).toBeGreaterThanOrEqual(whole.bound - 1e-9);
          expect(found.objective - found.bound).toBeLessThanOrEqual(gap);
        }),
        { seed: 1974, numRuns: 300 },
      );
      expect(compared).toBeGreaterThan(80);
      expect(counting).toBeGreaterThan(20);
    },
    180_000,
  );

  it("leave to the search what other binaries decide", () => {
    const spec = specOf({
      ...(fc.sample(plain, { seed: 7, numRuns: 1 })[0] ?? never()),
      ticket: "12",
    });
    const lowered = lower(situationOf(spec));
    expect(lowered.problem.integer?.some((flag) => flag === 1)).toBe(true);
    expect(searchBySides(lowered, structured, { floor: 1e-6 })).toBeUndefined();
  });
});

function never(): never {
  throw new Error("the generator gave nothing");
}
