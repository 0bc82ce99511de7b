import { describe, expect, it } from "vitest";
import { dayNumber, dayText, oneYearAfter } from "./days.ts";
import { daysHeld, firstShortDay, holdingTerm } from "./holding.ts";
import { WashSaleInputError } from "./problems.ts";

describe("the holding period", () => {
  it.each([
    ["2023-05-10", "2024-05-10", "short"],
    ["2023-05-10", "2024-05-11", "long"],
    ["2023-05-10", "2023-05-10", "short"],
    ["2023-12-31", "2024-12-31", "short"],
    ["2023-12-31", "2025-01-01", "long"],
    ["2024-02-29", "2025-02-28", "short"],
    ["2024-02-29", "2025-03-01", "long"],
    ["2023-02-28", "2024-02-28", "short"],
    ["2023-02-28", "2024-02-29", "long"],
    ["2023-03-01", "2024-03-01", "short"],
    ["2023-03-01", "2024-03-02", "long"],
  ])("bought %s, sold %s: %s-term", (bought, sold, term) => {
    expect(holdingTerm(bought, sold)).toBe(term);
  });

  it("is long where the day of purchase, as text, is before the first short one", () => {
    const first = dayNumber("2022-12-20") ?? Number.NaN;
    for (let sold = first; sold < first + 830; sold += 1) {
      const day = dayText(sold);
      for (let back = 360; back <= 370; back += 1) {
        const bought = dayText(sold - back);
        expect(bought < firstShortDay(day) ? "long" : "short").toBe(holdingTerm(bought, day));
      }
    }
  });

  it("counts days, not hours", () => {
    expect(daysHeld("2014-03-01", "2014-04-01")).toBe(31);
    expect(daysHeld("2024-02-28", "2024-03-01")).toBe(2);
  });

  it("refuses what is no day", () => {
    expect(() => holdingTerm("2023-02-29", "2024-01-01")).toThrow(WashSaleInputError);
    expect(() => holdingTerm("2023-02-28", "1/1/2024")).toThrow(/`1\/1\/2024` is not a date/);
  });
});

describe("days", () => {
  it("reads every day of the calendar, and no other", () => {
    const two = (n: number): string => String(n).padStart(2, "0");
    for (const year of [1900, 1999, 2000, 2023, 2024, 2100])
      for (let month = 0; month <= 13; month += 1)
        for (let day = 0; day <= 32; day += 1) {
          const text = `${year}-${two(month)}-${two(day)}`;
          const date = new Date(Date.UTC(year, month - 1, day));
          const known = date.toISOString().slice(0, 10) === text;
          expect(dayNumber(text)).toBe(known ? date.getTime() / 86_400_000 : undefined);
        }
  });

  it("reads back what it writes, over a leap year and a century", () => {
    const first = dayNumber("1999-12-25") ?? Number.NaN;
    for (let day = first; day < first + 500; day += 1) expect(dayNumber(dayText(day))).toBe(day);
    expect(dayText(oneYearAfter(dayNumber("2099-03-01") ?? 0))).toBe("2100-03-01");
  });

  it.each([
    "2024-02-30",
    "2023-02-29",
    "2024-13-01",
    "24-01-01",
    "2024-1-1",
    "",
    "2024-01-01T00:00",
    "0024-01-01",
  ])("does not read %j", (text) => {
    expect(dayNumber(text)).toBeUndefined();
  });
});
