import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "../parse.ts";
import { program, sample } from "../testkit/index.ts";
import { edited, reparse } from "./reparse.ts";

const runs = Number(process.env["MANDATE_FUZZ_RUNS"] ?? "120");
const pieces = [
  "",
  " ",
  "x",
  "\n",
  "{",
  "}",
  '"',
  "/*",
  "*/",
  "// c\n",
  "/// d\n",
  "list X = A\n",
  "5%",
  "limit",
  "`",
  ".",
];

function same(text: string, start: number, length: number, insert: string): void {
  const edit = { start, end: Math.min(text.length, start + length), text: insert };
  const fresh = parse(edited(text, edit));
  const again = reparse(text, parse(text), edit);
  expect(again.file).toEqual(fresh.file);
  expect(again.findings).toEqual(fresh.findings);
}

describe("reparse", () => {
  const place = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    length: fc.nat(8),
    insert: fc.constantFrom(...pieces),
  });

  it("is the same as a fresh parse: the sample", { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(place, ({ at, length, insert }) =>
        same(sample, Math.floor(at * sample.length), length, insert),
      ),
      { seed: 4, numRuns: Math.min(runs, 300) },
    );
  });

  it("is the same as a fresh parse: generated programs", () => {
    fc.assert(
      fc.property(program(), place, (text, { at, length, insert }) =>
        same(text, Math.floor(at * text.length), length, insert),
      ),
      { seed: 5, numRuns: runs },
    );
  });

  it("keeps the declarations before the edit as the objects they are", () => {
    const text = "list A = B\nlist C = D\nlist E = F\n";
    const before = parse(text);
    const after = reparse(text, before, { start: text.length - 2, end: text.length - 1, text: "G" });
    expect(after.file.declarations[0]).toBe(before.file.declarations[0]);
    expect(after.file.declarations[2]).not.toBe(before.file.declarations[2]);
  });
});
