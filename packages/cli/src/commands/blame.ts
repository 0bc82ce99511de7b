/** Who said what of an account's policy, when, and why: each clause in force with the commit that introduced it. */
import { CliError, EXIT, type ExitCode } from "../exit.ts";
import { commitText } from "../git/commit.ts";
import { repositoryOf } from "../git/git.ts";
import { type ClauseOrigin, originsOf } from "../git/origins.ts";
import { asOf, type Call, has } from "../options.ts";
import { policyOf } from "../project/account.ts";
import { soundProject } from "../project/compile.ts";
import type { World } from "../world.ts";

export async function run(world: World, call: Call): Promise<ExitCode> {
  const [account] = call.arguments;
  if (account === undefined) throw new CliError("name the account, as in `mandate blame 1001`");
  const project = soundProject(world, call);
  if (project === undefined) return EXIT.found;
  const { bundle, loaded } = project;
  const repository = repositoryOf(loaded.root);
  const policy = await policyOf({ bundle, loaded, host: world.host, account, asOf: asOf(call) });
  if (policy === undefined)
    throw new CliError(`account \`${account}\` has no row in the book, so its whole policy is not known`);
  const origins = originsOf(repository, loaded, bundle, policy);
  if (has(call, "json")) world.out.write(`${JSON.stringify(origins, null, 2)}\n`);
  else world.out.write(page(account, policy.asOf, origins));
  return EXIT.clean;
}

function page(account: string, day: string, origins: readonly ClauseOrigin[]): string {
  const lines = [`account "${account}" on ${day}`];
  let layer: string | undefined;
  for (const { layer: own, clause, file, line, because, origin } of origins) {
    if (own !== layer) lines.push("", `${own}:`);
    layer = own;
    lines.push(`  ${clause}  ${file}:${line}`);
    if (because !== undefined) lines.push(`    because "${because}"`);
    lines.push(`    ${origin === undefined ? "not in git" : commitText(origin.introduced)}`);
    if (origin?.changed !== undefined) lines.push(`    last changed: ${commitText(origin.changed)}`);
  }
  return `${lines.join("\n")}\n`;
}
