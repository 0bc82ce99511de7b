import { describe, expect, it } from "vitest";
import {
  type Diagnostic,
  DiagnosticTag,
  DidChangeWorkspaceFoldersNotification,
  DocumentDiagnosticRequest,
  DocumentSymbolRequest,
  WorkspaceDiagnosticRequest,
} from "vscode-languageserver/node.js";
import { type Case, capabilities, editor, slice } from "../testkit/index.ts";

const project = editor();
const pulling = editor({
  capabilities: { ...capabilities, textDocument: { ...capabilities.textDocument, diagnostic: {} } },
  initializationOptions: { handbook: "file:///handbook/" },
});

const codes = (all: readonly Diagnostic[]) => all.map(({ code }) => code);
const clean = (all: readonly Diagnostic[]) => all.length === 0;
const wrong = (code: string) => (all: readonly Diagnostic[]) => all.some((one) => one.code === code);

function covered({ text }: Case, path: string, all: readonly Diagnostic[]): string[] {
  return all.map(({ code, range }) => `${code} ${slice(text(path), range)}`);
}

describe("diagnostics that are pushed", () => {
  it("follow each edit, with the version that they are of", async () => {
    const open = await project("limit A { weight(Tehc) <= 5% }");
    await open.diagnostics(open.file, wrong("MDT2001"));
    await open.type(open.file, "ch", { start: { line: 0, character: 19 }, end: { line: 0, character: 21 } });
    await open.diagnostics(open.file, clean);
    expect(open.client.versions.get(open.uri(open.file))).toBe(2);
  });

  it("stand right in lines that end with CR LF, behind characters of two units, and after pasted garbage", async () => {
    const open = await project('list 𝄞 = Tech\r\nlimit A "𝄞𝄞" { weight(Tehc) <= 5% }\r\n');
    const found = await open.diagnostics(open.file, wrong("MDT2001"));
    expect(
      covered(
        open,
        open.file,
        found.filter(({ code }) => code === "MDT2001"),
      ),
    ).toEqual(["MDT2001 Tehc"]);
    await open.type(open.file, '}}}} \u0000 `{{ 𝄞 "\n', {
      start: { line: 0, character: 0 },
      end: { line: 0, character: 0 },
    });
    const after = await open.diagnostics(open.file, (all) => all.length > 1);
    for (const one of after) expect(one.range.start.line).toBeGreaterThanOrEqual(0);
  });

  it("of a data file stand in it, follow its edits, and its changes on the disk", async () => {
    const open = await project(`-- firm/rules.mandate --
list Mine from "data/mine.csv"
-- data/mine.csv --
symbol
VTI
`);
    await open.type("data/mine.csv", "symbol\nVTI\nNOPE\n");
    const found = await open.diagnostics("data/mine.csv", (all) => all.length > 0);
    expect(covered(open, "data/mine.csv", found)[0]).toContain("NOPE");
    await open.type("data/mine.csv", "symbol\nVTI\n");
    await open.diagnostics("data/mine.csv", clean);
    await open.shut("data/mine.csv");
    await open.write("data/mine.csv", "symbol\nWHAT\n");
    expect(
      covered(open, "data/mine.csv", await open.diagnostics("data/mine.csv", (all) => all.length > 0))[0],
    ).toContain("WHAT");
  });

  it("cross files: a name that goes is missed elsewhere, and found again", async () => {
    const open = await project(`-- firm/rules.mandate --
limit A { weight(Mine) <= 5% }
-- firm/lists.mandate --
list Mine = Tech`);
    await open.type("firm/lists.mandate", "list Yours = Tech");
    await open.diagnostics("firm/rules.mandate", wrong("MDT2001"));
    await open.type("firm/lists.mandate", "list Mine = Tech");
    await open.diagnostics("firm/rules.mandate", clean);
  });

  it("go with a file that is deleted, and come with a new one", async () => {
    const open = await project("list Mine = Tech");
    await open.write("firm/more.mandate", "limit A { weight(Mone) <= 5% }");
    expect(codes(await open.diagnostics("firm/more.mandate", wrong("MDT2001")))).toEqual(["MDT2001"]);
    await open.write("firm/more.mandate", undefined);
    await open.diagnostics("firm/more.mandate", clean);
  });

  it("of a file that is deleted under its editor stay, for the editor has it still", async () => {
    const open = await project("limit A { weight(Tehc) <= 5% }");
    await open.diagnostics(open.file, wrong("MDT2001"));
    await open.write(open.file, undefined);
    expect(await open.ask(DocumentSymbolRequest.type, open.document)).toHaveLength(1);
    await open.type(open.file, "limit A { weight(Tech) <= 5% }");
    await open.diagnostics(open.file, clean);
  });

  it("of a broken manifest stand in it; policies are judged by their syntax until it is mended", async () => {
    const open = await project("limit A { weight(Tehc) <= 5% }");
    const manifest = open.text("mandate.json");
    await open.diagnostics(open.file, wrong("MDT2001"));
    await open.open("mandate.json", manifest);
    await open.type("mandate.json", "{ oh no");
    expect(await open.diagnostics("mandate.json", (all) => all.length > 0)).toHaveLength(1);
    await open.diagnostics(open.file, clean);
    await open.type(open.file, "limit A { weight( }");
    expect(codes(await open.diagnostics(open.file, (all) => all.length > 0))[0]).toMatch(/^MDT1/);
    await open.type("mandate.json", manifest);
    await open.type(open.file, "limit A { weight(Tehc) <= 5% }");
    await open.diagnostics(open.file, wrong("MDT2001"));
    await open.diagnostics("mandate.json", clean);
  });

  it("of a file outside of any project are of its syntax alone", async () => {
    const open = await project("list Mine = Tech");
    await open.write("mandate.json", undefined);
    await open.type(open.file, "limit A { weight(Nowhere) <= 5% }\nlimit B { weight( }");
    const found = codes(await open.diagnostics(open.file, (all) => all.length > 0));
    expect(found.filter((code) => !/^MDT1/.test(String(code)))).toEqual([]);
  });

  it("follow a document whose folder the editor has not opened, until it is closed", async () => {
    const open = await project("list Mine = Tech");
    await open.client.connection.sendNotification(DidChangeWorkspaceFoldersNotification.type, {
      event: { added: [], removed: [{ uri: open.uri(""), name: "case" }] },
    });
    await open.type(open.file, "limit A { weight(Tehc) <= 5% }");
    await open.diagnostics(open.file, wrong("MDT2001"));
    await open.write(open.file, open.text(open.file));
    await open.shut(open.file);
    await open.diagnostics(open.file, clean);
  });

  it("fade and strike through what is no longer in force", async () => {
    const open = await project(
      'waive SingleStock for AAPL in account "1" up to 8% until 2026-01-31 because "x" approved by "y" on 2025-06-01',
    );
    const found = await open.diagnostics(open.file, (all) => all.length > 0);
    expect(found.map(({ tags }) => tags).filter((tags) => tags !== undefined)).toEqual([
      [DiagnosticTag.Unnecessary, DiagnosticTag.Deprecated],
    ]);
  });
});

