import { describe, expect, it } from "vitest";
import { FoldingRangeRequest } from "vscode-languageserver/node.js";
import { editor } from "../testkit/index.ts";

const project = editor();

describe("folding", () => {
  it("takes blocks and runs of comments, and leaves the closing brace in sight", async () => {
    const { ask, document } = await project(`// one
// two

/// alone
menu M {
  option a: choice {
    low = 0,
    high = 1
  } default low // behind
  // inside
}
/* a
   b */
limit L { weight(Tech) <= 5% }
`);
    expect(await ask(FoldingRangeRequest.type, document)).toEqual([
      { startLine: 4, endLine: 9 },
      { startLine: 5, endLine: 7 },
      { startLine: 0, endLine: 1, kind: "comment" },
      { startLine: 11, endLine: 12, kind: "comment" },
    ]);
  });

  it("makes do with braces that nobody closed", async () => {
    const { ask, document } = await project(
      "limit A {\n weight(Tech) <= 5%\n\nmenu M {\n  option x: flag default on\n\n}\n}}",
    );
    expect(await ask(FoldingRangeRequest.type, document)).toEqual([
      { startLine: 0, endLine: 6 },
      { startLine: 3, endLine: 5 },
    ]);
  });
});
