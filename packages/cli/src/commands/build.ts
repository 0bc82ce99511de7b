import { resolve } from "node:path";
import { serialiseBundle } from "@mandate/compiler";
import { EXIT, type ExitCode } from "../exit.ts";
import { writeWhole } from "../files/atomic.ts";
import { type Call, has, textOf } from "../options.ts";
import { bundleHash } from "../project/bundleHash.ts";
import { soundProject } from "../project/compile.ts";
import type { World } from "../world.ts";

/** The compiled bundle: `{ "format", "version", "hash", "bundle" }`, the same bytes for the same policies. */
export function run(world: World, call: Call): ExitCode {
  const project = soundProject(world, call);
  if (project === undefined) return EXIT.found;
  const { bundle } = project;
  const hash = bundleHash(bundle);
  const head = JSON.stringify({ format: bundle.format, version: world.version, hash });
  // The bundle stands in it as the text that its hash is of.
  const text = `${head.slice(0, -1)},"bundle":${serialiseBundle(bundle)}}\n`;
  const out = textOf(call, "out");
  if (out === undefined) {
    world.out.write(text);
    return EXIT.clean;
  }
  writeWhole(resolve(world.folder, out), text, out);
  if (has(call, "json")) world.out.write(`${JSON.stringify({ out, hash })}\n`);
  else if (!has(call, "quiet")) world.err.write(`${out}: ${bundle.name}, ${hash}\n`);
  return EXIT.clean;
}
