import {
  type Diagnostic,
  inOrder,
  type Proof,
  prove,
  renderGithub,
  renderJson,
  renderPretty,
  renderSarif,
  summary,
} from "@mandate/compiler";
import { EXIT, type ExitCode } from "../exit.ts";
import { asOf, type Call, has, textOf } from "../options.ts";
import { type CompiledProject, compileProject } from "../project/compile.ts";
import { proofsInWords } from "../text/proofs.ts";
import type { World } from "../world.ts";

/** Finds what is wrong in the policies; errors are found, warnings alone are not, and with `--prove` what it finds is. */
export async function run(world: World, call: Call): Promise<ExitCode> {
  const project = compileProject(world, call);
  const proved = has(call, "prove") ? await proofs(world, call, project) : undefined;
  const diagnostics = inOrder([...project.diagnostics, ...(proved?.findings ?? [])]);
  world.out.write(rendered(world, call, { ...project, diagnostics }, proved?.proofs));
  const found =
    diagnostics.some(({ severity }) => severity === "error") || (proved?.findings.length ?? 0) > 0;
  return found ? EXIT.found : EXIT.clean;
}

/** What can be known before any account runs; nothing of a project in which something is wrong. */
async function proofs(
  world: World,
  call: Call,
  { bundle, loaded }: CompiledProject,
): Promise<{ readonly findings: readonly Diagnostic[]; readonly proofs: readonly Proof[] } | undefined> {
  if (bundle === undefined) return undefined;
  const { createHighs } = await import("@mandate/solver");
  const backend = await createHighs();
  try {
    return prove(bundle, backend, { today: asOf(call) ?? world.today, text: loaded.text });
  } finally {
    backend.dispose();
  }
}

function rendered(
  world: World,
  call: Call,
  { loaded, diagnostics, context }: CompiledProject,
  proved: readonly Proof[] | undefined,
): string {
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
      const told = proved === undefined || has(call, "quiet") ? "" : proofsInWords(proved);
      return `${renderPretty(diagnostics, { ...context, color: world.out.color })}${end}${told}`;
    }
  }
}
