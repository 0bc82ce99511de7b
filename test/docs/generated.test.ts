/** Generated pages and parts of pages are what the program would generate now; `UPDATE_DOCS=1` rewrites them. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { filesBelow } from "../support/files.ts";
import { repositoryRoot } from "../support/repository.ts";
import { bookCodesPart, diagnosticPages, grammarPart, withPart } from "./generate.ts";

const update = process.env["UPDATE_DOCS"] === "1";
const docs = join(repositoryRoot, "docs");

/** Compares a page with what it should be, or rewrites it. */
function settle(path: string, expected: string): void {
  if (update) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, expected);
  }
  const found = existsSync(path) ? readFileSync(path, "utf8") : "";
  expect(found === expected, `${basename(path)} is stale; rewrite it with UPDATE_DOCS=1`).toBe(true);
}

function part(page: string, name: string, text: string): void {
  const path = join(docs, page);
  settle(path, withPart(readFileSync(path, "utf8"), name, text));
}

describe("what the documentation generates", () => {
  it("the grammar of the language", () => part("language.md", "grammar", grammarPart()));
  it("the codes of the quarantine", () => part("book.md", "codes", bookCodesPart()));

  const pages = diagnosticPages();
  it.each(Object.entries(pages))("diagnostics/%s", (file, text) => {
    settle(join(docs, "diagnostics", file), text);
  });

  it("has no page of a diagnostic family that is no more", () => {
    const stale = filesBelow(join(docs, "diagnostics")).filter(
      (path) => !Object.hasOwn(pages, basename(path)),
    );
    if (update) for (const path of stale) rmSync(path);
    expect(stale.filter((path) => existsSync(path))).toEqual([]);
  });

  it("leaves a page alone but for the part, and wants its markers", () => {
    const page = withPart(
      "a\n<!-- x: made by test/docs/generated.test.ts; rewrite with UPDATE_DOCS=1 -->\nold\n<!-- end of x -->\nb",
      "x",
      "new",
    );
    expect(page).toMatch(/^a\n<!-- x: .*-->\nnew\n<!-- end of x -->\nb$/);
    expect(() => withPart("a", "x", "new")).toThrow("no part");
  });
});
