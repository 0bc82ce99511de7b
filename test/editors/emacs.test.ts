import { appendFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { copyOfAcme, type ProjectCopy } from "./support/project.ts";
import { documentedSettings } from "./support/settings.ts";
import { runEditor } from "./support/told.ts";
import { tool } from "./support/tools.ts";

const emacs = tool("emacs");

describe.skipIf(emacs === undefined)("Emacs with Eglot, as docs/editors.md sets it up", () => {
  let project: ProjectCopy;
  let told: Readonly<Record<string, unknown>> = {};

  beforeAll(async () => {
    project = copyOfAcme();
    const policy = join(project.folder, "firm", "compliance.mandate");
    appendFileSync(policy, "\nlimit Oops { weight(Equty) <= 97% }\n");
    const settings = join(project.folder, "..", "init.el");
    writeFileSync(settings, documentedSettings("elisp"));
    const out = join(project.folder, "..", "told.json");
    const variables = Object.entries({ SETTINGS: settings, POLICY: policy, OUT: out });
    told = await runEditor(
      "env",
      [
        ...variables.map(([name, value]) => `${name}=${value}`),
        emacs ?? "",
        "-q",
        "--batch",
        "-l",
        join(import.meta.dirname, "emacs.el"),
      ],
      project.folder,
      out,
    );
  }, 120_000);

  afterAll(() => project?.remove());

  it("ran to its end", () => {
    expect(told["failed"]).toBeUndefined();
    expect(told["mode"]).toBe("mandate-mode");
  });

  it("shows the mistake", () => {
    expect(told["diagnostics"]).toEqual([expect.stringContaining("`Equty`")]);
  });

  it("renames, and finds a definition in another file", () => {
    expect(told["renamed"]).toBe(true);
    expect(JSON.stringify(told["definition"])).toContain("universe.mandate");
  });

  it("takes the mark away once the mistake is mended", () => {
    expect(told["left"]).toEqual([]);
  });

  it("formats, and completes", () => {
    expect(told["formatted"]).toBe(true);
    expect(told["completion"]).toContain("USLarge");
  });
});
