/** Read-only pages for what programs print: an explanation, a policy's core, a difference. */
import * as vscode from "vscode";
import { placesIn } from "./places.ts";

const SCHEME = "mandate-page";
const MARKDOWN = "vscode.markdown-language-features";

export interface Page {
  /** the tab's, with the ending that gives it its colours */
  readonly name: string;
  readonly text: string;
  /** the folder that the places in the text are relative to */
  readonly project: string;
}

export interface Pages {
  readonly show: (page: Page) => Promise<void>;
}

export function openPages(context: vscode.ExtensionContext): Pages {
  const pages = new Map<string, Page>();
  const changed = new vscode.EventEmitter<vscode.Uri>();
  context.subscriptions.push(
    changed,
    vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
      onDidChange: changed.event,
      provideTextDocumentContent: (uri) => pages.get(uri.path)?.text ?? "",
    }),
    // Where a page says `firm/compliance.mandate:4`, a click goes there.
    vscode.languages.registerDocumentLinkProvider(
      { scheme: SCHEME },
      {
        provideDocumentLinks: (document) => {
          const project = pages.get(document.uri.path)?.project;
          if (project === undefined) return [];
          return placesIn(document.getText()).map(({ start, end, file, line }) => {
            const target = vscode.Uri.joinPath(vscode.Uri.file(project), file).with({ fragment: `L${line}` });
            return new vscode.DocumentLink(
              new vscode.Range(document.positionAt(start), document.positionAt(end)),
              target,
            );
          });
        },
      },
    ),
  );
  return {
    show: async (page) => {
      const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${page.name}` });
      pages.set(uri.path, page);
      changed.fire(uri);
      // As it is meant to be read, where the editor's own Markdown is not switched off.
      if (page.name.endsWith(".md") && vscode.extensions.getExtension(MARKDOWN) !== undefined) {
        await vscode.commands.executeCommand("markdown.showPreviewToSide", uri);
        return;
      }
      const viewColumn = columnOfPages() ?? vscode.ViewColumn.Beside;
      const document = await vscode.workspace.openTextDocument(uri);
      await vscode.window.showTextDocument(document, { preview: true, viewColumn, preserveFocus: true });
    },
  };
}

/** Pages stay together, rather than each beside the last. */
function columnOfPages(): vscode.ViewColumn | undefined {
  return vscode.window.tabGroups.all.find(({ tabs }) =>
    tabs.some(({ input }) => input instanceof vscode.TabInputText && input.uri.scheme === SCHEME),
  )?.viewColumn;
}
