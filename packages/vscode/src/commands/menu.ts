/** What the item in the status bar opens. */
import * as vscode from "vscode";

const entries: readonly { readonly label: string; readonly command: string }[] = [
  { label: "$(graph) Show the Portfolio", command: "mandate.preview" },
  { label: "$(check) Check the Policies", command: "mandate.check" },
  { label: "$(verified) Prove the Policies", command: "mandate.prove" },
  { label: "$(beaker) Run the Tests", command: "testing.runAll" },
  { label: "$(list-flat) Format Every Policy", command: "mandate.formatAll" },
  { label: "$(unfold) Show the Expanded Policy", command: "mandate.expand" },
  { label: "$(question) Explain an Account", command: "mandate.explain" },
  { label: "$(git-compare) Compare with the Last Commit", command: "mandate.diff" },
  { label: "$(debug-restart) Restart the Language Server", command: "mandate.restart" },
  { label: "$(output) Show the Log", command: "mandate.showLog" },
];

export async function menu(): Promise<void> {
  const picked = await vscode.window.showQuickPick(entries, { title: "Mandate" });
  if (picked !== undefined) await vscode.commands.executeCommand(picked.command);
}
