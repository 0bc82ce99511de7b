/** The portfolio preview: follows the cursor and what is typed. */
import { randomBytes } from "node:crypto";
import type { PreviewAnswer, PreviewParams } from "@mandate/lsp";
import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node.js";
import type { House } from "../editor/house.ts";
import { bookReaders } from "./books.ts";
import { PREVIEW_REQUEST } from "./companion.ts";
import { isPageMessage, type ShowMessage } from "./messages.ts";
import { isOurs } from "./ours.ts";
import { shell } from "./shell.ts";
import { type Showing, showing } from "./shown.ts";

/** Milliseconds after the last keystroke: drawings that change under every letter are no help. */
const PAUSE = 150;

export interface Preview extends vscode.Disposable {
  readonly show: (account?: string) => void;
  /** asks again: a server that was not there before may answer */
  readonly refresh: () => void;
}

export function portfolioPreview(house: House): Preview {
  let panel: vscode.WebviewPanel | undefined;
  let state: Showing | undefined;
  /** the account that was asked for by its id; the cursor counts again as soon as it moves */
  let account: string | undefined;
  let timer: NodeJS.Timeout | undefined;
  /** one question at a time: what changes meanwhile is asked about afterwards */
  let asking = false;
  let again = false;
  let editor = vscode.window.activeTextEditor;
  const books = bookReaders(house);

  const draw = (next: Showing): void => {
    if (panel === undefined) return;
    state = next;
    panel.title = next.shown.title;
    const message: ShowMessage = { type: "show", body: next.shown.body };
    void panel.webview.postMessage(message);
  };

  const ask = async (): Promise<void> => {
    const client = house.client();
    if (panel === undefined || !panel.visible || client === undefined || !client.isRunning()) return;
    if (asking) {
      again = true;
      return;
    }
    asking = true;
    try {
      const params = paramsOf(client, editor, account);
      if (params === undefined) {
        draw(showing(state, { kind: "nothing", why: "open a policy file to see its portfolio", errors: 0 }));
        return;
      }
      const answer = await client.sendRequest<PreviewAnswer>(PREVIEW_REQUEST, params);
      const reading = books.read(client, params, answer);
      // The model can be drawn at once; the account takes a while, above all the first time.
      const told =
        answer.kind === "account" && state?.last?.kind === "account" && state.last.account === answer.account;
      if (reading !== undefined && answer.kind === "account" && !told)
        draw(
          showing(state, { ...answer, outcome: { state: "no reader", why: "the account is being solved…" } }),
        );
      draw(showing(state, reading === undefined ? answer : await reading));
    } catch (error) {
      house.log.error(error instanceof Error ? error.message : String(error));
    } finally {
      asking = false;
      if (again) {
        again = false;
        soon();
      }
    }
  };

  const soon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void ask(), PAUSE);
  };

  const open = (): vscode.WebviewPanel => {
    const { extensionUri } = house.context;
    const created = vscode.window.createWebviewPanel(
      "mandate.preview",
      "Portfolio",
      { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
      {
        enableScripts: true,
        localResourceRoots: [
          vscode.Uri.joinPath(extensionUri, "media"),
          vscode.Uri.joinPath(extensionUri, "dist"),
        ],
      },
    );
    created.iconPath = vscode.Uri.joinPath(extensionUri, "icons", "preview.svg");
    const { webview } = created;
    webview.onDidReceiveMessage((message: unknown) => {
      if (!isPageMessage(message)) return;
      if (message.type === "ready") soon();
      else void reveal(message.uri, message.line);
    });
    webview.html = shell({
      source: webview.cspSource,
      script: webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, "dist", "preview.js")).toString(),
      style: webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, "media", "preview.css")).toString(),
      nonce: randomBytes(16).toString("hex"),
    });
    created.onDidDispose(() => {
      panel = undefined;
      state = undefined;
      books.stop();
    });
    created.onDidChangeViewState(soon);
    return created;
  };

  const follow = (next: vscode.TextEditor | undefined): void => {
    // The panel itself is no editor: while it has the focus, what it shows stays.
    if (next === undefined || !isOurs(next.document)) return;
    editor = next;
    soon();
  };

  const parts = vscode.Disposable.from(
    vscode.window.onDidChangeActiveTextEditor(follow),
    vscode.window.onDidChangeTextEditorSelection(({ textEditor, kind }) => {
      if (kind !== undefined) account = undefined;
      follow(textEditor);
    }),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      if (isOurs(document)) soon();
    }),
    vscode.workspace.onDidSaveTextDocument(soon),
  );
  return {
    show: (asked) => {
      account = asked;
      editor = vscode.window.activeTextEditor ?? editor;
      if (panel === undefined) panel = open();
      else panel.reveal(undefined, true);
      soon();
    },
    refresh: soon,
    dispose: () => {
      clearTimeout(timer);
      parts.dispose();
      panel?.dispose();
      books.stop();
    },
  };
}

function paramsOf(
  client: LanguageClient,
  editor: vscode.TextEditor | undefined,
  account: string | undefined,
): PreviewParams | undefined {
  if (editor === undefined || !isOurs(editor.document)) return undefined;
  return {
    textDocument: client.code2ProtocolConverter.asTextDocumentIdentifier(editor.document),
    position: client.code2ProtocolConverter.asPosition(editor.selection.active),
    ...(account === undefined ? {} : { account }),
  };
}

async function reveal(uri: string, line: number): Promise<void> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
  const place = new vscode.Range(line, 0, line, 0);
  await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.One, selection: place });
}
