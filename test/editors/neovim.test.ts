import { appendFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { copyOfAcme, type ProjectCopy } from "./support/project.ts";
import { documentedSettings } from "./support/settings.ts";
import { runEditor } from "./support/told.ts";
import { tool } from "./support/tools.ts";

const nvim = tool("nvim");

describe.skipIf(nvim === undefined)("Neovim, as docs/editors.md sets it up", () => {
  let project: ProjectCopy;
  let told: Readonly<Record<string, unknown>> = {};

  beforeAll(async () => {
    project = copyOfAcme();
    const policy = join(project.folder, "firm", "compliance.mandate");
    appendFileSync(policy, "\nlimit Oops { weight(Equty) <= 97% }\n");
    const settings = join(project.folder, "..", "init.lua");
    writeFileSync(settings, documentedSettings("lua"));
    const out = join(project.folder, "..", "told.json");
    const script = join(import.meta.dirname, "neovim.lua");
    const variables = Object.entries({ SETTINGS: settings, POLICY: policy, OUT: out });
    told = await runEditor(
      "env",
      [
        ...variables.map(([name, value]) => `${name}=${value}`),
        nvim ?? "",
        "--headless",
        "-u",
        "NONE",
        "-i",
        "NONE",
        "-c",
        `luafile ${script}`,
      ],
      project.folder,
      out,
    );
  }, 90_000);

  afterAll(() => project?.remove());

  it("ran to its end", () => {
    expect(told["failed"]).toBeUndefined();
    expect(told["filetype"]).toBe("mandate");
  });

  it("shows the mistake where it is", () => {
    expect(told["diagnostics"]).toEqual([
      expect.objectContaining({
        message: expect.stringContaining("`Equty`"),
        code: expect.stringMatching(/^MDT2/),
      }),
    ]);
  });

  it("hovers, and finds a definition in another file", () => {
    expect(JSON.stringify(told["hover"])).toContain("No issuer above 20 %");
    expect(JSON.stringify(told["definition"])).toContain("firm/universe.mandate");
  });

  it("renames", () => {
    expect(told["renamed"]).toBeGreaterThan(0);
  });

  it("takes the mark away once the mistake is mended", () => {
    expect(told["left"]).toBe(0);
  });

  it("formats, and completes", () => {
    expect(told["formatted"]).toMatch(/^limit Wide\s+\{ weight\(Equity\) <= 98% \}$/);
    expect(told["completion"]).toContain("USLarge");
  });
});
