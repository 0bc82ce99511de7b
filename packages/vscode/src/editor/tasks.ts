/** Tasks of the type `mandate`, for every project of the workspace. */
import { basename, relative } from "node:path";
import * as vscode from "vscode";
import type { House } from "./house.ts";
import { projects } from "./project.ts";
import { programTerminal } from "./terminal.ts";

const TYPE = "mandate";

interface Kind {
  readonly name: string;
  readonly args: readonly string[];
  readonly group: vscode.TaskGroup;
}

const kinds: readonly Kind[] = [
  { name: "check", args: ["check"], group: vscode.TaskGroup.Build },
  { name: "prove", args: ["check", "--prove"], group: vscode.TaskGroup.Build },
  { name: "test", args: ["test"], group: vscode.TaskGroup.Test },
  { name: "fmt", args: ["fmt", "--check"], group: vscode.TaskGroup.Build },
];

export function taskOf(
  house: House,
  project: string,
  name: string,
  definition?: vscode.TaskDefinition,
): vscode.Task | undefined {
  const kind = kinds.find((one) => one.name === name);
  if (kind === undefined) return undefined;
  const uri = vscode.Uri.file(project);
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  const place = folder === undefined ? project : relative(folder.uri.fsPath, project).replaceAll("\\", "/");
  const task = new vscode.Task(
    definition ?? { type: TYPE, command: name, ...(place === "" ? {} : { project: place }) },
    folder ?? vscode.TaskScope.Workspace,
    place === "" ? name : `${name} ${basename(project)}`,
    TYPE,
    new vscode.CustomExecution(async () =>
      programTerminal({ program: house.program(project), args: kind.args, project, place }),
    ),
    // What it finds the language server has in the Problems view: by a matcher it would stand there twice.
    [],
  );
  task.group = kind.group;
  task.presentationOptions = { reveal: vscode.TaskRevealKind.Always, clear: true };
  return task;
}

export function provideTasks(house: House): vscode.Disposable {
  return vscode.tasks.registerTaskProvider(TYPE, {
    provideTasks: async () =>
      (await projects()).flatMap((project) =>
        kinds.flatMap(({ name }) => taskOf(house, project, name) ?? []),
      ),
    resolveTask: (task) => {
      const command: unknown = task.definition["command"];
      const project: unknown = task.definition["project"];
      if (typeof command !== "string") return undefined;
      const folder =
        typeof task.scope === "object" ? task.scope.uri : vscode.workspace.workspaceFolders?.[0]?.uri;
      if (folder === undefined) return undefined;
      const at = typeof project === "string" ? vscode.Uri.joinPath(folder, project) : folder;
      return taskOf(house, at.fsPath, command, task.definition);
    },
  });
}
