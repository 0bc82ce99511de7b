import { describe, expect, it } from "vitest";
import {
  DocumentLinkRequest,
  type SelectionRange,
  SelectionRangeRequest,
  type SymbolInformation,
  WorkspaceSymbolRequest,
} from "vscode-languageserver/node.js";
import { editor, slice } from "../testkit/index.ts";

const project = editor();

describe("selection ranges", () => {
  it("grow from the word to the file", async () => {
    const { ask, document, at, text, file } = await project(
      "// x\nlimit A { for each s in Tech: weight(<|>s) <= 5% + 1pp }",
    );
    const [first] = (await ask(SelectionRangeRequest.type, { ...document, positions: [at.position] })) ?? [];
    const grown: string[] = [];
    for (let range: SelectionRange | undefined = first; range !== undefined; range = range.parent)
      grown.push(slice(text(file), range.range));
    expect(grown).toEqual([
      "s",
      "weight(s)",
      "weight(s) <= 5% + 1pp",
      "for each s in Tech: weight(s) <= 5% + 1pp",
      "limit A { for each s in Tech: weight(s) <= 5% + 1pp }",
      "// x\nlimit A { for each s in Tech: weight(s) <= 5% + 1pp }",
    ]);
  });

  it("answer for several cursors, and outside of everything", async () => {
    const { ask, document, text, file } = await project("\n\nlist A = Tech");
    const ranges = await ask(SelectionRangeRequest.type, {
      ...document,
      positions: [
        { line: 0, character: 0 },
        { line: 2, character: 6 },
      ],
    });
    expect(ranges?.map(({ range }) => slice(text(file), range))).toEqual(["\n\nlist A = Tech", "A"]);
  });
});

describe("document links", () => {
  it("lead to the data that a list or a sleeve names", async () => {
    const { ask, document, uri, ranges } = await project(`-- firm/rules.mandate --
list A from "«data/a.csv»"
sleeve S from "«./data/a.csv»"
list B from "data/missing.csv"
-- data/a.csv --
symbol,weight
VTI,1
`);
    expect(await ask(DocumentLinkRequest.type, document)).toEqual(
      ranges.map(({ range }, index) => ({
        range,
        target: uri("data/a.csv"),
        tooltip: index === 0 ? "open data/a.csv" : "open ./data/a.csv",
      })),
    );
  });
});

describe("workspace symbols", () => {
  it("are found by letters in their order, accounts too", async () => {
    const { ask, uri, root } = await project(`-- firm/rules.mandate --
limit SingleIssuer "No issuer above" { weight(Tech) <= 5% }
-- advisors/lee.mandate --
account "4711" "Rivera" { model Balanced }`);
    const named = async (query: string) =>
      ((await ask(WorkspaceSymbolRequest.type, { query })) as SymbolInformation[])
        .filter(({ location }) => location.uri.startsWith(uri("")))
        .map(({ name }) => name);
    expect(root).not.toBe("");
    expect(await named("sgliss")).toEqual(["SingleIssuer"]);
    expect(await named("no issuer")).toEqual(["SingleIssuer"]);
    expect(await named("rivera")).toEqual(["account 4711"]);
    expect(await named("zzz")).toEqual([]);
  });
});
