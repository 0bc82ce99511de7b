import { expect, it } from "vitest";
import { sitting } from "../support/sitting.ts";

sitting("editing", {}, (at) => {
  const squiggles = () => at.code.page.locator(".squiggly-error");

  it("opens a policy with its colours and its server", async () => {
    const { code } = at;
    await code.open("firm/compliance.mandate");
    await code.page.locator('.statusbar-item[aria-label*="the language server runs"]').waitFor();
    // The grammar's: a keyword has another colour than a name.
    await code.line("limit Concentration").waitFor();
    // In the page's own words: the browser's names are not those of this program.
    const colours = () =>
      code.page.evaluate<string[]>(`
      [...document.querySelectorAll(".view-line")]
        .filter((line) => line.textContent.replaceAll("\\u00a0", " ").includes("limit Concentration"))
        .flatMap((line) => [...line.querySelectorAll("span > span")])
        .map((piece) => getComputedStyle(piece).color)`);
    await expect.poll(async () => new Set(await colours()).size).toBeGreaterThan(2);
  });

  it("underlines a mistake", async () => {
    const { code } = at;
    await code.press("Control+End", "Enter");
    await code.type("limit Oops { weight(Equty) <= 97% }");
    await squiggles().first().waitFor();
  });

  it("mends it by a quick fix", async () => {
    const { code } = at;
    await code.find("Equty");
    await code.press("Control+.");
    await code.page.locator(".action-widget", { hasText: "Equity" }).waitFor();
    await code.picture("editing-3-fixes");
    await code.press("Enter");
    await squiggles().first().waitFor({ state: "detached" });
    await code.save();
    await expect
      .poll(() => at.read("firm/compliance.mandate"))
      .toContain("limit Oops { weight(Equity) <= 97% }");
  });

  it("completes a name", async () => {
    const { code } = at;
    await code.press("Control+End", "Enter");
    await code.type("limit More { weight(USLar");
    await code.suggestion("USLarge");
    await code.picture("editing-4-suggestions");
    await code.press("Enter");
    // Over the brackets that the editor has closed already.
    await code.type(") <= 97% }");
    await code.save();
    await expect
      .poll(() => at.read("firm/compliance.mandate"))
      .toMatch(/limit More \{ weight\(USLarge\) <= 97% \}/);
  });

  it("renames across files", async () => {
    const { code } = at;
    await code.find("limit Concentration");
    await code.press("F2");
    // Where it is not focused yet, what is typed would land in the text.
    await code.page.locator(".rename-box .rename-input:focus").waitFor();
    await code.press("Control+a");
    await code.type("IssuerCap");
    await code.press("Enter");
    await code.line("limit IssuerCap").waitFor();
    await code.command("File: Save All Files");
    await expect
      .poll(() => at.read("firm/waivers.mandate"), { timeout: 10_000 })
      .toContain("waive IssuerCap");
    await expect.poll(() => at.read("firm/compliance.mandate")).toContain("limit IssuerCap");
    expect(at.read("firm/waivers.mandate")).not.toContain("Concentration");
  });

  it("shows what a lens above a declaration counts", async () => {
    const { code } = at;
    await code.find("limit IssuerCap");
    await code.page.locator(".codelens-decoration a", { hasText: "3 references" }).first().click();
    const peek = code.page.locator(".peekview-widget");
    await peek.locator(".monaco-list-row", { hasText: "waivers.mandate" }).waitFor();
    await code.picture("editing-6-references");
    await code.press("Escape");
    await peek.waitFor({ state: "detached" });
  });

  it("shows weights of the account in a model's text", async () => {
    const { code } = at;
    await code.open("firm/models.mandate");
    await code.find("USLarge   60%");
    await expect.poll(() => code.line("USLarge   60%").textContent()).toContain("36");
  });

  it("tells what a word means when one rests on it", async () => {
    const { code } = at;
    await code.find("Emerging");
    await code.press("Control+k", "Control+i");
    const hover = code.page.locator(".monaco-hover:visible", { hasText: "Emerging" }).first();
    await hover.waitFor();
    await expect.poll(() => hover.textContent()).toContain("of the account");
    await code.picture("editing-8-hover");
    await code.press("Escape");
  });
});
