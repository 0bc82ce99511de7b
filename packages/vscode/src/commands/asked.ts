/** What the cursor stands in, for commands that ask about it. */
import * as vscode from "vscode";
import { type DocumentSymbol, DocumentSymbolRequest } from "vscode-languageserver-protocol";
import type { House } from "../editor/house.ts";
import { accountOf } from "./outline.ts";

/** The account whose block the cursor is in. */
export async function accountAround(house: House): Promise<string | undefined> {
  const client = house.client();
  const editor = vscode.window.activeTextEditor;
  if (client === undefined || !client.isRunning() || editor?.document.languageId !== "mandate")
    return undefined;
  const outline = await client.sendRequest(DocumentSymbolRequest.type, {
    textDocument: client.code2ProtocolConverter.asTextDocumentIdentifier(editor.document),
  });
  return accountOf(
    (outline ?? []).filter((one): one is DocumentSymbol => "range" in one),
    editor.selection.active,
  );
}

/** An account's id: as a command was given it, else of the block around the cursor, else as somebody types it. */
export async function accountOrAsk(house: House, given: unknown): Promise<string | undefined> {
  if (typeof given === "string" && given !== "") return given;
  const around = await accountAround(house);
  const typed = await vscode.window.showInputBox({
    title: "Which account?",
    prompt: "The account's id, as the book has it",
    ...(around === undefined ? {} : { value: around }),
  });
  return typed === undefined || typed.trim() === "" ? undefined : typed.trim();
}

export function nameUnderCursor(): string | undefined {
  const editor = vscode.window.activeTextEditor;
  if (editor?.document.languageId !== "mandate") return undefined;
  const range = editor.document.getWordRangeAtPosition(editor.selection.active);
  const word = range === undefined ? undefined : editor.document.getText(range).replaceAll("`", "");
  return word === undefined || !/^[\p{L}_]/u.test(word) ? undefined : word;
}
