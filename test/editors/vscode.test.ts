import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type CodeServer, installCodeServer, startCodeServer } from "./support/codeServer.ts";
import { copyOfAcme, type ProjectCopy } from "./support/project.ts";
import { tool } from "./support/tools.ts";
import { openWorkbench, type Workbench } from "./support/workbench.ts";

const chromium = tool("chromium");
const ripgrep = tool("rg");

/** One sitting at a real editor: each step goes on where the one before it left. */
describe.skipIf(chromium === undefined || ripgrep === undefined)(
  "Visual Studio Code",
  { timeout: 60_000 },
  () => {
    let project: ProjectCopy;
    let server: CodeServer | undefined;
    let code: Workbench;
    let data = "";
    let failed = false;
    const read = (path: string): string => readFileSync(join(project.folder, path), "utf8");
    const squiggles = () => code.page.locator(".squiggly-error");

    beforeAll(async () => {
      project = copyOfAcme();
      installCodeServer(ripgrep ?? "");
      data = mkdtempSync(join(tmpdir(), "mandate-code-"));
      server = await startCodeServer(data);
      code = await openWorkbench(chromium ?? "", server.url(project.folder));
    }, 180_000);

    // What comes after a step that failed would fail for no reason of its own.
    beforeEach((step) => {
      if (failed) step.skip("a step before it failed");
    });

    afterEach(async ({ task }) => {
      failed ||= task.result?.state === "fail";
      await code.picture(task.name.replaceAll(/[^a-z]+/gi, "-"));
    });

    afterAll(async () => {
      await code?.close();
      await server?.stop();
      project?.remove();
      if (data !== "") rmSync(data, { recursive: true, force: true });
    });

    it("opens a policy with its colours and its server", async () => {
      await code.open("firm/compliance.mandate");
      await code.status("Mandate").waitFor();
      await code.page.locator('.statusbar-item[aria-label*="the language server runs"]').waitFor();
      // The grammar's: a keyword has another colour than a name.
      const line = code.page.locator(".view-line", { hasText: "limit Concentration" });
      await line.waitFor();
      // In the page's own words: the browser's names are not those of this program.
      const colours = await code.page.evaluate<string[]>(`
        [...document.querySelectorAll(".view-line")]
          .filter((line) => line.textContent.replaceAll("\\u00a0", " ").includes("limit Concentration"))
          .flatMap((line) => [...line.querySelectorAll("span > span")])
          .map((piece) => getComputedStyle(piece).color)`);
      expect(new Set(colours).size).toBeGreaterThan(2);
    });

    it("underlines a mistake", async () => {
      await code.press("Control+End", "Enter");
      await code.type("limit Oops { weight(Equty) <= 97% }");
      await squiggles().first().waitFor();
    });

    it("mends it by a quick fix", async () => {
      await code.find("Equty");
      await code.press("Control+.");
      await code.page.locator(".action-widget", { hasText: "Equity" }).waitFor();
      await code.press("Enter");
      await squiggles().first().waitFor({ state: "detached" });
      await code.save();
      await expect
        .poll(() => read("firm/compliance.mandate"))
        .toContain("limit Oops { weight(Equity) <= 97% }");
    });

    it("completes a name", async () => {
      await code.press("Control+End", "Enter");
      await code.type("limit More { weight(USLar");
      await code.press("Control+Space");
      await code.page
        .locator(".suggest-widget.visible .monaco-list-row", { hasText: "USLarge" })
        .first()
        .waitFor();
      await code.picture("suggestions");
      await code.press("Enter");
      // Over the brackets that the editor has closed already.
      await code.type(") <= 97% }");
      await code.save();
      await expect
        .poll(() => read("firm/compliance.mandate"))
        .toMatch(/limit More \{ weight\(USLarge\) <= 97% \}/);
    });

    it("renames across files", async () => {
      await code.find("limit Concentration");
      await code.press("F2");
      // Where it is not focused yet, what is typed would land in the text.
      await code.page.locator(".rename-box .rename-input:focus").waitFor();
      await code.press("Control+a");
      await code.type("IssuerCap");
      await code.press("Enter");
      await code.page.locator(".view-line", { hasText: "limit IssuerCap" }).first().waitFor();
      await code.command("File: Save All Files");
      await expect.poll(() => read("firm/waivers.mandate"), { timeout: 10_000 }).toContain("waive IssuerCap");
      await expect.poll(() => read("firm/compliance.mandate")).toContain("limit IssuerCap");
      expect(read("firm/waivers.mandate")).not.toContain("Concentration");
    });

    it("shows the model under the cursor in the preview", async () => {
      await code.open("firm/models.mandate");
      await code.find("model Growth");
      await code.command("Mandate: Show the Portfolio");
      const preview = code.webview();
      await preview.getByRole("heading", { name: "Growth" }).waitFor();
      await preview.getByRole("button", { name: "FixedIncome" }).waitFor();
    });

    it("redraws the preview as one types", async () => {
      await code.find("Equity      80%");
      await code.press("ArrowLeft", "Backspace", "Backspace");
      await code.type("81");
      await code.find("FixedIncome 18%");
      await code.press("ArrowLeft", "Backspace", "Backspace");
      await code.type("17");
      await code
        .webview()
        .getByRole("row", { name: /Equity 81\.0 %/ })
        .waitFor();
    });

    it("shows an account before and after its trades, by the project's own program", async () => {
      await code.save();
      await code.open("clients/alder.mandate");
      await code.find("never buy");
      const preview = code.webview();
      await preview.getByRole("heading", { name: "Account 1001" }).waitFor();
      await preview.getByRole("table", { name: "Holdings before and after" }).waitFor({ timeout: 50_000 });
      await preview.getByRole("heading", { name: "Why" }).waitFor();
    });

    it("runs a test from the Testing view", async () => {
      await code.command("Testing: Focus on Test Explorer View");
      const row = code.page.locator(".test-explorer .monaco-list-row", { hasText: "new money is invested" });
      await code.page
        .locator(".test-explorer .monaco-list-row", { hasText: "tests.mandate" })
        .first()
        .click();
      await code.press("ArrowRight");
      await row.first().click();
      await row
        .getByRole("button", { name: "Run Test" })
        .or(row.locator('[aria-label^="Run Test"]'))
        .first()
        .click();
      await code.page
        .locator('.test-explorer .monaco-list-row[aria-label*="new money"][aria-label*="Passed"]')
        .waitFor();
    });
  },
);
