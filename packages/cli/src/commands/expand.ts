import { nearest } from "@mandate/compiler";
import { CliError, EXIT, type ExitCode } from "../exit.ts";
import { accountPolicy } from "../expand/account.ts";
import { type Entry, entriesOf } from "../expand/entries.ts";
import { asOf, type Call, has, textOf } from "../options.ts";
import { soundProject } from "../project/compile.ts";
import type { World } from "../world.ts";

/** What sugar became, with its sources: all of it, what has one name, or one account's policy. */
export async function run(world: World, call: Call): Promise<ExitCode> {
  const [name] = call.arguments;
  const account = textOf(call, "account");
  if (name !== undefined && account !== undefined)
    throw new CliError(
      `\`expand\` takes a name or an account, and here are both: \`${name}\` and \`${account}\``,
    );
  const project = soundProject(world, call);
  if (project === undefined) return EXIT.found;
  const { bundle, loaded } = project;
  const found =
    account === undefined
      ? named(entriesOf(bundle), name)
      : await accountPolicy({ bundle, loaded, host: world.host, account, asOf: asOf(call) });
  world.out.write(
    has(call, "json")
      ? `${JSON.stringify(
          found.map(({ data }) => data),
          null,
          2,
        )}\n`
      : found.map(({ text }) => text).join("\n"),
  );
  return EXIT.clean;
}

function named(entries: readonly Entry[], name: string | undefined): readonly Entry[] {
  if (name === undefined) return entries;
  const found = entries.filter(({ names }) => names.includes(name));
  if (found.length > 0) return found;
  const near = nearest(name, [...new Set(entries.flatMap(({ names }) => names))]);
  throw new CliError(
    `nothing in the project is called \`${name}\`${near === undefined ? "" : `; did you mean \`${near}\`?`}`,
  );
}
