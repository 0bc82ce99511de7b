/** What changed in effect between two versions of a project. */
import { type ClauseChange, diff } from "@mandate/compiler";
import { type BookEffect, effectMarkdown, effectPage } from "@mandate/runtime";
import { createHighs } from "@mandate/solver";
import { effectOverBook } from "../diff/book.ts";
import { markdown, pretty } from "../diff/report.ts";
import { type Version, versionOf } from "../diff/version.ts";
import { CliError, EXIT, type ExitCode } from "../exit.ts";
import { asOf, type Call, has, textOf } from "../options.ts";
import type { World } from "../world.ts";

export async function run(world: World, call: Call): Promise<ExitCode> {
  const [before, after] = call.arguments;
  if (before === undefined)
    throw new CliError("name what to compare with: a folder or a git revision, as in `mandate diff main`");
  const today = asOf(call) ?? world.today;
  const a = versionOf(world, call, before, today);
  const b = a === undefined ? undefined : versionOf(world, call, after, today);
  if (a === undefined || b === undefined) return EXIT.found;
  const changes = await changesOf(a, b, today);
  const location = textOf(call, "book");
  const effect = location === undefined ? undefined : await effectOverBook(world, call, location, a, b);
  world.out.write(rendered(world, call, [a.name, b.name], changes, effect));
  const differs = changes.some(({ change }) => change !== "unchanged");
  return has(call, "exitCode") && differs ? EXIT.found : EXIT.clean;
}

async function changesOf(a: Version, b: Version, today: string): Promise<readonly ClauseChange[]> {
  const backend = await createHighs();
  try {
    return diff(a.bundle, b.bundle, backend, { today });
  } finally {
    backend.dispose();
  }
}

function rendered(
  world: World,
  call: Call,
  names: readonly [string, string],
  changes: readonly ClauseChange[],
  effect: BookEffect | undefined,
): string {
  switch (textOf(call, "format") ?? (has(call, "json") ? "json" : "pretty")) {
    case "json": {
      const clauses = changes.map(({ witness, ...rest }) => ({
        ...rest,
        witness: witness.length === 0 ? null : witness,
      }));
      return `${JSON.stringify(effect === undefined ? clauses : { clauses, book: effect }, null, 2)}\n`;
    }
    case "markdown":
      return markdown(changes, names) + (effect === undefined ? "" : `\n${effectMarkdown(effect)}`);
    default:
      return (
        pretty(changes, names, world.out.color) + (effect === undefined ? "" : `\n${effectPage(effect)}`)
      );
  }
}
