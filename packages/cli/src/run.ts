/** From words on a command line to a command, and from whatever it meets to an exit code. */
import { Command, CommanderError, Option } from "commander";
import type { CommandSpec, OptionSpec } from "./commands/command.ts";
import { shared } from "./commands/command.ts";
import { commands } from "./commands/table.ts";
import { refuseWrongUse } from "./commands/usage.ts";
import { EXIT, type ExitCode, sentence } from "./exit.ts";
import type { World } from "./world.ts";

/**
 * Runs one command.
 *
 * @param words what follows `mandate` on the command line
 * @returns the exit code; nothing is thrown
 */
export async function run(words: readonly string[], world: World): Promise<ExitCode> {
  const outcome: { code: ExitCode } = { code: EXIT.clean };
  try {
    await program(world, outcome).parseAsync(asCommand(words), { from: "user" });
    return outcome.code;
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return EXIT.clean;
      // `mandate` alone shows its help, which commander takes for an error.
      if (error.code !== "commander.help") world.err.write(`mandate: ${usage(error.message)}\n`);
      return EXIT.failed;
    }
    world.err.write(`mandate: ${sentence(error, world.debug)}\n`);
    return EXIT.failed;
  }
}

/** Help on what is no command is that unknown command, which the library would answer with the help of all. */
function asCommand(words: readonly string[]): string[] {
  const [first, named] = words;
  const unknown = named !== undefined && !["help", ...commands.map(({ name }) => name)].includes(named);
  return first === "help" && unknown && !named.startsWith("-") ? words.slice(1) : [...words];
}

function program(world: World, outcome: { code: ExitCode }): Command {
  const root = new Command("mandate")
    .description("a policy language for managing portfolios at scale")
    .version(world.version, "-V, --version", "print the version")
    .helpOption("-h, --help", "show help")
    .helpCommand("help [command]", "show the help of a command")
    .showSuggestionAfterError(true)
    .addHelpText(
      "after",
      "\nExample:\n  mandate check --project examples/acme\n\nExit code: 0 clean, 1 something was found, 2 it could not run.",
    );
  settle(root, world);
  for (const spec of commands) root.addCommand(settle(commandOf(spec, world, outcome), world));
  return root;
}

function settle(command: Command, world: World): Command {
  return command.exitOverride().configureOutput({
    writeOut: (text) => world.out.write(text),
    writeErr: (text) => world.err.write(text),
    // What is wrong is written once, by `run`.
    outputError: () => undefined,
    getOutHasColors: () => world.out.color,
    getErrHasColors: () => world.err.color,
  });
}

function commandOf(spec: CommandSpec, world: World, outcome: { code: ExitCode }): Command {
  const command = new Command(spec.name).description(spec.description).helpOption("-h, --help", "show help");
  for (const { name, description } of spec.arguments ?? []) command.argument(name, description);
  const options = [...(spec.options ?? []), ...spec.shared.map((name): OptionSpec => shared[name])];
  for (const option of options) command.addOption(optionOf(option));
  command.addHelpText("after", `\nExample:\n  mandate ${spec.example}`);
  command.action(async () => {
    refuseWrongUse(options, {
      arguments: command.args.map((value, at) => ({
        // The last of them may be there several times.
        name: command.registeredArguments[at]?.name() ?? command.registeredArguments.at(-1)?.name() ?? value,
        value,
      })),
      options: command.opts(),
    });
    const { run } = await spec.load();
    outcome.code = await run(world, { arguments: command.args, options: command.opts() });
  });
  return command;
}

function optionOf(spec: OptionSpec): Option {
  const option = new Option(spec.flags, spec.description);
  if (spec.choices !== undefined) option.choices([...spec.choices]);
  if (spec.default !== undefined) option.default(spec.default);
  if (spec.repeated === true)
    option.argParser((value: string, before: unknown): string[] => [
      ...(Array.isArray(before) ? before : []),
      value,
    ]);
  return option;
}

/** The library's words as ours: one sentence, the user's own text in back-ticks. */
function usage(message: string): string {
  const words = message
    .replace(/^error: /, "")
    .replace(/\n?\(Did you mean (one of )?(.*?)\?\)/s, (_, _several: string | undefined, names: string) => {
      const named = names.split(", ").map((name) => `\`${name}\``);
      return `; did you mean ${named.join(" or ")}?`;
    })
    .replace(/'([^']*)'/g, "`$1`")
    .replace(/\.$/, "")
    .trim();
  return words.endsWith("?") ? words : `${words}; \`mandate --help\` lists what there is`;
}
