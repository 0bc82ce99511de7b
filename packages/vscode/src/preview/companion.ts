/**
 * The project's own `mandate`, asked for what the extension's cannot do: read a book, whose database is a native module.
 * It is told of every text that is not saved, so that it answers for what is on the screen.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { pathToFileURL } from "node:url";
import type { PREVIEW, PreviewAnswer, PreviewParams } from "@mandate/lsp";
import {
  createMessageConnection,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver-protocol/node.js";
import type { Program } from "../programs/find.ts";

export const PREVIEW_REQUEST: typeof PREVIEW = "mandate/preview";

export interface OpenText {
  readonly uri: string;
  readonly version: number;
  readonly text: string;
}

export interface Companion {
  readonly ask: (params: PreviewParams, open: readonly OpenText[]) => Promise<PreviewAnswer>;
  readonly stop: () => void;
}

/** @param gone called when the program ends before it is stopped */
export async function startCompanion(
  program: Program,
  folder: string,
  gone: (why: string) => void,
): Promise<Companion> {
  const child = spawn(program.command, [...program.args, "lsp", "--stdio"], {
    cwd: folder,
    env: { ...process.env, ...program.env },
    stdio: ["pipe", "pipe", "pipe"],
  });
  const { connection, told } = await connect(child, folder, program.command, gone);
  return {
    ask: async (params, open) => {
      await tell(connection, told, open);
      return connection.sendRequest<PreviewAnswer>(PREVIEW_REQUEST, params);
    },
    stop: () => {
      child.removeAllListeners("exit");
      connection.dispose();
      child.kill();
    },
  };
}

async function connect(
  child: ChildProcess,
  folder: string,
  command: string,
  gone: (why: string) => void,
): Promise<{ connection: MessageConnection; told: Map<string, number> }> {
  const { stdin, stdout, stderr } = child;
  if (stdin === null || stdout === null) throw new Error(`\`${command}\` does not start`);
  let last = "";
  stderr?.setEncoding("utf8").on("data", (text: string) => {
    last = text.trim() || last;
  });
  const ended = new Promise<never>((_, reject) => {
    child.once("error", (error) => reject(new Error(`\`${command}\` does not start: ${error.message}`)));
    child.once("exit", (code) => {
      const why = `\`${command} lsp --stdio\` ended with ${code ?? "a signal"}${last === "" ? "" : `: ${last}`}`;
      gone(why);
      reject(new Error(why));
    });
  });
  const connection = createMessageConnection(new StreamMessageReader(stdout), new StreamMessageWriter(stdin));
  connection.onError(() => child.kill());
  // What it says of the text is said by the extension's own server already.
  connection.onUnhandledNotification(() => undefined);
  connection.onRequest(() => null);
  connection.listen();
  const uri = pathToFileURL(folder).toString();
  await Promise.race([
    ended,
    connection.sendRequest("initialize", {
      processId: process.pid,
      rootUri: uri,
      workspaceFolders: [{ uri, name: folder }],
      capabilities: {},
      initializationOptions: { diagnostics: "pull" },
    }),
  ]);
  ended.catch(() => undefined);
  await connection.sendNotification("initialized", {});
  return { connection, told: new Map() };
}

/** Texts that it has not seen, or not so; those that are closed or saved since are the disk's again. */
async function tell(
  connection: MessageConnection,
  told: Map<string, number>,
  open: readonly OpenText[],
): Promise<void> {
  const still = new Set(open.map(({ uri }) => uri));
  for (const uri of [...told.keys()]) {
    if (still.has(uri)) continue;
    told.delete(uri);
    await connection.sendNotification("textDocument/didClose", { textDocument: { uri } });
    await connection.sendNotification("workspace/didChangeWatchedFiles", { changes: [{ uri, type: 2 }] });
  }
  for (const { uri, version, text } of open) {
    const before = told.get(uri);
    if (before === version) continue;
    told.set(uri, version);
    if (before === undefined)
      await connection.sendNotification("textDocument/didOpen", {
        textDocument: { uri, languageId: "mandate", version, text },
      });
    else
      await connection.sendNotification("textDocument/didChange", {
        textDocument: { uri, version },
        contentChanges: [{ text }],
      });
  }
}
