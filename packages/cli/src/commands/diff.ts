/** What changed in effect between two versions of a project. */
import { diff } from "@mandate/compiler";
import { createHighs } from "@mandate/solver";
import { markdown, pretty } from "../diff/report.ts";
import { versionOf } from "../diff/version.ts";
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
  const backend = await createHighs();
  try {
    const changes = diff(a.bundle, b.bundle, backend, { today });
    const format = textOf(call, "format") ?? (has(call, "json") ? "json" : "pretty");
    const names = [a.name, b.name] as const;
    if (format === "json") {
      const told = changes.map(({ witness, ...rest }) => ({
        ...rest,
        witness: witness.length === 0 ? null : witness,
      }));
      world.out.write(`${JSON.stringify(told, null, 2)}\n`);
    } else
      world.out.write(
        format === "markdown" ? markdown(changes, names) : pretty(changes, names, world.out.color),
      );
    const differs = changes.some(({ change }) => change !== "unchanged");
    return has(call, "exitCode") && differs ? EXIT.found : EXIT.clean;
  } finally {
    backend.dispose();
  }
}
