/** The portfolio preview: follows the cursor and what is typed. */
import { randomBytes } from "node:crypto";
import type { PreviewAnswer, PreviewParams } from "@mandate/lsp";
import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node.js";
import type { House } from "../editor/house.ts";
import { projectAbove } from "../editor/project.ts";
import { type Companion, type OpenText, PREVIEW_REQUEST, startCompanion } from "./companion.ts";
import { isPageMessage, type ShowMessage } from "./messages.ts";
import { shell } from "./shell.ts";
import { type Showing, showing } from "./shown.ts";

/** Milliseconds after the last keystroke: drawings that change under every letter are no help. */
const PAUSE = 150;

export interface Preview extends vscode.Disposable {
  readonly show: (account?: string) => void;
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
  const companions = new Map<string, Promise<Companion>>();

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
      draw(showing(state, ...(await withBook(client, params, answer))));
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

  /** Where the extension's server cannot read books, the project's own is asked. */
  const withBook = async (
    client: LanguageClient,
    params: PreviewParams,
    answer: PreviewAnswer,
  ): Promise<[PreviewAnswer, string?]> => {
    if (answer.kind !== "account" || answer.outcome.state !== "no reader") return [answer];
    const path = vscode.Uri.parse(params.textDocument.uri).fsPath;
    const project = projectAbove(path);
    const program = project === undefined ? undefined : house.ownProgram(project);
    if (project === undefined || program === undefined) return [answer];
    const started =
      companions.get(project) ??
      startCompanion(program, project, (why) => {
        companions.delete(project);
        house.log.warn(why);
      });
    companions.set(project, started);
    // The model can be drawn at once; the account takes a while, above all the first time.
    if (state?.last?.kind !== "account" || state.last.account !== answer.account)
      draw(
        showing(state, { ...answer, outcome: { state: "no reader", why: "the account is being solved…" } }),
      );
    try {
      const companion = await started;
      return [await companion.ask(params, unsaved(client))];
    } catch (error) {
      companions.delete(project);
      const why = error instanceof Error ? error.message : String(error);
      return [{ ...answer, outcome: { state: "no reader", why } }];
    }
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
      stopCompanions();
    });
    created.onDidChangeViewState(soon);
    return created;
  };

  const stopCompanions = (): void => {
    for (const started of companions.values())
      started.then(
        (companion) => companion.stop(),
        () => undefined,
      );
    companions.clear();
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
    dispose: () => {
      clearTimeout(timer);
      parts.dispose();
      panel?.dispose();
      stopCompanions();
    },
  };
}

function isOurs({ languageId, uri }: vscode.TextDocument): boolean {
  return languageId === "mandate" && (uri.scheme === "file" || uri.scheme === "untitled");
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

function unsaved(client: LanguageClient): OpenText[] {
  return vscode.workspace.textDocuments.flatMap((document) =>
    document.isDirty && isOurs(document)
      ? [
          {
            uri: client.code2ProtocolConverter.asUri(document.uri),
            version: document.version,
            text: document.getText(),
          },
        ]
      : [],
  );
}

async function reveal(uri: string, line: number): Promise<void> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
  const place = new vscode.Range(line, 0, line, 0);
  await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.One, selection: place });
}
