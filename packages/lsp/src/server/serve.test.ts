import { describe, expect, it } from "vitest";
import {
  CancellationTokenSource,
  CompletionRequest,
  DefinitionRequest,
  DidChangeTextDocumentNotification,
  DidChangeWorkspaceFoldersNotification,
  DocumentSymbolRequest,
  FoldingRangeRequest,
  HoverRequest,
  type Location,
  ReferencesRequest,
} from "vscode-languageserver/node.js";
import { inDocument } from "../features/feature.ts";
import { folding } from "../features/folding.ts";
import { uriOf } from "../places/paths.ts";
import { capabilities, editor, given, inProcess, startServer } from "../testkit/index.ts";

const start = startServer();

describe("the server", () => {
  it("says who it is, what it can do, and goodbye", async () => {
    const client = await start();
    const { serverInfo, capabilities: can } = client.initialized;
    expect(serverInfo?.name).toBe("mandate");
    expect(can).toMatchObject({
      positionEncoding: "utf-16",
      textDocumentSync: { openClose: true, change: 2 },
      workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
      hoverProvider: true,
      definitionProvider: true,
      renameProvider: { prepareProvider: true },
    });
    expect(await client.close()).toBe(0);
  });

  it("asks to be told of files, and shows its work", async () => {
    const client = await start();
    await given(client, "list A = Tech").then(({ ask, document }) =>
      ask(DocumentSymbolRequest.type, document),
    );
    for (let waited = 0; client.work.length === 0 && waited < 400; waited++)
      await new Promise((resolve) => setTimeout(resolve, 5));
    expect(client.registered).toContain("workspace/didChangeWatchedFiles");
    expect(client.work).toEqual(["Checking policies"]);
    await client.close();
  });

  it("counts positions in the unit that the client prefers", async () => {
    const client = await startServer({
      capabilities: { ...capabilities, general: { positionEncodings: ["utf-8", "utf-16"] } },
    })();
    expect(client.initialized.capabilities.positionEncoding).toBe("utf-8");
    const open = await given(client, 'list Mine "é𝄞" = Tech\nlimit A "é𝄞" { weight(Mine) <= 5% }');
    // `é` is two bytes and `𝄞` four: the cursor is on `Mine` of the second line.
    const position = { line: 1, character: 'limit A "'.length + 6 + '" { weight(M'.length };
    const found = (await open.ask(DefinitionRequest.type, { ...open.document, position })) as Location[];
    expect(found[0]?.range).toEqual({ start: { line: 0, character: 5 }, end: { line: 0, character: 9 } });
    await open.type(open.file, "é");
    await open.type(open.file, "list X = Sin", {
      start: { line: 0, character: 2 },
      end: { line: 0, character: 2 },
    });
    await client.close();
  });

  it("keeps the projects of several folders apart, and forgets a folder that is removed", async () => {
    const client = await start();
    const one = await given(client, "list Mine = Tech\nlimit A { weight(Mi<|>ne) <= 5% }");
    const two = await given(client, "list Mine = Sin\nlimit A { weight(Mine) <= 5% }");
    const references = await one.ask(ReferencesRequest.type, {
      ...one.at,
      context: { includeDeclaration: true },
    });
    expect(references?.every(({ uri }) => uri.startsWith(one.uri("")))).toBe(true);
    await two.shut(two.file);
    await client.connection.sendNotification(DidChangeWorkspaceFoldersNotification.type, {
      event: { added: [], removed: [{ uri: uriOf(two.root), name: "two" }] },
    });
    expect(await one.ask(DocumentSymbolRequest.type, one.document)).toHaveLength(2);
    await client.close();
  });

  it("answers a request that is cancelled with that it was cancelled", async () => {
    const client = await start();
    const open = await given(client, "limit A { weight(<|>");
    // On a busy machine an answer may be found before the cancellation is read; it is not always.
    const codes: unknown[] = [];
    while (!codes.includes(-32800) && codes.length < 50) {
      const source = new CancellationTokenSource();
      const asked = client.connection.sendRequest(CompletionRequest.type, open.at, source.token);
      source.cancel();
      codes.push(
        await asked.then(
          () => "answered",
          (error: { readonly code?: unknown }) => error.code,
        ),
      );
    }
    expect(codes.at(-1)).toBe(-32800);
    expect(await open.ask(DocumentSymbolRequest.type, open.document)).not.toBeNull();
    await client.close();
  });
});

describe("what goes wrong", () => {
  const project = editor();

  it("with documents that are not open, or no policies, is answered with nothing", async () => {
    const open = await project("list A = Tech");
    const position = { line: 0, character: 0 };
    for (const uri of [
      open.uri("nowhere.mandate"),
      "untitled:new",
      open.uri("data/securities.csv"),
      "no uri at all",
    ]) {
      const textDocument = { uri };
      expect(await open.ask(HoverRequest.type, { textDocument, position }).catch(() => "refused")).toBeNull();
    }
    await open.client.connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri: open.uri("nowhere.mandate"), version: 7 },
      contentChanges: [{ text: "limit" }],
    });
    expect(await open.ask(DocumentSymbolRequest.type, open.document)).toHaveLength(1);
  });

  it("with positions outside of the text changes nothing", async () => {
    const open = await project("list A = Tech");
    for (const position of [
      { line: 99, character: 0 },
      { line: 0, character: 9999 },
    ])
      expect(await open.ask(HoverRequest.type, { ...open.document, position }).then(() => "answered")).toBe(
        "answered",
      );
  });

  it("inside a feature is one sentence in the log, and the next request is answered", async () => {
    const broken = inDocument(HoverRequest.type, { hoverProvider: true }, () => {
      throw new Error("something is wrong\nwith a second line");
    });
    const client = await inProcess({ server: { features: [broken, folding] } });
    const open = await given(client, "limit A {<|>\n weight(Tech) <= 5%\n\n}");
    expect(await open.ask(HoverRequest.type, open.at)).toBeNull();
    expect(await open.ask(FoldingRangeRequest.type, open.document)).toHaveLength(1);
    expect(client.log).toEqual([
      "`textDocument/hover` failed: something is wrong; this is a defect of the language server's, which goes on",
    ]);
    expect(await client.close()).toBe(0);
  });

  it("on the disk, at any time, neither ends the server nor silences it", async () => {
    let broken = false;
    const disk = await inProcess();
    const host = disk.disk;
    await disk.close();
    const client = await inProcess({
      server: {
        today: () => {
          if (broken) throw new Error("the clock is gone");
          return "2026-11-22";
        },
      },
    });
    expect(host).toBeDefined();
    const open = await given(client, "limit A { weight(Te<|>ch) <= 5% }");
    expect(await open.ask(HoverRequest.type, open.at)).not.toBeNull();
    broken = true;
    await open.type(open.file, "limit A { weight(Tehc) <= 5% }");
    expect(await open.ask(HoverRequest.type, open.at)).toBeNull();
    broken = false;
    await open.type(open.file, "limit A { weight(Tech) <= 5% }");
    expect(await open.ask(HoverRequest.type, open.at)).not.toBeNull();
    expect(client.log.length).toBeGreaterThan(0);
    for (const line of client.log) expect(line).toContain("the clock is gone");
    expect(await client.close()).toBe(0);
  });
});
