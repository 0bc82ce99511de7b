/** The documents that the preview follows. */
import type * as vscode from "vscode";

export function isOurs({ languageId, uri }: vscode.TextDocument): boolean {
  return languageId === "mandate" && (uri.scheme === "file" || uri.scheme === "untitled");
}
