import { describe, expect, it } from "vitest";
import { expectedAt } from "./expected.ts";

/** What may come next where `|` stands, as words, signs and kinds. */
function next(marked: string): string[] {
  const offset = marked.indexOf("|");
  const { next } = expectedAt(marked.slice(0, offset) + marked.slice(offset + 1), offset);
  return [
    ...new Set(next.map(({ what, spelling }) => (spelling === "" ? what.toUpperCase() : spelling))),
  ].sort();
}

describe("what may stand at a place", () => {
  it("is what the parser takes", () => {
    expect(next("limit A |")).toEqual(["TEXT", "when", "{"]);
    expect(next('account "1" { never |')).toEqual(["buy", "sell"]);
    expect(next("attribute a: |")).toEqual(["NAME"]);
    expect(next("model A { Equity 60% { use |")).toEqual(["NAME"]);
    expect(next("|")).toContain("limit");
    expect(next("limit A { weight(Tech) <= 5% } |")).toEqual(
      expect.arrayContaining(["because", "waivable", "model"]),
    );
  });

  it("does not count the word that is being written", () => {
    expect(next('account "1" { ne|')).toEqual(next('account "1" { |'));
    expect(next('account "1" { never b| }')).toEqual(["buy", "sell"]);
    expect(expectedAt("model A is Ba", 13)).toMatchObject({
      start: 11,
      next: [{ what: "name", rules: ["declaration", "model", "name"] }],
    });
  });

  it("is not disturbed by mistakes in other declarations", () => {
    expect(next("limit { { oh no\nmodel B { X 60% \nlimit A |")).toEqual(["TEXT", "when", "{"]);
  });

  it("takes the longer of two declarations that a word could belong to", () => {
    expect(next("waive A in account |")).toEqual(["TEXT"]);
    expect(next("waive A\nin account |")).toEqual(["TEXT"]);
    expect(next("never sell |")).toContain("NAME");
    expect(next("wash sales allowed\nmodel |")).toEqual(["NAME"]);
  });

  it("is nothing inside comments and strings, and never thrown", () => {
    expect(next("// limit |")).toEqual([]);
    expect(next('limit A "ti|')).toEqual([]);
    expect(next("/* limit | */")).toEqual([]);
    expect(next(") } |")).not.toContain("NAME");
  });
});
