import { renderGithub, renderJson, renderPretty, renderSarif, summary } from "@mandate/compiler";
import { EXIT, type ExitCode } from "../exit.ts";
import { type Call, has, textOf } from "../options.ts";
import { type CompiledProject, compileProject } from "../project/compile.ts";
import type { World } from "../world.ts";

/** Finds what is wrong in the policies; errors are found, warnings alone are not. */
export function run(world: World, call: Call): ExitCode {
  const project = compileProject(world, call);
  world.out.write(rendered(world, call, project));
  return project.diagnostics.some(({ severity }) => severity === "error") ? EXIT.found : EXIT.clean;
}

function rendered(world: World, call: Call, { loaded, diagnostics, context }: CompiledProject): string {
  const format = textOf(call, "format") ?? (has(call, "json") ? "json" : "pretty");
  switch (format) {
    case "json":
      return renderJson(diagnostics, { text: loaded.text });
    case "sarif":
      return renderSarif(diagnostics, { ...context, version: world.version });
    case "github":
      return renderGithub(diagnostics, context);
    default: {
      const files = loaded.input?.files.length ?? 0;
      const clean = `nothing wrong in ${files} ${files === 1 ? "file" : "files"}`;
      const counted = summary(diagnostics);
      const end = has(call, "quiet") ? "" : counted === undefined ? `${clean}\n` : `\n${counted}\n`;
      return `${renderPretty(diagnostics, { ...context, color: world.out.color })}${end}`;
    }
  }
}
