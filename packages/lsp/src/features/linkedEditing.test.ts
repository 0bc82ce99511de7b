import { describe, expect, it } from "vitest";
import { LinkedEditingRangeRequest } from "vscode-languageserver/node.js";
import { editor } from "../testkit/index.ts";

const project = editor();

describe("linked editing", () => {
  it("changes a loop's variable wherever it stands, and nothing that is called like it", async () => {
    const open = await project(
      `limit A { for each «<|>s» in securities except Tech: bought(«s») <= $5 + 0 * value(«s») }
limit B { for each s in Tech: weight(s) <= 5% }`,
    );
    const linked = await open.ask(LinkedEditingRangeRequest.type, open.at);
    expect(linked?.ranges).toEqual(open.ranges.map(({ range }) => range));
    expect("bought2").toMatch(new RegExp(`^${linked?.wordPattern}$`));
  });

  it("follows the variable of a sum", async () => {
    const open = await project("limit A { sum(«x» in Tech: weight(«<|>x»)) <= 20% }");
    const linked = await open.ask(LinkedEditingRangeRequest.type, open.at);
    expect(linked?.ranges).toEqual(open.ranges.map(({ range }) => range));
  });

  it.each(["limit <|>A { weight(Tech) <= 5% }", "limit A { weight(<|>Tech) <= 5% }", "<|>// nothing"])(
    "leaves names that other files can see to rename: %s",
    async (text) => {
      const open = await project(text);
      expect(await open.ask(LinkedEditingRangeRequest.type, open.at)).toBeNull();
    },
  );
});
