/** The reference leaves out no word and no link. */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { grammarText } from "@mandate/dsl";
import { describe, expect, it } from "vitest";
import { repositoryRoot } from "../support/repository.ts";
import { anchor } from "./anchor.ts";
import { blocksOf, pages, pageText } from "./pages.ts";

const PAGE = "docs/language.md";

describe("the reference of the language", () => {
  it("shows every word that the grammar has in an example or a sentence of its own", () => {
    const words = new Set([...grammarText().matchAll(/"([a-z]+)"/g)].map(([, word = ""]) => word));
    expect(words.size).toBeGreaterThan(100);
    const examples = blocksOf(PAGE)
      .filter(({ words: [language] }) => language === "mandate")
      .map(({ text }) => text);
    const spans = [...pageText(PAGE).matchAll(/(?<!`)`([^`\n]+)`(?!`)/g)].map(([, span = ""]) => span);
    const shown = new Set([...examples, ...spans].join("\n").match(/[a-z]+/g));
    expect([...words].filter((word) => !shown.has(word))).toEqual([]);
  });
});

describe("links in the documentation", () => {
  const headings = (path: string): ReadonlySet<string> =>
    new Set([...readFileSync(path, "utf8").matchAll(/^#+ (.+)$/gm)].map(([, text = ""]) => anchor(text)));

  it.each(pages)("lead somewhere: %s", (page) => {
    const folder = join(repositoryRoot, dirname(page));
    const links = [...pageText(page).matchAll(/\]\((?!https?:)([^)\s]+)\)/g)].map(([, link = ""]) => link);
    const broken = links.filter((link) => {
      const [path = "", heading] = link.split("#");
      const target = path === "" ? join(repositoryRoot, page) : join(folder, path);
      return !existsSync(target) || (heading !== undefined && !headings(target).has(heading));
    });
    expect(broken).toEqual([]);
  });
});
