import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { processesIn } from "../support/processes.ts";
import { sitting } from "../support/sitting.ts";

sitting("trouble", { trust: "asked" }, (at) => {
  const squiggles = () => at.code.page.locator(".squiggly-error");
  /** What stands in the status bar while the language server runs. */
  const running = () =>
    at.code.page.locator('.statusbar-item[id*="mandate.status"] .codicon-law').first().waitFor();

  it("checks policies of a folder that nobody trusts, and starts nothing of its own", async () => {
    const { code } = at;
    await code.open("clients/alder.mandate");
    await running();
    await code.find("never buy");
    await code.command("Mandate: Show the Portfolio");
    const preview = code.webview();
    await preview.getByRole("heading", { name: "Account 1001" }).waitFor();
    await preview.getByText("this folder is not trusted").waitFor();
    // The extension's server alone.
    expect(processesIn(at.folder, "lsp", "--stdio")).toHaveLength(1);
  });

  it("reads the book as soon as the folder is trusted", async () => {
    const { code } = at;
    await code.command("Workspaces: Manage Workspace Trust");
    await code.page
      .locator(".workspace-trust-editor")
      .getByRole("button", { name: "Trust", exact: true })
      .first()
      .click();
    await code.page.locator('.tab[data-resource-name="alder.mandate"]').click();
    await code.find("never buy");
    await code
      .webview()
      .getByRole("table", { name: "Holdings before and after" })
      .waitFor({ timeout: 50_000 });
  });

  it("starts a server again that was killed, and says so", async () => {
    const { code } = at;
    const own = processesIn(at.folder, "server/mandate.js", "lsp", "--stdio");
    expect(own).toHaveLength(1);
    for (const pid of own) process.kill(pid, "SIGKILL");
    await code.notification("is started again").waitFor();
    const now = () =>
      processesIn(at.folder, "server/mandate.js", "lsp", "--stdio").filter((pid) => !own.includes(pid));
    await expect.poll(now, { timeout: 20_000 }).toHaveLength(1);
    await running();
    await code.press("End");
    await code.type(" oops");
    await squiggles().first().waitFor();
    await code.press(..." oops".split("").map(() => "Backspace"));
    await squiggles().first().waitFor({ state: "detached" });
  });

  it("shows where a broken mandate.json is broken, and goes on when it is mended", async () => {
    const { code } = at;
    await code.open("mandate.json");
    await code.find('"universe"');
    await code.press("ArrowLeft");
    await code.type("x");
    await squiggles().first().waitFor();
    await code.page.locator('.monaco-list-row[aria-label*="mandate.json"]').first().waitFor();
    await code.picture("trouble-3-broken");
    await code.press("Backspace");
    await squiggles().first().waitFor({ state: "detached" });
  });

  it("says of a folder without a manifest that it is no project, and what makes one", async () => {
    const { code } = at;
    const lone = join(at.folder, "..", "lone");
    mkdirSync(lone);
    writeFileSync(join(lone, "note.mandate"), "asset class Equity\nlimit Cap { weight(Equity <= 50% }\n");
    await at.go(lone);
    await code.open("note.mandate");
    await running();
    await squiggles().first().waitFor();
    await code.command("Mandate: Check the Policies");
    await code.notification("none has a `mandate.json`").waitFor();
  });
});
