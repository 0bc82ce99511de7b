import { describe, expect, it } from "vitest";
import { dateExists, quantityParts, quotedNameValue, stringIsClosed, stringValue } from "./literals.ts";

describe("quantities", () => {
  it.each([
    ["5%", "5", "%"],
    ["25bps", "25", "bps"],
    ["2pp", "2", "pp"],
    ["0.5pp", "0.5", "pp"],
    ["$40,000", "40000", "$"],
    ["$1.5M", "1500000", "$"],
    ["$0.0005B", "500000", "$"],
    ["$1.2345K", "1234.5", "$"],
    ["$-500", "-500", "$"],
    ["1,000 shares", "1000", "shares"],
    ["1 share", "1", "shares"],
    ["30 days", "30", "days"],
    ["6  months", "6", "months"],
    ["1 year", "1", "years"],
    ["0.25", "0.25", "none"],
  ])("%s", (image, value, unit) => {
    expect(quantityParts(image)).toEqual({ value, unit, malformed: false });
  });

  it.each(["1,00", "12,3456", "5x", "1.2.3", "$5m", "5M", "12abc"])("%s is no number", (image) => {
    expect(quantityParts(image).malformed).toBe(true);
  });
});

describe("dates, strings, names", () => {
  it("knows which days exist", () => {
    expect(["2028-02-29", "2000-02-29", "2026-12-31"].map(dateExists)).toEqual([true, true, true]);
    expect(["2027-02-29", "2100-02-29", "2099-13-01", "2026-04-31", "2026-1-5"].some(dateExists)).toBe(false);
  });

  it("resolves escapes and knows an unclosed string", () => {
    expect(stringValue('"a \\"b\\" \\\\"')).toBe('a "b" \\');
    expect(stringIsClosed('"a\\"')).toBe(false);
    expect(stringIsClosed('"a\\\\"')).toBe(true);
    expect(stringValue('"never closed')).toBe("never closed");
    expect(quotedNameValue("`BRK.B`")).toBe("BRK.B");
    expect(quotedNameValue("`BRK")).toBe("BRK");
  });
});
