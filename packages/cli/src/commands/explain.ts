/** Why an account trades as it does, or does not trade as somebody expected: one page. */
import { resolve } from "node:path";
import { clientLetter, explanationPage, type ProposalJson, replyPage } from "@mandate/runtime";
import { CliError, EXIT, type ExitCode } from "../exit.ts";
import { whyNot } from "../explain/whyNot.ts";
import { type Call, has, textOf } from "../options.ts";
import { openProject } from "../project/open.ts";
import { newestRun, proposalOf } from "../solve/runFolder.ts";
import type { World } from "../world.ts";

export async function run(world: World, call: Call): Promise<ExitCode> {
  const [account] = call.arguments;
  if (account === undefined) throw new CliError("name the account to explain, as in `mandate explain 1001`");
  const asked = textOf(call, "whyNot");
  if (asked !== undefined) return answer(world, call, account, asked);
  const named = textOf(call, "run");
  const folder =
    named === undefined ? newestRun(openProject(world, call).root) : resolve(world.folder, named);
  world.out.write(rendered(await proposalOf(folder, account), call));
  return EXIT.clean;
}

function rendered(proposal: ProposalJson, call: Call): string {
  const format = has(call, "json") ? "json" : (textOf(call, "format") ?? "pretty");
  if (format === "json") return `${JSON.stringify(proposal)}\n`;
  if (format === "markdown") return clientLetter(proposal);
  return `${explanationPage(proposal, has(call, "full"))}\n`;
}

async function answer(world: World, call: Call, account: string, asked: string): Promise<ExitCode> {
  if (textOf(call, "run") !== undefined) {
    throw new CliError(
      "`--why-not` solves the account anew and reads no run: leave `--run` out, or `--why-not`",
    );
  }
  const answered = await whyNot(world, call, account, asked);
  if (answered === EXIT.found) return answered;
  const { reply, question } = answered;
  const json = has(call, "json") || textOf(call, "format") === "json";
  world.out.write(`${json ? JSON.stringify(reply) : replyPage(reply, question)}\n`);
  return EXIT.clean;
}
