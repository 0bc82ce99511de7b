import { describe, expect, it } from "vitest";
import { addDuration, dayNumber } from "./dates.ts";

describe("calendar arithmetic", () => {
  it.each([
    ["2024-02-29", 1, "years", "2025-02-28"],
    ["2024-02-29", 4, "years", "2028-02-29"],
    ["2026-01-31", 1, "months", "2026-02-28"],
    ["2026-11-30", 3, "months", "2027-02-28"],
    ["2026-12-31", 1, "days", "2027-01-01"],
    ["2026-11-03", 100, "years", "2126-11-03"],
  ] as const)("%s and %i %s is %s", (date, count, of, expected) => {
    expect(addDuration(date, { count, of })).toBe(expected);
  });

  it("goes back as well", () => {
    expect(addDuration("2026-03-01", { count: 1, of: "days" }, -1)).toBe("2026-02-28");
    expect(addDuration("2026-01-15", { count: 2, of: "months" }, -1)).toBe("2025-11-15");
    expect(dayNumber("2026-12-22") - dayNumber("2026-11-22")).toBe(30);
  });
});
