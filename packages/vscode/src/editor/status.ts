/** The item in the status bar: whether the language server runs, and the way to every command. */
import * as vscode from "vscode";
import { type LanguageClient, State } from "vscode-languageclient/node.js";

export function statusItem(client: LanguageClient): vscode.Disposable {
  const item = vscode.window.createStatusBarItem("mandate.status", vscode.StatusBarAlignment.Right, 100);
  item.name = "Mandate";
  item.command = "mandate.menu";
  const show = (state: State): void => {
    item.text =
      state === State.Starting
        ? "$(sync~spin) Mandate"
        : state === State.Running
          ? "$(law) Mandate"
          : "$(error) Mandate";
    const version = client.initializeResult?.serverInfo?.version;
    item.tooltip =
      state === State.Running
        ? `Mandate ${version ?? ""}: the language server runs`
        : state === State.Starting
          ? "Mandate: the language server starts"
          : "Mandate: the language server is not running; click for “Restart Language Server”";
    item.backgroundColor =
      state === State.Stopped ? new vscode.ThemeColor("statusBarItem.errorBackground") : undefined;
  };
  const visible = (): void => {
    const language = vscode.window.activeTextEditor?.document.languageId;
    if (language === "mandate") item.show();
    else item.hide();
  };
  show(client.state);
  visible();
  return vscode.Disposable.from(
    item,
    client.onDidChangeState(({ newState }) => show(newState)),
    vscode.window.onDidChangeActiveTextEditor(visible),
  );
}
