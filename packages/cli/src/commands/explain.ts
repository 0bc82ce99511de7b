/** Why an account trades as it does: one page. */
import { resolve } from "node:path";
import { explanationPage } from "@mandate/runtime";
import { CliError, EXIT, type ExitCode } from "../exit.ts";
import { type Call, has, textOf } from "../options.ts";
import { openProject } from "../project/open.ts";
import { newestRun, proposalOf } from "../solve/runFolder.ts";
import type { World } from "../world.ts";

export async function run(world: World, call: Call): Promise<ExitCode> {
  const [account] = call.arguments;
  if (account === undefined) throw new CliError("name the account to explain, as in `mandate explain 1001`");
  const named = textOf(call, "run");
  const folder =
    named === undefined ? newestRun(openProject(world, call).root) : resolve(world.folder, named);
  const proposal = await proposalOf(folder, account);
  world.out.write(has(call, "json") ? `${JSON.stringify(proposal)}\n` : `${explanationPage(proposal)}\n`);
  return EXIT.clean;
}
