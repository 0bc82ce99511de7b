import { describe, expect, it } from "vitest";
import { readResults } from "./results.ts";

const test = {
  name: "a",
  status: "failed",
  file: "firm/t.mandate",
  line: 7,
  message: "expected x\nexpected y",
};
const failures = [
  { file: "firm/t.mandate", line: 7, message: "expected x" },
  { file: "firm/t.mandate", line: 9, message: "expected y" },
];

describe("readResults", () => {
  it("reads what became of each test, and where each expectation failed", () => {
    const passed = { ...test, status: "passed", message: "", failures: [] };
    expect(readResults(JSON.stringify({ tests: [{ ...test, failures }, passed] }))).toEqual({
      tests: [
        { name: "a", passed: false, file: "firm/t.mandate", failures },
        { name: "a", passed: true, file: "firm/t.mandate", failures: [] },
      ],
      coverage: [],
    });
  });

  it("takes the first place of a program that tells no other", () => {
    expect(readResults(JSON.stringify({ tests: [test] })).tests[0]?.failures).toEqual([
      { file: "firm/t.mandate", line: 7, message: test.message },
    ]);
  });

  it("reads which clauses bound", () => {
    const [cap, floor] = ["Cap", "Floor"].map((clause) => ({ clause, file: "firm/a.mandate", line: 3 }));
    expect(
      readResults(JSON.stringify({ tests: [], coverage: { bound: [cap], never: [floor] } })).coverage,
    ).toEqual([
      { ...cap, bound: true },
      { ...floor, bound: false },
    ]);
  });

  it.each([
    ["", "no JSON"],
    ["[]", "no list"],
    ['{"tests": {}}', "no list"],
    ['{"tests": [1]}', "what became"],
    ['{"tests": [{"name": "a", "status": "odd", "file": "f", "line": 1, "message": ""}]}', "what became"],
    [JSON.stringify({ tests: [{ ...test, failures: [{ line: 1 }] }] }), "where it is"],
    ['{"tests": [], "coverage": []}', "no lists of clauses"],
    ['{"tests": [], "coverage": {"bound": [{"clause": "Cap"}], "never": []}}', "where it is"],
  ])("says in a sentence what is wrong with `%s`", (text, why) => {
    expect(() => readResults(text)).toThrow(why);
  });
});
