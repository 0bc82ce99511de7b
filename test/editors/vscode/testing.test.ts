import { expect, it } from "vitest";
import { sitting } from "../support/sitting.ts";

sitting("testing", {}, (at) => {
  const row = (text: string) => at.code.page.locator(".test-explorer .monaco-list-row", { hasText: text });
  const became = (text: string, state: string) =>
    at.code.page.locator(`.test-explorer .monaco-list-row[aria-label*="${text}"][aria-label*="${state}"]`);

  it("runs a test from the Testing view", async () => {
    const { code } = at;
    await code.open("firm/tests.mandate");
    await code.command("Testing: Focus on Test Explorer View");
    await row("tests.mandate").first().click();
    await code.press("ArrowRight");
    await row("new money is invested").first().click();
    await row("new money is invested").first().locator('[aria-label^="Run Test"]').first().click();
    await became("new money", "Passed").waitFor();
    await code.terminal("passed").waitFor();
  });

  it("shows a failure at the expectation that failed", async () => {
    const { code } = at;
    await code.open("firm/tests.mandate");
    await code.find("weight(USLarge) in 41");
    await code.press("Backspace", "Backspace");
    await code.type("31");
    await code.find("41.8%..42.2%".replace("41.8", "31.8"));
    await code.press("Backspace", "Backspace", "Backspace", "Backspace", "Backspace");
    await code.type("32.2%");
    await code.page.locator(".codelens-decoration a", { hasText: "Run test" }).first().click();
    await became("new money", "Failed").waitFor();
    const told = code.page.locator(".test-error-content-widget", { hasText: "expected" }).first();
    await told.waitFor();
    // On a line with the expectation: the editor sets it beside the text.
    const [message, line] = [await told.boundingBox(), await code.line("weight(USLarge)").boundingBox()];
    expect(Math.abs((message?.y ?? 0) - (line?.y ?? Number.POSITIVE_INFINITY))).toBeLessThan(6);
  });

  it("shows which clauses no test was stopped by", async () => {
    const { code } = at;
    await code.command("Test: Run All Tests with Coverage");
    // Three of the seven clauses of this file stop some test's proposal.
    await code.page.locator(".monaco-list-row", { hasText: /compliance\.mandate\s*42\.86%/ }).waitFor();
  });
});
