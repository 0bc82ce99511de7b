/** Before any of the editors' tests: the program and the extension, made from the sources as they stand. */
import { mkdirSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { bundle, commandLine } from "../../packages/cli/build.mjs";
import { packageExtension } from "../../packages/vscode/package.mjs";
import { artefacts, installedExtensions, stagedExtension, vsix } from "./support/places.ts";

export async function setup(): Promise<void> {
  for (const old of [artefacts, installedExtensions]) rmSync(old, { recursive: true, force: true });
  mkdirSync(artefacts, { recursive: true });
  mkdirSync(dirname(vsix), { recursive: true });
  await bundle(commandLine);
  await packageExtension(vsix, stagedExtension);
}