describe("diagnostics that are pulled", () => {
  it("come with a page of the handbook, and once", async () => {
    const open = await pulling("limit A { weight(Tehc) <= 5% }");
    const first = await open.ask(DocumentDiagnosticRequest.type, open.document);
    if (first.kind !== "full") throw new Error("the first answer is a full one");
    expect(first.items).toMatchObject([
      { code: "MDT2001", codeDescription: { href: "file:///handbook/2-names.md#mdt2001-unknown-name" } },
    ]);
    const again = await open.ask(DocumentDiagnosticRequest.type, {
      ...open.document,
      ...(first.resultId === undefined ? {} : { previousResultId: first.resultId }),
    });
    expect(again.kind).toBe("unchanged");
    expect(open.client.published.size).toBe(0);
  });

  it("of the workspace are of every file, closed ones too, and end with what made them", async () => {
    const open = await pulling(`-- firm/rules.mandate --
list Mine from "data/mine.csv"
`);
    await open.write("data/mine.csv", "symbol\nNOPE\n");
    const ask = async (previous: { uri: string; value: string }[]) =>
      (await open.ask(WorkspaceDiagnosticRequest.type, { previousResultIds: previous })).items.filter(
        ({ uri }) => uri === open.uri("data/mine.csv"),
      );
    const [first] = await ask([]);
    expect(first).toMatchObject({ kind: "full", version: null });
    await open.write("data/mine.csv", "symbol\nVTI\n");
    const [then] = await ask([{ uri: open.uri("data/mine.csv"), value: first?.resultId ?? "" }]);
    expect(then).toMatchObject({ kind: "full", items: [] });
  });
});
