/** The compiler's edits as the protocol's. */
import type { TextEdit } from "@mandate/compiler";
import type { WorkspaceEdit } from "vscode-languageserver";
import { rangeOf, type Snapshot } from "../projects/snapshot.ts";

export function workspaceEdit(snapshot: Snapshot, edits: readonly TextEdit[]): WorkspaceEdit {
  const changes: NonNullable<WorkspaceEdit["changes"]> = {};
  for (const edit of edits) {
    const uri = snapshot.uri(edit.file);
    changes[uri] ??= [];
    changes[uri].push({ range: rangeOf(snapshot, edit), newText: edit.newText });
  }
  return { changes };
}
