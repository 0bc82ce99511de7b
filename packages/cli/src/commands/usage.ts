/** What is wrong with how a command was called, beyond what the library sees: nothing that is given goes unheeded. */
import { Option } from "commander";
import { CliError } from "../exit.ts";
import type { OptionSpec } from "./command.ts";

interface Given {
  readonly arguments: readonly { readonly name: string; readonly value: string }[];
  readonly options: Readonly<Record<string, unknown>>;
}

/** @throws {CliError} at the first thing that is empty, lacks what it speaks of, or contradicts another */
export function refuseWrongUse(specs: readonly OptionSpec[], given: Given): void {
  for (const { name, value } of given.arguments) {
    if (value === "") throw new CliError(`\`${name}\` is empty: a variable that was never set, perhaps`);
  }
  const isGiven = (option: string): boolean => given.options[attributeOf(option)] !== undefined;
  for (const spec of specs) {
    const long = longOf(spec.flags);
    if (!isGiven(long)) continue;
    const value = given.options[attributeOf(long)];
    if ([value].flat().includes(""))
      throw new CliError(`the value of \`${long}\` is empty: a variable that was never set, perhaps`);
    const { of, instead } = spec;
    if (of !== undefined && !of.some(isGiven))
      throw new CliError(
        `\`${long}\` means something with ${either(of)} only: give both, or leave \`${long}\` out`,
      );
    const other = instead?.find(isGiven);
    if (other !== undefined)
      throw new CliError(`\`${long}\` and \`${other}\` ask for different answers: leave one of the two out`);
  }
  const { format, json } = given.options;
  if (json === true && typeof format === "string" && format !== "json")
    throw new CliError(
      `\`--format ${format}\` and \`--json\` ask for different forms: leave one of the two out`,
    );
}

function longOf(flags: string): string {
  return new Option(flags).long ?? flags;
}

function attributeOf(long: string): string {
  return new Option(long).attributeName();
}

function either(options: readonly string[]): string {
  return options.map((option) => `\`${option}\``).join(" or ");
}
