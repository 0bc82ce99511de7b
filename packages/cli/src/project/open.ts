/** The project that a command is about. */
import { dirname, resolve } from "node:path";
import { failed, findProject, type LoadedProject, loadProject, MANIFEST } from "@mandate/compiler";
import { CliError } from "../exit.ts";
import { portable } from "../files/nodeHost.ts";
import { type Call, textOf } from "../options.ts";
import type { World } from "../world.ts";

/**
 * Loads the project of `--project`, else the nearest one upwards.
 *
 * @throws {CliError} if there is none, or its manifest cannot be read; whatever else is wrong is in its diagnostics
 */
export function openProject(world: World, call: Call): LoadedProject {
  const loaded = loadProject(folderOf(world, call), world.host);
  if (failed(loaded)) throw new CliError(`the project's \`${MANIFEST}\` cannot be read: ${loaded.why}`);
  return loaded;
}

function folderOf(world: World, call: Call): string {
  const named = textOf(call, "project");
  if (named === undefined) {
    const found = findProject(portable(world.folder), world.host);
    if (found !== undefined) return found;
    throw new CliError(
      `neither this folder nor one above it is a project: none has a \`${MANIFEST}\`; name the project with \`--project DIR\`, or make one with \`mandate init DIR\``,
    );
  }
  const path = portable(resolve(world.folder, named));
  const folder = path.endsWith(`/${MANIFEST}`) ? portable(dirname(path)) : path;
  const kind = world.host.kind(folder);
  if (failed(kind)) throw new CliError(`the project \`${named}\` cannot be read: ${kind.why}`);
  if (kind !== "folder")
    throw new CliError(`the project \`${named}\` is a file; a project is a folder with a \`${MANIFEST}\``);
  const manifest = world.host.kind(`${folder}/${MANIFEST}`);
  if (failed(manifest) && manifest.failure === "missing")
    throw new CliError(
      `\`${named}\` is no project: it has no \`${MANIFEST}\`; \`mandate init DIR\` makes a project`,
    );
  return folder;
}
