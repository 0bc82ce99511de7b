import { describe, expect, it } from "vitest";
import type { InfeasibleJson, TradeJson } from "../proposal/schema.ts";
import { clientLetter } from "./letter.ts";
import { explanationPage } from "./page.ts";
import { replacing } from "./replacing.ts";
import { wrapped } from "./words.ts";

function trade(side: "buy" | "sell", symbol: string, because: TradeJson["because"]): TradeJson {
  return { symbol, side, quantity: "10", price: "50", value: "500.00", lots: [], because };
}

describe("a purchase that by itself only costs", () => {
  const sale = trade("sell", "VTEB", [{ text: "harvests a $300 long-term loss", value: 100 }]);
  const away = { text: "moves `Municipal` away from target", value: -50 };

  it("takes the place of what is sold of its group, whichever of its reasons says so", () => {
    const group = { text: "moves `MUB or VTEB` away from target", value: -20 };
    const bought = trade("buy", "MUB", [away, group]);
    expect(replacing(bought, [sale, bought])).toBe("takes the place of VTEB");
  });

  it("replaces nothing where no reason speaks of a sale, or where it pays", () => {
    const other = trade("buy", "BND", [away]);
    expect(replacing(other, [sale, other])).toBeUndefined();
    const paying = trade("buy", "MUB", [{ text: "brings `MUB or VTEB` closer to target", value: 20 }]);
    expect(replacing(paying, [sale, paying])).toBeUndefined();
    expect(replacing(sale, [sale])).toBeUndefined();
  });
});

describe("a clash with a long clause", () => {
  const text = `limit Concentration "No issuer above 20 %" { for each i in issuers where ${"not fund and ".repeat(20)}not fund: weight(i) <= 20% } because "Manual 4.1"`;
  const proposal: InfeasibleJson = {
    account: "1",
    status: "infeasible",
    value: "1000.00",
    before: { total: 0, drift: 0, alternates: 0, tax: 0, trading: 0, risk: 0, preferences: 0 },
    trades: [],
    conflict: [{ name: "Concentration", source: "firm/a.mandate:4", layer: "firm", text }],
    repairs: [],
  };

  it("fits a terminal, with its source on the first line", () => {
    const lines = explanationPage(proposal).split("\n");
    expect(lines).toContain("  firm  Concentration  firm/a.mandate:4");
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(100);
    expect(lines.join(" ").replace(/\s+/g, " ")).toContain(text);
  });

  it("is told to a client by its title and reason", () => {
    expect(clientLetter(proposal)).toContain("- The firm's policy: No issuer above 20 % (Manual 4.1)");
  });

  it("keeps a word that is longer than a line whole", () => {
    const word = "x".repeat(150);
    expect(wrapped(`a ${word} b`, "  ")).toEqual(["  a", `  ${word}`, "  b"]);
  });
});
