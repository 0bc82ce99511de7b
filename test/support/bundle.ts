import { bundle, commandLine } from "../../packages/cli/build.mjs";

/** Before any test that runs the command line: make sure that it is made from the sources as they stand. */
export async function setup(): Promise<void> {
  await bundle(commandLine);
}
