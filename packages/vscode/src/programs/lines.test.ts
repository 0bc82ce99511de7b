import { describe, expect, it } from "vitest";
import { printedLines } from "./lines.ts";

function printed(place: string, ...pieces: readonly string[]): readonly string[] {
  const lines: string[] = [];
  const { take, end } = printedLines(place, (line) => lines.push(line));
  for (const piece of pieces) take(piece);
  end();
  return lines;
}

describe("printedLines", () => {
  it("gives whole lines, however they come", () => {
    expect(printed("", "one\ntw", "o\r\n", "\nthree")).toEqual(["one", "two", "", "three"]);
    expect(printed("", "one\n")).toEqual(["one"]);
  });

  it("says where a finding is from the workspace's folder, and changes nothing else", () => {
    const found =
      "error MDT3001 firm/a.mandate:18:3\n  `weight(X)` in firm/a.mandate:2:1\nwarning MDT4002 b.mandate:1:1";
    expect(printed("examples/acme", found)).toEqual([
      "error MDT3001 examples/acme/firm/a.mandate:18:3",
      "  `weight(X)` in firm/a.mandate:2:1",
      "warning MDT4002 examples/acme/b.mandate:1:1",
    ]);
    expect(printed("", found)).toEqual(found.split("\n"));
  });
});
