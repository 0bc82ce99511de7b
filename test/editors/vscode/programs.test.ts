import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";
import { sitting } from "../support/sitting.ts";

function committed(folder: string): void {
  const git = (...words: readonly string[]) =>
    execFileSync("git", ["-c", "user.name=acme", "-c", "user.email=acme@example.com", ...words], {
      cwd: folder,
      stdio: "ignore",
    });
  git("init", "--quiet");
  git("add", "--all", ".");
  git("commit", "--quiet", "--message", "as it stands");
}

sitting("programs", { prepare: committed }, (at) => {
  const tab = (name: string) => at.code.page.locator(`.tab.active[data-resource-name="${name}"]`);
  const problem = (text: string) =>
    at.code.page.locator(".markers-panel .monaco-list-row", { hasText: text }).first();

  it("opens the walkthrough", async () => {
    const { code } = at;
    await code.command("Mandate: Get Started");
    await code.page.getByText("Get Started with Mandate").first().waitFor();
    await code.page.getByText("Prove it").first().waitFor();
    // Its pictures are pages of the extension's.
    await code.webview().getByText("A new project checks").waitFor();
  });

  it("checks the policies in the terminal", async () => {
    const { code } = at;
    await code.open("firm/compliance.mandate");
    await code.command("Mandate: Check the Policies");
    await code.terminal("nothing wrong in 22 files").waitFor();
  });

  it("proves them, and puts what is found into the Problems view", async () => {
    const { code } = at;
    await code.open("firm/compliance.mandate");
    await code.press("Control+End", "Enter");
    await code.type("limit Idle { weight(Equity) <= 99% }");
    await code.save();
    await code.command("Mandate: Prove the Policies");
    await code.terminal("1 warning in 1 file").waitFor();
    await code.command("Problems: Focus on Problems View");
    await problem("Idle").waitFor();
  });

  it("compares the policies with the last commit", async () => {
    const { code } = at;
    await code.open("firm/compliance.mandate");
    await code.find("weight(Emerging of Equity) <= 12");
    await code.press("Backspace");
    await code.type("0");
    await code.command("Mandate: Compare with the Last Commit");
    // As a page, not as its Markdown.
    await code
      .webview()
      .getByRole("row", { name: /EmergingShare.*tightened/ })
      .waitFor();
  });

  it("shows a model as it is expanded, with links to where it is written", async () => {
    const { code } = at;
    await code.open("firm/models.mandate");
    await code.find("model Growth");
    await code.command("Mandate: Show the Expanded Policy");
    await tab("Growth expanded.txt").waitFor();
    await code.line("made from Balanced").waitFor();
    const link = code.page.locator(".detected-link", { hasText: "firm/models.mandate:44" }).first();
    await link.click({ modifiers: ["Control"] });
    await code.status("Ln 44, Col 1").waitFor();
  });

  it("explains an account, which it solves first", async () => {
    const { code } = at;
    await code.open("clients/alder.mandate");
    await code.find("never buy");
    await code.command("Mandate: Explain an Account");
    await expect
      .poll(() => code.page.locator(".quick-input-widget input:focus").first().inputValue())
      .toBe("1001");
    await code.press("Enter");
    await code.notification("Solve the Account").getByRole("button", { name: "Solve the Account" }).click();
    await tab("account 1001 explained.txt").waitFor({ timeout: 50_000 });
    await code.line("Account 1001: proposed").waitFor();
  });

  it("formats every policy", async () => {
    const { code } = at;
    const before = at.read("firm/lists.mandate");
    at.write("firm/lists.mandate", before.replaceAll("list ", "list    "));
    await code.command("Mandate: Format Every Policy");
    await expect.poll(() => at.read("firm/lists.mandate")).toBe(before);
  });
});
