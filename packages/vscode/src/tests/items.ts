/** The Testing view's tree: a file each, and in it the tests that the language server found. */
import { dirname, relative } from "node:path";
import * as vscode from "vscode";
import { type DocumentSymbol, DocumentSymbolRequest } from "vscode-languageserver-protocol";
import type { House } from "../editor/house.ts";
import { projectAbove } from "../editor/project.ts";
import { testsIn } from "./discover.ts";

/** Milliseconds after the last keystroke. */
const PAUSE = 400;

export interface TestItems extends vscode.Disposable {
  /** looks through every file again */
  readonly refreshAll: () => Promise<void>;
  /** the item of a test, by the file's URI and the test's title */
  readonly find: (uri: string, title: string) => Promise<vscode.TestItem | undefined>;
}

export function testItems(house: House, controller: vscode.TestController): TestItems {
  const { items } = controller;
  const refresh = async (uri: vscode.Uri): Promise<void> => {
    const client = house.client();
    if (client === undefined || !client.isRunning()) return;
    const project = projectAbove(dirname(uri.fsPath));
    const outline = await client.sendRequest(DocumentSymbolRequest.type, {
      textDocument: { uri: client.code2ProtocolConverter.asUri(uri) },
    });
    const found = testsIn((outline ?? []).filter((one): one is DocumentSymbol => "range" in one));
    if (found.length === 0 || project === undefined) {
      items.delete(uri.toString());
      return;
    }
    const file =
      items.get(uri.toString()) ??
      controller.createTestItem(uri.toString(), relative(project, uri.fsPath), uri);
    items.add(file);
    file.children.replace(
      found.map(({ name, range }) => {
        const item = controller.createTestItem(idOf(uri.toString(), name), name, uri);
        item.range = client.protocol2CodeConverter.asRange(range);
        return item;
      }),
    );
  };

  const refreshAll = async (): Promise<void> => {
    const files = await vscode.workspace.findFiles("**/*.mandate", "**/node_modules/**");
    const known = new Set(files.map((uri) => uri.toString()));
    for (const [id] of items) if (!known.has(id)) items.delete(id);
    for (const uri of files) await refresh(uri);
  };

  const pending = new Map<string, NodeJS.Timeout>();
  const soon = (uri: vscode.Uri): void => {
    clearTimeout(pending.get(uri.toString()));
    pending.set(
      uri.toString(),
      setTimeout(() => {
        pending.delete(uri.toString());
        refresh(uri).catch((error: unknown) => house.log.error(String(error)));
      }, PAUSE),
    );
  };
  const watcher = vscode.workspace.createFileSystemWatcher("**/*.mandate");
  const parts = vscode.Disposable.from(
    watcher,
    watcher.onDidCreate(soon),
    watcher.onDidChange(soon),
    watcher.onDidDelete((uri) => items.delete(uri.toString())),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      if (document.languageId === "mandate" && document.uri.scheme === "file") soon(document.uri);
    }),
  );
  return {
    refreshAll,
    find: async (text, title) => {
      const uri = vscode.Uri.parse(text);
      await refresh(uri);
      return items.get(uri.toString())?.children.get(idOf(uri.toString(), title));
    },
    dispose: () => {
      for (const timer of pending.values()) clearTimeout(timer);
      parts.dispose();
    },
  };
}

function idOf(uri: string, title: string): string {
  return `${uri} ${title}`;
}
