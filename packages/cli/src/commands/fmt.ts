import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { failed } from "@mandate/compiler";
import { formatted } from "@mandate/dsl";
import { CliError, EXIT, type ExitCode } from "../exit.ts";
import { writeWhole } from "../files/atomic.ts";
import { portable } from "../files/nodeHost.ts";
import { whyOf } from "../files/why.ts";
import { type Call, has } from "../options.ts";
import { openProject } from "../project/open.ts";
import type { World } from "../world.ts";

/** One canonical layout: rewrites the files that differ from it, or with `--check` names them. */
export function run(world: World, call: Call): ExitCode {
  const check = has(call, "check");
  const files = call.arguments.length > 0 ? namedFiles(world, call.arguments) : projectFiles(world, call);
  const shownAs = (path: string): string => portable(relative(world.folder, path));
  const broken: string[] = [];
  const changed = files.filter((path) => {
    const before = read(path, shownAs(path));
    const { text: after, parses } = formatted(before);
    if (!parses) broken.push(shownAs(path));
    if (after === before) return false;
    if (!check) writeWhole(path, after, shownAs(path));
    return true;
  });
  const shown = changed.map(shownAs);
  if (has(call, "json"))
    world.out.write(`${JSON.stringify({ changed: shown, files: files.length, broken }, null, 2)}\n`);
  else {
    for (const path of shown) world.out.write(`${path}\n`);
    for (const path of broken)
      world.err.write(
        `\`${path}\` has mistakes in how it is written, and is laid out only around them; \`mandate check\` tells them\n`,
      );
    if (!has(call, "quiet")) world.err.write(`${tally(shown.length, files.length, check)}\n`);
  }
  return check && changed.length > 0 ? EXIT.found : EXIT.clean;
}

function tally(changed: number, files: number, check: boolean): string {
  const of = `${files} ${files === 1 ? "file" : "files"}`;
  if (changed === 0) return `${of}, all in the canonical layout`;
  return check ? `${changed} of ${of} would change` : `${changed} of ${of} changed`;
}

function projectFiles(world: World, call: Call): readonly string[] {
  const loaded = openProject(world, call);
  if (loaded.input === undefined) {
    const [first] = loaded.diagnostics();
    throw new CliError(
      `the project has no policies to format${first === undefined ? "" : `: ${first.message}`}`,
    );
  }
  return loaded.input.files.map(({ path }) => join(loaded.root, path));
}

/** The policy files among the paths, and in the folders among them; a file that is named is taken whatever it is called. */
function namedFiles(world: World, paths: readonly string[]): readonly string[] {
  const found = paths.flatMap((path) => {
    const full = resolve(world.folder, path);
    const kind = world.host.kind(portable(full));
    if (failed(kind)) throw new CliError(`\`${path}\` cannot be read: ${kind.why}`);
    return kind === "folder" ? policiesBelow(full) : [full];
  });
  return [...new Set(found)].sort();
}

function policiesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".mandate"))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => statSync(path).isFile() && !/[\\/]node_modules[\\/]/.test(path));
}

/** The text with its byte order mark, if it has one: taking that out is a change too. Text that is not UTF-8 is never rewritten. */
function read(path: string, shown: string): string {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw new CliError(`\`${shown}\` cannot be read: ${whyOf(error)}`);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new CliError(`\`${shown}\` is not UTF-8, so it is left as it is; save it with the encoding UTF-8`);
  }
}
