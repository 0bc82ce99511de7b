import { describe, expect, it } from "vitest";
import { addDuration, heldAsLong } from "./dates.ts";

describe("addDuration", () => {
  it("keeps the day of the month where there is one", () => {
    expect(addDuration("2026-11-20", { count: 1, of: "years" })).toBe("2027-11-20");
    expect(addDuration("2026-11-20", { count: 2, of: "months" })).toBe("2027-01-20");
    expect(addDuration("2026-12-31", { count: 1, of: "days" })).toBe("2027-01-01");
  });
  it("falls back to the month's last day", () => {
    expect(addDuration("2024-02-29", { count: 1, of: "years" })).toBe("2025-02-28");
    expect(addDuration("2026-01-31", { count: 1, of: "months" })).toBe("2026-02-28");
  });
});

describe("heldAsLong", () => {
  const year = { count: 1, of: "years" } as const;
  it("turns on the day itself", () => {
    expect(heldAsLong("2025-11-20", "2026-11-20", "less than", year)).toBe(false);
    expect(heldAsLong("2025-11-20", "2026-11-20", "at most", year)).toBe(true);
    expect(heldAsLong("2025-11-20", "2026-11-20", "at least", year)).toBe(true);
    expect(heldAsLong("2025-11-20", "2026-11-20", "more than", year)).toBe(false);
    expect(heldAsLong("2025-11-19", "2026-11-20", "more than", year)).toBe(true);
  });
});
