/** Programs of the system that tests need: they may be missing on a desk, never where the build runs. */
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

const ci = !["", "false", undefined].includes(process.env["CI"]);

/**
 * Where a program lies on the `PATH`. One that is missing is told aloud, and undefined: its tests are skipped.
 *
 * @throws {Error} where it is missing and the build runs: there it must not be
 */
export function tool(name: string): string | undefined {
  for (const folder of (process.env["PATH"] ?? "").split(delimiter)) {
    const path = join(folder, name);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // Not here: the next folder may have it.
    }
  }
  const words = `\`${name}\` is not installed, so what needs it is not tested; \`.ci/run\` says which packages have it`;
  if (ci) throw new Error(words);
  console.warn(words);
  return undefined;
}
