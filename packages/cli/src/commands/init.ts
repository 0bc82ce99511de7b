import { basename, join, resolve } from "node:path";
import { failed } from "@mandate/compiler";
import { CliError, EXIT, type ExitCode } from "../exit.ts";
import { writeWhole } from "../files/atomic.ts";
import { portable } from "../files/nodeHost.ts";
import { projectFiles } from "../init/files.ts";
import { type Call, has } from "../options.ts";
import type { World } from "../world.ts";

/** Makes a project in a folder that is empty or not there yet; what lies in a folder already is never touched. */
export function run(world: World, call: Call): ExitCode {
  const [named = "."] = call.arguments;
  const folder = resolve(world.folder, named);
  const listed = world.host.list(portable(folder));
  if (failed(listed)) {
    if (listed.failure !== "missing") throw new CliError(`\`${named}\` cannot be used: ${listed.why}`);
    const kind = world.host.kind(portable(folder));
    if (!failed(kind)) throw new CliError(`\`${named}\` is a file; a project is a folder`);
  } else if (listed.length > 0)
    throw new CliError(`\`${named}\` is not empty; name a folder that is, or one that is not there yet`);

  const files = projectFiles(basename(folder), world.today);
  // The manifest last: a project that was interrupted is none yet.
  const paths = Object.keys(files).sort(
    (a, b) => Number(a === "mandate.json") - Number(b === "mandate.json"),
  );
  for (const path of paths) writeWhole(join(folder, path), files[path] ?? "", `${named}/${path}`);
  if (!has(call, "quiet")) {
    world.out.write(
      `${named} is a project now: a firm's policy, an advisor's file, and a book of three accounts\n`,
    );
    world.out.write(
      `\n  mandate check --project ${named}\n  mandate test --project ${named}\n  mandate solve --project ${named}\n`,
    );
  }
  return EXIT.clean;
}
