/** Why an account trades as it does, or does not trade as somebody expected: one page. */
import { resolve } from "node:path";
import {
  clientLetter,
  explanationPage,
  type ProposalJson,
  priceLimits,
  pricesPage,
  replyPage,
} from "@mandate/runtime";
import { CliError, EXIT, type ExitCode } from "../exit.ts";
import { withAccount } from "../explain/account.ts";
import { whyNot } from "../explain/whyNot.ts";
import { asOf, type Call, has, textOf } from "../options.ts";
import { soundProject } from "../project/compile.ts";
import { openProject } from "../project/open.ts";
import { newestRun, proposalOf } from "../solve/runFolder.ts";
import type { World } from "../world.ts";

export async function run(world: World, call: Call): Promise<ExitCode> {
  const [account] = call.arguments;
  if (account === undefined) throw new CliError("name the account to explain, as in `mandate explain 1001`");
  const asked = textOf(call, "whyNot");
  if (asked !== undefined || has(call, "prices")) {
    const option = asked === undefined ? "--prices" : "--why-not";
    if (textOf(call, "format") === "markdown") {
      throw new CliError(
        `\`--format markdown\` is a letter about the proposal, which \`${option}\` does not write: leave one of the two out`,
      );
    }
    if (textOf(call, "run") !== undefined) {
      throw new CliError(
        `\`${option}\` solves the account anew and reads no run: leave \`--run\` out, or \`${option}\``,
      );
    }
    return asked === undefined ? prices(world, call, account) : answer(world, call, account, asked);
  }
  const named = textOf(call, "run");
  const folder =
    named === undefined ? newestRun(openProject(world, call).root, asOf(call)) : resolve(world.folder, named);
  world.out.write(rendered(await proposalOf(folder, account), call));
  return EXIT.clean;
}

function rendered(proposal: ProposalJson, call: Call): string {
  if (isJson(call)) return `${JSON.stringify(proposal)}\n`;
  if (textOf(call, "format") === "markdown") return clientLetter(proposal);
  return `${explanationPage(proposal, has(call, "full"))}\n`;
}

function isJson(call: Call): boolean {
  return has(call, "json") || textOf(call, "format") === "json";
}

async function answer(world: World, call: Call, account: string, asked: string): Promise<ExitCode> {
  const reply = await whyNot(world, call, account, asked);
  if (reply === EXIT.found) return reply;
  world.out.write(`${isJson(call) ? JSON.stringify(reply) : replyPage(reply)}\n`);
  return EXIT.clean;
}

async function prices(world: World, call: Call, account: string): Promise<ExitCode> {
  const project = soundProject(world, call);
  if (project === undefined) return EXIT.found;
  const { loaded, bundle } = project;
  const priced = await withAccount(world, call, loaded, bundle, account, priceLimits);
  world.out.write(`${isJson(call) ? JSON.stringify(priced) : pricesPage(priced)}\n`);
  return EXIT.clean;
}
