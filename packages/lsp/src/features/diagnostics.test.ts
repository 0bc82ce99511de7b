import { describe, expect, it } from "vitest";
import { DiagnosticSeverity } from "vscode-languageserver/node.js";
import { editor } from "../testkit/index.ts";

const project = editor();

describe("diagnostics that are pushed", () => {
  it("stand where the compiler puts them, with related places, a page and their fixes", async () => {
    const { diagnostics, uri, ranges } = await project(`limit «first|Mine» { weight(Tech) <= 5% }
limit «second|Mine» { weight(Sin) <= 5% }
limit Other { weight(«Tehc») <= 5% }`);
    const found = await diagnostics("firm/rules.mandate", (all) => all.length === 2);
    const range = (name: string) => ranges.find((marked) => marked.name === name)?.range;
    expect(found).toMatchObject([
      {
        range: range("second"),
        code: "MDT2002",
        severity: DiagnosticSeverity.Error,
        source: "mandate",
        relatedInformation: [{ location: { uri: uri("firm/rules.mandate"), range: range("first") } }],
      },
      {
        range: range(""),
        code: "MDT2001",
        data: {
          fixes: [{ title: "write `Tech`", edits: [{ uri: uri("firm/rules.mandate"), newText: "Tech" }] }],
        },
      },
    ]);
  });
});
