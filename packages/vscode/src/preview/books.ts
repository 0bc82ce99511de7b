/** Where the extension's server cannot read a book, the project's own `mandate` is asked, one beside each project. */
import type { PreviewAnswer, PreviewParams } from "@mandate/lsp";
import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node.js";
import type { House } from "../editor/house.ts";
import { projectAbove } from "../editor/project.ts";
import { type Companion, type OpenText, startCompanion } from "./companion.ts";
import { isOurs } from "./ours.ts";

export interface BookReaders {
  /**
   * @param answer the extension's own
   * @returns undefined where that answer needs no book, or nobody can read it better
   */
  readonly read: (
    client: LanguageClient,
    params: PreviewParams,
    answer: PreviewAnswer,
  ) => Promise<PreviewAnswer> | undefined;
  readonly stop: () => void;
}

const UNTRUSTED =
  "this folder is not trusted, so the `mandate` that it brings along is not started, which would read the book; “Workspaces: Manage Workspace Trust” changes that";

export function bookReaders(house: House): BookReaders {
  const companions = new Map<string, Promise<Companion>>();

  const companionOf = (project: string): Promise<Companion> | undefined => {
    const known = companions.get(project);
    if (known !== undefined) return known;
    const program = house.ownProgram(project);
    if (program === undefined) return undefined;
    const started = startCompanion(program, project, (why) => {
      companions.delete(project);
      house.log.warn(why);
    });
    companions.set(project, started);
    return started;
  };

  return {
    read: (client, params, answer) => {
      if (answer.kind !== "account" || answer.outcome.state !== "no reader") return undefined;
      const instead = (why: string): PreviewAnswer => ({ ...answer, outcome: { state: "no reader", why } });
      if (!vscode.workspace.isTrusted) return Promise.resolve(instead(UNTRUSTED));
      const project = projectAbove(vscode.Uri.parse(params.textDocument.uri).fsPath);
      const companion = project === undefined ? undefined : companionOf(project);
      if (project === undefined || companion === undefined) return undefined;
      return companion
        .then((one) => one.ask(params, unsaved(client)))
        .catch((error: unknown) => {
          companions.delete(project);
          return instead(error instanceof Error ? error.message : String(error));
        });
    },
    stop: () => {
      for (const started of companions.values())
        started.then(
          (companion) => companion.stop(),
          () => undefined,
        );
      companions.clear();
    },
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
