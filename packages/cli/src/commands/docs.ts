import { join, relative, resolve } from "node:path";
import { diagnosticPage } from "../docs/diagnostic.ts";
import { handbook } from "../docs/handbook.ts";
import { htmlPage } from "../docs/html.ts";
import { EXIT, type ExitCode } from "../exit.ts";
import { writeWhole } from "../files/atomic.ts";
import { portable } from "../files/nodeHost.ts";
import { asOf, type Call, has, textOf } from "../options.ts";
import { soundProject } from "../project/compile.ts";
import type { World } from "../world.ts";

/** The handbook of the firm's policy, or the page of one diagnostic. */
export function run(world: World, call: Call): ExitCode {
  const [code] = call.arguments;
  if (code !== undefined) {
    world.out.write(diagnosticPage(code));
    return EXIT.clean;
  }
  const project = soundProject(world, call);
  if (project === undefined) return EXIT.found;
  const markdown = handbook(project.bundle, asOf(call) ?? world.today);
  const out = textOf(call, "out");
  if (out === undefined) {
    world.out.write(markdown);
    return EXIT.clean;
  }
  const folder = resolve(world.folder, out);
  const files = { "handbook.md": markdown, "handbook.html": htmlPage(markdown, project.bundle.name) };
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, name);
    const shown = portable(relative(world.folder, path));
    writeWhole(path, text, shown);
    if (!has(call, "quiet")) world.err.write(`${shown}\n`);
  }
  return EXIT.clean;
}
