import { readFileSync } from "node:fs";
import { join } from "node:path";
import { manifestSchema } from "@mandate/compiler/testkit";
import { parse } from "@mandate/dsl";
import { keywords } from "@mandate/dsl/testkit";
import { extensionFolder, snippets, tokenizer } from "mandate-vscode/testkit";
import { describe, expect, it } from "vitest";

describe("the extension's grammar", async () => {
  const tokenize = await tokenizer();

  it.each([...keywords.keys()])("colours the language's keyword `%s`", (word) => {
    const pieces = tokenize(`x ${word} 1`)[0] ?? [];
    const scope = pieces.find(({ text }) => text.trim() === word)?.scopes.at(-1);
    expect(scope).toMatch(/^(keyword|storage|constant\.language|support)\./);
  });

  it("leaves a name that is no keyword without the colour of one", () => {
    const [line = []] = tokenize("x tobacco y");
    expect(line.find(({ text }) => text === "tobacco")?.scopes).toEqual(["variable.other.readwrite.mandate"]);
  });
});

describe("the extension's snippets", () => {
  /** Clauses of an account and options stand in something; everything else is a declaration. */
  const around = (text: string): string => {
    if (/^(never|reserve|choose)\b/.test(text)) return `account "1001" {\n${text}\n}\n`;
    return text.startsWith("option") ? `menu M {\n${text}\n}\n` : text;
  };

  it.each(snippets())("`$prefix`, taken as it comes, parses: $name", ({ expanded }) => {
    expect(parse(around(expanded)).findings).toEqual([]);
  });

  it("have a prefix each, and one for every kind of declaration", () => {
    const all = snippets();
    expect(new Set(all.map(({ prefix }) => prefix)).size).toBe(all.length);
    const kinds = new Set(
      all.flatMap(({ expanded }) => parse(expanded).file.declarations.map(({ kind }) => kind)),
    );
    expect([...kinds].sort()).toMatchInlineSnapshot(`
      [
        "Account",
        "AssetClass",
        "Attribute",
        "Equivalents",
        "FreeClause",
        "Household",
        "LimitDeclaration",
        "List",
        "Menu",
        "Model",
        "Objective",
        "PreferDeclaration",
        "Profile",
        "Sleeve",
        "Test",
        "Waive",
      ]
    `);
  });
});

describe("the extension's words", () => {
  const { wordPattern } = JSON.parse(
    readFileSync(join(extensionFolder, "language-configuration.json"), "utf8"),
  );
  // As VS Code reads it: a pattern that is only a string would know no classes of letters.
  const words = (text: string) =>
    [...text.matchAll(new RegExp(wordPattern.pattern, `g${wordPattern.flags}`))].join(" ");

  it("are names, quoted names, dates and amounts", () => {
    expect(words("model Größe is `BRK.B`, 2026-11-20 $1,000.50 12% 3bps")).toBe(
      "model Größe is `BRK.B` 2026-11-20 $1,000.50 12% 3bps",
    );
  });
});

describe("the schema of mandate.json", () => {
  it("says what the compiler's own check says", () => {
    const written: unknown = JSON.parse(
      readFileSync(join(extensionFolder, "schemas", "mandate.schema.json"), "utf8"),
    );
    const { $schema: _, ...ours } = plain(written);
    const { $schema: __, ...theirs } = plain(manifestSchema());
    expect(ours).toEqual(theirs);
  });
});

type Json = { readonly [key: string]: unknown };

/** Without the words for people, and without what is only ever a preference of an editor's. */
function plain(schema: unknown): Json {
  const told = new Set(["description", "title", "defaultSnippets", "default", "maximum"]);
  const of = (value: unknown): unknown => {
    if (Array.isArray(value))
      return value.every((item) => typeof item === "string") ? [...value].sort() : value;
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, inner]) => (told.has(key) ? [] : [[key, of(inner)]])),
    );
  };
  const result = of(schema);
  if (typeof result !== "object" || result === null) throw new Error("a schema is an object");
  return { ...result };
}
