/** What the analyses find, in the editor: after saving, in its place, and gone with the next keystroke. */
import { join } from "node:path";
import { createProver } from "@mandate/compiler";
import { bundled, type Client, type ClientOptions, inProcess, TODAY, uriOf } from "@mandate/lsp/testing";
import { createHighs } from "@mandate/solver";
import { describe, expect, it } from "vitest";
import { generateProject } from "../generate/project.ts";

const program = join(import.meta.dirname, "..", "..", "packages", "cli", "dist", "mandate.js");

const here = async (options: ClientOptions = {}): Promise<Client> => {
  const backend = await createHighs();
  const prover = createProver(backend);
  return inProcess({
    ...options,
    server: {
      prover: {
        prove: (bundle, today) => Promise.resolve(prover.prove(bundle, { today })),
        close: () => Promise.resolve(backend.dispose()),
      },
    },
  });
};

describe.each([
  ["in this process", here],
  ["as it is shipped", (options: ClientOptions = {}) => bundled(program, options)],
] as const)("proofs in the editor, %s,", (_, start) => {
  it("come with saving, and go with the next keystroke", async () => {
    const client = await start();
    const open = await opened(client);
    expect(codes(client, open.uri)).toEqual([]);
    await open.save();
    await until(() => codes(client, open.uri).some((code) => code.startsWith("MDT6")));
    const before = lines(client, open.uri);
    expect(client.published.get(open.uri)?.map(({ message }) => message)).toEqual(
      expect.arrayContaining([expect.stringMatching(/Ceiling|Floor/)]),
    );
    await open.type("// a line above\n");
    await until(() => codes(client, open.uri).length === 0);
    await open.save();
    await until(() => codes(client, open.uri).some((code) => code.startsWith("MDT6")));
    expect(lines(client, open.uri)).toEqual(before.map((line) => line + 1));
    expect(client.work).toContain("Proving policies");
    expect(client.log).toEqual([]);
    expect(await client.close()).toBe(0);
  });

  it("stay away where the settings say so", async () => {
    const client = await start({ initializationOptions: { proofs: "never" } });
    const open = await opened(client);
    await open.save();
    await client.connection.sendRequest("textDocument/documentSymbol", { textDocument: { uri: open.uri } });
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(client.work).not.toContain("Proving policies");
    await client.close();
  });
});

/** A firm whose last two limits cannot both hold. */
async function opened(client: Client) {
  const root = client.disk.folder();
  const project = generateProject(3, {
    accounts: 1,
    limits: 1,
    tests: 0,
    securities: 8,
    levels: 1,
    asOf: TODAY,
  });
  for (const [path, text] of project.files) client.disk.write(`${root}/${path}`, text);
  const [held = ""] = project.classes.map(({ name }) => name).filter((name) => name !== "Cash");
  const ceiling = `limit Ceiling { weight(${held}) <= 5% }\n`;
  const path = `${root}/firm/zz.mandate`;
  let text = `${ceiling}limit Floor { weight(${held}) >= 10% }\n`;
  client.disk.write(path, text);
  const uri = uriOf(path);
  let version = 1;
  const { connection } = client;
  await connection.sendNotification("workspace/didChangeWorkspaceFolders", {
    event: { added: [{ uri: uriOf(root), name: "firm" }], removed: [] },
  });
  await connection.sendNotification("textDocument/didOpen", {
    textDocument: { uri, languageId: "mandate", version, text },
  });
  await connection.sendRequest("textDocument/documentSymbol", { textDocument: { uri } });
  return {
    uri,
    type: async (words: string) => {
      text = words + text;
      const start = { line: 0, character: 0 };
      await connection.sendNotification("textDocument/didChange", {
        textDocument: { uri, version: ++version },
        contentChanges: [{ range: { start, end: start }, text: words }],
      });
    },
    save: async () => {
      client.disk.write(path, text);
      await connection.sendNotification("textDocument/didSave", { textDocument: { uri } });
    },
  };
}

function codes(client: Client, uri: string): readonly string[] {
  return (client.published.get(uri) ?? []).map(({ code }) => String(code));
}

function lines(client: Client, uri: string): readonly number[] {
  return (client.published.get(uri) ?? []).map(({ range }) => range.start.line);
}

async function until(holds: () => boolean): Promise<void> {
  for (const deadline = Date.now() + 60_000; !holds(); ) {
    if (Date.now() > deadline) throw new Error("nothing came for a minute");
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
