/** The commands of the palette, each one thing. */
import { basename, dirname } from "node:path";
import * as vscode from "vscode";
import { couldRun, type House } from "../editor/house.ts";
import type { Pages } from "../editor/pages.ts";
import { askedProject, projectAbove } from "../editor/project.ts";
import { taskOf } from "../editor/tasks.ts";
import { runProgram } from "../programs/run.ts";
import type { Command } from "./command.ts";
import { expand } from "./expand.ts";
import { explain } from "./explain.ts";
import { menu } from "./menu.ts";

/** By their name in package.json. */
export function commands(house: House, pages: Pages): Readonly<Record<string, Command>> {
  /** @param given a file's URI, where a lens above something in it was clicked */
  const task = async (name: string, given?: unknown): Promise<void> => {
    const project =
      typeof given === "string"
        ? projectAbove(dirname(vscode.Uri.parse(given).fsPath))
        : await askedProject();
    const found = project === undefined ? undefined : taskOf(house, project, name);
    if (found !== undefined) await vscode.tasks.executeTask(found);
  };
  return {
    "mandate.check": () => task("check"),
    "mandate.prove": (given) => task("prove", given),
    "mandate.formatAll": async () => {
      const project = await askedProject();
      const ran =
        project === undefined ? undefined : await house.mandate("Formatting every policy", project, ["fmt"]);
      if (ran !== undefined && couldRun(house, ran))
        vscode.window.setStatusBarMessage(lastLine(ran.out) || "every policy is formatted", 5000);
    },
    "mandate.expand": expand(house, pages),
    "mandate.explain": explain(house, pages),
    "mandate.diff": async () => {
      const project = await askedProject();
      if (project === undefined) return;
      const args = ["diff", "HEAD", "--format", "markdown"];
      const ran = await house.mandate("Comparing with the last commit", project, args);
      if (ran !== undefined && couldRun(house, ran))
        await pages.show({
          name: `${basename(project)} since the last commit.md`,
          text: ran.out || ran.err,
          project,
        });
    },
    "mandate.newProject": async () => {
      const [folder] =
        (await vscode.window.showOpenDialog({
          canSelectFolders: true,
          canSelectFiles: false,
          openLabel: "Make a Project Here",
          title: "An empty folder for the new project",
        })) ?? [];
      if (folder === undefined) return;
      const ran = await runProgram(house.program(folder.fsPath), ["init", folder.fsPath], folder.fsPath);
      if (couldRun(house, ran)) await vscode.commands.executeCommand("vscode.openFolder", folder);
    },
    "mandate.showLog": async () => house.log.show(),
    "mandate.walkthrough": async () => {
      await vscode.commands.executeCommand(
        "workbench.action.openWalkthrough",
        `${house.context.extension.id}#mandate.start`,
      );
    },
    "mandate.menu": menu,
  };
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? "";
}
