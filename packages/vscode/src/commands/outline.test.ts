import { describe, expect, it } from "vitest";
import type { DocumentSymbol } from "vscode-languageserver-protocol";
import { testsIn } from "../tests/discover.ts";
import { accountOf } from "./outline.ts";

const at = (name: string, from: number, to: number, detail?: string): DocumentSymbol => {
  const range = { start: { line: from, character: 0 }, end: { line: to, character: 1 } };
  return { name, kind: 6, range, selectionRange: range, ...(detail === undefined ? {} : { detail }) };
};

const outline = [
  at("Balanced", 0, 3),
  at("account 1001", 5, 9, "Rivera"),
  at("account A B", 11, 11),
  at("new money", 13, 20, "test"),
];

describe("an outline", () => {
  it("names the account around a place", () => {
    expect(accountOf(outline, { line: 5, character: 0 })).toBe("1001");
    expect(accountOf(outline, { line: 9, character: 1 })).toBe("1001");
    expect(accountOf(outline, { line: 9, character: 2 })).toBeUndefined();
    expect(accountOf(outline, { line: 11, character: 0 })).toBe("A B");
    expect(accountOf(outline, { line: 1, character: 0 })).toBeUndefined();
  });

  it("has the tests of a file", () => {
    expect(testsIn(outline)).toEqual([{ name: "new money", range: outline[3]?.range }]);
  });
});
