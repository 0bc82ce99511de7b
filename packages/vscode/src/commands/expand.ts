/** “Show the Expanded Policy”: of the account around the cursor, else of what is named there, else all of it. */
import { basename } from "node:path";
import { couldRun, type House } from "../editor/house.ts";
import type { Pages } from "../editor/pages.ts";
import { askedProject } from "../editor/project.ts";
import { accountAround, nameUnderCursor } from "./asked.ts";
import type { Command } from "./command.ts";

export function expand(house: House, pages: Pages): Command {
  return async () => {
    const project = await askedProject();
    if (project === undefined) return;
    const account = await accountAround(house);
    const name = account === undefined ? nameUnderCursor() : undefined;
    const run = (...words: readonly string[]) =>
      house.mandate(
        "Expanding the policy",
        project,
        ["expand", ...words],
        // What an account's row in the book says is the book's to read.
        account === undefined ? undefined : house.ownProgram(project),
      );
    let shown = account === undefined ? name : `account ${account}`;
    let ran = await (account === undefined
      ? run(...(name === undefined ? [] : [name]))
      : run("--account", account));
    if (ran?.code === 2 && name !== undefined) {
      // A word that nothing is called by: the whole policy is asked for.
      shown = undefined;
      ran = await run();
    }
    if (ran !== undefined && couldRun(house, ran))
      await pages.show({
        name: `${shown ?? basename(project)} expanded.txt`,
        text: ran.out || ran.err,
        project,
      });
  };
}
