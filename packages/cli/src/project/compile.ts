/** The project of a command, compiled. */
import { isAbsolute, join, relative } from "node:path";
import {
  type Bundle,
  compile,
  type Diagnostic,
  inOrder,
  type LoadedProject,
  type RenderContext,
  renderPretty,
  summary,
} from "@mandate/compiler";
import { portable } from "../files/nodeHost.ts";
import { asOf, type Call } from "../options.ts";
import type { World } from "../world.ts";
import { openProject } from "./open.ts";

export interface CompiledProject {
  readonly loaded: LoadedProject;
  /** absent where something is an error */
  readonly bundle?: Bundle;
  /** of the files and of what they say, in order */
  readonly diagnostics: readonly Diagnostic[];
  /** for renderings whose readers stand in the folder where the command runs */
  readonly context: RenderContext;
}

/** @throws {CliError} if there is no project to compile */
export function compileProject(world: World, call: Call): CompiledProject {
  const today = asOf(call) ?? world.today;
  const loaded = openProject(world, call);
  const compiled = loaded.input === undefined ? undefined : compile(loaded.input, { today });
  const diagnostics = inOrder([...loaded.diagnostics(), ...(compiled?.diagnostics ?? [])]);
  const wrong = diagnostics.some(({ severity }) => severity === "error");
  return {
    loaded,
    ...(compiled?.bundle === undefined || wrong ? {} : { bundle: compiled.bundle }),
    diagnostics,
    context: { text: loaded.text, path: (file) => shownPath(world.folder, join(loaded.root, file)) },
  };
}

/**
 * The bundle of a project in which nothing is wrong. Otherwise says what is, and is undefined: then the command's exit code
 * is that something was found.
 *
 * @throws {CliError} if there is no project to compile
 */
export function soundProject(
  world: World,
  call: Call,
): { readonly loaded: LoadedProject; readonly bundle: Bundle } | undefined {
  const { loaded, bundle, diagnostics, context } = compileProject(world, call);
  if (bundle !== undefined) return { loaded, bundle };
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  world.err.write(renderPretty(errors, { ...context, color: world.err.color }));
  world.err.write(`\n${summary(errors) ?? "nothing was compiled"}\n`);
  return undefined;
}

/** As short as it is clear: from the folder where the command runs, unless that is far away. */
function shownPath(from: string, path: string): string {
  const short = portable(relative(from, path));
  return isAbsolute(short) || short.startsWith("../../../") ? portable(path) : short;
}
