import { describe, expect, it } from "vitest";
import { readResults } from "./results.ts";

describe("readResults", () => {
  it("reads what became of each test", () => {
    const test = { name: "a", status: "failed", file: "firm/t.mandate", line: 7, message: "expected x" };
    expect(
      readResults(JSON.stringify({ tests: [test, { ...test, status: "passed", message: "" }] })),
    ).toEqual([
      { name: "a", passed: false, file: "firm/t.mandate", line: 7, message: "expected x" },
      { name: "a", passed: true, file: "firm/t.mandate", line: 7, message: "" },
    ]);
  });

  it.each([
    ["", "no JSON"],
    ["[]", "no list"],
    ['{"tests": {}}', "no list"],
    ['{"tests": [1]}', "what became"],
    ['{"tests": [{"name": "a", "status": "odd", "file": "f", "line": 1, "message": ""}]}', "what became"],
  ])("says in a sentence what is wrong with `%s`", (text, why) => {
    expect(() => readResults(text)).toThrow(why);
  });
});
