/** A project's place in git: comparison by meaning, a check before each commit, review of pull requests, owners. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { CliError, EXIT, type ExitCode } from "../exit.ts";
import { writeWhole } from "../files/atomic.ts";
import { whyOf } from "../files/why.ts";
import { repositoryOf } from "../git/git.ts";
import { install } from "../git/install.ts";
import { codeOwners, type Owners } from "../git/owners.ts";
import { preCommit } from "../git/preCommit.ts";
import { writeReview } from "../git/review.ts";
import { textconv } from "../git/textconv.ts";
import { type Call, has, textOf } from "../options.ts";
import { openProject } from "../project/open.ts";
import type { World } from "../world.ts";

export function run(world: World, call: Call): ExitCode {
  const [action, file] = call.arguments;
  switch (action) {
    case "install":
      return told(world, call, install(openProject(world, call).root));
    case "ci":
      return told(world, call, writeReview(repositoryOf(openProject(world, call).root)));
    case "owners":
      return owners(world, call);
    case "pre-commit":
      return preCommit(world, openProject(world, call).root);
    case "textconv":
      world.out.write(textconv(readText(world, file)));
      return EXIT.clean;
    default:
      throw new CliError(
        `\`git\` does one of \`install\`, \`ci\`, \`owners\`, \`pre-commit\`, \`textconv\`${action === undefined ? "" : `, not \`${action}\``}`,
      );
  }
}

function told(world: World, call: Call, lines: readonly string[]): ExitCode {
  if (!has(call, "quiet")) for (const line of lines) world.out.write(`${line}\n`);
  return EXIT.clean;
}

function owners(world: World, call: Call): ExitCode {
  const { root, manifest } = openProject(world, call);
  if (manifest === undefined) throw new CliError("the project's `mandate.json` does not say its layers");
  const named: Owners = Object.fromEntries(
    (["firm", "advisor", "client"] as const).flatMap((layer) => {
      const who = textOf(call, layer);
      return who === undefined ? [] : [[layer, who]];
    }),
  );
  const text = codeOwners(manifest, repositoryOf(root), named);
  const out = textOf(call, "out");
  if (out === undefined) world.out.write(text);
  else writeWhole(resolve(world.folder, out), text, out);
  return EXIT.clean;
}

function readText(world: World, file: string | undefined): string {
  if (file === undefined)
    throw new CliError("name the file, as in `mandate git textconv firm/limits.mandate`");
  try {
    return readFileSync(resolve(world.folder, file), "utf8");
  } catch (error) {
    throw new CliError(`\`${file}\` cannot be read: ${whyOf(error)}`);
  }
}
