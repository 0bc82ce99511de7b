/** A word at the first policy file, once: saved policies can be formatted. */
import * as vscode from "vscode";

const ASKED = "mandate.askedFormatOnSave";

export function suggestFormatOnSave({ globalState }: vscode.ExtensionContext): vscode.Disposable {
  const ask = async (document: vscode.TextDocument): Promise<void> => {
    if (document.languageId !== "mandate" || globalState.get<boolean>(ASKED) === true) return;
    const editor = vscode.workspace.getConfiguration("editor", document);
    const wanted = vscode.workspace.getConfiguration("mandate").get<boolean>("suggestFormatOnSave", true);
    if (!wanted || editor.get<boolean>("formatOnSave") === true) return;
    await globalState.update(ASKED, true);
    const yes = "Format When Saved";
    const answer = await vscode.window.showInformationMessage(
      "Policies have one layout. Bring them into it whenever they are saved?",
      yes,
      "No",
    );
    if (answer === yes) await editor.update("formatOnSave", true, vscode.ConfigurationTarget.Global, true);
  };
  // Asked when somebody saves, not while they read.
  return vscode.workspace.onDidSaveTextDocument((document) => void ask(document));
}
