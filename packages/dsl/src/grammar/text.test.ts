import { describe, expect, it } from "vitest";
import { grammarText } from "./text.ts";

describe("the grammar as text", () => {
  const text = grammarText();

  it("has a production for every rule that is used", () => {
    const defined = new Set([...text.matchAll(/^(\w+) +=/gm)].map((match) => match[1]));
    const bare = text.slice(0, text.indexOf("(*")).replace(/"[^"]*"/g, "");
    const used = new Set([...bare.matchAll(/\b[A-Za-z]+\b/g)].map((match) => match[0]));
    expect([...used].filter((name) => !defined.has(name))).toEqual([]);
  });

  it("says what a declaration is", () => {
    expect(text).toMatch(/^declaration = \( account \| limitDeclaration \|/m);
    expect(text).toMatch(
      /^assetClass = "asset", "class", name, \[ string \], \[ "\{", \{ assetClass \}, "\}" \] ;$/m,
    );
    expect(text).not.toContain("undefined");
  });
});
