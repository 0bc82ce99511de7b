/** “Explain an Account”: from a run that there is, or after solving the account. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import * as vscode from "vscode";
import { couldRun, type House, said } from "../editor/house.ts";
import type { Pages } from "../editor/pages.ts";
import { askedProject } from "../editor/project.ts";
import { accountOrAsk } from "./asked.ts";
import type { Command } from "./command.ts";

export function explain(house: House, pages: Pages): Command {
  return async (given) => {
    const project = await askedProject();
    const account = project === undefined ? undefined : await accountOrAsk(house, given);
    if (project === undefined || account === undefined) return;
    const show = (text: string): Promise<void> =>
      pages.show({ name: `account ${account} explained.txt`, text, project });
    const ran = await house.mandate(`Explaining account ${account}`, project, ["explain", account]);
    if (ran === undefined) return;
    if (ran.code !== 2) return show(ran.out);
    const own = house.ownProgram(project);
    if (own === undefined) return void couldRun(house, ran);
    const solve = "Solve the Account";
    if ((await vscode.window.showWarningMessage(said(ran), solve)) !== solve) return;
    // A run of one account is nobody's run of the day: it lies with the editor's own files, not in the project.
    const { storageUri, globalStorageUri } = house.context;
    const out = join((storageUri ?? globalStorageUri).fsPath, "explained", account.replace(/[^\w-]/g, "_"));
    rmSync(out, { recursive: true, force: true });
    const args = ["solve", "--account", account, "--out", out];
    const solved = await house.mandate(`Solving account ${account}`, project, args, own);
    if (solved === undefined || !couldRun(house, solved)) return;
    const again = await house.mandate(`Explaining account ${account}`, project, [
      "explain",
      account,
      "--run",
      out,
    ]);
    if (again !== undefined && couldRun(house, again)) await show(again.out);
  };
}
