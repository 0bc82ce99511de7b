/** The language client: the server is the extension's own, unless the settings name another. */
import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import * as vscode from "vscode";
import { CloseAction, ErrorAction, type ErrorHandler, LanguageClient } from "vscode-languageclient/node.js";
import type { Program } from "../programs/find.ts";
import { restarts } from "./restarts.ts";

/** What goes wrong goes to the log; people are told by whoever knows what it means for them. */
class QuietClient extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
}

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
    const child = spawn(command, [...args, "lsp", "--stdio"], {
      ...(folder?.scheme === "file" ? { cwd: folder.fsPath } : {}),
      env: { ...process.env, ...env },
    });
    await new Promise((resolve, reject) => {
      child.once("spawn", resolve);
      child.once("error", (error) => reject(new Error(`\`${command}\` does not start: ${error.message}`)));
    });
    child.once("exit", (code, signal) =>
      log.info(`the language server ended with ${code === null ? signal : code}`),
    );
    return child;
  };
  const handbook = vscode.Uri.file(join(extensionPath, "handbook")).toString();
  return new QuietClient("mandate", "Mandate", start, {
    documentSelector: [
      { language: "mandate", scheme: "file" },
      { language: "mandate", scheme: "untitled" },
      { scheme: "file", pattern: "**/mandate.json" },
    ],
    outputChannel: log,
    initializationOptions: { handbook: `${handbook}/` },
    errorHandler: startingAgain(log),
  });
}

function startingAgain(log: vscode.LogOutputChannel): ErrorHandler {
  const again = restarts(Date.now);
  const showLog = "Show the Log";
  return {
    // A message that cannot be read is passed over; a server that says nothing else is no use.
    error: (_, __, count = 0) => ({
      action: count <= 3 ? ErrorAction.Continue : ErrorAction.Shutdown,
      handled: true,
    }),
    closed: () => {
      if (again()) {
        void vscode.window
          .showInformationMessage(
            "The language server of Mandate ended, and is started again. Nothing that you wrote is lost.",
            showLog,
          )
          .then((answer) => answer === showLog && log.show());
        return { action: CloseAction.Restart, handled: true };
      }
      const restart = "Restart Language Server";
      void vscode.window
        .showErrorMessage(
          "The language server of Mandate ended five times within three minutes, so it is not started again: policies are not checked as you type. The log has what it said last.",
          restart,
          showLog,
        )
        .then((answer) => {
          if (answer === showLog) log.show();
          if (answer === restart) void vscode.commands.executeCommand("mandate.restart");
        });
      return { action: CloseAction.DoNotRestart, handled: true };
    },
  };
}
