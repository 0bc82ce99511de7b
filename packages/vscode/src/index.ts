/** The extension: where VS Code starts and stops it. */
import * as vscode from "vscode";
import { type LanguageClient, State } from "vscode-languageclient/node.js";
import { commands } from "./commands/commands.ts";
import { lensCommands } from "./commands/lenses.ts";
import { languageClient } from "./editor/client.ts";
import { suggestFormatOnSave } from "./editor/hints.ts";
import { openHouse } from "./editor/house.ts";
import { openPages } from "./editor/pages.ts";
import { statusItem } from "./editor/status.ts";
import { provideTasks } from "./editor/tasks.ts";
import { portfolioPreview } from "./preview/panel.ts";
import { testing } from "./tests/controller.ts";

let running: LanguageClient | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const log = vscode.window.createOutputChannel("Mandate", { log: true });
  const house = openHouse(context, log, () => running);
  const pages = openPages(context);
  const preview = portfolioPreview(house);
  const tests = testing(house);
  let status: vscode.Disposable | undefined;

  const start = async (): Promise<void> => {
    status?.dispose();
    await running?.dispose();
    running = languageClient(context, log, () => house.program(context.extensionPath));
    status = vscode.Disposable.from(
      statusItem(running),
      // At each of its starts, those after its own end included.
      running.onDidChangeState(({ newState }) => {
        if (newState === State.Running) preview.refresh();
      }),
    );
    try {
      await running.start();
    } catch (error) {
      // Not waited for: an answer may never come, and the commands are there meanwhile.
      void notStarted(log, error);
      return;
    }
    await tests.refreshAll();
  };

  context.subscriptions.push(
    log,
    preview,
    tests,
    provideTasks(house),
    suggestFormatOnSave(context),
    { dispose: () => status?.dispose() },
    vscode.commands.registerCommand("mandate.restart", start),
    vscode.commands.registerCommand("mandate.preview", (account: unknown) =>
      preview.show(typeof account === "string" ? account : undefined),
    ),
    ...Object.entries({ ...commands(house, pages), ...lensCommands(house, tests) }).map(([name, act]) =>
      vscode.commands.registerCommand(name, act),
    ),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration("mandate.path")) void start();
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(() => void start()),
  );
  await start();
}

/** Everything but what the server does works without it: the grammar, snippets, commands. */
async function notStarted(log: vscode.LogOutputChannel, error: unknown): Promise<void> {
  const why = error instanceof Error ? error.message : String(error);
  log.error(why);
  const settings = "Open Settings";
  const showLog = "Show the Log";
  const answer = await vscode.window.showErrorMessage(
    `The language server of Mandate does not run, so policies are not checked as you type: ${why}`,
    settings,
    showLog,
  );
  if (answer === showLog) log.show();
  if (answer === settings)
    await vscode.commands.executeCommand("workbench.action.openSettings", "mandate.path");
}

export async function deactivate(): Promise<void> {
  await running?.dispose();
}
