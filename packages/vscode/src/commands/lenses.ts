/** What a click on a lens above a declaration does (codeLens.ts of the server says what each is given). */
import * as vscode from "vscode";
import type { Location, Position } from "vscode-languageserver-protocol";
import type { House } from "../editor/house.ts";
import type { Testing } from "../tests/controller.ts";
import type { Command } from "./command.ts";

/** Not in the palette: nobody could type what they are about. */
export function lensCommands(house: House, tests: Testing): Readonly<Record<string, Command>> {
  return {
    "mandate.runTest": async (uri, title) => {
      if (typeof uri === "string" && typeof title === "string") await tests.runOne(uri, title);
    },
    "mandate.showReferences": async (uri, position, locations) => {
      const converter = house.client()?.protocol2CodeConverter;
      if (converter === undefined || typeof uri !== "string" || !isPosition(position)) return;
      await vscode.commands.executeCommand(
        "editor.action.showReferences",
        vscode.Uri.parse(uri),
        converter.asPosition(position),
        (Array.isArray(locations) ? locations : []).filter(isLocation).map(converter.asLocation),
      );
    },
  };
}

function isPosition(value: unknown): value is Position {
  if (typeof value !== "object" || value === null) return false;
  const { line, character }: { line?: unknown; character?: unknown } = value;
  return typeof line === "number" && typeof character === "number";
}

function isLocation(value: unknown): value is Location {
  if (typeof value !== "object" || value === null) return false;
  const { uri, range }: { uri?: unknown; range?: { start?: unknown; end?: unknown } } = value;
  return typeof uri === "string" && isPosition(range?.start) && isPosition(range?.end);
}
