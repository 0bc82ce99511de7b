import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { extensionFolder, type Piece, tokenizer } from "../testkit/index.ts";

describe("the grammar", () => {
  const fixtures = join(extensionFolder, "syntaxes", "test");

  it("gives the scopes that the fixtures of vscode-tmgrammar-test mark", () => {
    const files = readdirSync(fixtures).map((name) => join(fixtures, name));
    expect(files.length).toBeGreaterThan(1);
    const told = execFileSync(
      process.execPath,
      [
        join(extensionFolder, "node_modules", "vscode-tmgrammar-test", "dist", "unit.js"),
        "-g",
        join(extensionFolder, "syntaxes", "mandate.tmLanguage.json"),
        ...files,
      ],
      { encoding: "utf8" },
    );
    expect(told.match(/run successful/g)).toHaveLength(files.length);
  });

  let tokenize: (text: string) => readonly (readonly Piece[])[];
  beforeAll(async () => {
    tokenize = await tokenizer();
  });
  const scopes = (line: string, text: string): readonly string[] =>
    tokenize(line)[0]?.find((piece) => piece.text.trim() === text)?.scopes ?? [];

  it("keeps a comment that is not closed to the end, and a string to its line", () => {
    const [, second] = tokenize("/* open\nmodel x");
    expect(second?.[0]?.scopes).toEqual(["comment.block.mandate"]);
    const [, after] = tokenize('account "1001\nmodel x');
    expect(after?.[0]?.scopes).toEqual(["storage.type.declaration.mandate"]);
  });

  it("takes a name after a dot for a name, whatever else it means", () => {
    expect(scopes("citing Cash.band", "band")).toEqual(["variable.other.property.mandate"]);
    expect(scopes("A..B", "..")).toEqual(["keyword.operator.mandate"]);
  });

  it("tells a share from a date and an amount", () => {
    expect(scopes("5%", "5")).toEqual(["constant.numeric.mandate"]);
    expect(scopes("2026-11-20", "2026-11-20")).toEqual(["constant.numeric.date.mandate"]);
    expect(scopes("$1.5M", "$1.5M")).toEqual(["constant.numeric.money.mandate"]);
  });
});
