import { it } from "vitest";
import { sitting } from "../support/sitting.ts";

sitting("portfolio", {}, (at) => {
  it("shows the model under the cursor in the preview", async () => {
    const { code } = at;
    await code.open("firm/models.mandate");
    await code.find("model Growth");
    await code.command("Mandate: Show the Portfolio");
    const preview = code.webview();
    await preview.getByRole("heading", { name: "Growth" }).waitFor();
    await preview.getByRole("button", { name: "FixedIncome" }).waitFor();
  });

  it("redraws the preview as one types", async () => {
    const { code } = at;
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

  it("keeps the last drawing while the text has a mistake", async () => {
    const { code } = at;
    await code.type("x");
    const preview = code.webview();
    await preview.getByText("not up to date").waitFor();
    await preview.getByRole("row", { name: /Equity 81\.0 %/ }).waitFor();
    await code.press("Backspace");
    await preview.getByText("not up to date").waitFor({ state: "detached" });
  });

  it("shows an account before and after its trades, by the project's own program", async () => {
    const { code } = at;
    await code.save();
    await code.open("clients/alder.mandate");
    await code.find("never buy");
    const preview = code.webview();
    await preview.getByRole("heading", { name: "Account 1001" }).waitFor();
    await preview.getByRole("table", { name: "Holdings before and after" }).waitFor({ timeout: 50_000 });
    await preview.getByRole("heading", { name: "Trades and why" }).waitFor();
  });

  it("solves the account again as one types", async () => {
    const { code } = at;
    // $99,000 of $1,432,869; nothing is saved.
    await code.find("reserve cash $25,000");
    await code.press("ArrowLeft", "ArrowLeft", "ArrowLeft", "ArrowLeft", "Backspace", "Backspace");
    await code.type("99");
    await code
      .webview()
      .getByRole("row", { name: /^Cash 1\.5 % 6\.9 %/ })
      .waitFor({ timeout: 50_000 });
  });

  it("goes to the text that a part of the picture came from", async () => {
    const { code } = at;
    await code.webview().getByRole("button", { name: "Municipal" }).first().click();
    await code.page.locator('.tab.active[data-resource-name="models.mandate"]').waitFor();
    await code.line("Municipal 80%").waitFor();
  });
});
