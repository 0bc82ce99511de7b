import { format } from "@mandate/dsl";
import { describe, expect, it } from "vitest";
import {
  DocumentFormattingRequest,
  DocumentOnTypeFormattingRequest,
  DocumentRangeFormattingRequest,
} from "vscode-languageserver/node.js";
import { editor } from "../testkit/index.ts";

const project = editor();
const options = { tabSize: 2, insertSpaces: true };

describe("formatting", () => {
  const text = `limit   A  {   weight(Tech) <= 5%
}
// kept
model M{Equity 60%{VTI}
  FixedIncome 40% { BND } }


limit B { weight(Sin) <=   1% }
`;

  it("gives the canonical layout, in edits that touch white space only", async () => {
    const { ask, document, after } = await project(text);
    const edits = await ask(DocumentFormattingRequest.type, { ...document, options });
    expect(after(edits)["firm/rules.mandate"]).toBe(format(text));
    expect(edits?.every(({ newText }) => newText.trim() === "")).toBe(true);
  });

  it("keeps line ends as they are", async () => {
    const { ask, document, after } = await project(text.replaceAll("\n", "\r\n"));
    const edits = await ask(DocumentFormattingRequest.type, { ...document, options });
    expect(after(edits)["firm/rules.mandate"]).toBe(format(text).replaceAll("\n", "\r\n"));
  });

  it("has nothing to do where all is in order", async () => {
    const { ask, document } = await project(format(text));
    expect(await ask(DocumentFormattingRequest.type, { ...document, options })).toEqual([]);
  });

  it("of a range leaves the rest alone", async () => {
    const { ask, document, after, ranges } = await project(
      "limit  A { weight(Tech) <= 5% }\n\n«limit  B { weight(Tech) <= 5% }»\n\nlimit  C { weight(Tech) <= 5% }\n",
    );
    const [marked] = ranges;
    if (marked === undefined) throw new Error("no range");
    const edits = await ask(DocumentRangeFormattingRequest.type, {
      ...document,
      range: marked.range,
      options,
    });
    expect(after(edits)["firm/rules.mandate"]).toBe(
      "limit  A { weight(Tech) <= 5% }\n\nlimit B { weight(Tech) <= 5% }\n\nlimit  C { weight(Tech) <= 5% }\n",
    );
  });

  it("follows the last brace of a declaration, not one inside", async () => {
    const done = await project("limit  A { weight(Tech) <= 5% }<|>\n\nlimit  B { weight(Tech) <= 5% }\n");
    const type = { ch: "}", options };
    const edits = await done.ask(DocumentOnTypeFormattingRequest.type, { ...done.at, ...type });
    expect(done.after(edits)["firm/rules.mandate"]).toBe(
      "limit A { weight(Tech) <= 5% }\n\nlimit  B { weight(Tech) <= 5% }\n",
    );
    const inside = await project("model  M { Equity 60% { VTI }<|>  FixedIncome 40% { BND } }");
    expect(await inside.ask(DocumentOnTypeFormattingRequest.type, { ...inside.at, ...type })).toBeNull();
  });
});
