/** The project that a command is about. */
import { existsSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import * as vscode from "vscode";

const MANIFEST = "mandate.json";

/** The nearest folder upwards that has a manifest. */
export function projectAbove(
  path: string,
  exists: (path: string) => boolean = existsSync,
): string | undefined {
  for (let at = path; ; at = dirname(at)) {
    if (exists(join(at, MANIFEST))) return at;
    if (dirname(at) === at) return undefined;
  }
}

/** Every project of the workspace, in the order of its folders. */
export async function projects(): Promise<readonly string[]> {
  const manifests = await vscode.workspace.findFiles(`**/${MANIFEST}`, "**/node_modules/**");
  return manifests.map(({ fsPath }) => dirname(fsPath)).sort();
}

/** The project of the file that is edited, else the workspace's only one, else the one that is picked. */
export async function askedProject(): Promise<string | undefined> {
  const document = vscode.window.activeTextEditor?.document;
  const here = document?.uri.scheme === "file" ? projectAbove(dirname(document.uri.fsPath)) : undefined;
  if (here !== undefined) return here;
  const all = await projects();
  if (all.length <= 1) {
    if (all.length === 0)
      void vscode.window.showWarningMessage(
        "No folder here is a project: none has a `mandate.json`. “Mandate: New Project” makes one.",
      );
    return all[0];
  }
  const picked = await vscode.window.showQuickPick(
    all.map((path) => ({ label: basename(path), description: path, path })),
    { title: "Which project?" },
  );
  return picked?.path;
}
