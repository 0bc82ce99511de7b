/** The commands of the palette, each one thing. */
import { basename, join } from "node:path";
import * as vscode from "vscode";
import { couldRun, type House } from "../editor/house.ts";
import type { Pages } from "../editor/pages.ts";
import { askedProject } from "../editor/project.ts";
import { taskOf } from "../editor/tasks.ts";
import { runProgram } from "../programs/run.ts";
import { accountAround, accountOrAsk, nameUnderCursor } from "./asked.ts";

type Command = (...args: readonly unknown[]) => Promise<void>;

/** By their name in package.json. */
export function commands(house: House, pages: Pages): Readonly<Record<string, Command>> {
  const task = async (name: string): Promise<void> => {
    const project = await askedProject();
    const found = project === undefined ? undefined : taskOf(house, project, name);
    if (found !== undefined) await vscode.tasks.executeTask(found);
  };
  return {
    "mandate.check": () => task("check"),
    "mandate.prove": () => task("prove"),
    "mandate.formatAll": async () => {
      const project = await askedProject();
      if (project === undefined) return;
      const ran = await house.mandate("Formatting every policy", project, ["fmt"]);
      if (couldRun(house, ran))
        vscode.window.setStatusBarMessage(firstLine(ran.out) || "every policy is formatted", 5000);
    },
    "mandate.expand": async () => {
      const project = await askedProject();
      if (project === undefined) return;
      const account = await accountAround(house);
      const name = account === undefined ? nameUnderCursor() : undefined;
      const asked = account === undefined ? (name === undefined ? [] : [name]) : ["--account", account];
      const program =
        account === undefined
          ? house.program(project)
          : (house.ownProgram(project) ?? house.program(project));
      let ran = await house.mandate("Expanding the policy", project, ["expand", ...asked], program);
      // A word that nothing is called by: the whole policy is asked for.
      if (ran.code === 2 && name !== undefined)
        ran = await house.mandate("Expanding the policy", project, ["expand"]);
      if (couldRun(house, ran))
        await pages.show(`${account ?? name ?? basename(project)} expanded.txt`, ran.out || ran.err);
    },
    "mandate.explain": async (given) => {
      const project = await askedProject();
      const account = project === undefined ? undefined : await accountOrAsk(house, given);
      if (project === undefined || account === undefined) return;
      const ran = await house.mandate(`Explaining account ${account}`, project, ["explain", account]);
      if (ran.code !== 2) return pages.show(`account ${account} explained.txt`, ran.out);
      const own = house.ownProgram(project);
      if (own === undefined) return void couldRun(house, ran);
      const solve = "Solve the Account";
      const answer = await vscode.window.showWarningMessage(ran.err.replace(/^mandate: /, "").trim(), solve);
      if (answer !== solve) return;
      const out = join(project, ".mandate", "explained");
      const solved = await house.mandate(
        `Solving account ${account}`,
        project,
        ["solve", "--account", account, "--out", out],
        own,
      );
      if (!couldRun(house, solved)) return;
      const again = await house.mandate(`Explaining account ${account}`, project, [
        "explain",
        account,
        "--run",
        out,
      ]);
      if (couldRun(house, again)) await pages.show(`account ${account} explained.txt`, again.out);
    },
    "mandate.diff": async () => {
      const project = await askedProject();
      if (project === undefined) return;
      const ran = await house.mandate("Comparing with the last commit", project, [
        "diff",
        "HEAD",
        "--format",
        "markdown",
      ]);
      if (couldRun(house, ran))
        await pages.show(`${basename(project)} since the last commit.md`, ran.out || ran.err);
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
    "mandate.menu": async () => {
      const picked = await vscode.window.showQuickPick(menu, { title: "Mandate" });
      if (picked !== undefined) await vscode.commands.executeCommand(picked.command);
    },
  };
}

/** What the item in the status bar opens. */
const menu: readonly { readonly label: string; readonly command: string }[] = [
  { label: "$(graph) Show the Portfolio", command: "mandate.preview" },
  { label: "$(check) Check the Policies", command: "mandate.check" },
  { label: "$(verified) Prove the Policies", command: "mandate.prove" },
  { label: "$(beaker) Run the Tests", command: "testing.runAll" },
  { label: "$(list-flat) Format Every Policy", command: "mandate.formatAll" },
  { label: "$(unfold) Show the Expanded Policy", command: "mandate.expand" },
  { label: "$(question) Explain an Account", command: "mandate.explain" },
  { label: "$(git-compare) Compare with the Last Commit", command: "mandate.diff" },
  { label: "$(debug-restart) Restart the Language Server", command: "mandate.restart" },
  { label: "$(output) Show the Log", command: "mandate.showLog" },
];

function firstLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? "";
}
