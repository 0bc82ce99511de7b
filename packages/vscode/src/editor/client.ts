/** The language client: the server is the extension's own, unless the settings name another. */
import { join } from "node:path";
import * as vscode from "vscode";
import { LanguageClient, type ServerOptions, TransportKind } from "vscode-languageclient/node.js";
import { bundledServer } from "../programs/find.ts";

export function languageClient(
  context: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
): LanguageClient {
  const set = vscode.workspace.getConfiguration("mandate").get<string>("path", "").trim();
  const server: ServerOptions =
    set === "" || !vscode.workspace.isTrusted
      ? { module: bundledServer(context.extensionPath), args: ["lsp"], transport: TransportKind.stdio }
      : { command: set, args: ["lsp"], transport: TransportKind.stdio };
  const handbook = vscode.Uri.file(join(context.extensionPath, "handbook")).toString();
  return new LanguageClient("mandate", "Mandate", server, {
    documentSelector: [
      { language: "mandate", scheme: "file" },
      { language: "mandate", scheme: "untitled" },
      { scheme: "file", pattern: "**/mandate.json" },
    ],
    outputChannel: log,
    initializationOptions: { handbook: `${handbook}/` },
  });
}
