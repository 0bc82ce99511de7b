/** What an editor's script wrote about what it saw. */
import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";

/**
 * Runs an editor on a project, with `mandate` on its path, until its script ends it.
 *
 * @param out where the script writes what it saw, as JSON
 * @throws {Error} with what the editor printed, where it wrote nothing
 */
export async function runEditor(
  program: string,
  args: readonly string[],
  project: string,
  out: string,
): Promise<Readonly<Record<string, unknown>>> {
  const path = [join(project, "node_modules", ".bin"), process.env["PATH"]].join(delimiter);
  const printed = await new Promise<string>((resolve) => {
    execFile(
      program,
      args,
      { cwd: project, env: { ...process.env, PATH: path, HOME: join(project, "..") }, timeout: 60_000 },
      (error, stdout, stderr) => resolve(`${error?.message ?? ""}\n${stdout}\n${stderr}`),
    );
  });
  if (!existsSync(out)) throw new Error(`the editor told nothing:\n${printed}`);
  return JSON.parse(readFileSync(out, "utf8"));
}
