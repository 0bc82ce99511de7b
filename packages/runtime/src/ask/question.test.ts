import { describe, expect, it } from "vitest";
import { questionOf } from "./question.ts";

const limits = (asked: string): string[] => questionOf(asked).attempts.map(({ limit }) => limit);

describe("what was expected, as limits of the language", () => {
  it.each([
    ["sell AAPL", ["shares(`AAPL`) <= 0 shares", "sold(`AAPL`) >= $1"]],
    ["Sell all of AAPL", ["shares(`AAPL`) <= 0 shares", "sold(`AAPL`) >= $1"]],
    ["buy VTI", ["bought(`VTI`) >= 1%", "bought(`VTI`) >= $1"]],
    ["buy $5,000 of VTI", ["bought(`VTI`) >= $5,000", "bought(`VTI`) >= $1"]],
    ["sell 100 shares of `BRK.B`", ["sold(`BRK.B`) >= 100 shares", "sold(`BRK.B`) >= $1"]],
    ["sell 100 BRK.B", ["sold(`BRK.B`) >= 100 shares", "sold(`BRK.B`) >= $1"]],
    ["buy 2.5% VTI", ["bought(`VTI`) >= 2.5%", "bought(`VTI`) >= $1"]],
    ["weight(Equity) >= 62%", ["weight(Equity) >= 62%"]],
  ])("%s", (asked, expected) => expect(limits(asked)).toEqual(expected));

  it("tells the security that is to be traded from a limit of another kind", () => {
    expect(questionOf("selling AAPL").trade).toEqual({ side: "sell", symbol: "AAPL" });
    expect(questionOf("gains <= $0").trade).toBeUndefined();
  });
});
