/** The language client: the server is the extension's own, unless the settings name another. */
import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import * as vscode from "vscode";
import { LanguageClient } from "vscode-languageclient/node.js";
import type { Program } from "../programs/find.ts";

export function languageClient(
  { extensionPath }: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
  program: () => Program,
): LanguageClient {
  const start = async (): Promise<ChildProcess> => {
    const { command, args, env, from } = program();
    log.info(`starting the language server of the ${from}`);
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    // Started here rather than by the client, which would add options of its own that only servers in its own language know.
    return spawn(command, [...args, "lsp", "--stdio"], {
      ...(folder?.scheme === "file" ? { cwd: folder.fsPath } : {}),
      env: { ...process.env, ...env },
    });
  };
  const handbook = vscode.Uri.file(join(extensionPath, "handbook")).toString();
  return new LanguageClient("mandate", "Mandate", start, {
    documentSelector: [
      { language: "mandate", scheme: "file" },
      { language: "mandate", scheme: "untitled" },
      { scheme: "file", pattern: "**/mandate.json" },
    ],
    outputChannel: log,
    initializationOptions: { handbook: `${handbook}/` },
  });
}
