import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { entries, everyCode } from "@mandate/compiler";
import { describe, expect, it } from "vitest";
import { repositoryRoot } from "../support/repository.ts";
import { folderWith, mandate, small } from "./support.ts";

const hostile = {
  ...small,
  "firm/odd.mandate": `limit Odd "<script>alert(1)</script> | a * b" { weight(Equity) <= 65% } because "[link](http://example.com) & \`code\`"
`,
};

describe("mandate docs", () => {
  it("writes the handbook of the example firm", async () => {
    const { code, out, err } = await mandate(["docs", "--project", "examples/acme"], repositoryRoot);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    for (const title of [
      "Models",
      "Limits",
      "Preferences",
      "Menus: what may be chosen",
      "Profiles",
      "Waivers, and when they end",
      "Lists",
      "Who may set what",
    ])
      expect(out).toContain(`\n## ${title}\n`);
    for (const layer of ["The firm's", "The advisors'", "The clients'"])
      expect(out).toContain(`\n### ${layer}\n`);
    expect(out).toMatchSnapshot();
  });

  it("writes Markdown and a page that needs nothing else", async () => {
    const folder = folderWith(small);
    const { code, out, err } = await mandate(["docs", "-o", "out"], folder);
    expect({ code, out, err }).toEqual({ code: 0, out: "", err: "out/handbook.md\nout/handbook.html\n" });
    expect(readdirSync(join(folder, "out")).sort()).toEqual(["handbook.html", "handbook.md"]);
    const page = readFileSync(join(folder, "out", "handbook.html"), "utf8");
    expect(page).toMatch(/^<!doctype html>\n<html lang="en">/);
    expect(page).not.toMatch(/<(?:script|link|img)\b|https?:/);
    expect(page).toContain("<table>");
  });

  it("takes what policies say for text, never for markup", async () => {
    const folder = folderWith(hostile);
    await mandate(["docs", "-o", "."], folder);
    const page = readFileSync(join(folder, "handbook.html"), "utf8");
    expect(page).not.toContain("<script>");
    expect(page).toContain("&lt;script&gt;alert(1)&lt;/script&gt; | a * b");
    expect(page).toContain("[link](http://example.com) &amp; `code`");
    expect(page).not.toContain("<a ");
  });

  it("says of waivers when they end", async () => {
    const files = {
      ...small,
      "firm/waivers.mandate": `limit Cap { for each s in securities: weight(s) <= 70% } waivable by compliance up to 90% for 1 year
waive Cap for VTI in account "2" up to 80% until 2027-06-30 because "gift" approved by "CCO" on 2026-11-03
waive Cap for BND in account "1" up to 75% until 2026-11-10 because "estate" approved by "CCO" on 2026-06-03
`,
    };
    const { out } = await mandate(["docs", "--as-of", "2026-11-20"], folderWith(files));
    expect(out.slice(out.indexOf("## Waivers"), out.indexOf("## Who"))).toMatchInlineSnapshot(`
      "## Waivers, and when they end

      | Last day | Account | Limit | Level | Why | Approved by |
      | --- | --- | --- | --- | --- | --- |
      | 2026-11-10 (ended) | 1 | \`Cap for BND\` | 75% | estate | CCO, 2026-06-03 |
      | 2027-06-30 | 2 | \`Cap for VTI\` | 80% | gift | CCO, 2026-11-03 |

      "
    `);
  });

  it("is the same twice", async () => {
    const folder = folderWith(hostile);
    expect(await mandate(["docs"], folder)).toEqual(await mandate(["docs"], folder));
  });
});

describe("mandate docs CODE", () => {
  it.each(["MDT4004", "mdt4004", "choice-out-of-range"])("explains `%s`", async (code) => {
    expect(await mandate(["docs", code], folderWith({}))).toEqual({
      code: 0,
      err: "",
      out: `MDT4004: choice out of range (error)

The range is what the firm checked; beyond it nothing is promised.

avoid:
  account "a" { choose Tax.gains_budget = $2M }

prefer:
  account "a" { choose Tax.gains_budget = $1M }
`,
    });
  });

  it("explains every diagnostic that there is", async () => {
    for (const { code, page } of entries)
      expect((await mandate(["docs", code], repositoryRoot)).out).toContain(page.why);
    for (const code of everyCode)
      expect((await mandate(["docs", code], repositoryRoot)).out.startsWith(`${code}: `), code).toBe(true);
  });

  it("explains what stands in a quarantine", async () => {
    const { out } = await mandate(["docs", "MDT7206"], folderWith({}));
    expect(out).toContain("MDT7206: stale price\n\nA record of the book is bad");
  });

  it("says that it does not know a code", async () => {
    expect(await mandate(["docs", "MDT400"], folderWith({}))).toMatchObject({
      code: 2,
      out: "",
      err: expect.stringMatching(/^mandate: there is no diagnostic `MDT400`; did you mean `MDT\d{4}`\?\n$/),
    });
  });
});
