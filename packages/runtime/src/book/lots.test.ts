import fc from "fast-check";
import { expect, it } from "vitest";
import { lotJudge, lotReader } from "./lots.ts";

const ASOF = "2026-11-20";

const numbers = fc.oneof(
  fc.constantFrom(
    "",
    "0",
    "0.0",
    "-1",
    "-0",
    "1e3",
    "1_000",
    "1,5",
    "٣",
    "NaN",
    ".5",
    "5.",
    "00012.50",
    "+4",
    " 1",
  ),
  fc.double({ min: 0, max: 1e12, noNaN: true }).map((value) => value.toFixed(4)),
  fc.stringMatching(/^[0-9]{1,20}(?:\.[0-9]{1,24})?$/),
);
const days = fc.oneof(
  fc.constantFrom(
    "",
    "2026-02-29",
    "2024-02-29",
    "1899-12-31",
    "2026-11-20",
    "2026-11-21",
    "2026-1-2",
    "2026-11-20 ",
  ),
  fc
    .date({ min: new Date("1950-01-01"), max: new Date("2030-01-01"), noInvalidDate: true })
    .map((day) => day.toISOString().slice(0, 10)),
);

it("what is plainly good is read as the schema reads it, and the schema judges the rest", () => {
  const read = lotReader(ASOF);
  const judge = lotJudge(ASOF);
  let plain = 0;
  fc.assert(
    fc.property(
      fc.constantFrom("VTI", "", "BRK.B"),
      numbers,
      numbers,
      days,
      (symbol, quantity, cost, day) => {
        const quick = read("a", symbol, quantity, cost, day);
        if (quick.value !== undefined) plain += 1;
        expect(quick).toEqual(judge("a", symbol, quantity, cost, day));
      },
    ),
    { numRuns: 4000, seed: 5 },
  );
  expect(plain).toBeGreaterThan(200);
});
