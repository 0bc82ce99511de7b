/** What the extension's parts share: the programs, the output channel, the language client. */
import { existsSync } from "node:fs";
import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node.js";
import { anyProgram, ownProgram, type Program, type Surroundings } from "../programs/find.ts";
import { type Ran, runProgram } from "../programs/run.ts";

export interface House {
  readonly context: vscode.ExtensionContext;
  readonly log: vscode.LogOutputChannel;
  readonly client: () => LanguageClient | undefined;
  /** for what needs no book */
  readonly program: (folder: string) => Program;
  /** for what reads a book; undefined where neither the setting nor the project has one */
  readonly ownProgram: (folder: string) => Program | undefined;
  /**
   * Runs `mandate` on a project, with its progress shown. Documents are saved first: programs read the disk.
   *
   * @returns undefined where somebody gave up on it
   */
  readonly mandate: (
    title: string,
    project: string,
    args: readonly string[],
    program?: Program,
  ) => Promise<Ran | undefined>;
}

export function openHouse(
  context: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
  client: () => LanguageClient | undefined,
): House {
  const around = (): Surroundings => ({
    setting: vscode.workspace.getConfiguration("mandate").get<string>("path", "").trim(),
    trusted: vscode.workspace.isTrusted,
    platform: process.platform,
    exists: existsSync,
    node: process.execPath,
    extension: context.extensionPath,
  });
  const program = (folder: string): Program => anyProgram(folder, around());
  return {
    context,
    log,
    client,
    program,
    ownProgram: (folder) => ownProgram(folder, around()),
    mandate: async (title, project, args, chosen = program(project)) => {
      await saveAll();
      return vscode.window.withProgress(
        { location: vscode.ProgressLocation.Notification, title, cancellable: true },
        async (_, token) => {
          const stop = new AbortController();
          token.onCancellationRequested(() => stop.abort());
          log.info(`mandate ${args.join(" ")} --project ${project} (of the ${chosen.from})`);
          try {
            return await runProgram(chosen, [...args, "--project", project], project, {
              signal: stop.signal,
            });
          } catch (error) {
            if (token.isCancellationRequested) return undefined;
            throw error;
          }
        },
      );
    },
  };
}

/** Saves what is edited of the language, so that a program that reads the disk sees it. */
export async function saveAll(): Promise<void> {
  for (const document of vscode.workspace.textDocuments)
    if (document.isDirty && document.languageId === "mandate") await document.save();
}

/** Shows what a program said on its way out; true if it could do its work (0 clean, 1 something was found). */
export function couldRun(house: House, ran: Ran): boolean {
  if (ran.code === 0 || ran.code === 1) return true;
  house.log.error(ran.err);
  void vscode.window.showErrorMessage(said(ran));
  return false;
}

/** A program's last words, as a person reads them. */
export function said({ err }: Ran): string {
  return err.replace(/^mandate: /, "").trim() || "`mandate` ended without a word";
}
